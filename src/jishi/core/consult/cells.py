"""Nested groups of answers: every unit's own answers, and those of everything below it.

A unit that has both is two groups: its own, and the whole. The own group stands below the whole like one more
child, so that every whole is exactly the sum of what stands below it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jishi.core.columns import Integers, Mask
from jishi.core.tree import Tree, by_level


@dataclass(frozen=True)
class Cells:
    """Groups of answers in preorder; row i holds rows i+1 … end[i]-1.

    Attributes:
        parent: int64, shape (cells,): row of the group around it; -1 = none.
        depth: int16, shape (cells,).
        size: int64, shape (cells,): answers that count, of the group and all in it.
        count: int64, shape (cells,): how many of them are favourable.
        whole: int64, shape (units,): the row of each unit's whole group.
        own: int64, shape (units,): the row of each unit's own group; the same row where nothing stands below.
    """

    parent: Integers
    depth: NDArray[np.int16]
    size: Integers
    count: Integers
    whole: Integers
    own: Integers

    def __len__(self) -> int:
        return len(self.size)

    def levels(self) -> list[Integers]:
        """Return the rows of each depth, the outermost first."""
        return by_level(self.depth)


def cells(tree: Tree, answered: Integers, favourable: Integers) -> Cells:
    """Return the groups of a tree's answers.

    Args:
        tree: the tree.
        answered: int64, shape (units,): answers given of each unit itself that count, without those below it.
        favourable: int64, shape (units,): how many of them are favourable.
    """
    inner = tree.end > np.arange(len(tree)) + 1
    # Each inner unit is followed by its own answers: rows move down by the inner units before them.
    whole = np.arange(len(tree)) + np.cumsum(inner) - inner
    own = np.where(inner, whole + 1, whole)
    length = len(tree) + int(inner.sum())
    parent = np.full(length, -1, dtype=np.int64)
    parent[whole] = np.where(tree.parent < 0, -1, whole[np.where(tree.parent < 0, 0, tree.parent)])
    parent[own[inner]] = whole[inner]
    depth = np.zeros(length, dtype=np.int16)
    depth[whole] = tree.depth
    depth[own[inner]] = tree.depth[inner] + 1
    placed = np.zeros((2, length), dtype=np.int64)
    placed[0, own], placed[1, own] = answered, favourable
    sums = np.concatenate((np.zeros((2, 1), dtype=np.int64), np.cumsum(placed, axis=1)), axis=1)
    end = np.arange(length) + 1
    end[whole] = np.append(whole, length)[tree.end]
    totals = sums[:, end] - sums[:, :-1]
    return Cells(parent, depth, totals[0], totals[1], whole, own)


def groups(numbers: Integers) -> Integers:
    """Return where each run of equal numbers begins."""
    return np.flatnonzero(np.append(True, numbers[1:] != numbers[:-1])) if len(numbers) else numbers


def added(cells: Cells, rows: Integers, values: Integers, total: Integers) -> None:
    """Add the values of rows of one depth to their parents' totals, in place."""
    starts = groups(cells.parent[rows])
    if len(rows):
        total[cells.parent[rows[starts]]] += np.add.reduceat(values[rows], starts)


def inner_cells(cells: Cells) -> Mask:
    """Say which groups have answers of groups inside them."""
    inner = np.zeros(len(cells), dtype=np.bool_)
    filled = np.flatnonzero((cells.size > 0) & (cells.parent >= 0))
    inner[cells.parent[filled]] = True
    return inner
