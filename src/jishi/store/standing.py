"""Today's tree as columns, held by the process for as long as it stands.

Whoever sees a whole province would else fetch the ids of all its units for every page. Every change of today's
paths puts another mark beside them, in the same transaction; while the mark is the same, so is the tree. Marks are
drawn by lot, so a change that was taken back brings the tree of before back with its mark.
"""

import secrets
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from django.db.models import Exists, Max, OuterRef, Q
from django.db.models.functions import Length
from numpy.typing import NDArray

from jishi.core.access import Scope
from jishi.store.models.org import Axis, TreeMark, Unit, UnitPath
from jishi.store.paths import STEP, ids

Integers = NDArray[np.int64]
_NOBODY = np.empty(0, dtype=np.int64)
# The marks that were read while a request is answered; None = none is. Empty = the axis was changed meanwhile, and
# whether that stays is known only when its transaction has ended: such a mark is read anew each time.
_read_marks: ContextVar[dict[str, str] | None] = ContextVar("read_marks", default=None)
# More units than these that stand nowhere are not told one by one in a condition.
_FEW = 2_000


@dataclass(frozen=True, eq=False)
class Standing:
    """The units of an axis in the order of their paths: what stands below one follows it.

    Attributes:
        units: int64, shape (units,): their ids.
        end: int64, shape (units,): one past the last row of each subtree.
        nowhere: ids of the units that stand nowhere on the axis; None = more than a few.
        newest: the greatest id of a unit when the tree was read.
    """

    units: Integers
    end: Integers
    nowhere: tuple[int, ...] | None = None
    newest: int = 0

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


def answering(**_: object) -> None:
    """Let marks be read once from now on: a request is being answered."""
    _read_marks.set({})


def answered(**_: object) -> None:
    """Let marks be read anew each time."""
    _read_marks.set(None)


def changed(axis: str) -> None:
    """Tell that today's paths of an axis are not what they were; in the transaction that changes them."""
    read = _read_marks.get()
    if read is not None:
        read[axis] = ""
    TreeMark.objects.update_or_create(axis=axis, defaults={"mark": secrets.token_hex(8)})


def mark_of(axis: str) -> str:
    """Return the mark of today's tree; empty = it was never told of a change."""
    read = _read_marks.get()
    if read is not None and read.get(axis):
        return read[axis]
    mark = TreeMark.objects.filter(axis=axis).values_list("mark", flat=True).first() or ""
    if read is not None and mark:
        read.setdefault(axis, mark)
    return mark


def standing(axis: str = Axis.MANAGEMENT) -> Standing:
    """Return today's tree; one query while it stays as it is."""
    mark = mark_of(axis)
    return _held(axis, mark) if mark else _read(axis)


def seen(scope: Scope, axis: str = Axis.MANAGEMENT) -> Integers:
    """Return the ids of the units of today's tree that a scope sees, in the order of the tree."""
    tree = standing(axis)
    return tree.units if scope.everything else tree.at_and_below(ids(root)[-1] for root in scope.roots(axis))


def is_all(unit: int, axis: str = Axis.MANAGEMENT) -> bool:
    """Say whether the whole tree stands at and below a unit."""
    tree = standing(axis)
    return tree.below(unit) == len(tree) - 1


def everywhere(scope: Scope, field: str, axis: str = Axis.MANAGEMENT) -> Q | None:
    """Return the condition that a row's unit stands in today's tree, for a scope that sees the whole of it.

    What such a scope sees is all but the few units that stand nowhere, so no path is asked for; a unit that came
    after the tree was read is not among them.

    Returns:
        None = the scope does not see the whole tree, or too many units stand nowhere.
    """
    tree = standing(axis)
    if tree.nowhere is None or not len(tree):
        return None
    tops = () if scope.everything else scope.roots(axis)
    below = sum(1 + tree.below(ids(top)[-1]) for top in tops)
    if not scope.everything and below < len(tree):
        return None
    found = Q(**{f"{field}__lte": tree.newest})
    return found & ~Q(**{f"{field}__in": tree.nowhere}) if tree.nowhere else found


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
    newest = Unit.objects.aggregate(newest=Max("pk"))["newest"] or 0
    return Standing(units, end, _nowhere(axis, len(units)), newest)


def _nowhere(axis: str, standing_: int) -> tuple[int, ...] | None:
    # On an axis that is not used everybody stands nowhere, and no condition would name them all.
    if not standing_ or Unit.objects.count() - standing_ > _FEW:
        return None
    placed = UnitPath.objects.filter(axis=axis, unit=OuterRef("pk"))
    return tuple(Unit.objects.filter(~Exists(placed)).values_list("pk", flat=True))
