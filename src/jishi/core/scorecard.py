"""How the formulas of a standard are called, and which rows with which points it has."""

from dataclasses import dataclass

SCORE, SCOREABLE, BAND, PROPOSAL = "score", "scoreable", "band", "proposal"
# A whole row, and a whole standard, in hundredths.
FULL = 10000


def indicator_formula(indicator: str) -> str:
    """Return the formula that scores an indicator: 0 … 10000 of its row, null = not scored."""
    return f"indicator:{indicator}"


def dimension_formula(dimension: str) -> str:
    """Return the formula of a dimension's points won, in hundredths of a point."""
    return f"dimension:{dimension}"


def possible_formula(dimension: str) -> str:
    """Return the formula of the points that could be scored in a dimension, in hundredths of a point."""
    return f"dimension-possible:{dimension}"


def limit_formula(limit: str) -> str:
    """Return the formula of a limit's condition: 1 = applies, null = not known."""
    return f"limit:{limit}"


@dataclass(frozen=True)
class ScoredRow:
    """One indicator as a row of a standard.

    Attributes:
        id: id of the indicator.
        dimension: id of its dimension.
        weight: points, in hundredths.
        effort: how hard it is to lift, 1 = easy … 5.
    """

    id: str
    dimension: str
    weight: int
    effort: int = 3

    def won(self, score: int) -> int:
        """Return the points won with a score of the row (0 … 10000), in hundredths, rounded down.

        Example:
            >>> ScoredRow("meetings-held", "system", weight=500).won(7500)
            375
        """
        return self.weight * score // FULL


@dataclass(frozen=True)
class Scorecard:
    """The rows by which the units of one domain are scored.

    Attributes:
        standard: id of the standard.
        rows: in the order of the standard.
    """

    standard: str
    rows: tuple[ScoredRow, ...]

    def dimensions(self) -> tuple[str, ...]:
        """Return the ids of the dimensions, in order of appearance."""
        return tuple(dict.fromkeys(row.dimension for row in self.rows))

    def of(self, dimension: str) -> tuple[ScoredRow, ...]:
        """Return the rows of a dimension."""
        return tuple(row for row in self.rows if row.dimension == dimension)
