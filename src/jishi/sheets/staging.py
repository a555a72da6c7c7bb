"""The rows of a form with every cell read: what can be kept, what cannot, and what should be known."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from jishi.core.errors import Refusal, refuse, sentence
from jishi.sheets.columns import Form, FormColumn
from jishi.sheets.heading import Table, find_tables
from jishi.sheets.unreadable import Unreadable
from jishi.sheets.values import Read, read_value
from jishi.sheets.workbook import Cell, Remark, Spot, Workbook

Progress = Callable[[int, int], None]
_EVERY = 2000


def silent(done: int, total: int) -> None:
    """Report progress to nobody."""


@dataclass(frozen=True)
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
    staged = Staged()
    tables = find_tables(workbook, form)
    total = sum(len(table.rows) for table in tables)
    if not total:
        raise _no_rows(workbook.name, tables[0])
    for table in tables:
        staged.notes.extend(table.remarks)
        columns = [(form.column(name), place) for name, place in table.places.items()]
        for number, (row, cells) in enumerate(table.rows):
            staged.rows.append(_row(table, row, cells, columns, staged))
            if number % _EVERY == 0:
                progress(len(staged.rows), total)
        _remark_numbers(table, columns, staged)
    progress(total, total)
    return staged


def _no_rows(file: str, table: Table) -> Refusal:
    place = Spot(table.sheet, table.head).address()
    return refuse(
        f"{file} › {place}",
        sentence("Nothing is filled in below the head of the table."),
        sentence("Fill in a row for each, then send the file again."),
    )


def _row(
    table: Table,
    row: int,
    cells: tuple[Cell, ...],
    columns: Iterable[tuple[FormColumn, int]],
    staged: Staged,
) -> StagedRow:
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


def _remark_numbers(table: Table, columns: Iterable[tuple[FormColumn, int]], staged: Staged) -> None:
    """Say where codes were typed as numbers; refuse them where other codes of the column begin with 0."""
    for column, place in columns:
        if column.type != "code":
            continue
        cells = [(row, cells[place]) for row, cells in table.rows if place < len(cells)]
        numbers = [row for row, cell in cells if isinstance(cell, int)]
        zeros = any(isinstance(cell, str) and cell.strip("' ").startswith("0") for _row, cell in cells)
        if not numbers:
            continue
        if zeros:
            staged.errors.extend(_lost_zeros(table, row, place) for row in numbers)
        else:
            staged.notes.append(
                Remark(
                    Spot(table.sheet, numbers[0], place),
                    sentence(
                        "%(count)s codes were typed as numbers; if one began with 0, the zeros are lost.",
                        count=len(numbers),
                    ),
                    sentence("Compare the codes; set the column to text before you type codes."),
                )
            )


def _lost_zeros(table: Table, row: int, place: int) -> Remark:
    return Remark(
        Spot(table.sheet, row, place),
        sentence("This code was typed as a number, and other codes here begin with 0: its zeros may be lost."),
        sentence("Set the column to text and type the code again with its zeros."),
    )
