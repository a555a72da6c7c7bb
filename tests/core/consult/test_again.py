"""Of two or three occasions nobody works out what those said who came to one of them only.

All that people could have answered is written down: of every number of people who came to both, to the first only
and to the second only. A reader knows who came, takes it that all who came again answered the same, and sees what
is told each time. The test asks what is the same in all worlds that are left to him.
"""

from collections.abc import Iterator, Sequence
from itertools import permutations, product

import numpy as np
import pytest
from numpy.typing import NDArray

from jishi.core.consult.again import Earlier
from jishi.core.consult.release import Policy, Released, release
from jishi.core.tree import Tree, build

POLICIES = (
    Policy(minimum=2, breakdown=3),
    Policy(minimum=2, breakdown=3, edges=(33_33, 66_66)),
    Policy(minimum=3, breakdown=4, edges=(50_00, 80_00, 90_00)),
)
MOST = 9
#: A branch alone; and a township with two of them.
ALONE = build(np.arange(1), np.array([-1]))
TOWN = build(np.arange(3), np.array([-1, 0, 0]))
View = tuple[tuple[bool, int, int], ...]


def earlier(told: Released) -> list[Earlier]:
    """Return what was told of each unit of a tree as the next occasion is held against it."""
    found = []
    whole, units = told.whole, np.arange(len(told.ids))
    for row in np.flatnonzero(whole.shown).tolist():
        low = -(-int(whole.low[row]) * int(whole.size[row]) // 100_00)
        high = int(whole.high[row])
        most = int(whole.size[row]) if high == 100_00 else -(-high * int(whole.size[row]) // 100_00) - 1
        # In a tree of two levels whoever is no sibling stands above or below.
        line = (units == row) | (units == 0) | (row == 0)
        found.append(Earlier(line, int(whole.size[row]), low, most))
    return found


def told(tree: Tree, occasions: Sequence[tuple[Sequence[int], Sequence[int]]], policy: Policy) -> View:
    """Return everything that is told of occasions one after the other: sizes and counts of each unit itself."""
    before: list[Earlier] = []
    view: list[tuple[bool, int, int]] = []
    for sizes, counts in occasions:
        found = release(tree, np.array(sizes), np.array(counts), policy, before)
        before = [*before, *earlier(found)]
        whole = found.whole
        view += zip(whole.shown.tolist(), whole.low.tolist(), whole.high.tolist(), strict=True)
    return tuple(view)


def worked_out(worlds: NDArray[np.int64], views: list[View], parts: Sequence[int], fewest: int) -> bool:
    """Say whether some view leaves one number of a part: all or none of it, or of a part that is too small."""
    numbers = {view: number for number, view in enumerate(dict.fromkeys(views))}
    group = np.array([numbers[view] for view in views])
    least, most = np.full((len(numbers), len(parts)), 99), np.full((len(numbers), len(parts)), -1)
    np.minimum.at(least, group, worlds)
    np.maximum.at(most, group, worlds)
    sizes = np.array(parts)
    agreed = (least == 0) | (least == sizes) | (sizes < fewest)
    return bool(((least == most) & (sizes > 0) & agreed).any())


def meetings() -> Iterator[tuple[int, int, int]]:
    """Yield how many came to both, to the first only, to the second only."""
    for first, second in product(range(3, MOST + 1), repeat=2):
        for both in range(min(first, second) + 1):
            yield both, first - both, second - both


@pytest.mark.parametrize("policy", POLICIES)
def test_who_came_to_one_of_two_occasions_is_not_found_out(policy: Policy) -> None:
    memory: dict[tuple[int, ...], View] = {}
    again = 0
    for parts in meetings():
        both, gone, new = parts
        worlds = np.array(list(product(*(range(part + 1) for part in parts))))
        views = []
        for one in worlds.tolist():
            key = (both + gone, one[0] + one[1], both + new, one[0] + one[2])
            if key not in memory:
                memory[key] = told(ALONE, [((key[0],), (key[1],)), ((key[2],), (key[3],))], policy)
            views.append(memory[key])
            again += memory[key][1][0] and memory[key][1][1:] != (0, 100_00)

        assert not worked_out(worlds, views, parts, policy.minimum), parts
    assert again > 1000


def test_nor_of_three_occasions() -> None:
    policy = POLICIES[1]
    memory: dict[tuple[tuple[int, int], ...], View] = {}
    # Who came to: the first only, the second only, the third only, two of them, all.
    who = np.array([(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (1, 0, 1), (0, 1, 1), (1, 1, 1)])
    for sizes in permutations((3, 5, 7)):
        for all_, pairs in product((0, 1, 2), product((0, 1), repeat=3)):
            alone = np.array(sizes) - who[3:6].T @ np.array(pairs) - all_
            if alone.min() < 0:
                continue
            parts = [*alone.tolist(), *pairs, all_]
            worlds = np.array(list(product(*(range(part + 1) for part in parts))))
            views = []
            for counts in (worlds @ who).tolist():
                key = tuple(zip(sizes, counts, strict=True))
                if key not in memory:
                    memory[key] = told(ALONE, [((size,), (count,)) for size, count in key], policy)
                views.append(memory[key])

            assert not worked_out(worlds, views, parts, policy.minimum), parts


@pytest.mark.parametrize("policy", POLICIES[:2])
def test_nor_when_a_branch_comes_alone_first_and_then_with_its_township(policy: Policy) -> None:
    memory: dict[tuple[int, ...], View] = {}
    for first, other, new in product((3, 4, 5), range(5), range(4)):
        # The branch comes to both, some are new in it; the other branch comes to the second only.
        parts = (first, new, other)
        worlds = np.array(list(product(*(range(part + 1) for part in parts))))
        views = []
        for came, newly, others in worlds.tolist():
            key = (first, other, new, came, came + newly, others)
            if key not in memory:
                once = ((0, first, 0), (0, came, 0))
                memory[key] = told(TOWN, [once, ((0, first + new, other), (0, came + newly, others))], policy)
            views.append(memory[key])

        assert not worked_out(worlds, views, parts, policy.minimum), parts


def test_about_as_many_as_before_are_told_of_no_more_and_more_than_that_are() -> None:
    before = earlier(release(ALONE, np.array([20]), np.array([15]), Policy(minimum=5)))

    shown = [
        bool(release(ALONE, np.array([size]), np.array([size // 2]), Policy(minimum=5), before).own.shown[0])
        for size in (12, 15, 16, 20, 24, 25, 30)
    ]

    assert shown == [True, True, False, False, False, True, True]
