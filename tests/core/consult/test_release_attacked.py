"""Nobody works out a hidden group, nor that all of a group agreed: all small trees, all answers, every reader.

For every tree of up to three levels and six children with up to seven answers, all that its people could have
answered is written down (a world), and what would be told in each world. A reader who knows the program, every
number of answers and everything told is left with the worlds in which exactly that is told. The test asks what is
the same in all of them.

Seven answers suffice because the thresholds of these policies are 2 to 4: groups under, at and over each
threshold stand beside each other in every combination of six siblings that the program tells apart, alone and in
three levels. The program knows sizes only by these comparisons and by where bands meet. With real thresholds the
same is then asked of families of up to six branches: there the worlds are too many to be written down, but what a
reader is left with is computed as an interval, which the first test proves exact.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement, product

import numpy as np
import pytest
from numpy.typing import NDArray

from jishi.core.consult.release import Policy, Released, derivable, release
from jishi.core.tree import Tree, build
from tests.core.consult.worlds import Shape, answers, grown, planted, shapes, spread

Integers = NDArray[np.int64]
POLICIES = (
    Policy(minimum=2, breakdown=3, edges=(33_33, 66_66)),
    Policy(minimum=2, breakdown=3),
    Policy(minimum=3, breakdown=4, edges=(50_00, 80_00, 90_00)),
)
ANSWERS = 7


@dataclass(frozen=True)
class Worlds:
    """All that can be answered in one tree, and what is told of it; shapes (worlds, units) and (units,)."""

    counts: Integers
    sizes: Integers
    shown: NDArray[np.bool_]
    released: Released

    def left(self, view: Integers) -> tuple[Integers, Integers]:
        """Return the least and the greatest number in each unit that is left to a reader of a view, by world."""
        _, group = np.unique(view, axis=0, return_inverse=True)
        group = group.ravel()
        least = np.full((int(group.max()) + 1, len(self.sizes)), ANSWERS + 1)
        most = np.full_like(least, -1)
        np.minimum.at(least, group, self.counts)
        np.maximum.at(most, group, self.counts)
        return least[group], most[group]

    def bands(self) -> Integers:
        """Return what is told: the bands of all units."""
        whole = self.released.whole
        return np.concatenate([each.reshape(self.counts.shape) for each in (whole.low, whole.high)], axis=1)


def worlds(shape: Shape, policy: Policy) -> Worlds:
    """Return all worlds of a tree."""
    _, leaves, sizes = planted(shape, 1)
    ways = answers(sizes[leaves])
    tree, _, _ = planted(shape, len(ways))
    column = spread(ways, leaves, len(sizes))
    released = release(tree, np.tile(sizes, len(ways)), column, policy)
    table = (len(ways), len(sizes))
    shown = released.whole.shown.reshape(table)
    assert (shown == shown[0]).all(), "what is hidden depends on what was answered"
    return Worlds(summed(tree, column).reshape(table), released.whole.size.reshape(table)[0], shown[0], released)


def summed(tree: Tree, column: Integers) -> Integers:
    """Return for each unit the sum over it and all below it."""
    sums = np.append(0, np.cumsum(column))
    return np.asarray(sums[tree.end] - sums[:-1])


def small() -> Iterator[Shape]:
    """Yield all small trees."""
    for total in range(1, ANSWERS + 1):
        yield from shapes(total)


def test_the_trees_are_all_there() -> None:
    assert set(shapes(3)) == {(1, 1, 1), (1, 1, (1,)), (1, (1,), (1,)), ((1,), (1,), (1,)), (1, 2), (1, (2,)),
                              (1, (1, 1)), ((1,), 2), ((1,), (2,)), ((1,), (1, 1)), (3,), ((3,),), ((2, 1),),
                              ((1, 1, 1),)}  # fmt: skip
    assert max(len(shape) for shape in small()) == 6


@pytest.mark.parametrize("policy", POLICIES)
def test_no_reader_works_out_a_hidden_group_or_that_all_of_a_group_agreed(policy: Policy) -> None:
    hidden = 0
    for shape in small():
        all_ = worlds(shape, policy)

        least, most = all_.left(all_.bands())

        known = least == most
        agreed = (most == 0) | (least == all_.sizes)
        assert not (known & (agreed | ~all_.shown)).any(), shape
        whole = all_.released.whole
        assert np.array_equal(whole.least.reshape(least.shape), least), shape
        assert np.array_equal(whole.most.reshape(most.shape), most), shape
        hidden += int((~all_.shown).sum())
    assert hidden > 1000


@pytest.mark.parametrize("policy", POLICIES)
def test_even_who_counted_every_shown_group_learns_of_a_hidden_branch_only_if_all_in_it_agreed(
    policy: Policy,
) -> None:
    for shape in small():
        all_ = worlds(shape, policy)

        least, most = all_.left(np.where(all_.shown, all_.counts, -1))

        _, leaves, _ = planted(shape, 1)
        worked_out = ((least == most) & ~all_.shown)[:, leaves]
        agreed = ((most == 0) | (least == all_.sizes))[:, leaves]
        assert not (worked_out & ~agreed).any(), shape


@pytest.mark.parametrize("policy", POLICIES)
def test_two_rounds_together_tell_no_more_than_each(policy: Policy) -> None:
    for shape in [shape for total in range(3, 6) for shape in shapes(total)]:
        first, second = worlds(shape, policy), worlds(grown(shape), policy)
        pairs = np.array(list(product(range(len(first.counts)), range(len(second.counts)))))

        view = np.concatenate([first.bands()[pairs[:, 0]], second.bands()[pairs[:, 1]]], axis=1)
        _, group = np.unique(view, axis=0, return_inverse=True)

        for side, all_ in enumerate((first, second)):
            alone = len(np.unique(all_.bands(), axis=0))
            told = {(one, row) for one, row in zip(group.ravel().tolist(), pairs[:, side].tolist(), strict=True)}
            # Each pair of views leaves every world of its round that the view of that round alone leaves.
            other = len(np.unique((second, first)[side].bands(), axis=0))
            assert len(told) == len(all_.counts) * other, (shape, alone)


SIZES = (1, 4, 5, 9, 10, 11, 19, 20, 31)
REAL = (
    Policy(minimum=5),
    Policy(minimum=10),
    Policy(minimum=5, edges=(50_00, 60_00, 70_00, 80_00, 90_00, 95_00)),
)


@pytest.mark.parametrize("policy", REAL)
def test_with_real_thresholds_no_family_of_up_to_six_branches_gives_anything_away(policy: Policy) -> None:
    # All but a few answers agree: that is where shares give people away.
    strays = [(one, two) for one in range(3) for two in range(3)]
    for count in range(1, 7):
        families = np.array(list(combinations_with_replacement(SIZES, count)))
        for most_agree, (first, last) in product((0, 1), strays):
            dissent = np.zeros_like(families)
            dissent[:, 0] += first
            dissent[:, -1] += last
            dissent = np.minimum(dissent, families)
            released = _family(families, np.where(most_agree, families - dissent, dissent), policy)

            assert not derivable(released).any()


@pytest.mark.parametrize("policy", REAL)
def test_with_real_thresholds_three_levels_give_nothing_away(policy: Policy) -> None:
    rng = np.random.default_rng(2012)
    count = 20_000
    townships, branches = np.arange(1, 7), np.arange(7, 43)
    above = np.concatenate(([-1], np.zeros(6, dtype=np.int64), np.repeat(townships, 6)))
    parents = np.where(above < 0, -1, above + 43 * np.arange(count)[:, None]).ravel()
    sizes = np.zeros((count, 43), dtype=np.int64)
    # Many townships have fewer than six branches, and some branches nobody answered of.
    sizes[:, branches] = rng.choice((0, 0, *SIZES), (count, 36))
    willing = rng.choice((0.0, 0.02, 0.5, 0.98, 1.0), (count, 1))
    tree = build(np.arange(len(parents)), parents)

    released = release(tree, sizes.ravel()[tree.id], rng.binomial(sizes, willing).ravel()[tree.id], policy)

    assert not derivable(released).any()
    assert 0.3 < released.whole.shown.mean() < 0.99


def _family(sizes: Integers, counts: Integers, policy: Policy) -> Released:
    families, fan = sizes.shape
    roots = np.arange(families) * (fan + 1)
    parents = np.repeat(roots[:, None], fan + 1, axis=1)
    parents[:, 0] = -1
    nobody = np.zeros((families, 1), dtype=np.int64)
    answered, favourable = (np.concatenate((nobody, each), axis=1).ravel() for each in (sizes, counts))
    return release(build(np.arange(parents.size), parents.ravel()), answered, favourable, policy)
