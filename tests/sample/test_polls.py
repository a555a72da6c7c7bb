"""What people are made to say: the close tells exactly the share that a unit was dealt, and hides who is few."""

import pytest

from jishi.core.consult.participation import Quorum
from jishi.core.consult.release import Policy
from jishi.sample.answers.polls import Asking, Poll, expected, offered, said_so, told, tree_of
from jishi.sample.organisations.tree import Organisation
from tests import county as made

EDGES = (10_00, 20_00, 30_00, 40_00, 50_00, 60_00, 70_00, 80_00, 90_00, 95_00)
MEMBERS = Asking("members", "satisfied", "members", "taking-part", True, (), Quorum(100_00), Policy(5, 10, EDGES))
PUBLIC = Asking("public", "liked", "public", "", False, (), Quorum(10_00, 15), Policy(10, 10, EDGES))


def a_unit(code: str = "0010101", members: int = 40, served: int = 400) -> Organisation:
    return Organisation(code, code, code[:-2], "branch", "branch", "village", members, served, "500120101")


def a_poll(base: int) -> Poll:
    return Poll("0010101", "members", base, 0, base, base, 0)


@pytest.mark.parametrize(("share", "base", "favourable"), [(86_00, 50, 43), (90_00, 50, 45), (80_00, 10, 8)])
def test_as_many_are_content_as_make_the_share(share: int, base: int, favourable: int) -> None:
    assert said_so(MEMBERS, a_poll(base), share).favourable == favourable


def test_of_few_answers_fewer_shares_can_be_told_and_of_nine_none() -> None:
    # Of twelve, only all twelve are over 95 %: told with the band below, or everybody would know what each said.
    assert offered(MEMBERS, a_poll(12))[-1] == 90_00
    assert offered(MEMBERS, a_poll(40))[-1] == 95_00
    assert offered(MEMBERS, a_poll(9)) == ()


def test_a_share_that_was_left_out_is_one_about_which_nobody_said_anything() -> None:
    left = said_so(MEMBERS, a_poll(20), None)

    assert (left.heard, left.base, left.favourable) == (20, 0, 0)


def test_most_electorates_are_heard_as_they_should_be_and_some_are_behind() -> None:
    units = [a_unit(f"00101{number:03d}") for number in range(400)]

    members = [expected(MEMBERS, one) for one in units]
    public = [expected(PUBLIC, one) for one in units]

    behind = sum(poll.share < 100_00 for poll in members)
    assert 4 <= behind <= 40
    assert all(poll.heard + poll.excepted == poll.people for poll in members if poll.share == 100_00)
    assert 0 < sum(poll.heard < 40 for poll in public) <= 40


def test_the_close_tells_every_share_that_the_county_was_dealt() -> None:
    county = made.county()
    facts = {asking.fact for asking in county.standards.askings}
    dealt = {(one.code, f): v for one in county.graded for f, v in county.answers(one).facts.items() if f in facts}

    found = {(one.unit, one.fact): one.value for one in county.heard() if one.fact in facts}

    spoiled = {(fault.unit, fact) for fault in county.faults for fact in fault.says}
    assert {place: value for place, value in dealt.items() if place not in spoiled} == {
        place: value for place, value in found.items() if place not in spoiled
    }
    assert len(found) > 1500


def test_no_sheet_of_the_office_says_what_people_said_themselves() -> None:
    asked = {name for asking in made.county().standards.askings for name in (asking.fact, asking.takes_part)}

    now, _before = made.said()

    assert not [one for one in now if one.fact in asked]


def test_what_is_told_of_a_tree_hides_a_small_branch_with_the_next_smallest() -> None:
    units = (
        Organisation("001", "001", "", "committee", "county", None, 0, 0, "1"),
        *(a_unit(f"001{number:02d}") for number in (1, 2, 3)),
    )
    tree, rows = tree_of(units)
    polls = [
        Poll("00101", "members", 4, 0, 4, 4, 0, 4),
        Poll("00102", "members", 20, 0, 20, 20, 0, 18),
        Poll("00103", "members", 30, 0, 30, 30, 0, 27),
    ]

    shown = {one.unit for one in told(tree, rows, MEMBERS, polls) if one.fact == "satisfied"}

    assert shown == {"00103"}
