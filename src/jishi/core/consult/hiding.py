"""Which groups are too small to be told of, and which others are hidden with them.

Decided by the number of answers alone, never by what was answered: hiding a group because all in it agree would
tell that they do. Whoever knows every number of answers learns nothing from what is hidden.
"""

import numpy as np

from jishi.core.columns import Integers, Mask
from jishi.core.consult.cells import Cells, groups, inner_cells


def hidden(cells: Cells, minimum: int, breakdown: int, near: Mask | None = None) -> Mask:
    """Say which groups are hidden, for all levels at once; groups without an answer are not.

    A group with fewer answers than ``breakdown`` is hidden. While the hidden siblings below a shown group number
    one, or their answers that no shown group below them tells of fall below ``minimum``, the next smallest sibling
    is hidden too, and inside it the smallest, down to a group of its own: otherwise its parts would add up to it.
    Where there is no sibling left to hide, the group around them is hidden.

    Args:
        cells: the groups.
        minimum: hidden siblings must have so many answers together.
        breakdown: a group must have so many; not fewer than ``minimum``.
        near: bool, shape (cells,): groups that are hidden besides (:mod:`jishi.core.consult.again`); None = none.

    Returns:
        bool, shape (cells,).
    """
    small = (cells.size > 0) & (cells.size < breakdown)
    return _Hiding(cells, minimum, small if near is None else small | near).run()


class _Hiding:
    def __init__(self, cells: Cells, minimum: int, gone: Mask) -> None:
        self._cells, self._minimum = cells, minimum
        self._gone = gone
        self._inner = inner_cells(cells)
        # Answers in hidden groups of their own that lie below no shown group.
        self._pool = np.where(self._gone & ~self._inner, cells.size, 0)
        self._smallest = np.full(len(cells), -1, dtype=np.int64)

    def run(self) -> Mask:
        for rows in reversed(self._cells.levels()[1:]):
            filled = rows[self._cells.size[rows] > 0]
            if len(filled):
                self._siblings(filled)
        return self._gone

    def _siblings(self, rows: Integers) -> None:
        """Settle the groups of one depth against the groups around them."""
        parent = self._cells.parent[rows]
        starts = groups(parent)
        around = parent[starts]
        count = np.add.reduceat(self._gone[rows].astype(np.int64), starts)
        pooled = np.add.reduceat(np.where(self._gone[rows], self._pool[rows], 0), starts)
        # The first of each family is its smallest shown group, if it has one.
        ordered = rows[np.lexsort((self._cells.size[rows], self._gone[rows], parent))]
        first = ordered[starts]
        self._smallest[around] = first
        alone = ~self._gone[around] & (count > 0) & ((count == 1) | (pooled < self._minimum))
        left = ~self._gone[first]
        self._gone[around[alone & ~left]] = True
        taken = first[alone & left]
        self._hide(taken)
        pooled[alone & left] += self._pool[taken]
        self._pool[around] = pooled

    def _hide(self, rows: Integers) -> None:
        """Hide shown groups, and where all inside them is shown the smallest inside, down to a group of its own."""
        trail: list[tuple[Integers, Integers]] = []
        self._gone[rows] = True
        while len(rows := rows[self._pool[rows] == 0]):
            alone = rows[~self._inner[rows]]
            self._pool[alone] = self._cells.size[alone]
            rows = rows[self._inner[rows]]
            inside = self._smallest[rows]
            trail.append((rows, inside))
            self._gone[inside] = True
            rows = inside
        for around, inside in reversed(trail):
            self._pool[around] = self._pool[inside]
