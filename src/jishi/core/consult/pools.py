"""Small units joined before anybody answers, told of together where one of them cannot be told of alone.

A pool is a node of the tree, between a place and the units that are joined. So all that protects nested groups
protects pools too, and whoever adds up what is told of places, pools and units learns no more than without pools.
"""

from dataclasses import dataclass

import numpy as np

from jishi.core.columns import Integers
from jishi.core.tree import NOWHERE, Tree, build, rows_of


@dataclass(frozen=True)
class Pooled:
    """A tree with its pools.

    Attributes:
        tree: the units and the pools.
        units: int64, shape (units,): the row of each unit of the tree without pools.
        pools: int64, shape (pools,): the row of each pool, in order of number.
    """

    tree: Tree
    units: Integers
    pools: Integers


def pooled(tree: Tree, pool_of: Integers) -> Pooled:
    """Return the tree with its pools.

    Args:
        tree: the tree.
        pool_of: int64, shape (units,): the number of each unit's pool, from 0 without gaps; -1 = it is in none.

    Raises:
        ValueError: a pool joins units of several places, a root, or units with others below them; or it is empty.
    """
    count = int(pool_of.max(initial=-1)) + 1
    inside = np.flatnonzero(pool_of >= 0)
    above = np.full(count, NOWHERE, dtype=np.int64)
    above[pool_of[inside]] = tree.parent[inside]
    if np.any(above == NOWHERE) or np.any(tree.parent[inside] != above[pool_of[inside]]):
        raise ValueError("a pool joins units right below one place")
    if np.any(tree.end[inside] != inside + 1):
        raise ValueError("a pool joins units without others below them")
    numbers = int(tree.id.max(initial=0)) + 1 + np.arange(count)
    parents = np.where(tree.parent < 0, NOWHERE, tree.id[np.maximum(tree.parent, 0)])
    parents[inside] = numbers[pool_of[inside]]
    made = build(np.append(tree.id, numbers), np.append(parents, tree.id[above]))
    return Pooled(made, rows_of(made, tree.id), rows_of(made, numbers))
