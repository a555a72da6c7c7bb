"""Excel workbooks (.xlsx) → rows of cells."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import python_calamine

from jishi.core.errors import Refusal, refuse, sentence
from jishi.sheets.long import LongRows
from jishi.sheets.marks import Marks, percent_styles, read_marks, sheet_parts
from jishi.sheets.package import check_parts, damaged, open_package
from jishi.sheets.workbook import ROWS_OF_EXCEL, Cell, Fault, Limits, Merge, Sheet, Workbook

# Excel keeps 15 digits; of a longer number the last ones are lost.
_DIGITS = 10**15


def read_xlsx(name: str, content: bytes, limits: Limits) -> Workbook:
    """Read a workbook after its package has been checked.

    Raises:
        Refusal: a package that is too large, damaged, full to the last row, or no workbook.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            open_package(name, archive, limits)
            parts = sheet_parts(archive)
            check_parts(name, archive, set(parts.values()))
            percents = percent_styles(archive)
            marks = {tab: _marks_of(name, archive, part, percents, limits) for tab, part in parts.items() if part}
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return Workbook(name, "xlsx", tuple(_sheets(book, marks, limits.held)))
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, python_calamine.CalamineError) as damage:
        raise damaged(name) from damage


def _marks_of(name: str, archive: zipfile.ZipFile, part: str, percents: Iterable[int], limits: Limits) -> Marks:
    if "/worksheets/" not in f"/{part}":
        return Marks()
    marks = read_marks(name, archive, part, percents)
    if marks.last_row >= ROWS_OF_EXCEL - 1:
        raise refuse(
            name,
            sentence(
                "The sheet is filled down to its very last row (%(rows)s); what came after was cut off when "
                "it was saved.",
                rows=ROWS_OF_EXCEL,
            ),
            sentence("Save the list as .csv, or split it over several files, and check that nothing is missing."),
        )
    if (marks.last_row + 1) * (marks.last_column + 1) > limits.cells:
        raise too_many_cells(name, marks.last_row + 1, marks.last_column + 1)
    return marks


def too_many_cells(name: str, rows: int, columns: int) -> Refusal:
    """Return the refusal of a sheet whose filled area is too large."""
    return refuse(
        name,
        sentence("The filled area is %(rows)s rows by %(columns)s columns.", rows=rows, columns=columns),
        sentence("Delete what lies outside the table, or split the file."),
    )


def _sheets(book: Any, marks: dict[str, Marks], held: int) -> Iterable[Sheet]:
    for shown in book.sheets_metadata:
        if shown.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(shown.name)
        seen = marks.get(shown.name, Marks())
        yield Sheet(
            name=shown.name,
            rows=_rows(sheet, seen, held),
            merges=tuple(Merge(*first, *last) for first, last in sheet.merged_cell_ranges or ()),
            hidden_rows=frozenset(seen.hidden),
            visible=shown.visible == python_calamine.SheetVisibleEnum.Visible,
        )


def _rows(sheet: Any, marks: Marks, held: int) -> Sequence[tuple[Cell, ...]]:
    if sheet.start is None and not marks.faults:
        return ()
    last = max((row for row, _column in marks.faults), default=-1)
    length = max(sheet.start[0] + sheet.height if sheet.start else 0, last + 1)
    if length > held:
        return LongRows(lambda: _read(sheet, marks), length)
    return tuple(_read(sheet, marks))


def _read(sheet: Any, marks: Marks) -> Iterator[tuple[Cell, ...]]:
    """Yield the cells of every row, with what the fast reader does not tell of them."""
    left = (None,) * (sheet.start[1] if sheet.start else 0)
    marked: dict[int, list[int]] = {}
    for row, column in marks.percents:
        marked.setdefault(row, []).append(column)
    faults: dict[int, dict[int, str]] = {}
    for (row, column), text in marks.faults.items():
        faults.setdefault(row, {})[column] = text
    number = -1
    for number, read in enumerate(sheet.iter_rows() if sheet.start else ()):
        cells = (*left, *map(_cell, read))
        yield _marked(cells, marked.get(number, ()), faults.get(number, {}))
    for row in range(number + 1, max(faults, default=-1) + 1):
        yield _marked((), (), faults.get(row, {}))


def _marked(cells: tuple[Cell, ...], percents: Iterable[int], faults: dict[int, str]) -> tuple[Cell, ...]:
    if not percents and not faults:
        return cells
    row = list(cells)
    for column in percents:
        if column < len(row):
            row[column] = _percent(row[column])
    for column, text in faults.items():
        row.extend([None] * (column + 1 - len(row)))
        row[column] = Fault(text)
    return tuple(row)


def _cell(value: Any) -> Cell:
    if isinstance(value, float):
        return number_cell(value)
    if value == "":
        return None
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _DIGITS:
        return float(value)
    return value  # type: ignore[no-any-return]


def number_cell(value: float) -> Cell:
    """Return a float exactly as its sheet shows it: whole, decimal of 15 digits, or a float = digits were lost."""
    if value != value or value in (float("inf"), float("-inf")):
        return Fault("#NUM!")
    if abs(value) >= _DIGITS:
        return value
    if value.is_integer():
        return int(value)
    return Decimal(f"{value:.15g}")


def _percent(value: Cell) -> Cell:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return f"{(Decimal(value) * 100).normalize():f}%"
    return value
