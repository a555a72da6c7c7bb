"""What can be wrong with a list of units and their parents; each fault named with its row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from jishi.core.errors import Complaint, Refusal, Sentence, sentence

Integers = NDArray[np.int64]
Place = Callable[[int], str]
MOST_NAMED = 50
MOST_OF_A_CIRCLE = 10


def row_number(row: int) -> str:
    """Name an input row by its number, counted from 1."""
    return f"row {row + 1}"


@dataclass(frozen=True)
class Naming:
    """How the rows of a list are called in complaints.

    Attributes:
        ids: int64, shape (units,).
        codes: shape (units,): what a person knows a unit by; None = its id.
        where: names an input row.
    """

    ids: Integers
    codes: NDArray[np.generic] | None
    where: Place

    def unit(self, row: int) -> str:
        """Return the code of the unit at an input row, or its id when there are no codes."""
        return str(self.ids[row] if self.codes is None else self.codes[row])

    def complaints(self, rows: Sequence[int], what: Callable[[int], Sentence], fix: Sentence) -> list[Complaint]:
        """Complain of each row, see :func:`listed`."""
        return listed(rows, self.where, what, fix)


def listed(rows: Sequence[int], where: Place, what: Callable[[int], Sentence], fix: Sentence) -> list[Complaint]:
    """Complain of the first 50 rows, and say in one more complaint how many others have the same fault."""
    named = [Complaint(where(row), what(row), fix) for row in rows[:MOST_NAMED]]
    left_out = rows[MOST_NAMED:]
    if left_out:
        what_more = sentence("From here on %(count)s more rows have the same fault.", count=len(left_out))
        named.append(Complaint(where(left_out[0]), what_more, sentence("Correct them in the same way.")))
    return named


def raise_all(complaints: Sequence[Complaint]) -> NoReturn:
    """Refuse with all complaints."""
    raise Refusal(complaints)


def repeated_ids(named: Naming) -> list[Complaint]:
    """Complain of every row whose id is below 0 or stands in an earlier row too."""
    negative = named.complaints(
        np.flatnonzero(named.ids < 0).tolist(),
        lambda row: sentence("The id %(id)s is below 0.", id=int(named.ids[row])),
        sentence("Give the unit an id of 0 or more."),
    )
    first, repeats = _repeats(named.ids)
    return negative + named.complaints(
        repeats.tolist(),
        lambda row: sentence(
            "The id %(id)s stands already in %(first)s.", id=int(named.ids[row]), first=named.where(int(first[row]))
        ),
        sentence("Delete one of the two rows, or give one unit another id."),
    )


def repeated_codes(named: Naming, rank: Integers) -> list[Complaint]:
    """Complain of every row whose code stands in an earlier row too.

    Args:
        named: the list.
        rank: int64, shape (units,): equal for equal codes.
    """
    first, repeats = _repeats(rank)
    return named.complaints(
        repeats.tolist(),
        lambda row: sentence(
            "The code %(code)s stands already in %(first)s.",
            code=named.unit(row),
            first=named.where(int(first[row])),
        ),
        sentence("Give one of the two units another code."),
    )


def orphans(named: Naming, rows: Integers, parents: Integers) -> list[Complaint]:
    """Complain of rows whose parent is nowhere in the list.

    Args:
        named: the list.
        rows: the orphans' rows.
        parents: int64, shape (units,): the ids of the parents as given.
    """
    return named.complaints(
        rows.tolist(),
        lambda row: sentence(
            "The unit above %(unit)s has the id %(parent)s, which is not in the list.",
            unit=named.unit(row),
            parent=int(parents[row]),
        ),
        sentence("Add that unit, or correct the parent."),
    )


def circles(named: Naming, rows: Integers, parent: Integers) -> list[Complaint]:
    """Complain once of every circle, at its first row.

    Args:
        named: the list.
        rows: all rows that lie on circles, and no others.
        parent: int64, shape (units,): row of the parent; -1 = none.
    """
    first = parent.copy()
    # Every row learns the smallest row of its circle; each round doubles how far it looks.
    first[rows] = rows
    jump = parent.copy()
    for _ in range(len(rows).bit_length()):
        first[rows] = np.minimum(first[rows], first[jump[rows]])
        jump[rows] = jump[jump[rows]]
    return named.complaints(
        np.unique(first[rows]).tolist(),
        lambda row: _circle(named, row, parent),
        sentence("Correct the parent of one of them."),
    )


def _circle(named: Naming, start: int, parent: Integers) -> Sentence:
    seen, row = [start], int(parent[start])
    while row != start and len(seen) <= MOST_OF_A_CIRCLE:
        seen.append(row)
        row = int(parent[row])
    if seen == [start] and row == start:
        return sentence("The unit %(unit)s is its own parent.", unit=named.unit(start))
    names = [named.unit(one) for one in seen[:MOST_OF_A_CIRCLE]]
    names.append(named.unit(start) if row == start and len(seen) <= MOST_OF_A_CIRCLE else "…")
    return sentence("Units stand below each other in a circle: %(circle)s.", circle=" → ".join(names))


def _repeats(values: Integers) -> tuple[Integers, Integers]:
    """Return for every row the first row with the same value, and the rows that are not the first, ascending."""
    ordered = np.argsort(values)
    same = np.append(False, values[ordered][1:] == values[ordered][:-1]) if len(values) else np.zeros(0, np.bool_)
    if not same.any():
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(~same)
    first = np.empty(len(values), dtype=np.int64)
    lengths = np.diff(np.append(starts, len(values)))
    first[ordered] = np.repeat(np.minimum.reduceat(ordered, starts), lengths)
    return first, np.flatnonzero(first != np.arange(len(values)))
