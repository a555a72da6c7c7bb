"""Columns: many units at once, as whole numbers and a mask.

Null means "not known" and is never 0 and never NaN. The value under a false mask is always 0, so that two equal
columns are equal to the byte and have one digest.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from jishi.core.tree import Tree

Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Column:
    """One value per unit.

    Attributes:
        values: int64, shape (units,); 0 where not valid.
        valid: bool, shape (units,); False = null = not known.
    """

    values: Integers
    valid: Mask

    def __post_init__(self) -> None:
        if self.values.shape != self.valid.shape:
            raise ValueError(f"values {self.values.shape} and mask {self.valid.shape} differ in shape")

    @classmethod
    def of(cls, values: Iterable[int | None]) -> "Column":
        """Build a column from Python numbers, None = null.

        Example:
            >>> Column.of([3, None]).tolist()
            [3, None]
        """
        listed = list(values)
        valid = np.array([value is not None for value in listed], dtype=np.bool_)
        return cls(np.array([value or 0 for value in listed], dtype=np.int64), valid)

    @classmethod
    def masked(cls, values: NDArray[np.generic], valid: Mask) -> "Column":
        """Build a column from arrays, setting what is not valid to 0."""
        return cls(np.where(valid, values, 0).astype(np.int64, copy=False), valid)

    @classmethod
    def empty(cls, length: int) -> "Column":
        """Return ``length`` nulls."""
        return cls(np.zeros(length, dtype=np.int64), np.zeros(length, dtype=np.bool_))

    def __len__(self) -> int:
        return len(self.values)

    def tolist(self) -> list[int | None]:
        """Return Python numbers, None = null."""
        return [int(v) if ok else None for v, ok in zip(self.values, self.valid, strict=True)]

    def same(self, other: "Column") -> bool:
        """Say whether both hold the same values and the same nulls."""
        return bool(np.array_equal(self.values, other.values) and np.array_equal(self.valid, other.valid))


@dataclass(frozen=True)
class Snapshot:
    """Everything a run reads, in memory: the tree on one date and the facts of one round.

    Row i of every column is the unit at row i of the tree, in preorder.

    Attributes:
        tree: the tree on the date of the snapshot.
        domains: names of the domains; ``domain`` holds indexes into it.
        domain: int16, shape (units,); -1 = the unit belongs to no domain.
        levels: names of the levels, highest first; ``level`` holds indexes into it.
        level: int16, shape (units,).
        facts: fact id → its chosen values in this round.
        previous: fact id → its values in the round before.
    """

    tree: Tree
    domains: tuple[str, ...]
    domain: NDArray[np.int16]
    levels: tuple[str, ...]
    level: NDArray[np.int16]
    facts: Mapping[str, Column]
    previous: Mapping[str, Column] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.tree)

    def digest(self) -> str:
        """Return the SHA-256 of the logical content: independent of file format, and of the columns' order."""
        total = hashlib.sha256()
        for part in (self.tree.id, self.tree.parent, self.domain, self.level):
            total.update(np.ascontiguousarray(part, dtype=np.int64).tobytes())
        total.update("\n".join([*self.domains, "", *self.levels]).encode())
        for kind, columns in (("fact", self.facts), ("previous", self.previous)):
            for name in sorted(columns):
                total.update(f"\n{kind} {name}\n".encode())
                total.update(np.ascontiguousarray(columns[name].values).tobytes())
                total.update(np.packbits(columns[name].valid).tobytes())
        return total.hexdigest()
