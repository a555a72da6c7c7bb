"""Pools are nodes like others: what is told of them gives away no hidden unit, in every small tree."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from jishi.core.consult.pools import pooled
from jishi.core.consult.release import Policy, derivable, release
from jishi.core.tree import build
from tests.core.consult.worlds import Shape, answers, planted, shapes, spread

Integers = NDArray[np.int64]
POLICIES = (
    Policy(minimum=2, breakdown=3, edges=(33_33, 66_66)),
    Policy(minimum=3, breakdown=4, edges=(50_00, 80_00)),
)
ANSWERS = 6


def test_two_units_too_small_for_themselves_are_told_of_together() -> None:
    #  county ─ town ─ three branches of 6, 7 and 30; the first two are joined
    tree = build(np.arange(5), np.array([-1, 0, 1, 1, 1]))
    joined = pooled(tree, np.array([-1, -1, 0, 0, -1]))
    answered, favourable = np.zeros((2, len(joined.tree)), dtype=np.int64)
    answered[joined.units] = [0, 0, 6, 7, 30]
    favourable[joined.units] = [0, 0, 5, 6, 24]

    told = release(joined.tree, answered, favourable, Policy(minimum=5)).whole

    units, pool = told.at(joined.units), told.at(joined.pools)
    assert units.shown.tolist() == [True, True, False, False, True]
    # 11 of 13 are 84 %.
    assert (pool.size.tolist(), pool.low.tolist(), pool.high.tolist()) == ([13], [80_00], [90_00])


@pytest.mark.parametrize(
    ("pool_of", "says"),
    [([-1, -1, 0, -1, 0], "one place"), ([0, -1, -1, -1, -1], "one place"), ([-1, 0, -1, -1, 0], "without others")],
)
def test_what_is_no_pool_is_refused(pool_of: list[int], says: str) -> None:
    #  0 ─ 1 ─ 2, 3    and 4 beside 1
    tree = build(np.arange(5), np.array([-1, 0, 1, 1, 0]))

    with pytest.raises(ValueError, match=says):
        pooled(tree, np.array(pool_of))


def test_without_pools_the_tree_stays_as_it_is() -> None:
    tree = build(np.arange(4), np.array([-1, 0, 0, 1]))

    assert np.array_equal(pooled(tree, np.full(4, -1)).units, np.arange(4))


def poolings(shape: Shape) -> Iterator[Integers]:
    """Yield every way to join two or more leaves of one family of a tree, one pool in a tree."""
    tree, _, _ = planted(shape, 1)
    leaf = tree.end == np.arange(len(tree)) + 1
    for place in range(len(tree)):
        below = np.flatnonzero((tree.parent == place) & leaf)
        for count in range(2, len(below) + 1):
            for chosen in combinations(below.tolist(), count):
                found = np.full(len(tree), -1)
                found[list(chosen)] = 0
                yield found


@pytest.mark.parametrize("policy", POLICIES)
def test_no_reader_works_out_a_hidden_unit_from_a_pool(policy: Policy) -> None:
    tried = hidden = 0
    for shape in (each for total in range(2, ANSWERS + 1) for each in shapes(total)):
        for pool_of in poolings(shape):
            shown, size, count, bands = _worlds(shape, pool_of, policy)
            _, group = np.unique(bands, axis=0, return_inverse=True)
            least, most = np.full((2, int(group.max()) + 1, len(size)), -1)
            least[:] = ANSWERS + 1
            np.minimum.at(least, group.ravel(), count)
            np.maximum.at(most, group.ravel(), count)

            known, agreed = least == most, (most == 0) | (least == size)
            assert not (known & (agreed | ~shown) & (size > 0)).any(), (shape, pool_of)
            tried, hidden = tried + 1, hidden + int((~shown).sum())
    assert tried > 300
    assert hidden > 1000


def _worlds(shape: Shape, pool_of: Integers, policy: Policy) -> tuple[Integers, Integers, Integers, Integers]:
    """Return of every node, pools too, if it is told and its size; of every world the counts and what is told."""
    _, leaves, sizes = planted(shape, 1)
    ways = answers(sizes[leaves])
    forest, _, _ = planted(shape, len(ways))
    numbers = np.arange(len(ways))[:, None]
    joined = pooled(forest, np.where(pool_of < 0, -1, pool_of + numbers).ravel())
    answered, favourable = np.zeros((2, len(joined.tree)), dtype=np.int64)
    answered[joined.units] = np.tile(sizes, len(ways))
    favourable[joined.units] = spread(ways, leaves, len(sizes))
    released = release(joined.tree, answered, favourable, policy)
    assert not derivable(released).any(), "the check at the close finds what this test finds"
    sums = np.append(0, np.cumsum(favourable))
    table = (len(ways), len(sizes) + 1)
    whole = released.whole
    counts = (sums[joined.tree.end] - sums[:-1]).reshape(table)
    told = np.concatenate([whole.low.reshape(table), whole.high.reshape(table)], axis=1)
    return whole.shown.reshape(table)[0], whole.size.reshape(table)[0], counts, told
