"""What became of units between two rounds: transformed, lifted, consolidated, fallen, not moved (R13)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jishi.core.columns import Column


@dataclass(frozen=True)
class Movement:
    """From one round to another.

    Attributes:
        matrix: int64, shape (grades, grades): rows = before, columns = after, the best first.
        transformed: units that left the lowest grade upward.
        lifted: other units with a better grade than before.
        consolidated: units that kept the best grade.
        fallen: units with a worse grade than before.
        unmoved: units that kept a grade other than the best.
        unknown: units without a grade in one of the rounds.
        scored, improved: units with a score in both rounds; those of them whose score rose.
    """

    matrix: NDArray[np.int64]
    transformed: int
    lifted: int
    consolidated: int
    fallen: int
    unmoved: int
    unknown: int
    scored: int
    improved: int

    @property
    def graded(self) -> int:
        """Units with a grade in both rounds."""
        return int(self.matrix.sum())

    @property
    def risen(self) -> int:
        """Units with a better grade than before."""
        return self.transformed + self.lifted

    @property
    def share_risen(self) -> int | None:
        """Share of graded units with a better grade, basis points rounded down; None = nobody has two grades."""
        return self.risen * 10000 // self.graded if self.graded else None

    @property
    def share_improved(self) -> int | None:
        """Share of scored units whose score rose, basis points rounded down; None = nobody has two scores."""
        return self.improved * 10000 // self.scored if self.scored else None


@dataclass(frozen=True)
class Standing:
    """Where units stand in a round.

    Attributes:
        grade: rank of each unit, 1 = best; null = not graded.
        score: hundredths; null = not scored.
    """

    grade: Column
    score: Column


def movement(before: Standing, after: Standing, grades: int) -> Movement:
    """Compare two rounds, the same units in the same order.

    Args:
        before, after: shape (units,).
        grades: how many grades there are.

    Example:
        >>> old = Standing(Column.of([4, 2, 1, 1, 3]), Column.of([100, 200, 300, 300, None]))
        >>> new = Standing(Column.of([3, 1, 1, 2, 3]), Column.of([150, 200, 310, 290, 5]))
        >>> found = movement(old, new, 4)
        >>> found.transformed, found.lifted, found.consolidated, found.fallen, found.unmoved
        (1, 1, 1, 1, 1)
        >>> found.share_risen, found.share_improved
        (4000, 5000)
    """
    both = before.grade.valid & after.grade.valid
    old, new = before.grade.values[both], after.grade.values[both]
    matrix = np.zeros((grades, grades), dtype=np.int64)
    np.add.at(matrix, (old - 1, new - 1), 1)
    rose, same = new < old, new == old
    scored = before.score.valid & after.score.valid
    return Movement(
        matrix=matrix,
        transformed=int((rose & (old == grades)).sum()),
        lifted=int((rose & (old < grades)).sum()),
        consolidated=int((same & (new == 1)).sum()),
        fallen=int((new > old).sum()),
        unmoved=int((same & (new != 1)).sum()),
        unknown=int(len(both) - both.sum()),
        scored=int(scored.sum()),
        improved=int((after.score.values > before.score.values)[scored].sum()),
    )


def unmoved(before: Standing, after: Standing) -> NDArray[np.bool_]:
    """Say of each unit whether it kept a grade other than the best, or fell, and its score did not rise either.

    Returns:
        bool, shape (units,); units without two grades are not among them.
    """
    both = before.grade.valid & after.grade.valid
    stayed = both & (after.grade.values >= before.grade.values) & (after.grade.values != 1)
    scored = before.score.valid & after.score.valid
    rose = scored & (after.score.values > before.score.values)
    found: NDArray[np.bool_] = stayed & ~rose
    return found
