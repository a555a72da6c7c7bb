"""The rows of a form with every cell read: what can be kept, what cannot, and what should be known."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from jishi.core.errors import Refusal, refuse, sentence
from jishi.sheets.columns import Form, FormColumn
from jishi.sheets.heading import Table, find_tables
from jishi.sheets.unreadable import Unreadable
from jishi.sheets.values import Read, read_value
from jishi.sheets.workbook import Cell, Remark, Spot, Workbook

Progress = Callable[[int, int], None]
# Rows that are read, checked and told of at a time.
PART = 2000


def silent(done: int, total: int) -> None:
    """Report progress to nobody."""


@dataclass(frozen=True, slots=True)
class StagedRow:
    """One row of a form.

    Attributes:
        sheet, row: where it stands; row from 0.
        values: column id → value, for the columns that the table has; None = empty.
        places: column id → column of the sheet, from 0.
        unread: columns whose cell could not be read.
    """

    sheet: str
    row: int
    values: Mapping[str, Read]
    places: Mapping[str, int]
    unread: frozenset[str] = frozenset()

    def spot(self, column: str = "") -> Spot:
        """Return the place of one of its cells; of the row when the table lacks the column."""
        return Spot(self.sheet, self.row, self.places.get(column, -1))

    def text(self, column: str) -> str:
        """Return the text of a cell; empty when it is empty or the table lacks it."""
        value = self.values.get(column)
        return "" if value is None else str(value)


@dataclass
class Staged:
    """A whole workbook, read as a form; nothing has been written anywhere.

    Attributes:
        rows: in the order of the sheets and their rows.
        errors: why rows cannot be kept.
        notes: what should be known, and hinders nothing.
    """

    rows: list[StagedRow] = field(default_factory=list)
    errors: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)

    def bad_rows(self) -> frozenset[tuple[str, int]]:
        """Return (sheet, row) of every row with an error."""
        return frozenset((error.spot.sheet, error.spot.row) for error in self.errors)


def stage(workbook: Workbook, form: Form, progress: Progress = silent) -> Staged:
    """Read every cell of every table of the form.

    Raises:
        Refusal: no sheet of the workbook is of this form, or none holds a row.
    """
    whole = Staged()
    for part in staged_parts(workbook, form, progress):
        whole.rows += part.rows
        whole.errors += part.errors
        whole.notes += part.notes
    return whole


def staged_parts(workbook: Workbook, form: Form, progress: Progress = silent, size: int = PART) -> Iterator[Staged]:
    """Read every cell of every table of the form, so many rows at a time; notes come with the part before them.

    Raises:
        Refusal: no sheet of the workbook is of this form, or none holds a row.
    """
    tables = find_tables(workbook, form)
    total = sum(len(table.rows) for table in tables)
    if not total:
        raise _no_rows(workbook.name, tables[0])
    done = 0
    for table in tables:
        columns = [(form.column(name), place) for name, place in table.places.items()]
        numbered = _typed_as_numbers(table, columns)
        part = Staged(notes=[*table.remarks, *numbered.notes])
        for row, cells in table.rows:
            if len(part.rows) == size:
                progress(done, total)
                yield part
                part = Staged()
            part.rows.append(_row(table, (row, cells), columns, part))
            part.errors.extend(_lost_zeros(table, row, place) for place in numbered.of(cells))
            done += 1
        yield part
    progress(total, total)


def _no_rows(file: str, table: Table) -> Refusal:
    place = Spot(table.sheet, table.head).address()
    return refuse(
        f"{file} › {place}",
        sentence("Nothing is filled in below the head of the table."),
        sentence("Fill in a row for each, then send the file again."),
    )


def _row(
    table: Table,
    numbered: tuple[int, tuple[Cell, ...]],
    columns: Iterable[tuple[FormColumn, int]],
    staged: Staged,
) -> StagedRow:
    row, cells = numbered
    values: dict[str, Read] = {}
    unread = []
    for column, place in columns:
        try:
            value = read_value(column, cells[place] if place < len(cells) else None)
        except Unreadable as reason:
            staged.errors.append(Remark(Spot(table.sheet, row, place), reason.what, reason.fix))
            unread.append(column.id)
            continue
        values[column.id] = value
        if value is None and column.required:
            staged.errors.append(
                Remark(
                    Spot(table.sheet, row, place),
                    sentence("“%(head)s” is empty.", head=table.heads[column.id]),
                    sentence("Fill it in, or delete the row."),
                )
            )
            unread.append(column.id)
    return StagedRow(table.sheet, row, values, table.places, frozenset(unread))


@dataclass(frozen=True)
class _Numbered:
    """Columns of codes in which numbers were typed.

    Attributes:
        lost: places of those where other codes begin with 0, so that these may have lost theirs.
        notes: where numbers stand in the other ones.
    """

    lost: tuple[int, ...]
    notes: tuple[Remark, ...]

    def of(self, cells: tuple[Cell, ...]) -> Iterator[int]:
        """Yield the places of a row whose code may have lost zeros."""
        for place in self.lost:
            if place < len(cells) and isinstance(cells[place], int):
                yield place


def _typed_as_numbers(table: Table, columns: Iterable[tuple[FormColumn, int]]) -> _Numbered:
    """Look through the columns of codes before the rows are read: one code tells something about all others."""
    places = [place for column, place in columns if column.type == "code"]
    zeros: set[int] = set()
    first: dict[int, int] = {}
    count = dict.fromkeys(places, 0)
    for row, cells in table.rows if places else ():
        for place in places:
            cell = cells[place] if place < len(cells) else None
            if isinstance(cell, int):
                first.setdefault(place, row)
                count[place] += 1
            elif isinstance(cell, str) and cell.strip("' ").startswith("0"):
                zeros.add(place)
    notes = (
        Remark(
            Spot(table.sheet, row, place),
            sentence(
                "%(count)s codes were typed as numbers; if one began with 0, the zeros are lost.",
                count=count[place],
            ),
            sentence("Compare the codes; set the column to text before you type codes."),
        )
        for place, row in first.items()
        if place not in zeros
    )
    return _Numbered(tuple(place for place in first if place in zeros), tuple(notes))


def _lost_zeros(table: Table, row: int, place: int) -> Remark:
    return Remark(
        Spot(table.sheet, row, place),
        sentence("This code was typed as a number, and other codes here begin with 0: its zeros may be lost."),
        sentence("Set the column to text and type the code again with its zeros."),
    )
