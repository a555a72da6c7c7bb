"""What a run of an engine gives back: columns of formulas, and figures by unit and domain."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from jishi.core.columns import Column, Integers, Mask


@dataclass(frozen=True)
class FigureTable:
    """One figure, by unit and domain.

    Attributes:
        values: int64, shape (rows, domains); 0 where not valid. Columns follow ``Snapshot.domains``.
        valid: bool, shape (rows, domains); False = null: nothing is known in that domain of that subtree.
            A count is always valid.
        rows: int64, shape (rows,), ascending: which rows of the tree these are; None = all of them. A country
            keeps only units that have children: the figure of a childless unit is its own value.
    """

    values: Integers
    valid: Mask
    rows: NDArray[np.int64] | None = None

    def __post_init__(self) -> None:
        if self.values.shape != self.valid.shape or self.values.ndim != 2:
            raise ValueError(f"values {self.values.shape} and mask {self.valid.shape} must be one table")

    def at(self, row: int) -> list[int | None] | None:
        """Return the figure of the unit at this row of the tree by domain; None when that row is not kept."""
        place = row
        if self.rows is not None:
            place = int(np.searchsorted(self.rows, row))
            if place == len(self.rows) or self.rows[place] != row:
                return None
        known = zip(self.values[place], self.valid[place], strict=True)
        return [int(value) if ok else None for value, ok in known]

    def same(self, other: "FigureTable") -> bool:
        """Say whether both hold the same rows, values and nulls."""
        if (self.rows is None) != (other.rows is None):
            return False
        if self.rows is not None and not np.array_equal(self.rows, other.rows):  # type: ignore[arg-type]
            return False
        return bool(np.array_equal(self.values, other.values) and np.array_equal(self.valid, other.valid))


@dataclass(frozen=True)
class Result:
    """What an engine computed from an assessment and a snapshot.

    Attributes:
        columns: formula id → one value per unit, in the order of the snapshot's rows. A unit to which no formula
            of that id applies has null.
        figures: figure id → its table.
    """

    columns: Mapping[str, Column]
    figures: Mapping[str, FigureTable] = field(default_factory=dict)

    def differences(self, other: "Result") -> list[str]:
        """Return the ids of columns and figures that are missing on one side or differ in a single bit."""
        differing = [
            f"column {name}"
            for name in sorted({*self.columns, *other.columns})
            if name not in self.columns
            or name not in other.columns
            or not self.columns[name].same(other.columns[name])
        ]
        differing += [
            f"figure {name}"
            for name in sorted({*self.figures, *other.figures})
            if name not in self.figures
            or name not in other.figures
            or not self.figures[name].same(other.figures[name])
        ]
        return differing
