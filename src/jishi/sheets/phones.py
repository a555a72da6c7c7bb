"""Answers that phones brought home: the tables of ODK Central, ODK Briefcase and KoBoToolbox, read by question.

Columns are found by the name of their question, with or without its group before it (``answers-overall``,
``answers/overall``), or by its text in any of the three languages. What a phone tells besides (device, person,
place, time) is not read at all.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from jishi.core.consult.conditions import NOT_APPLICABLE
from jishi.core.consult.questionnaire import Question, Questionnaire
from jishi.core.errors import refuse, sentence
from jishi.core.names import Named
from jishi.sheets import xlsform
from jishi.sheets.known import UNIT, code_of
from jishi.sheets.workbook import Cell, Fault, Sheet, Spot, Workbook

# Of several that may stand in one table, the first says which answer it is.
_INSTANCES = ("meta/instanceID", "meta-instanceID", "instanceID", "KEY", "_uuid")
_TICKED = {"1", "1.0", "true"}
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Instance:
    """One filled-in form.

    Attributes:
        row: its row in the sheet, from 0.
        id: the phone's own mark of it, the same however often it is sent; empty = there is none.
        head: unit, way and what a visitor says, by name.
        given: question id → as it was written.
    """

    row: int
    id: str
    head: Mapping[str, str]
    given: Mapping[str, object]

    @property
    def blank(self) -> bool:
        """Say whether it was handed in blank."""
        return self.head.get(xlsform.HANDED_IN) == xlsform.BLANK


@dataclass
class Table:
    """A table whose columns are known.

    Attributes:
        sheet: where it stands.
        columns: name of a question or of the head → its column.
        splits: question id → choice → its column.
    """

    sheet: Sheet
    form: Questionnaire
    columns: dict[str, int] = field(default_factory=dict)
    splits: dict[str, dict[str, int]] = field(default_factory=dict)
    instance: int = -1

    def spot(self, row: int, name: str = "") -> Spot:
        """Return where the answer to a question stands; of an unknown one the row."""
        split = min(self.splits.get(name, {}).values(), default=-1)
        return Spot(self.sheet.name, row, self.columns.get(name, split))

    def instances(self) -> Iterator[Instance]:
        """Yield the filled-in forms in the order of the table; empty rows are none."""
        for number, row in enumerate(self.sheet.rows[1:], 1):
            if any(_text(cell) for cell in row):
                yield self._instance(number, row)

    def _instance(self, number: int, row: Sequence[Cell]) -> Instance:
        def cell(column: int) -> str:
            return _text(row[column]) if 0 <= column < len(row) else ""

        heads = {name: cell(at) for name, at in self.columns.items() if name in _heads(self.form)}
        for name, options in ((xlsform.WAY, xlsform.WAYS), (xlsform.HANDED_IN, xlsform.HANDED)):
            if name in heads:
                heads[name] = _chosen(heads[name], {each: xlsform.word(each) for each in options})
        heads = {name: code_of(text) if name == UNIT else text for name, text in heads.items()}
        given = {each.id: self._given(each, cell) for each in self.form.questions}
        mark = cell(self.instance).removeprefix("uuid:").strip().lower()
        return Instance(number, mark, heads, {id: value for id, value in given.items() if value not in ("", [])})

    def _given(self, question: Question, cell: Callable[[int], str]) -> object:
        ticks = self.splits.get(f"{question.id}{xlsform.NOT_SUFFIX}", {})
        away = cell(self.columns.get(f"{question.id}{xlsform.NOT_SUFFIX}", -1))
        if away or any(_ticked(cell(at)) for at in ticks.values()):
            return NOT_APPLICABLE
        split = self.splits.get(question.id)
        if split:
            ticked = [choice for choice, at in split.items() if _ticked(cell(at))]
            return NOT_APPLICABLE if ticked == [NOT_APPLICABLE] else ticked
        typed = cell(self.columns.get(question.id, -1))
        named = xlsform.offered(question)
        if not named or not typed:
            return typed
        if question.kind == "several":
            found = _several(typed, named)
            return NOT_APPLICABLE if found == [NOT_APPLICABLE] else found
        return _chosen(typed, named)


def table(workbook: Workbook, form: Questionnaire) -> Table:
    """Return the table of answers in a file.

    Raises:
        Refusal: no column is that of a question, or none says which answer is which.
    """
    best = max((_table(sheet, form) for sheet in workbook.sheets), key=lambda each: len(each.columns), default=None)
    known = {each.id for each in form.questions}
    if best is None or not known & {*best.columns, *best.splits}:
        raise refuse(
            workbook.name,
            sentence("No column of this file is a question of “%(form)s”.", form=form.names),
            sentence("Export the answers of this form with all their columns, and send that file."),
        )
    if best.instance < 0:
        raise refuse(
            workbook.name,
            sentence(
                "No column says which answer is which (KEY, _uuid or instanceID), so none could be told twice."
            ),
            sentence("Export the answers again with all columns, those of the system too."),
        )
    return best


def _table(sheet: Sheet, form: Questionnaire) -> Table:
    found = Table(sheet, form)
    names = _names(form)
    marks: dict[str, int] = {}
    for column, cell in enumerate(sheet.rows[0] if sheet.rows else ()):
        head = _text(cell)[:_LONGEST_NAME]
        if head in _INSTANCES:
            marks.setdefault(head, column)
            continue
        split, name = _split(head, names, form), _resolved(head, names)
        if split:
            found.splits.setdefault(split[0], {}).setdefault(split[1], column)
        elif name:
            found.columns.setdefault(name, column)
    # Where each choice has a column of its own, the one that lists them says nothing more.
    found.instance = next((marks[each] for each in _INSTANCES if each in marks), -1)
    return found


def _heads(form: Questionnaire) -> tuple[str, ...]:
    visit = tuple(name for name, _kind, _must in xlsform.VISIT) if form.electorate == "visitor" else ()
    own = (xlsform.WAY, xlsform.HANDED_IN) if form.may_be_blank else ()
    return (UNIT, *own, *visit)


def _names(form: Questionnaire) -> dict[str, str]:
    """Return how a column may be headed → the name that it stands for; names go before texts."""
    named: dict[str, Named] = {name: xlsform.word(name) for name in _heads(form)}
    for each in form.questions:
        named[each.id] = each.text
        if each.not_applicable and not each.options:
            named[f"{each.id}{xlsform.NOT_SUFFIX}"] = Named({})
    found = {name: name for name in named}
    for name, texts in (*named.items(), (UNIT, xlsform.word(xlsform.CHOSEN))):
        for text in texts.texts.values():
            found.setdefault(" ".join(text.split()), name)
    return found


def _resolved(head: str, names: Mapping[str, str]) -> str:
    tries = (head, head.removeprefix(f"{xlsform.GROUP}-"), head.rsplit("/", 1)[-1])
    return next((names[each] for each in tries if each in names), "")


def _split(head: str, names: Mapping[str, str], form: Questionnaire) -> tuple[str, str] | None:
    parent, slash, leaf = head.rpartition("/")
    name = _resolved(parent, names) if slash else ""
    if not name:
        return None
    if name.endswith(xlsform.NOT_SUFFIX) and name.removesuffix(xlsform.NOT_SUFFIX) in names:
        return name, leaf
    question = next((each for each in form.questions if each.id == name), None)
    if question is None or question.kind != "several":
        return None
    choice = _chosen(leaf, xlsform.offered(question))
    return (name, choice) if choice in xlsform.offered(question) else None


def _chosen(typed: str, named: Mapping[str, Named]) -> str:
    """Return the choice of this name or of this text in any language; what is neither stays as it was typed."""
    if typed in named:
        return typed
    return next((choice for choice, name in named.items() if typed in name.texts.values()), typed)


def _several(typed: str, named: Mapping[str, Named]) -> list[str]:
    """Return several choices with spaces between, by name or by text; texts may hold spaces themselves."""
    words = typed.split()
    if all(word in named for word in words):
        return words
    texts = {text: choice for choice, name in named.items() for text in name.texts.values()}
    left, found = typed.strip(), []
    while left:
        text = max((each for each in texts if left.startswith(each)), key=len, default="")
        if not text:
            return words
        found.append(texts[text])
        left = left[len(text) :].strip()
    return found


def _ticked(text: str) -> bool:
    return text.strip().lower() in _TICKED


def _text(cell: Cell) -> str:
    if cell is None or isinstance(cell, Fault):
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal | float):
        return f"{Decimal(cell):f}".rstrip("0").rstrip(".") if "." in f"{Decimal(cell):f}" else f"{Decimal(cell):f}"
    return str(cell).strip()
