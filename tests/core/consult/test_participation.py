"""Who is behind: of one unit, and of all at once."""

import numpy as np
import pytest

from jishi.core.columns import Column
from jishi.core.consult.participation import Quorum, board, participation
from jishi.core.tree import build

MEMBERS = Quorum(share=100_00)
PUBLIC = Quorum(share=10_00, least=15)


@pytest.mark.parametrize(
    ("people", "needed"), [(0, 0), (1, 1), (14, 14), (15, 15), (150, 15), (151, 16), (2_999, 300), (3_000, 300)]
)
def test_ten_percent_of_the_public_but_fifteen_or_everybody(people: int, needed: int) -> None:
    assert PUBLIC.needed(people) == needed


def test_whoever_was_heard_counts_by_whatever_channel() -> None:
    stands = participation(12, {"slip": 8, "blank": 1, "phone": 2}, MEMBERS)

    assert (stands.total, stands.needed, stands.missing, stands.met, stands.share) == (11, 12, 1, False, 91_66)


def test_who_is_excepted_is_not_missing() -> None:
    stands = participation(12, {"slip": 11}, MEMBERS, excepted=1)

    assert (stands.needed, stands.missing, stands.met, stands.share) == (11, 0, True, 100_00)


def test_a_unit_whose_people_nobody_has_counted_has_not_met_its_quorum() -> None:
    stands = participation(None, {"slip": 40}, PUBLIC)

    assert (stands.needed, stands.missing, stands.met, stands.share) == (None, None, False, None)


def test_a_unit_without_people_has_met_its_quorum() -> None:
    stands = participation(0, {}, MEMBERS)

    assert (stands.met, stands.share) == (True, None)


def test_more_heard_than_there_are_is_never_more_than_all() -> None:
    assert participation(10, {"slip": 12}, MEMBERS).share == 100_00


def test_the_surplus_of_one_branch_does_not_fill_the_gap_of_another() -> None:
    #      county
    #   ├─ town
    #   │    ├─ branch of 10, 12 heard
    #   │    └─ branch of 20, 15 heard
    #   └─ branch that nobody has counted, 3 heard
    tree = build(np.arange(5), np.array([-1, 0, 1, 1, 0]))
    asked = np.array([0, 0, 1, 1, 1])

    stands = board(tree, Column.of([None, None, 10, 20, None]), np.array([0, 0, 12, 15, 3]), MEMBERS, asked)

    assert stands.electorate.tolist() == [30, 30, 10, 20, None]
    assert stands.heard.tolist() == [28, 25, 10, 15, 3]
    assert stands.needed.tolist() == [30, 30, 10, 20, 0]
    assert stands.missing.tolist() == [5, 5, 0, 5, 0]
    assert stands.asked.tolist() == [3, 2, 1, 1, 1]
    assert stands.behind.tolist() == [2, 1, 0, 1, 1]
    assert stands.unknown.tolist() == [1, 0, 0, 0, 1]


def test_the_board_and_the_single_unit_agree() -> None:
    rng = np.random.default_rng(4)
    people, heard = rng.integers(0, 400, 500), rng.integers(0, 60, 500)
    tree = build(np.arange(500), np.full(500, -1))

    stands = board(tree, Column(people, np.ones(500, dtype=np.bool_)), heard, PUBLIC)

    singles = [
        participation(each, {"slip": came}, PUBLIC)
        for each, came in zip(people.tolist(), heard.tolist(), strict=True)
    ]
    assert stands.needed.tolist() == [single.needed for single in singles]
    assert stands.missing.tolist() == [single.missing for single in singles]
    assert stands.behind.tolist() == [int(not single.met) for single in singles]


def test_where_nobody_must_be_heard_a_unit_that_nobody_counted_is_not_behind() -> None:
    tree = build(np.arange(2), np.array([-1, 0]))
    nobody, asked = Column.empty(2), np.array([0, 1])

    free = board(tree, nobody, np.zeros(2, dtype=np.int64), Quorum(0, 0, "show"), asked)
    must = board(tree, nobody, np.zeros(2, dtype=np.int64), MEMBERS, asked)

    assert (free.behind.tolist(), free.unknown.tolist()) == ([0, 0], [1, 1])
    assert must.behind.tolist() == [1, 1]
