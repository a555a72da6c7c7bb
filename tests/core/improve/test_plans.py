"""Orphans, what the weakest must have, the cap, copies, movement and the gate of promotion."""

from dataclasses import replace
from datetime import date

import pytest

from jishi.core.columns import Column
from jishi.core.errors import Refusal
from jishi.core.improve import movement as moves
from jishi.core.improve.copied import text_digest
from jishi.core.improve.plans import Support, lacks, orphans, refuse_too_many
from jishi.core.improve.promotion import Gate, Rise, Satisfaction, promote

ASKED = Satisfaction(True, 8600, date(2012, 10, 1), date(2012, 10, 8))
GATE = Gate(8000)
AFTER = date(2012, 10, 9)
ONE_UP = Rise("C11", 4, 3)


def reasons(rise: Rise, said: Satisfaction | None, on: date = AFTER) -> list[str]:
    with pytest.raises(Refusal) as caught:
        promote(rise, said, GATE, on)
    return [str(complaint.what) for complaint in caught.value.complaints]


def test_orphans_are_found_both_ways() -> None:
    found = orphans([1, 2, 3], [(10, 1), (11, None), (12, 3)])

    assert (found.problems, found.remedies) == ((2,), (11,))
    assert not orphans([1], [(10, 1)])


def test_a_weak_unit_needs_plan_leader_and_one_of_the_named_helpers() -> None:
    named = frozenset({"first-secretary", "work-team"})

    assert lacks(Support(False, "", frozenset(), named)) == ("plan", "contact", "helper")
    assert lacks(Support(True, "甲一", frozenset({"work-team"}), named)) == ()
    assert lacks(Support(True, "甲一", frozenset(), frozenset())) == ()


def test_the_cap_is_kept_and_nought_is_no_cap() -> None:
    with pytest.raises(Refusal):
        refuse_too_many("C11", 5, 5)

    refuse_too_many("C11", 4, 5)
    refuse_too_many("C11", 99, 0)


def test_a_copy_is_found_although_name_date_and_signs_are_changed() -> None:
    one = text_digest("甲村党支部:三月底前修好活动室,每月开放二十天。", ("甲村党支部",))
    two = text_digest("乙村党支部：5月底前修好活动室，每月开放25天", ("乙村党支部",))
    other = text_digest("乙村党支部：五月底前补选书记并且开好换届大会", ("乙村党支部",))

    assert one == two != ""
    assert other != one


def test_movement_tells_what_rose_fell_and_stood_still() -> None:
    before = moves.Standing(Column.of([4, 4, 3, 1, 2, 2, None]), Column.of([10, 10, 20, 90, 50, 50, 1]))
    after = moves.Standing(Column.of([2, 4, 2, 1, 3, 2, 1]), Column.of([40, 10, 30, 90, 45, 55, None]))

    found = moves.movement(before, after, 4)

    assert (found.transformed, found.lifted, found.consolidated) == (1, 1, 1)
    assert (found.fallen, found.unmoved, found.unknown) == (1, 2, 1)
    assert found.matrix.tolist() == [[1, 0, 0, 0], [0, 1, 1, 0], [0, 1, 0, 0], [0, 1, 0, 1]]
    assert (found.share_risen, found.share_improved) == (3333, 5000)
    assert moves.unmoved(before, after).tolist() == [False, True, False, False, True, False, False]


def test_the_gate_opens_when_everything_is_there() -> None:
    assert promote(ONE_UP, ASKED, GATE, AFTER) == 3


def test_nobody_rises_unasked() -> None:
    assert reasons(ONE_UP, None) == ["Members and public were not asked about the effect."]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"is_valid": False}, "Too few people answered about the effect."),
        ({"published_on": None}, "What members and public said is not published."),
        ({"objections_until": AFTER}, "The time for objections is not over, or one is not answered."),
        ({"objections_open": 1}, "The time for objections is not over, or one is not answered."),
        ({"share": 7999}, "79.99 % are satisfied; 80.00 % are asked for."),
        ({"share": None}, "Too few answered to tell what they said, and nothing stands in its place."),
    ],
)
def test_each_condition_alone_keeps_the_gate_shut(change: dict[str, object], said: str) -> None:
    assert reasons(ONE_UP, replace(ASKED, **change)) == [said]  # type: ignore[arg-type]


def test_two_grades_at_once_need_approval_above() -> None:
    two_up = Rise("C11", 4, 2)

    assert reasons(two_up, ASKED) == ["A unit rises 1 grade in one round at most."]
    assert promote(replace(two_up, approved_above=True), ASKED, GATE, AFTER) == 2


def test_whoever_falls_passes_no_gate() -> None:
    assert promote(Rise("C11", 2, 4), None, GATE, AFTER) == 4
