"""The blocks of a paper, one after the other, into a Word file or into a cell of its tables."""

import io
from collections.abc import Callable
from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as Written

from jishi.documents import document as said
from jishi.documents.codes import picture
from jishi.documents.word.letters import PITCH, SIZES, TITLES, edge, stand, write
from jishi.documents.word.tables import add_table

# A file, or a cell of one: both take paragraphs.
Place = Any
_LINE_MM = 5.5
_GAP = "　　"


def add(place: Place, block: said.Block, paper: said.Document) -> None:
    """Add one block at the end of a place."""
    _WAYS[type(block)](place, block, paper)


def _line(place: Place, paper: said.Document, align: said.Align = "left", indent: float = 0) -> Written:
    return stand(place.add_paragraph(), align, paper=paper, indent=indent)


def _title(place: Place, block: said.Title, paper: said.Document) -> None:
    line = _line(place, paper, "centre")
    line.paragraph_format.line_spacing = 1.2
    line.paragraph_format.space_after = Pt(PITCH if paper.style == "official" else 8)
    write(line, block.text, TITLES[paper.style], "title", bold=True)


def _heading(place: Place, block: said.Heading, paper: said.Document) -> None:
    faces: dict[int, said.Face] = {1: "heading", 2: "kai"}
    official = paper.style == "official"
    line = _line(place, paper, indent=2 * SIZES[paper.style] if official else 0)
    line.paragraph_format.keep_with_next = True
    face = faces.get(block.level, "body") if official else "heading"
    write(
        line, block.text, SIZES[paper.style] + (0 if official else max(0, 3 - block.level)), face, bold=not official
    )


def _paragraph(place: Place, block: said.Paragraph, paper: said.Document) -> None:
    size = block.size or SIZES[paper.style]
    chinese = paper.language != "en"
    line = _line(place, paper, block.align, 2 * size if block.indent and chinese and block.align == "left" else 0)
    write(line, block.text, size, block.face, bold=block.bold)


def _ticks(place: Place, block: said.Ticks, paper: said.Document) -> None:
    marks = {(False, False): "□", (False, True): "☑", (True, False): "○", (True, True): "●"}
    shown = [f"{marks[block.round, one.ticked]} {one.text}" for one in block.ticks]
    step = block.columns or len(shown)
    for start in range(0, len(shown), max(1, step)):
        write(_line(place, paper), _GAP.join(shown[start : start + step]), SIZES[paper.style])


def _lines(place: Place, block: said.Lines, paper: said.Document) -> None:
    for _ in range(block.count):
        line = _line(place, paper)
        line.paragraph_format.line_spacing = Mm(block.gap)
        edge(line)


def _slots(place: Place, block: said.Slots, paper: said.Document) -> None:
    line = _line(place, paper)
    size = SIZES[paper.style]
    for number, slot in enumerate(block.slots):
        write(line, f"{_GAP if number else ''}{slot.label}", size)
        write(line, slot.value or "　" * 6 * slot.share, size).font.underline = True
        write(line, slot.unit, size)


def _opinion(place: Place, block: said.Opinion, paper: said.Document) -> None:
    size = SIZES[paper.style]
    write(_line(place, paper), block.text, size)
    below = len(block.signs) * 2 + bool(block.date)
    room = _line(place, paper)
    room.paragraph_format.space_before = Mm(max(8, block.height - _LINE_MM * (below + 2)))
    for sign in block.signs:
        line = _line(place, paper, "right")
        line.paragraph_format.space_after = Pt(size)
        write(line, sign, size)
    if block.date:
        write(_line(place, paper, "right"), block.date, size)


def _stamp(place: Place, block: said.Stamp, paper: said.Document) -> None:
    line = _line(place, paper, "right")
    line.paragraph_format.space_before = line.paragraph_format.space_after = Mm(block.size / 2 - 4)
    write(line, block.label, SIZES[paper.style])


def _signatures(place: Place, block: said.Signatures, paper: said.Document) -> None:
    _slots(place, said.Slots(tuple(said.Slot(label) for label in block.labels)), paper)


def _qr(place: Place, block: said.Qr, paper: said.Document) -> None:
    line = _line(place, paper, block.align)
    line.paragraph_format.line_spacing = 1.0
    line.add_run().add_picture(io.BytesIO(picture(block.content)), width=Mm(block.size))
    if block.caption:
        write(_line(place, paper, block.align), block.caption, 8.5)


def _space(place: Place, block: said.Space, paper: said.Document) -> None:
    _line(place, paper).paragraph_format.line_spacing = Mm(block.height)


def _rule(place: Place, block: said.Rule, paper: said.Document) -> None:
    edge(_line(place, paper))


def _new_page(place: Place, block: said.NewPage, paper: said.Document) -> None:
    place.add_page_break()


def _signed(place: Place, block: said.Signed, paper: said.Document) -> None:
    size = SIZES[paper.style]
    for number, text in enumerate((block.by, block.date)):
        line = _line(place, paper, "right")
        if not number:
            line.paragraph_format.space_before = Pt(PITCH)
        # The shorter of the two stands in the middle of the longer one.
        wider = max(_width(block.by), _width(block.date))
        line.paragraph_format.right_indent = Pt(size * (4 + (wider - _width(text)) / 2))
        write(line, text, size)


def _imprint(place: Place, block: said.Imprint, paper: said.Document) -> None:
    above = _line(place, paper)
    edge(above)
    write(_line(place, paper), f"　{block.copies}", 14)
    last = _line(place, paper)
    room = paper.paper.width - paper.paper.margins[1] - paper.paper.margins[3]
    last.paragraph_format.tab_stops.add_tab_stop(Mm(room - 5), WD_TAB_ALIGNMENT.RIGHT)
    write(last, f"　{block.by}\t{block.date}", 14)
    edge(last)


def _width(text: str) -> float:
    return sum(0.5 if letter.isascii() else 1 for letter in text)


def _table(place: Place, block: said.Table, paper: said.Document) -> None:
    add_table(place, block, paper, add)


_WAYS: dict[type, Callable[[Place, Any, said.Document], None]] = {
    said.Title: _title,
    said.Heading: _heading,
    said.Paragraph: _paragraph,
    said.Ticks: _ticks,
    said.Lines: _lines,
    said.Slots: _slots,
    said.Opinion: _opinion,
    said.Stamp: _stamp,
    said.Signatures: _signatures,
    said.Qr: _qr,
    said.Space: _space,
    said.Rule: _rule,
    said.NewPage: _new_page,
    said.Signed: _signed,
    said.Imprint: _imprint,
    said.Table: _table,
}
