"""Targets: what is due on a day, who is behind, what of a target was given to nobody."""

from datetime import date

import numpy as np

from jishi.core.targets import STATES, Parts, due, gone, states

YEAR = (date(2012, 1, 1), date(2012, 12, 31))


def said(wanted: int, done: int, day: date) -> str:
    share = gone(*YEAR, day)
    found = states(np.array([wanted]), np.array([done]), share, over=day > YEAR[1])
    return STATES[int(found[0])]


def test_half_of_the_days_of_a_leap_year_are_over_on_the_first_of_july() -> None:
    assert gone(*YEAR, date(2012, 7, 1)) == 5000
    assert gone(*YEAR, date(2011, 12, 31)) == 0
    assert gone(*YEAR, date(2013, 5, 1)) == 10000


def test_what_is_due_is_rounded_down_so_that_nobody_is_behind_for_half_a_thing() -> None:
    assert due(np.array([5, 1, 0]), 5000).tolist() == [2, 0, 0]


def test_a_target_is_on_course_behind_reached_or_missed() -> None:
    summer = date(2012, 7, 1)

    assert said(10, 5, summer) == "on-course"
    assert said(10, 4, summer) == "behind"
    assert said(10, 10, summer) == "reached"
    assert said(10, 9, date(2013, 1, 1)) == "missed"
    assert said(0, 0, date(2012, 1, 1)) == "reached"


def test_parts_are_told_against_the_whole_in_both_directions() -> None:
    assert Parts(20, 18, 1).left == 2
    assert Parts(20, 23, 0).left == -3
    assert Parts(None, 4, 0).left == -4
