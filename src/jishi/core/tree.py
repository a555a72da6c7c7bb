"""The dated tree, as columns in preorder: the subtree of row i is the rows i … end[i] - 1."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Tree:
    """One axis of the tree on one date. Row order: preorder, siblings by code.

    Attributes:
        id: int64, shape (units,): the unit's stable id.
        parent: int64, shape (units,): row of the parent; -1 for a root.
        end: int64, shape (units,): one past the last row of the subtree.
        depth: int16, shape (units,): 0 for a root.
    """

    id: NDArray[np.int64]
    parent: NDArray[np.int64]
    end: NDArray[np.int64]
    depth: NDArray[np.int16]

    def __len__(self) -> int:
        return len(self.id)
