"""Give a workbook back with every complaint beside its cell; everything else stays as the office made it."""

import io
from collections.abc import Callable, Iterable, Sequence

import openpyxl
import xlsxwriter
from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from jishi.core.errors import Sentence, together
from jishi.sheets.workbook import Cell, Fault, Remark, Workbook, column_letters

# Above this, loading and saving the user's own workbook takes minutes and gigabytes.
ROWS_MARKED = 20_000
_RED = "FFFFC7CE"
_AUTHOR = "Jishi"
Say = Callable[[Sentence], str]


def mark(content: bytes, workbook: Workbook, remarks: Sequence[Remark], say: Say) -> bytes:
    """Return a copy of the user's workbook with comments and red cells, or an error workbook.

    Args:
        content: the file as it came.
        workbook: the same, read.
        remarks: what is wrong.
        say: puts a sentence into the reader's language.

    Returns:
        An ``.xlsx`` file: the user's own up to 20,000 rows; otherwise a list of complaints with the bad rows.
    """
    rows = max((len(sheet.rows) for sheet in workbook.sheets), default=0)
    if workbook.format == "xlsx" and rows <= ROWS_MARKED:
        return _marked_copy(content, workbook, remarks, say)
    return _error_workbook(workbook, remarks, say)


def _marked_copy(content: bytes, workbook: Workbook, remarks: Sequence[Remark], say: Say) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    fill = PatternFill("solid", start_color=_RED, end_color=_RED)
    for (sheet, row, column), texts in _by_cell(remarks, say).items():
        page = book[sheet] if sheet in book.sheetnames else book.worksheets[0]
        cell = _cell(page, max(row, 0) + 1, max(column, 0) + 1)
        old = f"{cell.comment.text}\n" if cell.comment else ""
        comment = Comment(old + "\n".join(texts), _AUTHOR)
        comment.width, comment.height = 320, 40 + 36 * len(texts)
        cell.comment, cell.fill = comment, fill
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _cell(page: Worksheet, row: int, column: int) -> XlsxCell:
    """Return the cell; of a merged area its first one, which alone can hold a comment."""
    found = page.cell(row, column)
    if isinstance(found, XlsxCell):
        return found
    area = next(area for area in page.merged_cells.ranges if found.coordinate in area)
    first = page.cell(area.min_row, area.min_col)
    assert isinstance(first, XlsxCell)
    return first


def _by_cell(remarks: Iterable[Remark], say: Say) -> dict[tuple[str, int, int], list[str]]:
    cells: dict[tuple[str, int, int], list[str]] = {}
    for remark in remarks:
        spot = remark.spot
        texts = cells.setdefault((spot.sheet, spot.row, spot.column), [])
        texts.append(together(lambda text: say(Sentence(text)), remark.what, remark.fix))
    return cells


def _error_workbook(workbook: Workbook, remarks: Sequence[Remark], say: Say) -> bytes:
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "bottom": 1})
    page = book.add_worksheet("问题 Errors")
    page.freeze_panes(1, 0)
    page.set_column(0, 2, 12)
    page.set_column(3, 4, 60)
    for column, head in enumerate(("工作表 Sheet", "行 Row", "列 Column", "问题 What", "怎么办 What to do")):
        page.write_string(0, column, head, bold)
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    for number, remark in enumerate(remarks, start=1):
        spot = remark.spot
        page.write_string(number, 0, spot.sheet)
        if spot.row >= 0:
            page.write_number(number, 1, spot.row + 1)
        page.write_string(number, 2, column_letters(spot.column) if spot.column >= 0 else "")
        page.write_string(number, 3, say(remark.what))
        page.write_string(number, 4, say(remark.fix))
        rows = sheets[spot.sheet].rows if spot.sheet in sheets else ()
        for offset, cell in enumerate(rows[spot.row] if 0 <= spot.row < len(rows) else ()):
            page.write_string(number, 6 + offset, _shown(cell))
    book.close()
    return kept.getvalue()


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell.text if isinstance(cell, Fault) else str(cell)
