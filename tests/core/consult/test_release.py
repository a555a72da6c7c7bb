"""What is told at the close, by examples that can be checked in the head."""

import numpy as np
import pytest
from numpy.typing import NDArray

from jishi.core.consult.release import Policy, Released, derivable, release
from jishi.core.tree import build

MEMBERS = Policy(minimum=5)


def told(parents: list[int], answered: list[int], favourable: list[int], policy: Policy = MEMBERS) -> Released:
    """Return what is told of units 0, 1, 2 …"""
    tree = build(np.arange(len(parents)), np.array(parents))
    assert tree.id.tolist() == list(range(len(parents)))
    return release(tree, np.array(answered), np.array(favourable), policy)


def states(released: Released) -> list[str]:
    """Return the band of each unit with all below it, in percent."""
    whole = released.whole
    bands = [f"{low // 100}-{high // 100}" for low, high in zip(whole.low, whole.high, strict=True)]
    return [bands[row] if whole.state(row) == "told" else whole.state(row) for row in range(len(bands))]


def test_a_share_is_told_as_the_band_in_which_it_lies() -> None:
    released = told([-1, -1, -1], [20, 20, 20], [17, 16, 20])

    assert states(released) == ["80-90", "80-90", "90-100"]


def test_nine_answers_are_hidden_and_ten_are_told() -> None:
    assert states(told([-1, -1, -1], [9, 10, 0], [8, 8, 0])) == ["hidden", "80-90", "nobody"]


def test_the_only_hidden_branch_takes_the_next_smallest_with_it() -> None:
    released = told([-1, 0, 0, 0], [0, 6, 30, 20], [0, 3, 25, 17])

    assert states(released) == ["80-90", "hidden", "80-90", "hidden"]


def test_two_hidden_branches_with_five_answers_together_are_enough() -> None:
    assert states(told([-1, 0, 0, 0], [0, 2, 3, 30], [0, 1, 2, 25]))[1:] == ["hidden", "hidden", "80-90"]
    assert states(told([-1, 0, 0, 0], [0, 2, 2, 30], [0, 1, 2, 25]))[1:] == ["hidden", "hidden", "hidden"]


def test_where_no_sibling_is_left_the_unit_above_is_hidden_too() -> None:
    released = told([-1, 0, 1, 1, 0], [0, 0, 2, 0, 40], [0, 0, 2, 0, 30])

    assert states(released) == ["70-80", "hidden", "hidden", "nobody", "hidden"]


def test_hiding_a_township_hides_a_branch_in_it_or_its_branches_would_add_up_to_it() -> None:
    #      county
    #   ├─ organ branch, 6 answers
    #   └─ township with branches of 12 and 15
    released = told([-1, 0, 0, 2, 2], [0, 6, 0, 12, 15], [0, 5, 0, 10, 12])

    assert states(released) == ["80-90", "hidden", "hidden", "hidden", "80-90"]


def test_a_unit_with_people_of_its_own_tells_of_them_and_of_all_below_it() -> None:
    released = told([-1, 0], [10, 20], [5, 18])

    assert (released.own.low[0], released.whole.low[0]) == (50_00, 70_00)
    assert (released.own.size[0], released.whole.size[0]) == (10, 30)


def test_that_all_of_ten_disagree_is_told_as_a_wider_band() -> None:
    released = told([-1, -1, -1], [10, 10, 11], [0, 1, 0])

    assert states(released) == ["0-20", "0-20", "0-10"]


def test_bands_are_joined_where_the_next_would_tell_that_both_branches_agreed() -> None:
    # Of 20 and 21 answers a share of 95 % or more means 19 or 20, and 20 or 21: 39 to 41 of 41. The band from
    # 100 % would be 41 alone.
    policy = Policy(minimum=5, edges=(50_00, 95_00, 99_00))

    released = told([-1, 0, 0], [0, 20, 21], [0, 19, 20], policy)

    assert states(released) == ["95-100", "95-100", "95-100"]
    assert not derivable(released).any()


def test_what_is_told_does_not_depend_on_which_answers_were_given() -> None:
    rng = np.random.default_rng(7)
    parents = [-1] + [0] * 6 + [one for one in range(1, 7) for _ in range(5)]
    answered = np.array([0] * 7 + rng.integers(0, 25, 30).tolist())
    tree = build(np.arange(len(parents)), np.array(parents))

    shown: list[NDArray[np.bool_]] = [
        release(tree, answered, rng.integers(0, answered + 1), MEMBERS).whole.shown for _ in range(50)
    ]

    assert all(np.array_equal(each, shown[0]) for each in shown)
    assert 0 < shown[0].sum() < len(parents)


def test_more_favourable_answers_than_answers_are_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="more favourable"):
        told([-1], [10], [11])


@pytest.mark.parametrize(("minimum", "breakdown", "edges"), [(1, 10, (50_00,)), (11, 10, (50_00,)), (5, 10, (0,))])
def test_a_policy_that_protects_nobody_is_a_fault_of_the_caller(
    minimum: int, breakdown: int, edges: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match="minimum"):
        Policy(minimum, breakdown, edges)


def test_fifty_thousand_units_are_decided_at_once() -> None:
    rng = np.random.default_rng(1)
    parents = np.append(-1, (np.arange(1, 50_000) - 1) // 20)
    tree = build(np.arange(50_000), parents)
    answered = np.where(tree.end == np.arange(50_000) + 1, rng.integers(0, 40, 50_000), 0)

    released = release(tree, answered, rng.binomial(answered, 0.85), MEMBERS)

    assert not derivable(released).any()
    assert released.whole.shown[0]
    assert 0.7 < released.own.shown.sum() / (answered > 0).sum() < 0.8
