"""How what is overdue climbs: after so many days it stands on the list of the next level."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Rung:
    """From so many days overdue on, a level sees it on its list.

    Attributes:
        days: days after the deadline, at least 1.
        level: id of the level.
    """

    days: int
    level: str


def climbed(due_on: date, today: date, ladder: Sequence[Rung]) -> Rung | None:
    """Return the highest rung that something has reached; None = it is not overdue, or not long enough.

    Example:
        >>> ladder = (Rung(1, "township"), Rung(15, "county"))
        >>> [climbed(date(2012, 5, 1), date(2012, 5, d), ladder) for d in (1, 2)]
        [None, Rung(days=1, level='township')]
        >>> climbed(date(2012, 5, 1), date(2012, 5, 16), ladder).level
        'county'
    """
    late = (today - due_on).days
    reached = [rung for rung in ladder if rung.days <= late]
    return max(reached, key=lambda rung: rung.days) if reached else None


def rungs(late: NDArray[np.int64], ladder: Sequence[Rung]) -> NDArray[np.int64]:
    """Return the rung that each has reached: 0 = none, 1 = the first …

    Args:
        late: days overdue, shape (things,), int64; not over = 0 or less.
        ladder: ascending days.

    Example:
        >>> rungs(np.array([0, 1, 20]), (Rung(1, "township"), Rung(15, "county"))).tolist()
        [0, 1, 2]
    """
    return np.searchsorted(np.array([rung.days for rung in ladder], dtype=np.int64), late, side="right")
