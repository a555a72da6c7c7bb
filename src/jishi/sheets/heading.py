"""Find the table in a sheet: its head by the names of the columns, its rows, and what is no row of it."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jishi.core.errors import Refusal, refuse, sentence
from jishi.core.names import Named, Names
from jishi.sheets.columns import Form, FormColumn
from jishi.sheets.folding import folded, folded_without_asides, trimmed
from jishi.sheets.long import LongRows
from jishi.sheets.workbook import Cell, Remark, Sheet, Spot, Workbook

_DEEPEST_HEAD = 40
_TOTAL = re.compile(r"(合计|小计|总计|累计|本页合计|subtotal|total|grandtotal)")
_SAMPLE = re.compile(r"(示例|例|样例|例子|example|sample)")
_FOOT = re.compile(r"(注|说明|填表说明|备注|单位负责人|负责人|审核人|填表人|制表人|填报人|填报日期|联系电话|note)")


@dataclass(frozen=True)
class Table:
    """The rows of one sheet that belong to a form.

    Attributes:
        sheet: name of the tab.
        head: row (from 0) of the head.
        places: column id → column (from 0) of the sheet.
        heads: column id → the head as the office wrote it.
        rows: (row from 0, cells), merged cells filled down; no totals, samples, notes, empty rows. Those of a long
            sheet are read again whenever they are gone through.
        remarks: what was passed over, and what is odd; never a reason to refuse.
    """

    sheet: str
    head: int
    places: Mapping[str, int]
    heads: Mapping[str, str]
    rows: Collection[tuple[int, tuple[Cell, ...]]]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class _Head:
    row: int
    places: Mapping[str, int]
    unknown: Mapping[int, str]
    twice: Mapping[int, str]


def find_tables(workbook: Workbook, form: Form) -> tuple[Table, ...]:
    """Return the table of every visible sheet that has all required columns of the form.

    Raises:
        Refusal: no sheet has them; says which columns were looked for, and what was found instead.
    """
    heads = {sheet.name: _find_head(sheet, form) for sheet in workbook.sheets if sheet.visible}
    needed = {column.id for column in form.required()}
    tables = []
    for sheet in workbook.sheets:
        head = heads.get(sheet.name)
        if head is not None and needed <= set(head.places):
            if head.twice:
                raise _head_twice(workbook, sheet, head)
            tables.append(_table(sheet, head, form))
    if not tables:
        raise _no_table(workbook, form, heads)
    return tuple(tables)


def _find_head(sheet: Sheet, form: Form) -> _Head | None:
    words = {head: column.id for column in form.columns for head in column.heads()}
    filled = _filled_from_above(sheet)
    best: _Head | None = None
    for row in range(min(len(sheet.rows), _DEEPEST_HEAD)):
        head = _read_head(sheet, row, words, filled)
        if head.places and (best is None or len(head.places) > len(best.places)):
            best = head
    return best


def _filled_from_above(sheet: Sheet) -> Mapping[tuple[int, int], Cell]:
    cells: dict[tuple[int, int], Cell] = {}
    for merge in sheet.merges:
        if merge.first_row >= _DEEPEST_HEAD:
            continue
        for row in range(merge.first_row + 1, min(merge.last_row, _DEEPEST_HEAD) + 1):
            cells[row, merge.first_column] = _at(sheet.rows, merge.first_row, merge.first_column)
    return cells


def _read_head(sheet: Sheet, row: int, words: Mapping[str, str], filled: Mapping[tuple[int, int], Cell]) -> _Head:
    places: dict[str, int] = {}
    unknown: dict[int, str] = {}
    twice: dict[int, str] = {}
    width = max(len(sheet.rows[row]), max((c + 1 for r, c in filled if r == row), default=0))
    for column in range(width):
        cell = _at(sheet.rows, row, column)
        if cell is None:
            cell = filled.get((row, column))
        if not isinstance(cell, str):
            continue
        meant = words.get(folded(cell)) or words.get(folded_without_asides(cell))
        if meant is None:
            unknown[column] = trimmed(cell)
        elif meant in places:
            twice[column] = trimmed(cell)
        else:
            places[meant] = column
    return _Head(row, places, unknown, twice)


def _at(rows: Sequence[tuple[Cell, ...]], row: int, column: int) -> Cell:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None


def _table(sheet: Sheet, head: _Head, form: Form) -> Table:
    remarks = [
        Remark(
            Spot(sheet.name, head.row, column),
            sentence("The column “%(head)s” is not read.", head=text),
            sentence("Leave it, or name it as in the template if it was meant."),
        )
        for column, text in head.unknown.items()
        if folded(text) not in ("序号", "no", "备注", "note", "")
    ]
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    long = isinstance(sheet.rows, LongRows)
    skipped: set[int] = set()
    hidden = 0
    for row, cells in _filled_down(sheet, head.row + 1):
        why = _passed_over(cells, head, row)
        if why is None:
            hidden += row in sheet.hidden_rows
            if not long:
                rows.append((row, cells))
            continue
        skipped.add(row)
        if why:
            remarks.append(_passed(Spot(sheet.name, row), why))
    if hidden:
        remarks.append(
            Remark(
                Spot(sheet.name),
                sentence("%(count)s rows are hidden in the sheet; they are read like all others.", count=hidden),
                sentence("Delete them if they are not meant."),
            )
        )
    texts = {name: trimmed(str(_at(sheet.rows, head.row, place) or name)) for name, place in head.places.items()}
    body = _LongBody(sheet, head.row + 1, frozenset(skipped)) if long else tuple(rows)
    return Table(sheet.name, head.row, head.places, texts, body, tuple(remarks))


@dataclass(frozen=True)
class _LongBody(Collection[tuple[int, tuple[Cell, ...]]]):
    """The rows of a table in a long sheet, but for those that are none of it."""

    sheet: Sheet
    start: int
    skipped: frozenset[int]

    def __len__(self) -> int:
        return len(self.sheet.rows) - self.start - len(self.skipped)

    def __iter__(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        return (pair for pair in _filled_down(self.sheet, self.start) if pair[0] not in self.skipped)

    def __contains__(self, row: object) -> bool:
        return any(row == each for each in self)


def _passed(spot: Spot, why: str) -> Remark:
    fix = sentence("Nothing needs to be done.")
    if why == "total":
        return Remark(spot, sentence("This row of totals is passed over; totals are computed."), fix)
    if why == "sample":
        return Remark(spot, sentence("This sample row is passed over."), fix)
    return Remark(spot, sentence("This note is passed over."), fix)


def _filled_down(sheet: Sheet, start: int) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    downs: dict[int, list[tuple[int, int]]] = {}
    for merge in sheet.merges:
        if merge.first_row >= start:
            for row in range(merge.first_row + 1, merge.last_row + 1):
                downs.setdefault(row, []).append((merge.first_row, merge.first_column))
    origins = {first for places in downs.values() for first, _column in places}
    seen: dict[int, tuple[Cell, ...]] = {}
    for row, cells in enumerate(sheet.rows):
        if row < start:
            continue
        if row in origins:
            seen[row] = cells
        if row in downs:
            wide = list(cells)
            for origin, column in downs[row]:
                wide.extend([None] * (column + 1 - len(wide)))
                wide[column] = seen[origin][column] if column < len(seen[origin]) else None
            yield row, tuple(wide)
        else:
            yield row, cells


def _passed_over(cells: tuple[Cell, ...], head: _Head, row: int) -> str | None:
    """Return why a row is none of the table's: empty text = silently; None = it is one."""
    filled = [cell for cell in cells if cell is not None and (not isinstance(cell, str) or cell.strip())]
    if not filled:
        return ""
    if row == head.row + 1 and len(filled) > 2 and _counted(filled):
        return ""
    words = [folded(cell) for cell in filled[:3] if isinstance(cell, str)]
    if any(_SAMPLE.fullmatch(word) for word in words[:1]):
        return "sample"
    if any(_TOTAL.fullmatch(word) for word in words):
        return "total"
    known = [place for place in head.places.values() if place < len(cells) and cells[place] is not None]
    if words and _FOOT.match(words[0]) and (len(filled) <= 2 or not known):
        return "note"
    return None


def _counted(filled: Sequence[Cell]) -> bool:
    numbers = [str(number) for number in range(1, len(filled) + 1)]
    letters = ["甲", "乙", "丙", "丁"]
    texts = [str(cell) for cell in filled]
    lettered = next((place for place, text in enumerate(texts) if text not in letters), len(texts))
    return texts == numbers or (lettered > 0 and texts[lettered:] == numbers[: len(texts) - lettered])


def _head_twice(workbook: Workbook, sheet: Sheet, head: _Head) -> Refusal:
    column, text = next(iter(head.twice.items()))
    return refuse(
        " › ".join(part for part in (workbook.name, Spot(sheet.name, head.row, column).address()) if part),
        sentence("A second column “%(head)s” means the same as one before it.", head=text),
        sentence("Delete or rename one of the two."),
    )


def _no_table(workbook: Workbook, form: Form, heads: Mapping[str, _Head | None]) -> Refusal:
    hidden = _hidden_table(workbook, form)
    if hidden:
        return refuse(
            f"{workbook.name} › {hidden}",
            sentence("Only this sheet has the columns that are looked for, and it is hidden."),
            sentence("Show the sheet if it is meant, save, and send the file again."),
        )
    needed = [_name(column) for column in form.required()]
    best = max(
        ((name, head) for name, head in heads.items() if head is not None),
        key=lambda pair: len(pair[1].places),
        default=None,
    )
    if best is None:
        return refuse(
            workbook.name,
            sentence("No sheet has a row of heads that is known here (%(names)s).", names=Names(needed)),
            sentence(
                "Choose the right file, or fill in the template, to be had"
                " on the page Imports or with: jishi template %(kind)s FILE",
                kind=form.kind,
            ),
        )
    name, head = best
    missing = [_name(column) for column in form.required() if column.id not in head.places]
    return refuse(
        " › ".join(part for part in (workbook.name, Spot(name, head.row).address()) if part),
        sentence("The table lacks the columns %(names)s.", names=Names(missing)),
        sentence(
            "Add them, named as in the template, to be had"
            " on the page Imports or with: jishi template %(kind)s FILE",
            kind=form.kind,
        ),
    )


def _hidden_table(workbook: Workbook, form: Form) -> str:
    """Return the name of a hidden sheet that is of the form; empty when there is none."""
    needed = {column.id for column in form.required()}
    for sheet in workbook.sheets:
        head = None if sheet.visible else _find_head(sheet, form)
        if head is not None and needed <= set(head.places):
            return sheet.name
    return ""


def _name(column: FormColumn) -> Named:
    return Named(column.names or {"en": column.id})
