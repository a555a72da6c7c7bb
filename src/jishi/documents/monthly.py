"""The monthly sheet on paper: large print, what is held beside what is asked, one side of a page."""

from dataclasses import dataclass

from jishi.core.errors import sentence
from jishi.core.names import Translate, language_of
from jishi.documents.document import (
    Block,
    Cell,
    Column,
    Document,
    Language,
    Paper,
    Paragraph,
    Qr,
    Row,
    Slot,
    Slots,
    Table,
    Tick,
    Ticks,
    Title,
)

_LETTERS = 13.0
_SMALL = 10.5
_QR = 20
# Eleven questions of two lines fit on one side.
_PAPER = Paper(margins=(13, 15, 12, 15))


@dataclass(frozen=True)
class Line:
    """One question.

    Attributes:
        text: the question.
        held: what is held, as people read it; empty = nothing.
        unit: what stands behind a number: 次, %.
        choices: to tick; empty = a number or a day is written.
    """

    text: str
    held: str = ""
    unit: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class MonthlyPaper:
    """One sheet, its words in the paper's language.

    Attributes:
        name, purpose: of the form.
        month: as people read it.
        standing: what is known of the unit: members, secretary.
        code: leads to the page; ``address`` is the page itself, empty = no QR.
        giver: the secretary's name and post, printed to be signed beside.
        foot: number of the form, version, head of the chain.
    """

    name: str
    purpose: str
    unit: str
    month: str
    standing: str
    code: str
    lines: tuple[Line, ...]
    giver: str = ""
    address: str = ""
    foot: str = ""


def monthly(sheet: MonthlyPaper, say: Translate) -> Document:
    """Return a monthly sheet as a paper."""
    language: Language = language_of(say)  # type: ignore[assignment]
    blocks: tuple[Block, ...] = (*_head(sheet, say), _table(sheet, say), *_end(sheet, say))
    return Document(language, sheet.name, blocks, paper=_PAPER, style="large", foot=sheet.foot)


def _head(sheet: MonthlyPaper, say: Translate) -> tuple[Block, ...]:
    code = (
        Paragraph(sentence("Code of the sheet").say(say), indent=False, align="right", size=9),
        Paragraph(sheet.code, indent=False, align="right", size=18, bold=True),
    )
    name = (
        Paragraph(sheet.unit, indent=False, size=19, bold=True, face="heading"),
        Paragraph(sheet.standing, indent=False, size=_LETTERS),
    )
    columns, cells = [Column(1, "left"), Column(40, "right", fixed=True)], [Cell(name), Cell(code)]
    if sheet.address:
        columns.append(Column(_QR, "right", fixed=True))
        cells.append(Cell((Qr(sheet.address, _QR),)))
    beside = Table(tuple(columns), (Row(tuple(cells)),), lines=False)
    month = Paragraph(sheet.month, indent=False, align="centre", size=15)
    return Title(sheet.name), month, beside, Paragraph(sheet.purpose, indent=False, size=_SMALL, face="kai")


def _table(sheet: MonthlyPaper, say: Translate) -> Table:
    columns = (Column(12, fixed=True), Column(1, "left"), Column(28, fixed=True), Column(42, "left", fixed=True))
    heads = (
        sentence("No. in order"),
        sentence("Question"),
        sentence("Held"),
        sentence("If not right, write"),
    )
    first = Row(tuple(Cell(each.say(say), head=True) for each in heads), height=9)
    rows = [
        Row((Cell(str(number)), Cell(line.text), Cell(line.held or "—"), Cell((_answer(line),))), height=12)
        for number, line in enumerate(sheet.lines, 1)
    ]
    return Table(columns, (first, *rows), heads=1, size=_LETTERS)


def _answer(line: Line) -> Block:
    if line.choices:
        return Ticks(tuple(Tick(choice) for choice in line.choices), 1 if len(line.choices) > 2 else 0, round=True)
    return Slots((Slot("", unit=line.unit),))


def _end(sheet: MonthlyPaper, say: Translate) -> tuple[Block, ...]:
    note = sentence("What is held and right needs no answer: leave it empty. Then sign and hand it in.").say(say)
    signed = Slots(
        (
            Slot(sentence("Filled in by (name, post):").say(say), sheet.giver, 3),
            Slot(sentence("Day:").say(say), "", 2),
        )
    )
    entered = Slots((Slot(sentence("Typed in by:").say(say), "", 3), Slot(sentence("Day:").say(say), "", 2)))
    return Paragraph(note, indent=False, size=_SMALL), signed, entered
