"""The way of a member: one stage after the other, with dates that do not contradict."""

from dataclasses import replace
from datetime import date

import pytest

from jishi.core.errors import Refusal
from jishi.core.people.stages import Way, advance, anniversary, faults, leave

TODAY = date(2012, 3, 1)
PROBATIONARY = Way(
    "probationary",
    date(2008, 1, 1),
    applied_on=date(2008, 1, 1),
    activist_on=date(2008, 7, 1),
    candidate_on=date(2009, 9, 1),
    joined_on=date(2010, 3, 1),
    born_on=date(1985, 5, 1),
)


def said(way: Way) -> list[str]:
    return [f"{fault.field}: {fault.what}" for fault in faults(way, TODAY)]


def test_a_year_after_joining_a_member_becomes_full() -> None:
    full = advance(PROBATIONARY, "full", date(2011, 3, 1), TODAY, "甲一")

    assert (full.status, full.full_on) == ("full", date(2011, 3, 1))
    assert said(full) == []


def test_probation_is_not_cut_short() -> None:
    with pytest.raises(Refusal, match="Probation lasts until 2011-03-01"):
        advance(PROBATIONARY, "full", date(2011, 2, 28), TODAY, "甲一")


def test_no_stage_is_left_out() -> None:
    activist = replace(PROBATIONARY, status="activist", candidate_on=None, joined_on=None)

    with pytest.raises(Refusal, match="none is left out"):
        advance(activist, "probationary", date(2010, 3, 1), TODAY, "甲一")


def test_a_decision_in_the_future_is_refused() -> None:
    with pytest.raises(Refusal, match="future"):
        advance(PROBATIONARY, "full", date(2012, 3, 2), TODAY, "甲一")


def test_who_has_left_goes_no_further() -> None:
    gone = leave(PROBATIONARY, "withdrew", date(2010, 6, 1), TODAY, "甲一")

    assert gone.to_on == date(2010, 6, 2)
    with pytest.raises(Refusal, match="left the branch on 2010-06-02"):
        advance(gone, "full", date(2011, 6, 1), TODAY, "甲一")
    with pytest.raises(Refusal, match="left the branch"):
        leave(gone, "died", date(2011, 6, 1), TODAY, "甲一")


@pytest.mark.parametrize(
    ("how", "on", "words"),
    [
        ("died", date(2012, 3, 2), "future"),
        ("died", date(2007, 12, 31), "before the first day"),
    ],
)
def test_nobody_leaves_on_a_day_that_contradicts(how: str, on: date, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        leave(PROBATIONARY, how, on, TODAY, "甲一")


def test_joining_and_full_membership_on_one_day_are_an_error() -> None:
    way = Way("full", date(2000, 1, 1), joined_on=date(2000, 1, 1), full_on=date(2000, 1, 1))

    assert said(way) == ["full_on: Joining comes before full membership, by a year of probation as a rule."]


@pytest.mark.parametrize("day", [date(1969, 4, 1), date(1973, 8, 24), date(1977, 8, 11)])
def test_from_1969_to_1977_there_was_no_probation(day: date) -> None:
    assert said(Way("full", day, joined_on=day, full_on=day)) == []


@pytest.mark.parametrize("day", [date(1969, 3, 31), date(1977, 8, 12)])
def test_the_exception_ends_on_its_days(day: date) -> None:
    assert len(said(Way("full", day, joined_on=day, full_on=day))) == 1


def test_dates_that_contradict_are_each_told_at_their_field() -> None:
    way = Way(
        "full",
        date(2000, 1, 1),
        applied_on=date(2001, 1, 1),
        joined_on=date(2000, 1, 1),
        born_on=date(2000, 6, 1),
    )

    assert [text.split(":")[0] for text in said(way)] == ["joined_on", "joined_on", "full_on"]


def test_who_is_not_full_has_no_date_of_full_membership() -> None:
    assert [text.split(":")[0] for text in said(replace(PROBATIONARY, full_on=date(2011, 3, 1)))] == ["full_on"]


def test_a_year_after_the_29th_of_february_is_the_first_of_march() -> None:
    assert anniversary(date(2012, 2, 29), 1) == date(2013, 3, 1)
