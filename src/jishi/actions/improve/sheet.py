"""The one sheet that a branch gets after a survey: what was found, what was decided, what help comes, by when."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from jishi.core.errors import Sentence, sentence
from jishi.documents.document import Block, Cell, Column, Document, Heading, Language, Paragraph, Row, Table, Title
from jishi.packs.pack import Pack
from jishi.store import clock
from jishi.store.models.assess import Round
from jishi.store.models.improve import Call, Problem, Remedy
from jishi.store.models.org import Unit
from jishi.store.models.told import Told

Say = Callable[[str], str]


@dataclass(frozen=True)
class Telling:
    """How a sheet is told.

    Attributes:
        language: of the paper.
        say: translates into it.
        named: whether the reader reads names of persons there; what is published names its person anyway.
    """

    language: Language
    say: Say
    named: bool = True

    def word(self, text: Sentence) -> str:
        """Return a sentence in the paper's language."""
        return text.say(self.say)


def due_on(pack: Pack, round_: Round) -> date:
    """Return the day until which each branch has its sheet."""
    days = pack.improvement.sheet_days if pack.improvement else 30
    return round_.closes_on + timedelta(days=days)


def sheet(pack: Pack, round_: Round, unit: Unit, telling: Telling) -> Document:
    """Return the sheet of a unit for a round, in large print."""
    rows = list(Problem.objects.filter(unit=unit, round=round_).order_by("-priority", "found_on", "pk"))
    blocks = (
        *_head(pack, round_, unit, rows, telling),
        *_said(pack, round_, unit, telling),
        *_decided(pack, rows, telling),
        *_help(rows, telling),
    )
    name = telling.word(sentence("What you said, and what comes of it"))
    return Document(telling.language, name, blocks, style="large", foot=f"{unit.code} · {round_}")


def _head(pack: Pack, round_: Round, unit: Unit, rows: list[Problem], telling: Telling) -> Iterator[Block]:
    yield Title(telling.word(sentence("What you said, and what comes of it")))
    counted = sentence(
        "%(unit)s, round %(round)s: %(count)s matters were found. Printed on %(day)s.",
        unit=unit.name,
        round=round_.number,
        count=len(rows),
        day=clock.today().isoformat(),
    )
    yield Paragraph(telling.word(counted), indent=False)
    until = due_on(pack, round_)
    yield Paragraph(
        telling.word(sentence("Every branch gets this sheet by %(day)s.", day=until.isoformat())), indent=False
    )


def _said(pack: Pack, round_: Round, unit: Unit, telling: Telling) -> Iterator[Block]:
    """What members and public said: the bands that the close told, never a number of answers."""
    told = Told.objects.filter(unit=unit, consultation__round=round_, whole=False).exclude(state="nobody")
    lines = [_band(pack, row, telling) for row in told.select_related("consultation").order_by("pk")]
    if not lines:
        return
    yield Heading(telling.word(sentence("What you said")), 2)
    heads = (sentence("Who was asked"), sentence("What"), sentence("So many are content"))
    first = Row(tuple(Cell(telling.word(head), head=True) for head in heads))
    yield Table((Column(3, "left"), Column(6, "left"), Column(3)), (first, *lines), heads=1)


def _band(pack: Pack, row: Told, telling: Telling) -> Row:
    said = pack.consultation_by_id.get(row.consultation.code)
    ask = next((each for each in said.asks if each.id == row.ask), None) if said else None
    asked = pack.questionnaire_by_id.get(ask.questionnaire) if ask else None
    question = next((each for each in asked.questions if each.id == row.question), None) if asked else None
    share = (
        telling.word(sentence("too few answered to show it"))
        if row.low is None or row.high is None
        else f"{row.low // 100}%–{row.high // 100}%"
    )
    return Row(
        (
            Cell(ask.names.say(telling.language) if ask else row.ask),
            Cell(question.text.say(telling.language) if question else row.question),
            Cell(share),
        )
    )


def _decided(pack: Pack, rows: list[Problem], telling: Telling) -> Iterator[Block]:
    yield Heading(telling.word(sentence("What was found, and what was decided")), 2)
    if not rows:
        yield Paragraph(telling.word(sentence("Nothing was found that must be mended.")))
        return
    heads = (
        sentence("What was found"),
        sentence("What is done about it"),
        sentence("By whom"),
        sentence("By when"),
    )
    lines = [Row(tuple(Cell(telling.word(head), head=True) for head in heads))]
    for problem in rows:
        lines += _lines(pack, problem, telling)
    columns = (Column(4, "left"), Column(5, "left"), Column(2), Column(3))
    yield Table(columns, tuple(lines), heads=1)


def _lines(pack: Pack, problem: Problem, telling: Telling) -> list[Row]:
    said = Cell(said_of(pack, problem, telling.language))
    if problem.state == Problem.State.REJECTED:
        reason = sentence("Not taken on: %(reason)s", reason=problem.reason)
        return [Row((said, Cell(telling.word(reason), columns=3)))]
    remedies = list(problem.remedies.exclude(state=Remedy.State.DROPPED).order_by("due_on", "pk"))
    if not remedies:
        waiting = (
            sentence("Not decided yet.")
            if problem.state == Problem.State.PROPOSED
            else sentence("Taken on; the remedy is not entered yet.")
        )
        return [Row((said, Cell(telling.word(waiting), columns=3)))]
    first = Cell(said.content, rows=len(remedies))
    return [
        Row((first, *_remedy(remedy, telling)) if place == 0 else _remedy(remedy, telling))
        for place, remedy in enumerate(remedies)
    ]


def _remedy(remedy: Remedy, telling: Telling) -> tuple[Cell, ...]:
    person = remedy.responsible if telling.named or remedy.published_on else ""
    until = remedy.due_on.isoformat() if remedy.due_on else "—"
    if remedy.state == Remedy.State.VERIFIED:
        until = telling.word(sentence("done and verified"))
    return Cell(remedy.text), Cell(person or "—"), Cell(until)


def _help(rows: list[Problem], telling: Telling) -> Iterator[Block]:
    calls = Call.objects.filter(problem__in=rows).select_related("above").order_by("asked_on", "pk")
    yield Heading(telling.word(sentence("What help or money comes")), 2)
    if not calls:
        yield Paragraph(telling.word(sentence("Nothing was asked of the level above.")))
        return
    heads = (
        sentence("What was asked"),
        sentence("Answer from above"),
        sentence("Help or money"),
        sentence("By when"),
    )
    lines = [Row(tuple(Cell(telling.word(head), head=True) for head in heads))]
    for call in calls:
        waits = sentence("%(above)s answers by %(day)s.", above=call.above.name, day=call.due_on.isoformat())
        answer = call.answer or telling.word(waits)
        given = " · ".join(part for part in (call.help, call.helper) if part) or "—"
        until = call.help_due_on.isoformat() if call.help_due_on else "—"
        lines.append(Row((Cell(call.text), Cell(answer), Cell(given), Cell(until))))
    yield Table((Column(4, "left"), Column(4, "left"), Column(3, "left"), Column(2)), tuple(lines), heads=1)


def said_of(pack: Pack, problem: Problem, language: str) -> str:
    """Return a problem in words; one from a low indicator is named by it."""
    if problem.text:
        return problem.text
    rows = (row for standard in pack.standards for row in standard.indicators if row.id == problem.indicator)
    row = next(rows, None)
    return row.names.say(language) if row else problem.indicator
