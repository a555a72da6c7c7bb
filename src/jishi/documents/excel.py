"""Documents that are a table → Excel, as offices have it: title over all columns, merged head, print set up."""

import io
import re
from dataclasses import replace
from typing import Any

import xlsxwriter

from jishi.documents.document import (
    Block,
    Cell,
    Document,
    Heading,
    NewPage,
    Opinion,
    Paragraph,
    Signatures,
    Slots,
    Table,
    Ticks,
    Title,
)
from jishi.documents.grid import placed

_MM_OF_LETTER = 2.2
_POINTS_OF_MM = 72 / 25.4
_FONT = "宋体"
# Letters behind it are as wide as two.
_LATIN = "\u2e80"
_PAPERS = {(210, 297): 9, (297, 420): 8, (148, 210): 11}


def excel(paper: Document) -> bytes:
    """Return a paper as a workbook; texts stand in merged rows.

    A sheet has one width for each column and one frozen head, so a further table with a head begins a sheet.

    Raises:
        ValueError: the paper has no table.
    """
    if not any(isinstance(block, Table) for block in paper.blocks):
        raise ValueError("a paper without a table is no sheet")
    parts, raw = _parts(paper), io.BytesIO()
    with xlsxwriter.Workbook(raw, {"in_memory": True}) as book:
        names = _names(parts, paper) if len(parts) > 1 else [None]
        for name, blocks in zip(names, parts, strict=True):
            _Writing(book, book.add_worksheet(name), replace(paper, blocks=blocks)).all()
    return raw.getvalue()


def _parts(paper: Document) -> list[tuple[Block, ...]]:
    """Cut a paper into sheets: before each further table with a head, together with its heading."""
    parts: list[list[Block]] = [[]]
    for block in paper.blocks:
        now = parts[-1]
        if isinstance(block, Table) and block.heads and any(isinstance(b, Table) and b.heads for b in now):
            heading = [now.pop()] if isinstance(now[-1], Heading) else []
            parts.append(heading)
        if not isinstance(block, NewPage):
            parts[-1].append(block)
    return [tuple(part) for part in parts]


def _names(parts: list[tuple[Block, ...]], paper: Document) -> list[str | None]:
    """Return the names of the sheets: their headings, each once."""
    found: list[str | None] = []
    for number, part in enumerate(parts, 1):
        heading = part[0].text if part and isinstance(part[0], Heading) else paper.name
        plain = re.sub(r"[\[\]:*?/\\]", " ", heading)[:28].strip()
        found.append(f"{plain} {number}" if plain in found else plain)
    return found


class _Writing:
    """One sheet that is being written from top to bottom."""

    def __init__(self, book: Any, sheet: Any, paper: Document) -> None:
        self.sheet, self.paper = sheet, paper
        lined = [block for block in paper.blocks if isinstance(block, Table) and block.lines]
        others = [block for block in paper.blocks if isinstance(block, Table)]
        self.width = max((len(table.columns) for table in lined or others), default=1)
        self.row = 0
        plain = {"font_name": _FONT, "font_size": 11, "text_wrap": True, "valign": "vcenter"}
        self.plain = book.add_format(plain)
        self.title = book.add_format({**plain, "font_size": 18, "bold": True, "align": "center"})
        self.cells = {
            (head, align): book.add_format({**plain, "border": 1, "bold": head, "align": align})
            for head in (False, True)
            for align in ("left", "center", "right")
        }

    def all(self) -> None:
        """Write every block and set up the printing."""
        self._page()
        for block in self.paper.blocks:
            if isinstance(block, Table) and block.lines:
                self._table(block)
            elif isinstance(block, Table):
                self._beside(block)
            else:
                self._line(block)
        self.sheet.print_area(0, 0, max(0, self.row - 1), self.width - 1)

    def _page(self) -> None:
        paper, sheet = self.paper.paper, self.sheet
        sheet.set_paper(_PAPERS.get((min(paper.width, paper.height), max(paper.width, paper.height)), 9))
        if paper.width > paper.height:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        # An ampersand begins a command in a footer.
        sheet.set_footer(f"&L&8{self.paper.running_foot.replace('&', '&&')}&R&8&P / &N")

    def _line(self, block: Block) -> None:
        text = _words(block)
        if not text:
            return
        titled = isinstance(block, Title)
        self._across(text, self.title if titled else self.plain)
        self.sheet.set_row(self.row, (36 if titled else 22) * self._lines(text, 18 if titled else 11))
        self.row += 1

    def _lines(self, text: str, size: int) -> int:
        """Return over how many lines a text runs: Excel does not measure merged cells itself."""
        paper = self.paper.paper
        room = (paper.width - paper.margins[1] - paper.margins[3]) / _MM_OF_LETTER * 11 / size
        long = (sum(2 if letter > _LATIN else 1 for letter in line) for line in text.split("\n"))
        return sum(max(1, -int(-letters // room)) for letters in long)

    def _beside(self, table: Table) -> None:
        """Write a table without lines, whose cells only stand beside each other, as lines of text."""
        for row in table.rows:
            texts = (cell.content if isinstance(cell.content, str) else _joined(cell.content) for cell in row.cells)
            self._across("　　　　".join(text for text in texts if text), self.plain)
            self.row += 1

    def _across(self, text: str, form: Any) -> None:
        if self.width > 1:
            self.sheet.merge_range(self.row, 0, self.row, self.width - 1, "", form)
        self.sheet.write_string(self.row, 0, text, form)

    def _table(self, table: Table) -> None:
        self._widths(table)
        for one in placed(table):
            cell, top = one.cell, self.row + one.row
            align = cell.align or ("centre" if cell.head else table.columns[one.column].align)
            form = self.cells[cell.head, "center" if align == "centre" else align]
            last = (top + cell.rows - 1, one.column + cell.columns - 1)
            if last != (top, one.column):
                self.sheet.merge_range(top, one.column, *last, "", form)
            self._value(top, one.column, cell, form)
        for number, row in enumerate(table.rows):
            height = max([row.height, *(_height(cell) for cell in row.cells)])
            if height:
                self.sheet.set_row(self.row + number, height * _POINTS_OF_MM)
        if table.heads:
            self.sheet.repeat_rows(0, self.row + table.heads - 1)
            self.sheet.freeze_panes(self.row + table.heads, 0)
        self.row += len(table.rows)

    def _value(self, row: int, column: int, cell: Cell, form: Any) -> None:
        if cell.number is not None:
            self.sheet.write_number(row, column, cell.number, form)
        else:
            # As a string: what a person is called must never become a formula.
            text = cell.content if isinstance(cell.content, str) else _joined(cell.content)
            self.sheet.write_string(row, column, text, form)

    def _widths(self, table: Table) -> None:
        paper = self.paper.paper
        room = paper.width - paper.margins[1] - paper.margins[3]
        free = room - sum(column.width for column in table.columns if column.fixed)
        shares = sum(column.width for column in table.columns if not column.fixed) or 1
        for number, column in enumerate(table.columns):
            width = column.width if column.fixed else free * column.width / shares
            self.sheet.set_column(number, number, width / _MM_OF_LETTER)


def _joined(blocks: tuple[Block, ...]) -> str:
    return "\n".join(map(_words, blocks))


def _height(cell: Cell) -> int:
    blocks = () if isinstance(cell.content, str) else cell.content
    return max((block.height for block in blocks if isinstance(block, Opinion)), default=0)


def _words(block: Block) -> str:
    """Return what a block says in one cell."""
    if isinstance(block, Title | Paragraph):
        return block.text
    if isinstance(block, Slots):
        return "　　".join(f"{slot.label}{slot.value}{slot.unit}" for slot in block.slots)
    if isinstance(block, Opinion):
        return "\n".join((block.text, "", *block.signs, block.date))
    if isinstance(block, Signatures):
        return "　　　　　　".join(block.labels)
    if isinstance(block, Ticks):
        return "　".join(f"{'☑' if one.ticked else '□'}{one.text}" for one in block.ticks)
    return getattr(block, "text", "")
