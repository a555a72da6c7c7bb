"""Dates as offices type them, and the working days of the spring of 2012."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.core.calendar import WorkCalendar, read_date, work_calendar
from jishi.core.errors import Refusal

FEBRUARY_7 = date(2012, 2, 7)
WIDE = str.maketrans("0123456789-/.", "０１２３４５６７８９－／．")
DAYS = st.dates(date(1901, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    "typed",
    [
        "20120207",
        20120207,
        20120207.0,
        "2012.2.7",
        "2012.02.07",
        "2012年2月7日",
        "2012年02月07号",
        "2012-2-7",
        "2012/2/7",
        "２０１２年２月７日",
        "２０１２．２．７",
        " 2012 年 2 月 7 日 ",
        "2012-02-07 00:00:00",
        "2012-02-07T09:30",
        "二〇一二年二月七日",
        "二○一二年二月七日",
        40946,
        40946.75,
        datetime(2012, 2, 7, 9, 30),
        FEBRUARY_7,
    ],
)
def test_every_shape_that_an_office_types_is_read(typed: str | int | float | date) -> None:
    assert read_date(typed, "A2") == FEBRUARY_7


@pytest.mark.parametrize("typed", ["201202", 201202, "2012.2", "2012-02", "2012年2月", "二〇一二年二月"])
def test_a_month_is_its_first_day_where_something_begins_and_its_last_where_it_ends(typed: str | int) -> None:
    assert read_date(typed, "A2") == date(2012, 2, 1)
    assert read_date(typed, "A2", ends=True) == date(2012, 2, 29)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("二〇一二年十二月三十一日", 31), ("二〇一二年十二月廿一日", 21), ("二〇一二年十二月十日", 10)],
)
def test_chinese_numbers_are_read_up_to_the_last_of_the_month(typed: str, day: int) -> None:
    assert read_date(typed, "A2") == date(2012, 12, day)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "12.2.7",
        "7/2/2012",
        "2012",
        2012,
        "201213",
        "2012.2.0x",
        "18990101",
        "明天",
        True,
        float("nan"),
        -5,
        20120207.5,
    ],
)
def test_what_would_have_to_be_guessed_is_refused_with_its_place(typed: str | float) -> None:
    with pytest.raises(Refusal) as refusal:
        read_date(typed, "register.xlsx › units › C4")

    (complaint,) = refusal.value.complaints
    assert complaint.where == "register.xlsx › units › C4"
    assert "not a date" in str(complaint.what)


def test_a_day_that_does_not_exist_is_told_how_long_the_month_is() -> None:
    with pytest.raises(Refusal, match="that month has 28 days"):
        read_date("2011年2月29日", "A2")


@given(
    DAYS,
    st.sampled_from(["{0:%Y}{0:%m}{0:%d}", "{0.year}.{0.month}.{0.day}", "{0.year}年{0.month}月{0.day}日"]),
    st.booleans(),
)
def test_every_date_comes_back_from_every_shape(day: date, shape: str, wide: bool) -> None:
    typed = shape.format(day)

    assert read_date(typed.translate(WIDE) if wide else typed, "A2") == day


@given(DAYS.filter(lambda day: day >= date(1910, 1, 1)))
def test_excels_count_of_days_comes_back_as_the_date(day: date) -> None:
    assert read_date((day - date(1899, 12, 30)).days, "A2") == day


def spring() -> WorkCalendar:
    """Return the first half of 2012: New Year and Labour Day with their make-up days."""
    off = [date(2012, 1, 22) + timedelta(days=number) for number in range(7)]
    off += [date(2012, 4, 29), date(2012, 4, 30), date(2012, 5, 1)]
    worked = [date(2012, 1, 21), date(2012, 1, 29), date(2012, 4, 28)]
    return work_calendar(date(2012, 1, 1), date(2012, 6, 30), off, worked)


def test_holidays_are_passed_over_and_make_up_days_are_counted() -> None:
    calendar = spring()

    assert calendar.is_working(date(2012, 1, 21))
    assert not calendar.is_working(date(2012, 1, 23))
    assert calendar.add_working_days(date(2012, 1, 20), 2) == date(2012, 1, 29)
    assert calendar.add_working_days(date(2012, 4, 27), 3) == date(2012, 5, 3)
    assert calendar.working_days_between(date(2012, 1, 20), date(2012, 1, 30)) == 3


def test_no_days_from_a_sunday_is_the_next_working_day() -> None:
    assert spring().add_working_days(date(2012, 2, 5), 0) == date(2012, 2, 6)
    assert spring().add_working_days(date(2012, 2, 6), 0) == date(2012, 2, 6)


@given(st.integers(0, 60), st.integers(-20, 20))
def test_counting_the_days_that_were_added_gives_them_back(offset: int, days: int) -> None:
    start = spring().add_working_days(date(2012, 2, 20) + timedelta(days=offset), 0)

    end = spring().add_working_days(start, days)

    counted = spring().working_days_between(start, end)
    assert counted == days


def test_a_day_beyond_the_calendar_is_refused_and_not_guessed() -> None:
    with pytest.raises(Refusal, match="holidays and make-up days of 2012"):
        spring().add_working_days(date(2012, 6, 29), 5)


def test_contradictions_in_the_notices_are_named_by_day() -> None:
    sunday, monday, later = date(2012, 1, 29), date(2012, 1, 30), date(2013, 1, 1)

    with pytest.raises(Refusal) as refusal:
        work_calendar(date(2012, 1, 1), date(2012, 12, 31), [sunday, later], [sunday, monday])

    assert [one.where for one in refusal.value.complaints] == ["2012-01-29", "2012-01-30", "2013-01-01"]
