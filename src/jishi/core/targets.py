"""Targets: how far a figure has come on its way, and whether the parts of a target make up the whole."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]

#: States by their place in :func:`states`.
STATES: Final = ("reached", "on-course", "behind", "missed")
REACHED, ON_COURSE, BEHIND, MISSED = range(len(STATES))


def gone(since: date, until: date, today: date) -> int:
    """Return the share of a period that is over on a day, the day itself counted, in basis points; floors.

    Example:
        >>> gone(date(2012, 1, 1), date(2012, 12, 31), date(2012, 7, 1))
        5000
    """
    whole = (until - since).days + 1
    over = min(max((today - since).days + 1, 0), whole)
    return over * 10000 // whole


def due(wanted: Integers, share: int) -> Integers:
    """Return what of each target is due when a share of the period is over, in whole things; floors.

    Args:
        wanted: int64, whole things.
        share: basis points.
    """
    return wanted * share // 10000


def states(wanted: Integers, done: Integers, share: int, *, over: bool) -> NDArray[np.int8]:
    """Return the state of each target, int8, a place in :data:`STATES`.

    Args:
        wanted: int64, whole things.
        done: int64, whole things, the same order.
        share: share of the period that is over, basis points.
        over: whether the period has ended: whoever is short then has missed the target.
    """
    short = np.where(done >= due(wanted, share), ON_COURSE, BEHIND)
    return np.where(done >= wanted, REACHED, MISSED if over else short).astype(np.int8)


@dataclass(frozen=True)
class Parts:
    """A target and what was given of it to the units right below.

    Attributes:
        whole: the target; None = the unit has none.
        given: what the units below were given together.
        without: how many units right below were given nothing.
    """

    whole: int | None
    given: int
    without: int

    @property
    def left(self) -> int:
        """What was given to nobody; negative = more was given than the target."""
        return (self.whole or 0) - self.given
