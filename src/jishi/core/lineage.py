"""What became of units, and a run's figures counted by today's tree.

A run never changes. Counted *as was*, its rows stand in the tree of its own date. Counted *as is*, each row goes to
the unit that carries on: the one it was merged into, the superior of one that was dissolved, itself after a split.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Step:
    """One unit that ended.

    Attributes:
        before: the unit that ended.
        after: the unit that carries on: merged into, or the superior on that day.
        on: ordinal of the day.
    """

    before: int
    after: int
    on: int


def heirs(units: Integers, steps: Iterable[Step], since: int) -> Integers:
    """Return for every unit of a day who carries it on today.

    Args:
        units: int64, shape (n,): ids of units that were there on the day.
        steps: every end of a unit, in any order.
        since: ordinal of the day; only what happened later counts.

    Returns:
        int64, shape (n,); a unit that goes on is its own heir.

    Example:
        >>> heirs(np.array([1, 2, 3]), [Step(1, 2, 20), Step(2, 5, 30), Step(3, 9, 5)], since=10).tolist()
        [5, 5, 3]
    """
    after = {step.before: step.after for step in sorted(steps, key=lambda s: s.on) if step.on > since}
    if not after:
        return units.copy()
    ended = np.array(sorted(after), dtype=np.int64)
    last = np.array([_last(after, unit) for unit in ended.tolist()], dtype=np.int64)
    place = np.minimum(np.searchsorted(ended, units), len(ended) - 1)
    return np.where(ended[place] == units, last[place], units)


def _last(after: Mapping[int, int], unit: int) -> int:
    seen = {unit}
    while unit in after and after[unit] not in seen:
        unit = after[unit]
        seen.add(unit)
    return unit
