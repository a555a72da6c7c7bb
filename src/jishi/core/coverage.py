"""Who covers a workplace, and who should (R14, R15).

*Organisation coverage*: a unit of its own or a joint one. *Work coverage*: that, or an instructor or liaison, or a
trade union or League where no unit can be yet. A workplace with three full members and no unit should have one.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from jishi.core.org.standing import FEWEST_FULL_MEMBERS

By = Literal["organisation", "work", "nobody"]
Deadline = Literal["none", "running", "overdue"]


@dataclass(frozen=True)
class Covering:
    """What is known of a workplace on a day.

    Attributes:
        organised: a unit of its own or a joint one covers it.
        helped: an instructor or a liaison is sent to it.
        union, league: None = not known, which covers nothing.
        full_members: None = not known.
    """

    organised: bool = False
    helped: bool = False
    union: bool | None = None
    league: bool | None = None
    full_members: int | None = None


def covered_by(place: Covering) -> By:
    """Return what covers a workplace (D99)."""
    if place.organised:
        return "organisation"
    return "work" if place.helped or place.union or place.league else "nobody"


def lacks_unit(place: Covering, least: int = FEWEST_FULL_MEMBERS) -> bool | None:
    """Say whether a workplace should have a unit and has none (D89); None = its full members are not known.

    Args:
        place: what is known of it.
        least: so many full members found a unit, as the pack says.
    """
    if place.organised:
        return False
    return None if place.full_members is None else place.full_members >= least


def deadline(due: date | None, today: date) -> Deadline:
    """Return how a deadline stands; on its own day it still runs."""
    if due is None:
        return "none"
    return "overdue" if due < today else "running"


def share(part: int, whole: int) -> int | None:
    """Return a share in basis points, rounded down; None = a share of nothing.

    Example:
        >>> share(2, 3), share(0, 0)
        (6666, None)
    """
    return part * 10000 // whole if whole else None
