"""How many may be commended: a share of the units that were graded, never rounded up."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Quota:
    """What one committee may propose.

    Attributes:
        graded: units that it has graded.
        most: so many of them at most.
        used: so many stand on the list.
    """

    graded: int
    most: int
    used: int

    @property
    def over(self) -> int:
        """Return how many are too many."""
        return max(0, self.used - self.most)


def quota(graded: int, basis_points: int, least: int, used: int) -> Quota:
    """Return the quota of a committee.

    Args:
        graded: units that it has graded.
        basis_points: the share of them.
        least: so many all the same, where the share is less; never more than there are.

    Example:
        >>> quota(39, 1000, 1, 4)
        Quota(graded=39, most=3, used=4)
        >>> quota(4, 1000, 1, 0).most, quota(0, 1000, 1, 0).most
        (1, 0)
    """
    return Quota(graded, min(graded, max(graded * basis_points // 10000, least)), used)
