"""Pools are nodes like others: what is told of them gives away no hidden unit, in every small tree."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
import pytest
from numpy.typing import NDArray

from jishi.core.consult.pools import pooled
from jishi.core.consult.release import Policy, derivable, release
from jishi.core.tree import build
from tests.core.consult.worlds import Shape, answers, grown, planted, shapes, spread

Integers = NDArray[np.int64]
POLICIES = (
    Policy(minimum=2, breakdown=3, edges=(33_33, 66_66)),
    Policy(minimum=3, breakdown=4, edges=(50_00, 80_00)),
)
ANSWERS = 7


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
    """Yield every way to join leaves of the families of a tree into pools, several at a time; alike ways once."""
    tree, _, sizes = planted(shape, 1)
    leaf = tree.end == np.arange(len(tree)) + 1
    families = [np.flatnonzero((tree.parent == place) & leaf).tolist() for place in range(len(tree))]
    seen = set()
    for chosen in product(*(list(_blocks(family)) for family in families)):
        blocks = [block for family in chosen for block in family]
        alike = tuple(sorted((int(tree.parent[block[0]]), *sorted(sizes[block].tolist())) for block in blocks))
        if alike and alike not in seen:
            seen.add(alike)
            found = np.full(len(tree), -1)
            for number, block in enumerate(blocks):
                found[block] = number
            yield found


def _blocks(family: list[int]) -> Iterator[tuple[list[int], ...]]:
    """Yield every way to take blocks of two or more out of a family; the others stay alone."""
    if not family:
        yield ()
        return
    first, others = family[0], family[1:]
    yield from _blocks(others)
    for count in range(1, len(others) + 1):
        for chosen in combinations(others, count):
            for rest in _blocks([each for each in others if each not in chosen]):
                yield ([first, *chosen], *rest)


def test_the_ways_to_join_are_all_there() -> None:
    # Of 1, 1, 2: the ones, a one with the two, all three.
    assert len(list(poolings((2, 1, 1)))) == 3
    # Of 4, 3, 2, 1: 15 ways to split four, less the one that joins nobody.
    assert len(list(poolings((4, 3, 2, 1)))) == 14
    # Two pools below two places at once, one of them alone, or none: 2 x 2 less 1.
    assert len(list(poolings(((2, 1), (3, 1))))) == 3


@pytest.mark.parametrize("policy", POLICIES)
def test_no_reader_works_out_a_hidden_unit_from_any_pools_or_from_what_stands_in(policy: Policy) -> None:
    tried = hidden = several = 0
    for shape in (each for total in range(2, ANSWERS + 1) for each in shapes(total)):
        for pool_of in poolings(shape):
            round_ = _asked(shape, pool_of, policy)

            assert round_.safe(round_.views()), (shape, pool_of)
            tried, several = tried + 1, several + int(pool_of.max() > 0)
            hidden += int((~round_.shown).sum())
    assert tried > 1500
    assert several > 400
    assert hidden > 2000


@pytest.mark.parametrize("policy", POLICIES)
def test_pools_of_two_rounds_together_tell_no_more_than_each(policy: Policy) -> None:
    tried = 0
    for shape in (each for total in range(3, 6) for each in shapes(total)):
        # One more answer in the first leaf, and other units joined: each may be in another pool, or in none.
        ways, later = list(poolings(shape)), list(poolings(grown(shape)))
        for first, second in zip(ways, reversed(later), strict=False):
            rounds = _asked(shape, first, policy), _asked(grown(shape), second, policy)
            count, other = (len(each.counts) for each in rounds)
            pairs = np.arange(count).repeat(other), np.tile(np.arange(other), count)
            views = np.concatenate([each.views()[rows] for each, rows in zip(rounds, pairs, strict=True)], axis=1)

            for each, rows in zip(rounds, pairs, strict=True):
                assert each.safe(views, rows), (shape, first, second)
            tried += 1
    assert tried > 100


@dataclass(frozen=True)
class Told:
    """All that can be answered in one tree with its pools, and what is told of it.

    Attributes:
        shown, size: of every node, pools too.
        counts, bands: of every world and node, shape (worlds, nodes) and (worlds, 2 x nodes).
        facts: of every world and unit what the standard reads: its own band, else that of its pool, else nothing.
    """

    shown: NDArray[np.bool_]
    size: Integers
    counts: Integers
    bands: Integers
    facts: Integers

    def views(self) -> Integers:
        """Return what every reader is told, by world."""
        return np.concatenate([self.bands, self.facts], axis=1)

    def safe(self, views: Integers, rows: Integers | None = None) -> bool:
        """Say whether the views leave every hidden group, and that all of a group agreed, open.

        Args:
            rows: the world that each view was made of; None = in order.
        """
        counts = self.counts if rows is None else self.counts[rows]
        _, group = np.unique(views, axis=0, return_inverse=True)
        least, most = np.full((2, int(group.max()) + 1, len(self.size)), -1)
        least[:] = ANSWERS + 2
        np.minimum.at(least, group.ravel(), counts)
        np.maximum.at(most, group.ravel(), counts)
        known, agreed = least == most, (most == 0) | (least == self.size)
        return not (known & (agreed | ~self.shown) & (self.size > 0)).any()


def _asked(shape: Shape, pool_of: Integers, policy: Policy) -> Told:
    """Return what is told of a tree with its pools in every world."""
    _, leaves, sizes = planted(shape, 1)
    ways, pools = answers(sizes[leaves]), int(pool_of.max()) + 1
    forest, _, _ = planted(shape, len(ways))
    numbers = pools * np.arange(len(ways))[:, None]
    joined = pooled(forest, np.where(pool_of < 0, -1, pool_of + numbers).ravel())
    answered, favourable = np.zeros((2, len(joined.tree)), dtype=np.int64)
    answered[joined.units] = np.tile(sizes, len(ways))
    favourable[joined.units] = spread(ways, leaves, len(sizes))
    released = release(joined.tree, answered, favourable, policy)
    assert not derivable(released).any(), "the check at the close finds what this test finds"
    sums = np.append(0, np.cumsum(favourable))
    table = (len(ways), len(sizes) + pools)
    whole = released.whole
    counts = (sums[joined.tree.end] - sums[:-1]).reshape(table)
    bands = np.concatenate([whole.low.reshape(table), whole.high.reshape(table)], axis=1)
    units, of_pool = whole.at(joined.units), whole.at(joined.pools)
    stands_in = np.where(
        pool_of < 0, -1, np.where(of_pool.shown, of_pool.low, -1).reshape(len(ways), pools)[:, pool_of]
    )
    facts = np.where(units.shown.reshape(-1, len(sizes)), units.low.reshape(-1, len(sizes)), stands_in)
    return Told(whole.shown.reshape(table)[0], whole.size.reshape(table)[0], counts, bands, facts)
