"""The paper twin of a questionnaire: the same questions on one or two pages, to be filled in by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby

from jishi.core.consult import words
from jishi.core.consult.conditions import Answer, Compared, Condition
from jishi.core.consult.questionnaire import YES_NO, Question, Questionnaire
from jishi.core.errors import Sentence, sentence
from jishi.core.names import Translate, language_of
from jishi.documents.document import (
    Block,
    Cell,
    Column,
    Document,
    Language,
    Lines,
    Paragraph,
    Row,
    Slot,
    Slots,
    Style,
    Table,
    Tick,
    Ticks,
    Title,
)

# Below this a table of ticks is larger than the questions one by one.
_LEAST_IN_TABLE = 3
_MOST_IN_TABLE = 6
# Millimetres of a column of boxes; letters of choices that still stand beside their question.
_BOX = 20
_BESIDE, _BESIDE_LARGE = 17, 12
_LONG_CHOICE = 9
_LETTERS_OF_LINE = 60
_MOST_LINES = 4


@dataclass(frozen=True)
class Filled:
    """What is known before a paper is handed out.

    Attributes:
        held: question id → the answer that is held; it stands beside its question, which is left empty where that
            is right.
        units: question id → what stands behind a number: 人, 元, %.
    """

    held: Mapping[str, Answer] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class About:
    """What stands at the head and the foot of a twin.

    Attributes:
        unit: whom it is about or who fills it in; empty = a line to write it on.
        round: cycle and round.
        number, version: of the form.
    """

    unit: str = ""
    round: str = ""
    number: str = ""
    version: str = ""


def twin(form: Questionnaire, about: About, say: Translate, *, filled: Filled | None = None) -> Document:
    """Return a questionnaire as a paper.

    Args:
        form: as the pack puts it.
        about: its head and foot.
        say: the catalogue of the paper's language.
        filled: answers that are held; None = an empty form.
    """
    language: Language = language_of(say)  # type: ignore[assignment]
    name = form.names.say(say)
    head = Slots(
        (
            Slot(sentence("Unit:").say(say), about.unit, 2),
            Slot(sentence("Round:").say(say), about.round),
        )
    )
    known = filled or Filled()
    leave = [_leave(say)] if known.held else []
    blocks = (Title(name), *purpose(form, say), head, *leave, *questions(form, say, known), *_end(form, say))
    return Document(language, name, blocks, number=about.number, version=about.version)


def _leave(say: Translate) -> Paragraph:
    return Paragraph(
        sentence("What is held and right needs no answer: leave it empty.").say(say), indent=False, size=10
    )


def purpose(form: Questionnaire, say: Translate) -> tuple[Block, ...]:
    """Return what stands at the head: what it is for, where that is laid down, and how long it takes."""
    minutes = sentence("It takes about %(minutes)s min.", minutes=form.minutes).say(say)
    said = [form.purpose.say(say), minutes]
    if form.may_be_blank:
        said.append(sentence("Do not write a name. It may be handed in blank.").say(say))
    gap = "" if language_of(say).startswith("zh") else " "
    head = [Paragraph(gap.join(said), indent=False, size=10)]
    if form.reason is not None:
        head.append(Paragraph(form.reason.say(say), indent=False, size=9, face="kai"))
    return tuple(head)


def questions(form: Questionnaire, say: Translate, filled: Filled, style: Style = "form") -> tuple[Block, ...]:
    """Return the questions in order; those in a row with the same choices make one table of boxes."""
    numbers = {each.id: number for number, each in enumerate(form.questions, 1)}
    how = _How(form, numbers, say, filled, style)
    blocks: list[Block] = []
    alone: list[Question] = []
    for key, some in groupby(form.questions, key=_shape):
        alike = list(some)
        if key and len(alike) >= _LEAST_IN_TABLE:
            blocks += _list(alone, how)
            alone = []
            blocks.append(_table(alike, how))
        else:
            alone += alike
    return (*blocks, *_list(alone, how))


@dataclass(frozen=True)
class _How:
    form: Questionnaire
    numbers: Mapping[str, int]
    say: Translate
    filled: Filled
    style: Style

    @property
    def height(self) -> int:
        """Of a row, in millimetres: room for a hand."""
        return 14 if self.style == "large" else 9

    @property
    def head(self) -> list[Cell]:
        return [
            Cell(sentence("No. in order").say(self.say), head=True),
            Cell(sentence("Question").say(self.say), head=True),
        ]

    @property
    def first(self) -> Column:
        return Column(16 if self.style == "large" or language_of(self.say) == "en" else 12, fixed=True)


def _shape(question: Question) -> tuple[object, ...]:
    """Return what questions of one table share; empty = it stands alone."""
    choices = tuple((choice.id, str(choice.names)) for choice in question.choices)
    if question.kind != "one" or question.show_if is not None or not 1 < len(choices) <= _MOST_IN_TABLE:
        return ()
    return (*choices, question.not_applicable)


def _table(alike: Sequence[Question], how: _How) -> Table:
    options = _options(alike[0], how.say)
    columns = (how.first, Column(1, "left"), *(Column(_BOX, fixed=True) for _ in options))
    rows = [Row((*how.head, *(Cell(text, head=True) for _, text in options)))]
    for question in alike:
        boxes = (Cell((Ticks((Tick(""),)),), align="centre") for _ in options)
        cells = (Cell(str(how.numbers[question.id])), Cell(_text(question, how)), *boxes)
        rows.append(Row(cells, height=how.height))
    return Table(columns, tuple(rows), heads=1)


def _list(alone: Sequence[Question], how: _How) -> list[Block]:
    """Return questions one below the other: the answer beside the question, or below it where it takes room."""
    if not alone:
        return []
    columns = (how.first, Column(3, "left"), Column(2, "left"))
    rows = [Row((*how.head, Cell(sentence("Answer").say(how.say), head=True)))]
    for question in alone:
        number, text = Cell(str(how.numbers[question.id])), _text(question, how)
        answer = _answer(question, how)
        if _wide(question, how):
            asked = (Paragraph(text, indent=False), *_honest(question, how))
            rows.append(Row((number, Cell((*asked, *answer), columns=2)), height=how.height))
        else:
            rows.append(Row((number, Cell(text), Cell(answer)), height=how.height))
    return [Table(columns, tuple(rows), heads=1)]


def _text(question: Question, how: _How) -> str:
    gap = "" if language_of(how.say).startswith("zh") else " "
    parts = [question.text.say(how.say)]
    if question.show_if is not None:
        wanted = condition(question.show_if, how.form, how.numbers)
        parts.append(sentence("(Only if %(condition)s.)", condition=wanted).say(how.say))
    if question.kind == "several":
        parts.append(sentence("(Tick all that apply.)").say(how.say))
    if question.id in how.filled.held:
        parts.append(sentence("(Held: %(value)s.)", value=_written(question, how)).say(how.say))
    return gap.join(parts)


def _honest(question: Question, how: _How) -> tuple[Paragraph, ...]:
    """Say below a question who reads what people write there."""
    said = [each.say(how.say) for each in words.told_on_paper(how.form, question)]
    gap = "" if language_of(how.say).startswith("zh") else " "
    return (Paragraph(gap.join(said), indent=False, size=9, face="kai"),) if said else ()


def _wide(question: Question, how: _How) -> bool:
    if question.kind in ("text", "rating", "several"):
        return True
    # A Latin letter is half as wide as a Chinese one; a box takes as much as two.
    letters = sum(2 + sum(0.5 if one.isascii() else 1 for one in text) for _, text in _options(question, how.say))
    return letters > (_BESIDE_LARGE if how.style == "large" else _BESIDE)


def _answer(question: Question, how: _How) -> tuple[Block, ...]:
    options = _options(question, how.say)
    if question.kind == "rating":
        return (_rating(question, how.say),)
    if options and question.kind not in ("number", "date"):
        ticks = tuple(Tick(text) for _, text in options)
        long = any(len(tick.text) > _LONG_CHOICE for tick in ticks)
        return (Ticks(ticks, 2 if long else 0, round=question.kind != "several"),)
    if question.kind == "text":
        return (Lines(min(_MOST_LINES, max(1, question.max_length // (2 * _LETTERS_OF_LINE)))),)
    slot = Slots((Slot("", unit=how.filled.units.get(question.id, "")),))
    return (slot, Ticks(tuple(Tick(text) for _, text in options))) if options else (slot,)


def _rating(question: Question, say: Translate) -> Ticks:
    steps = [Tick(step) for step in question.options]
    if question.ends is not None:
        left, right = ("（", "）") if language_of(say).startswith("zh") else (" (", ")")
        for place, end in ((0, question.ends[0]), (-1, question.ends[1])):
            steps[place] = Tick(f"{steps[place].text}{left}{end.say(say)}{right}")
    return Ticks(tuple(steps), round=True)


def _options(question: Question, say: Translate) -> list[tuple[str, str]]:
    if question.kind == "yes-no":
        options = list(zip(YES_NO, (sentence("yes").say(say), sentence("no").say(say)), strict=True))
    else:
        options = [(choice.id, choice.names.say(say)) for choice in question.choices]
    if options and question.not_applicable:
        options.append(("not-applicable", sentence("does not apply").say(say)))
    return options


def _written(question: Question, how: _How) -> str:
    """Return what is held as people read it: the words of a choice, a number with what stands behind it."""
    held, names = how.filled.held[question.id], dict(_options(question, how.say))
    if isinstance(held, date):
        return held.isoformat()
    if isinstance(held, int):
        unit = how.filled.units.get(question.id, "")
        gap = "" if unit in ("", "%") or language_of(how.say).startswith("zh") else " "
        return f"{Decimal(held) / question.scale:f}{gap}{unit}"
    chosen = held if isinstance(held, tuple) else (held,)
    return "、".join(names.get(each, each) for each in chosen)


def condition(wanted: Condition, form: Questionnaire, numbers: Mapping[str, int]) -> Sentence:
    """Return in words when a question is asked: ``the answer to question 2 is "yes"``."""
    if isinstance(wanted, Compared):
        return _compared(wanted, form, numbers)
    parts = [condition(part, form, numbers) for part in wanted.parts]
    said = parts[0]
    for part in parts[1:]:
        joint = "%(first)s and %(second)s" if wanted.how == "all" else "%(first)s or %(second)s"
        said = Sentence(joint, {"first": said, "second": part})
    return said


# Said here whole, so that they are found for the catalogues.
_COMPARED = {
    "=": sentence('the answer to question %(number)s is "%(value)s"').text,
    "!=": sentence('the answer to question %(number)s is not "%(value)s"').text,
    "<": sentence("the answer to question %(number)s is under %(value)s").text,
    "<=": sentence("the answer to question %(number)s is %(value)s at most").text,
    ">": sentence("the answer to question %(number)s is over %(value)s").text,
    ">=": sentence("the answer to question %(number)s is %(value)s at least").text,
}
_JOINED = (sentence("%(first)s and %(second)s"), sentence("%(first)s or %(second)s"))


def _compared(wanted: Compared, form: Questionnaire, numbers: Mapping[str, int]) -> Sentence:
    question = form.question(wanted.question)
    value: object = wanted.value
    if isinstance(value, int):
        value = f"{Decimal(value) / question.scale:f}"
    elif question.kind == "yes-no":
        value = sentence("yes") if value == "yes" else sentence("no")
    else:
        value = next((choice.names for choice in question.choices if choice.id == value), value)
    return Sentence(_COMPARED[wanted.compared], {"number": numbers[wanted.question], "value": value})


def _end(form: Questionnaire, say: Translate) -> tuple[Block, ...]:
    """Return what stands below: who fills it in signs, unless people answer for themselves."""
    if form.may_be_blank:
        return (Paragraph(sentence("Thank you. Fold it and put it into the box.").say(say), indent=False, size=10),)
    return (
        Slots(
            (
                Slot(sentence("Filled in by:").say(say)),
                Slot(sentence("Day:").say(say)),
                Slot(sentence("Telephone:").say(say)),
            )
        ),
    )
