"""What needs more than one unit, over whole columns in NumPy: subtree aggregates, ranks and quotas.

Columns here are int64 in the order of the tree's rows, with ``NULL`` for null.
"""

import numpy as np
from numpy.typing import NDArray

from jishi.core.columns import Snapshot
from jishi.core.dependencies import PopulationNoun
from jishi.core.formulas import Quota, RollUp
from jishi.core.tree import Tree

NULL = np.iinfo(np.int64).min
Values = NDArray[np.int64]

# From this many units on NumPy is too slow, and figures are kept only of units that have children.
SMALL = 100_000


def figure_rows(tree: Tree) -> Values | None:
    """Return the rows whose figures every engine keeps, ascending; None = all of them.

    The figure of a childless unit is its own value, and nearly all units of a country are childless.
    """
    if len(tree) < SMALL:
        return None
    return np.flatnonzero(tree.end > np.arange(len(tree)) + 1)


def subtree(values: Values, how: str, tree: Tree) -> Values:
    """Aggregate over the subtree of every unit, itself included; nulls are left out.

    Args:
        values: shape (units,) or (units, columns), each column by itself; rows in preorder.
        how: sum, count, min or max.
        tree: the tree.

    Returns:
        The same shape. Null where nothing is known, except that a count is then 0.
    """
    known = values != NULL
    counts = _between(known.astype(np.int64), tree)
    if how == "count":
        return counts
    if how == "sum":
        return np.where(counts > 0, _between(np.where(known, values, 0), tree), NULL)
    return np.where(counts > 0, _extreme(values, how, tree), NULL)


def _between(values: Values, tree: Tree) -> Values:
    """Sum the rows of every subtree by differences of running sums (exact modulo 2^64, so always exact here)."""
    running = np.zeros((len(values) + 1, *values.shape[1:]), dtype=np.int64)
    np.cumsum(values, axis=0, out=running[1:])
    return running[tree.end] - running[:-1]


def _extreme(values: Values, how: str, tree: Tree) -> Values:
    pick, nothing = (np.minimum, np.iinfo(np.int64).max) if how == "min" else (np.maximum, NULL)
    best: Values = np.where(values == NULL, nothing, values)
    for depth in range(int(tree.depth.max(initial=0)), 0, -1):
        rows = np.flatnonzero(tree.depth == depth)
        parents = tree.parent[rows]
        # In preorder the children of one parent follow each other among the rows of their depth.
        starts = np.flatnonzero(np.diff(parents, prepend=-1))
        above = parents[starts]
        best[above] = pick(best[above], pick.reduceat(best[rows], starts, axis=0))
    return best


def by_domain(values: Values, domain: NDArray[np.int16], domains: int) -> Values:
    """Spread a column over one column per domain: a unit's value stands in its own, nulls in all others."""
    table = np.full((len(values), domains), NULL, dtype=np.int64)
    rows = np.flatnonzero(domain >= 0)
    table[rows, domain[rows]] = values[rows]
    return table


def nearest(level: NDArray[np.int16], wanted: int, tree: Tree) -> Values:
    """Return for every unit the row of its nearest ancestor at a level, itself included; -1 where there is none."""
    found = np.where(level == wanted, np.arange(len(tree)), -1)
    for depth in range(1, int(tree.depth.max(initial=0)) + 1):
        rows = np.flatnonzero((tree.depth == depth) & (found < 0))
        found[rows] = found[tree.parent[rows]]
    return found


def population(noun: PopulationNoun, values: Values, snapshot: Snapshot) -> Values:
    """Compute a population noun from its argument.

    Args:
        noun: what to compute.
        values: its argument, shape (units,).
        snapshot: tree, domains and levels; its facts are not read.

    Returns:
        Shape (units,), NULL = null.
    """
    if isinstance(noun, RollUp):
        return subtree(values, noun.how, snapshot.tree)
    ranks, peers = ranked(values, noun.within, snapshot)
    if not isinstance(noun, Quota):
        return ranks
    # share / 10000 in two parts, so that no share can overflow.
    whole, rest = divmod(noun.share, 10000)
    places = peers * whole + peers * rest // 10000
    return np.where(ranks == NULL, NULL, (ranks <= places).astype(np.int64))


def ranked(values: Values, within: str, snapshot: Snapshot) -> tuple[Values, Values]:
    """Return place among peers (NULL without one) and number of peers with a value (0 without a place)."""
    ranks = np.full(len(values), NULL, dtype=np.int64)
    peers = np.zeros(len(values), dtype=np.int64)
    if within not in snapshot.levels:
        return ranks, peers
    ancestor = nearest(snapshot.level, snapshot.levels.index(within), snapshot.tree)
    rows = np.flatnonzero((values != NULL) & (ancestor >= 0) & (snapshot.domain >= 0))
    if not len(rows):
        return ranks, peers
    group = ancestor[rows] * len(snapshot.domains) + snapshot.domain[rows]
    rows = rows[np.lexsort((-values[rows], group))]
    group = ancestor[rows] * len(snapshot.domains) + snapshot.domain[rows]
    place = np.arange(len(rows))
    new_group = np.diff(group, prepend=-1) != 0
    first = np.maximum.accumulate(np.where(new_group, place, 0))
    new_value = new_group | (np.diff(values[rows], prepend=0) != 0)
    ranks[rows] = np.maximum.accumulate(np.where(new_value, place, 0)) - first + 1
    starts = np.flatnonzero(new_group)
    peers[rows] = np.repeat(np.diff(starts, append=len(rows)), np.diff(starts, append=len(rows)))
    return ranks, peers
