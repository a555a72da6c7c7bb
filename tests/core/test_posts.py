"""Which posts are due, and who may hold one."""

from datetime import date

import pytest

from jishi.core.errors import Refusal
from jishi.core.posts import Requirement, Seat, Span, appoint, end, required, state

SMALL = Requirement("small", ("branch",), (("secretary", 1),))
LARGE = Requirement("large", ("branch",), (("secretary", 1), ("member", 2)), members_from=7)
FROM = date(2012, 3, 1)


def day(month: int, number: int = 1) -> date:
    return date(2012, month, number)


@pytest.mark.parametrize(("members", "wanted"), [(6, "small"), (7, "large"), (8, "large"), (None, "small")])
def test_the_size_of_a_branch_says_which_posts_it_must_have(members: int | None, wanted: str) -> None:
    found = required((LARGE, SMALL), "branch", "village", members)

    assert found is not None
    assert found.id == wanted


def test_what_is_no_branch_must_have_no_post_of_a_branch() -> None:
    assert required((LARGE, SMALL), "group", "", 9) is None


def test_a_requirement_of_a_domain_is_for_that_domain_only() -> None:
    villages = Requirement("villages", ("branch",), (("secretary", 1),), domains=("village",))

    assert required((villages,), "branch", "school", 9) is None


@pytest.mark.parametrize(
    ("held", "refused"),
    [
        ((Span("甲一", day(1)),), True),
        ((Span("甲一", day(1), day(3)),), False),
        ((Span("甲一", day(1), day(3, 2)),), True),
        ((Span("甲一", day(4)),), True),
        ((Span("甲一", day(4), day(5)),), True),
    ],
)
def test_two_never_hold_one_post_on_one_day(held: tuple[Span, ...], refused: bool) -> None:
    seat = Seat("石桥村党支部", held)

    if not refused:
        appoint(seat, Span("乙二", FROM), None)
        return
    with pytest.raises(Refusal, match="甲一 holds this post since"):
        appoint(seat, Span("乙二", FROM), None)


def test_the_day_on_which_one_leaves_is_the_day_on_which_the_next_begins() -> None:
    appoint(Seat("石桥村党支部", (Span("甲一", day(1), FROM),)), Span("乙二", FROM, day(6)), day(5))


def test_a_term_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Refusal, match="The term ends before it begins"):
        appoint(Seat("石桥村党支部"), Span("乙二", FROM), FROM)


def test_a_tenure_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Refusal, match="The tenure ends before it begins"):
        appoint(Seat("石桥村党支部"), Span("乙二", FROM, FROM), None)


def test_nobody_who_died_is_appointed() -> None:
    with pytest.raises(Refusal, match="died on 2012-02-01"):
        appoint(Seat("石桥村党支部"), Span("乙二", FROM), None, died_on=day(2))


def test_nobody_is_appointed_to_a_post_that_is_closed() -> None:
    with pytest.raises(Refusal, match="There is no such post from 2012-02-01 on"):
        appoint(Seat("石桥村党支部", closed_on=day(2)), Span("乙二", FROM), None)


def test_a_tenure_ends_once_and_not_before_its_second_day() -> None:
    seat = Seat("石桥村党支部")

    end(seat, Span("甲一", day(1)), day(1, 2))
    with pytest.raises(Refusal, match="cannot end before the day after"):
        end(seat, Span("甲一", day(1)), day(1))
    with pytest.raises(Refusal, match="ended on 2012-02-01"):
        end(seat, Span("甲一", day(1), day(2)), day(3))


@pytest.mark.parametrize(
    ("ends", "wanted"),
    [
        (day(2, 29), "over"),
        (FROM, "ending"),
        (date(2012, 5, 30), "ending"),
        (date(2012, 5, 31), "held"),
        (None, "held"),
    ],
)
def test_a_term_is_over_ends_soon_or_holds(ends: date | None, wanted: str) -> None:
    assert state(True, ends, FROM, 90) == wanted
