"""The Excel sheets of the sample county, with the heads and words that a clerk would use."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from jishi.sample.answers.shapes import FactShape
from jishi.sample.answers.sources import Said
from jishi.sample.life.calendar import founded_on
from jishi.sample.organisations.tree import Organisation

Cell = str | int | float

REGISTER_HEADS = (
    "组织编码",
    "组织名称",
    "组织类别",
    "层级",
    "领域",
    "上级组织编码",
    "成立日期",
)
TITLE = "璧山区党组织登记册（虚构示例）"
_SCALES: Mapping[str, int] = {"share": 100, "money": 100, "area": 100, "score": 100}


@dataclass(frozen=True)
class Words:
    """Names of kinds, levels and domains in Simplified Chinese, by id."""

    kinds: Mapping[str, str]
    levels: Mapping[str, str]
    domains: Mapping[str, str]


def write_register(path: Path, units: Sequence[Organisation], words: Words) -> None:
    """Write one row for each unit; codes are text, so that their zeros stay."""
    write_list(path, "登记册", REGISTER_HEADS, (register_row(one, words) for one in units))


def write_list(path: Path, name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write one table into a workbook of its own."""
    with _book(path) as book:
        sheet = _sheet(book, name, heads)
        for row, cells in enumerate(rows, start=1):
            _row(sheet, row, cells)


def register_row(one: Organisation, words: Words) -> list[str]:
    """Return the cells of a unit."""
    return [
        one.code,
        one.name,
        words.kinds.get(one.kind, one.kind),
        words.levels.get(one.level, one.level),
        words.domains.get(one.domain or "", one.domain or ""),
        one.parent,
        founded_on(one.code).isoformat(),
    ]


def write_faulty_register(path: Path, units: Sequence[Organisation], words: Words) -> None:
    """Write thirty rows with seven mistakes that offices make, each in a row of its own."""
    rows: list[list[str | int]] = [list(register_row(one, words)) for one in units[:30]]
    rows[3][0] = int(units[3].code)
    rows[6][2] = "党小支"
    rows[9][5] = "00999"
    rows[12][0] = units[11].code
    rows[15][6] = "2012-13-40"
    rows[18][1] = "=cmd|' /C calc'!A0"
    rows[21][5] = units[21].code
    write_list(path, "登记册", REGISTER_HEADS, rows)


def write_facts(
    path: Path,
    units: Iterable[Organisation],
    values: Iterable[Said],
    shapes: Sequence[FactShape],
    words: Words,
) -> None:
    """Write what one source says: a tab for each domain, a row for each unit, a column for each fact."""
    cells: dict[str, dict[str, int]] = {}
    for one in values:
        cells.setdefault(one.unit, {})[one.fact] = one.value
    tabs: dict[str, list[Organisation]] = {}
    for unit in units:
        if unit.code in cells:
            tabs.setdefault(str(unit.domain), []).append(unit)
    with _book(path) as book:
        for domain, rows in tabs.items():
            asked = {fact for unit in rows for fact in cells[unit.code]}
            columns = [shape for shape in shapes if shape.id in asked]
            heads = ["组织编码", "组织名称", *(shape.name for shape in columns)]
            sheet = _sheet(book, words.domains.get(domain, domain), heads)
            for row, unit in enumerate(rows, start=1):
                found = cells[unit.code]
                _row(
                    sheet, row, [unit.code, unit.name, *(written(shape, found.get(shape.id)) for shape in columns)]
                )


def written(shape: FactShape, value: int | None) -> str | int | float:
    """Return a value as a clerk writes it; an empty text where nothing is known."""
    if value is None:
        return ""
    if shape.type == "yes-no":
        return "是" if value else "否"
    if shape.type == "level":
        return shape.choices[value] if shape.choices else value
    if shape.type == "date":
        return date.fromordinal(value).isoformat()
    if shape.type == "share":
        return f"{_decimal(value, 100)}%"
    scale = _SCALES.get(shape.type, 1)
    # A text with two decimals, because a number in a sheet is a float.
    return value if scale == 1 else _decimal(value, scale)


def _decimal(value: int, scale: int) -> str:
    whole, rest = divmod(abs(value), scale)
    return f"{'-' if value < 0 else ''}{whole}.{rest:02d}"


def _book(path: Path) -> xlsxwriter.Workbook:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(path, options)
    # Without this the bytes differ from second to second.
    book.set_properties({"created": date(2012, 4, 10), "title": TITLE})
    return book


def _sheet(book: xlsxwriter.Workbook, name: str, heads: Sequence[str]) -> Worksheet:
    sheet = book.add_worksheet(name[:31])
    bold = book.add_format({"bold": True, "bottom": 1})
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 30)
    return sheet


def _row(sheet: Worksheet, row: int, cells: Sequence[Cell]) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            if cell:
                sheet.write_string(row, column, cell)
        else:
            sheet.write_number(row, column, cell)
