"""Today's tree as columns, held by the process for as long as it stands.

Whoever sees a whole province would else fetch the ids of all its units for every page. Every change of today's
paths puts another mark beside them, in the same transaction; while the mark is the same, so is the tree. Marks are
drawn by lot, so a change that was taken back brings the tree of before back with its mark.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from django.db.models.functions import Length
from numpy.typing import NDArray

from jishi.core.access import Scope
from jishi.store.models.org import Axis, TreeMark, UnitPath
from jishi.store.paths import STEP, ids

Integers = NDArray[np.int64]
_NOBODY = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Standing:
    """The units of an axis in the order of their paths: what stands below one follows it.

    Attributes:
        units: int64, shape (units,): their ids.
        end: int64, shape (units,): one past the last row of each subtree.
    """

    units: Integers
    end: Integers

    def __len__(self) -> int:
        return len(self.units)

    @cached_property
    def _order(self) -> Integers:
        return np.argsort(self.units)

    def row(self, unit: int) -> int:
        """Return the row of a unit; -1 = it stands nowhere."""
        place = int(np.searchsorted(self.units, unit, sorter=self._order))
        row = int(self._order[place]) if place < len(self) else -1
        return row if row >= 0 and int(self.units[row]) == unit else -1

    def below(self, unit: int) -> int:
        """Return how many units stand below one."""
        row = self.row(unit)
        return int(self.end[row]) - row - 1 if row >= 0 else 0

    def is_below(self, unit: int, other: int) -> bool:
        """Say whether a unit stands at or below another."""
        row, top = self.row(unit), self.row(other)
        return 0 <= top <= row < int(self.end[top]) if top >= 0 else False

    def at_and_below(self, roots: Iterable[int]) -> Integers:
        """Return the ids of units and of all that stand below them; none of these lies below another."""
        parts = [self.units[row : int(self.end[row])] for unit in roots if (row := self.row(unit)) >= 0]
        return np.concatenate(parts) if parts else _NOBODY


def changed(axis: str) -> None:
    """Tell that today's paths of an axis are not what they were; in the transaction that changes them."""
    TreeMark.objects.update_or_create(axis=axis, defaults={"mark": secrets.token_hex(8)})


def mark_of(axis: str) -> str:
    """Return the mark of today's tree; empty = it was never told of a change."""
    return TreeMark.objects.filter(axis=axis).values_list("mark", flat=True).first() or ""


def standing(axis: str = Axis.MANAGEMENT) -> Standing:
    """Return today's tree; one query while it stays as it is."""
    mark = mark_of(axis)
    return _held(axis, mark) if mark else _read(axis)


def seen(scope: Scope, axis: str = Axis.MANAGEMENT) -> Integers:
    """Return the ids of the units of today's tree that a scope sees, in the order of the tree."""
    tree = standing(axis)
    return tree.units if scope.everything else tree.at_and_below(ids(root)[-1] for root in scope.roots(axis))


# A process holds two axes of two homes at most; another tree pushes the oldest out.
@lru_cache(maxsize=4)
def _held(axis: str, mark: str) -> Standing:
    return _read(axis)


def _read(axis: str) -> Standing:
    rows = UnitPath.objects.filter(axis=axis).order_by("path").values_list("unit_id", Length("path"))
    pairs = np.fromiter(rows.iterator(chunk_size=10_000), dtype=np.dtype((np.int64, 2)))
    units, depth = pairs[:, 0].copy(), pairs[:, 1] // STEP
    end = np.full(len(units), len(units), dtype=np.int64)
    for level in np.unique(depth):
        own = np.flatnonzero(depth == level)
        # A subtree ends where the next unit of its level or of one above begins.
        stops = np.append(np.flatnonzero(depth <= level), len(units))
        end[own] = stops[np.searchsorted(stops, own, side="right")]
    return Standing(units, end)
