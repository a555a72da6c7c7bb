"""Population nouns for one unit, from whole columns: only the subtree or the peers are looked at, all at once."""

import numpy as np
from numpy.typing import NDArray

from jishi.core.columns import Column, Mask, Snapshot
from jishi.core.dependencies import PopulationNoun
from jishi.core.formulas import Quota, Rank, RollUp
from jishi.core.meaning import Value


def from_column(noun: PopulationNoun, column: Column, snapshot: Snapshot, row: int) -> Value:
    """Return what a noun gives for one unit, equal to the reference; None = null.

    Args:
        noun: the noun.
        column: the value of its argument for every unit.
        snapshot: the units.
        row: the unit's row.
    """
    match noun:
        case RollUp():
            return _rolled_up(noun, column, slice(row, int(snapshot.tree.end[row])))
        case Rank():
            return _rank(column, snapshot, row, noun.within)[0]
        case Quota():
            rank, peers = _rank(column, snapshot, row, noun.within)
            return None if rank is None else int(rank <= peers * noun.share // 10000)


def _rolled_up(noun: RollUp, column: Column, rows: slice) -> Value:
    known = column.values[rows][column.valid[rows]]
    if noun.how == "count":
        return len(known)
    if not len(known):
        return None
    return int(known.sum() if noun.how == "sum" else known.min() if noun.how == "min" else known.max())


def _rank(column: Column, snapshot: Snapshot, row: int, within: str) -> tuple[Value, int]:
    ancestor = _ancestor(snapshot, row, within)
    if ancestor is None or snapshot.domain[row] < 0 or not column.valid[row]:
        return None, 0
    rows = slice(ancestor, int(snapshot.tree.end[ancestor]))
    peers = (snapshot.domain[rows] == snapshot.domain[row]) & column.valid[rows] & _own(snapshot, rows)
    values = column.values[rows][peers]
    return 1 + int(np.count_nonzero(values > column.values[row])), len(values)


def _ancestor(snapshot: Snapshot, row: int, within: str) -> int | None:
    if within not in snapshot.levels:
        return None
    level = snapshot.levels.index(within)
    return next((up for up in (row, *snapshot.tree.ancestors(row)) if snapshot.level[up] == level), None)


def _own(snapshot: Snapshot, rows: slice) -> Mask:
    """Say which rows below the first have it as nearest ancestor of its level, and no other in between."""
    same: NDArray[np.intp] = np.flatnonzero(snapshot.level[rows] == snapshot.level[rows.start])[1:]
    edges = np.zeros(rows.stop - rows.start + 1, dtype=np.int64)
    np.add.at(edges, same, 1)
    np.add.at(edges, snapshot.tree.end[rows][same] - rows.start, -1)
    return np.asarray(np.cumsum(edges[:-1]) == 0, dtype=np.bool_)
