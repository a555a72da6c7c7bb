"""A transfer holds when both sides agree; a letter runs out."""

from datetime import date

import pytest

from jishi.core.errors import Refusal
from jishi.core.people.transfers import Going, accept, lapsed, refuse_it, release, send_back

ASKED = Going("asked", date(2012, 3, 1))
RELEASED = release(ASKED, "第12号", date(2012, 3, 5), 60, "甲一")


def test_both_sides_agree_one_after_the_other() -> None:
    done = accept(RELEASED, date(2012, 4, 1), "甲一")

    assert (RELEASED.state, RELEASED.valid_until) == ("released", date(2012, 5, 4))
    assert (done.state, done.accepted_on) == ("accepted", date(2012, 4, 1))


def test_the_new_side_alone_cannot_take_a_member() -> None:
    with pytest.raises(Refusal, match="gone another way"):
        accept(ASKED, date(2012, 4, 1), "甲一")


def test_a_letter_that_ran_out_is_not_accepted_and_lapses_the_day_after() -> None:
    with pytest.raises(Refusal, match="valid until 2012-05-04"):
        accept(RELEASED, date(2012, 5, 5), "甲一")

    assert lapsed(RELEASED, date(2012, 5, 4)).state == "released"
    assert lapsed(RELEASED, date(2012, 5, 5)).state == "lapsed"
    assert lapsed(ASKED, date(2013, 1, 1)).state == "asked"


def test_what_the_new_side_gives_back_is_released_anew_with_another_letter() -> None:
    back = send_back(RELEASED, "性别有误", "甲一")

    again = release(back, "第13号", date(2012, 3, 20), 30, "甲一")

    assert (back.state, back.reason) == ("returned", "性别有误")
    assert (again.state, again.letter, again.reason) == ("released", "第13号", "")


@pytest.mark.parametrize("days", [0, 91])
def test_a_letter_is_valid_for_at_most_ninety_days(days: int) -> None:
    with pytest.raises(Refusal, match="1 to 90 days"):
        release(ASKED, "第12号", date(2012, 3, 5), days, "甲一")


def test_a_letter_without_a_number_and_a_refusal_without_a_reason_are_refused() -> None:
    with pytest.raises(Refusal, match="no number"):
        release(ASKED, " ", date(2012, 3, 5), 60, "甲一")
    with pytest.raises(Refusal, match="No reason"):
        refuse_it(ASKED, "", date(2012, 3, 5), "甲一")


def test_a_transfer_that_is_over_stays_over() -> None:
    refused = refuse_it(ASKED, "仍在支部任职", date(2012, 3, 2), "甲一")

    with pytest.raises(Refusal, match="gone another way"):
        release(refused, "第12号", date(2012, 3, 5), 60, "甲一")


def test_no_step_lies_before_the_one_that_precedes_it() -> None:
    with pytest.raises(Refusal, match="before the step"):
        release(ASKED, "第12号", date(2012, 2, 28), 60, "甲一")
    with pytest.raises(Refusal, match="before the step"):
        accept(RELEASED, date(2012, 3, 4), "甲一")
