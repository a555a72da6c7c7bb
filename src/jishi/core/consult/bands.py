"""Shares told as bands, joined where one band would tell what everybody in a group said.

A band is a range of shares. What a reader knows of a group is an interval: between ``least`` and ``most`` of its
answers are favourable. Both ends together are never one answer that all gave: where the outermost band that is
still possible holds that one number alone, it is joined with the next, whichever of the two is true. Whether
bands are joined follows from what was told before, so the joining tells nothing either.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jishi.core.columns import Integers, Mask
from jishi.core.consult.cells import Cells, added, groups

WHOLE = 100_00


@dataclass(frozen=True)
class Known:
    """What a reader knows of each group.

    Attributes:
        least: int64, shape (cells,): at least so many answers are favourable.
        most: int64, shape (cells,): at most so many.
    """

    least: Integers
    most: Integers


@dataclass(frozen=True)
class Bands:
    """Which band each group is told in.

    Attributes:
        low: int64, shape (cells,): the band's lower end in basis points; 0 where hidden.
        high: int64, shape (cells,): its upper end, which belongs to the next band except at 100 %; 0 where hidden.
        known: what follows from the bands at and below each group.
    """

    low: Integers
    high: Integers
    known: Known


def banded(cells: Cells, gone: Mask, edges: tuple[int, ...], held: Sequence[Known] = ()) -> Bands:
    """Return the band of every shown group.

    Args:
        cells: the groups.
        gone: bool, shape (cells,): which are hidden.
        edges: where bands meet, in basis points, ascending, without 0 and 100 %.
        held: what else somebody may take for certain of each group, see :mod:`jishi.core.consult.again`; both
            ends -1 = nothing.
    """
    least, most = np.zeros(len(cells), dtype=np.int64), cells.size.copy()
    low, high = np.zeros((2, len(cells)), dtype=np.int64)
    inner = np.zeros(len(cells), dtype=np.bool_)
    inner[cells.parent[cells.parent >= 0]] = True
    most[inner] = 0
    for rows in reversed(cells.levels()):
        told = rows[~gone[rows] & (cells.size[rows] > 0)]
        _tell(cells, told, edges, (least, most, low, high), held)
        within = rows[cells.parent[rows] >= 0]
        added(cells, within, least, least)
        added(cells, within, most, most)
    return Bands(low, high, Known(least, most))


def knowledge(cells: Cells, known: Known) -> Known:
    """Return what a reader knows who adds up: exact for groups that nest, in one pass from the outermost inwards.

    Args:
        cells: the groups.
        known: what is known of each group from itself and from below, see :func:`banded`.
    """
    least, most = known.least.copy(), known.most.copy()
    for rows in cells.levels()[1:]:
        parent = cells.parent[rows]
        starts = groups(parent)
        if not len(rows):
            continue
        lengths = np.diff(np.append(starts, len(rows)))
        others_least = np.repeat(np.add.reduceat(known.least[rows], starts), lengths) - known.least[rows]
        others_most = np.repeat(np.add.reduceat(known.most[rows], starts), lengths) - known.most[rows]
        least[rows] = np.maximum(known.least[rows], least[parent] - others_most)
        most[rows] = np.minimum(known.most[rows], most[parent] - others_least)
    return Known(least, most)


def _tell(
    cells: Cells,
    rows: Integers,
    edges: tuple[int, ...],
    columns: tuple[Integers, Integers, Integers, Integers],
    held: Sequence[Known],
) -> None:
    """Choose the bands of shown groups, and narrow what is known of them; columns: least, most, low, high."""
    least, most, low, high = columns
    size = cells.size[rows]
    ends = np.array([0, *edges, WHOLE], dtype=np.int64)
    here = _band(cells.count[rows], size, ends)
    first, last = here.copy(), here.copy()
    wide = most[rows] > least[rows]
    outer = [(least[rows] + 1, least[rows], wide), (most[rows] - 1, most[rows], wide)]
    for each in held:
        # Whatever lies at or beyond an end is one band with the number next to that end.
        outer.append((each.least[rows] + 1, np.zeros_like(size), each.least[rows] >= 0))
        outer.append((each.most[rows] - 1, size, (each.most[rows] >= 0) & (each.most[rows] <= size)))
    # Several ends may be joined with the same band between them; then all are one, wherever the truth lies.
    for inmost, outmost, may in outer * len(outer):
        one = _band(np.clip(inmost, 0, size), size, ends)
        other = _band(outmost, size, ends)
        near, far = np.minimum(one, other), np.maximum(one, other)
        joined = may & (near != far) & (first <= far) & (last >= near)
        first = np.where(joined, np.minimum(first, near), first)
        last = np.where(joined, np.maximum(last, far), last)
    low[rows], high[rows] = ends[first], ends[last + 1]
    lower = -(-ends[first] * size // WHOLE)
    upper = np.where(last + 1 == len(ends) - 1, size, -(-ends[last + 1] * size // WHOLE) - 1)
    least[rows] = np.maximum(least[rows], lower)
    most[rows] = np.minimum(most[rows], upper)


def _band(count: Integers, size: Integers, ends: Integers) -> Integers:
    """Return the number of the band in which a share lies, from 0."""
    return np.minimum(np.searchsorted(ends, WHOLE * count // size, side="right") - 1, len(ends) - 2)
