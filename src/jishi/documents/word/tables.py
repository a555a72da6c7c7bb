"""Tables of a paper in Word: merged cells, repeated heads, rows of at least a height."""

from collections.abc import Callable, Sequence
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.shared import Mm
from docx.table import _Cell

from jishi.documents.document import Align, Block, Document, Table
from jishi.documents.grid import Placed, placed
from jishi.documents.word.letters import ALIGNS, SIZES, repeat, shade, stand, tall, write

Adding = Callable[[Any, Block, Document], None]


def add_table(place: Any, block: Table, paper: Document, add: Adding) -> None:
    """Add a table at the end of a place; ``add`` writes blocks into its cells."""
    widths = _widths(block, paper)
    made = place.add_table(len(block.rows), len(block.columns))
    made.style = "Table Grid" if block.lines else None
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for number, width in enumerate(widths):
        made.columns[number].width = Mm(width)
    rows = list(made.rows)
    for number, row in enumerate(block.rows):
        if row.height:
            tall(rows[number], row.height)
        if number < block.heads:
            repeat(rows[number])
    # Asked of the table, each cell would make the whole grid anew.
    cells = [tuple(row.cells) for row in rows]
    for one in placed(block):
        _fill(_cell(cells, one, widths), one, block, (paper, add))


def _widths(block: Table, paper: Document) -> list[float]:
    left = paper.paper.width - paper.paper.margins[1] - paper.paper.margins[3]
    free = left - sum(column.width for column in block.columns if column.fixed)
    shares = sum(column.width for column in block.columns if not column.fixed) or 1
    return [column.width if column.fixed else free * column.width / shares for column in block.columns]


def _cell(cells: Sequence[tuple[_Cell, ...]], one: Placed, widths: list[float]) -> _Cell:
    first = cells[one.row][one.column]
    last = cells[one.row + one.cell.rows - 1][one.column + one.cell.columns - 1]
    found = first.merge(last) if last is not first else first
    found.width = Mm(sum(widths[one.column : one.column + one.cell.columns]))
    found.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    return found


def _fill(cell: _Cell, one: Placed, block: Table, how: tuple[Document, Adding]) -> None:
    paper, add = how
    said, empty = one.cell, cell.paragraphs[0]
    if said.head and block.lines and paper.style != "official":
        shade(cell)
    if not isinstance(said.content, str):
        for each in said.content:
            add(cell, each, paper)
        # A new cell comes with an empty paragraph; it must keep one at its end.
        if len(cell.paragraphs) > 1:
            empty._p.getparent().remove(empty._p)
        if said.align:
            for written in cell.paragraphs:
                written.alignment = ALIGNS[said.align]
        return
    align: Align = said.align or ("centre" if said.head else block.columns[one.column].align)
    line = stand(empty, align, paper=paper)
    line.paragraph_format.line_spacing = 1.1
    size = block.size or (12.0 if paper.style == "official" else SIZES[paper.style])
    write(line, said.content, size, "heading" if said.head else "body", bold=said.bold)
