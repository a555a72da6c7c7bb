"""Where the cells of a table stand once those that reach over several rows and columns are counted."""

from collections.abc import Iterator
from dataclasses import dataclass

from jishi.documents.document import Cell, Table


@dataclass(frozen=True)
class Placed:
    """A cell with its place, counted from 0."""

    row: int
    column: int
    cell: Cell


def placed(table: Table) -> Iterator[Placed]:
    """Yield the cells of a table with their places, row by row.

    Raises:
        ValueError: a row has more or fewer cells than there are columns.
    """
    width, taken = len(table.columns), set[tuple[int, int]]()
    for down, row in enumerate(table.rows):
        across = 0
        for cell in row.cells:
            while (down, across) in taken:
                across += 1
            area = {(down + y, across + x) for y in range(cell.rows) for x in range(cell.columns)}
            if across + cell.columns > width or area & taken:
                raise ValueError(f"row {down} of the table has too many cells")
            taken |= area
            yield Placed(down, across, cell)
        if any((down, x) not in taken for x in range(width)):
            raise ValueError(f"row {down} of the table has too few cells")
