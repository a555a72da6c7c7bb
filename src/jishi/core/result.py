"""What a run gives: a column per formula and a table per figure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from jishi.core.columns import Column, Integers, Mask


@dataclass(frozen=True)
class Column2D:
    """One value per unit and domain.

    Attributes:
        values: int64, shape (rows, domains); 0 where not valid. Columns follow ``Snapshot.domains``.
        valid: bool, shape (rows, domains); False = null = not known.
        rows: int64, shape (rows,), ascending: which rows of the tree these are; None = all of them. A country
            keeps only units that have children: the figure of a childless unit is its own value.
    """

    values: Integers
    valid: Mask
    rows: Integers | None = None

    def __post_init__(self) -> None:
        if self.values.shape != self.valid.shape or self.values.ndim != 2:
            raise ValueError(f"values {self.values.shape} and mask {self.valid.shape} are not one table")

    def at(self, row: int) -> list[int | None] | None:
        """Return the values of the unit at this row of the tree, by domain; None when that row is not kept."""
        place = row
        if self.rows is not None:
            place = int(np.searchsorted(self.rows, row))
            if place == len(self.rows) or self.rows[place] != row:
                return None
        known = zip(self.values[place], self.valid[place], strict=True)
        return [int(value) if ok else None for value, ok in known]

    def same(self, other: "Column2D") -> bool:
        """Say whether both hold the same rows, values and nulls."""
        if self.rows is None or other.rows is None:
            alike = self.rows is other.rows
        else:
            alike = bool(np.array_equal(self.rows, other.rows))
        return (
            alike
            and bool(np.array_equal(self.values, other.values))
            and bool(np.array_equal(self.valid, other.valid))
        )


@dataclass(frozen=True)
class Result:
    """What an engine computed; equal to the bit on every engine.

    Attributes:
        columns: formula id → its value per unit, shape (units,), in tree preorder.
        figures: figure id → its value per unit and domain, shape (units, domains).
    """

    columns: Mapping[str, Column]
    figures: Mapping[str, Column2D] = field(default_factory=dict)

    def differences(self, other: "Result") -> tuple[str, ...]:
        """Return the names of formulas and figures that are missing on one side or differ; empty = the same."""
        names = [*self.columns, *self.figures, *other.columns, *other.figures]
        return tuple(dict.fromkeys(name for name in names if not self._agrees(other, name)))

    def _agrees(self, other: "Result", name: str) -> bool:
        if name in self.columns:
            return name in other.columns and self.columns[name].same(other.columns[name])
        return name in self.figures and name in other.figures and self.figures[name].same(other.figures[name])
