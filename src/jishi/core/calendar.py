"""Dates in every shape that an office types, and working days with holidays and make-up days."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import isfinite

from jishi.core.errors import Complaint, Refusal, refuse, sentence
from jishi.core.text import tidy

YEARS = range(1900, 2101)
_WHOLE = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_PARTED = re.compile(r"(\d{4}) ?[-./年．／－—–] ?(\d{1,2})(?: ?[-./月．／－—–] ?(\d{1,2}) ?[日号號]?)? ?月?")
_TIME = re.compile(r"[T ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$")
_CHINESE = re.compile(
    r"([〇○◯零一二三四五六七八九]{4})年([元一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十廿卅]{1,3})[日号號]?)?"
)
_DIGITS = {**dict.fromkeys("〇○◯零", 0), **{sign: value for value, sign in enumerate("一二三四五六七八九", 1)}}
# Day 0 of Excel's count; it holds from 1 March 1900, before which Excel counts a day that never was.
_EXCEL_ZERO = date(1899, 12, 30)
_EXCEL_DAYS = range(61, (date(YEARS[-1], 12, 31) - _EXCEL_ZERO).days + 1)


def read_date(typed: str | int | float | date, where: str, *, ends: bool = False) -> date:
    """Return the date that somebody typed.

    Read are 20120207 (also as a number), 2012-2-7, 2012/2/7, 2012.2.7, 2012年2月7日, 二〇一二年二月七日, each with
    full-width digits and with a time after it, and a number as Excel's count of days. A month without a day
    (201202, 2012.2, 2012年2月) is its first day where something begins, and its last where something ends.

    Args:
        typed: text, a number, or a date as the sheet gave it.
        where: place of the date, for the refusal.
        ends: whether it is the day on which something ends or is due.

    Raises:
        Refusal: no date, a day that does not exist, a year outside 1900 … 2100, or one of two digits.

    Example:
        >>> read_date("2012年2月", "A2"), read_date("201202", "A2", ends=True), read_date(40946, "A2")
        (datetime.date(2012, 2, 1), datetime.date(2012, 2, 29), datetime.date(2012, 2, 7))
    """
    if isinstance(typed, datetime):
        return typed.date()
    if isinstance(typed, date):
        return typed
    if isinstance(typed, bool) or (isinstance(typed, float) and not isfinite(typed)):
        raise _no_date(typed, where)
    if isinstance(typed, int | float):
        return _counted(typed, where, ends=ends)
    text = _TIME.sub("", tidy(typed))
    found = _WHOLE.fullmatch(text) or _PARTED.fullmatch(text)
    if found:
        return _existing(typed, where, (int(found[1]), int(found[2]), int(found[3] or 0)), ends=ends)
    chinese = _CHINESE.fullmatch(text)
    if chinese:
        year = int("".join(str(_DIGITS[sign]) for sign in chinese[1]))
        return _existing(typed, where, (year, _number(chinese[2]), _number(chinese[3] or "")), ends=ends)
    raise _no_date(typed, where)


def _counted(typed: int | float, where: str, *, ends: bool) -> date:
    days = int(typed)
    if days in _EXCEL_DAYS and days > YEARS[-1]:
        return _EXCEL_ZERO + timedelta(days=days)
    found = _WHOLE.fullmatch(str(days))
    if found and days == typed:
        return _existing(typed, where, (int(found[1]), int(found[2]), int(found[3] or 0)), ends=ends)
    raise _no_date(typed, where)


def _number(signs: str) -> int:
    """Return a Chinese number up to 39, such as 十二, 二十一, 廿一; 0 for none."""
    if not signs:
        return 0
    spread = signs.replace("元", "一").replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = spread.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def _existing(typed: object, where: str, parts: tuple[int, int, int], *, ends: bool) -> date:
    year, month, day = parts
    if year not in YEARS or not 1 <= month <= 12:
        raise _no_date(typed, where)
    last = monthrange(year, month)[1]
    if day > last:
        raise refuse(
            where,
            sentence("“%(typed)s” does not exist: that month has %(days)s days.", typed=str(typed), days=last),
            sentence("Correct the day."),
        )
    return date(year, month, day or (last if ends else 1))


def _no_date(typed: object, where: str) -> Refusal:
    return refuse(
        where,
        sentence("“%(typed)s” is not a date that can be read without guessing.", typed=str(typed)[:40]),
        sentence("Write year, month and day, for example 2012-02-07 or 2012年2月7日."),
    )


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked, as the yearly notices on holidays say.

    Attributes:
        first, last: the days between which (inclusive) holidays are known; beyond them nothing is guessed.
        holidays: days off, on weekdays or weekends.
        make_up: Saturdays and Sundays that are worked.
    """

    first: date
    last: date
    holidays: frozenset[date]
    make_up: frozenset[date]

    def is_working(self, day: date) -> bool:
        """Say whether a day is worked.

        Raises:
            Refusal: the day lies outside what the calendar knows.
        """
        if not self.first <= day <= self.last:
            raise refuse(
                day.isoformat(),
                sentence("The calendar of working days does not reach this day."),
                sentence("Add the holidays and make-up days of %(year)s to the calendar.", year=day.year),
            )
        return day in self.make_up or (day.weekday() < 5 and day not in self.holidays)

    def add_working_days(self, start: date, days: int) -> date:
        """Return the day that is so many working days later; the start is not counted.

        A term in working days thus ends on the returned day. With 0 days it is the start itself where that is
        worked, and otherwise the next working day. A negative number counts backwards.

        Raises:
            Refusal: the day lies outside what the calendar knows.
        """
        step = timedelta(days=-1 if days < 0 else 1)
        day = start
        if days == 0:
            while not self.is_working(day):
                day += step
        for _ in range(abs(days)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Return the working days after start up to and with end; negative when end lies before start.

        Raises:
            Refusal: a day lies outside what the calendar knows.
        """
        early, late = sorted((start, end))
        days = (early + timedelta(days=number) for number in range(1, (late - early).days + 1))
        count = sum(1 for day in days if self.is_working(day))
        return count if start <= end else -count


def work_calendar(first: date, last: date, holidays: Iterable[date], make_up: Iterable[date]) -> WorkCalendar:
    """Make a calendar of working days from what the notices say.

    Raises:
        Refusal: a day stands in both lists, a make-up day is no Saturday or Sunday, or a day lies outside.
    """
    off, worked = frozenset(holidays), frozenset(make_up)
    complaints = [
        Complaint(day.isoformat(), sentence("The day is a holiday and a make-up day."), sentence("Delete one."))
        for day in sorted(off & worked)
    ]
    complaints += [
        Complaint(
            day.isoformat(),
            sentence("The make-up day is a weekday, which is worked anyway."),
            sentence("Correct the day, or delete it."),
        )
        for day in sorted(worked - off)
        if day.weekday() < 5
    ]
    complaints += [
        Complaint(
            day.isoformat(),
            sentence(
                "The day lies outside the calendar (%(first)s to %(last)s).", first=str(first), last=str(last)
            ),
            sentence("Correct the day, or the ends of the calendar."),
        )
        for day in sorted(off | worked)
        if not first <= day <= last
    ]
    if complaints:
        raise Refusal(complaints)
    return WorkCalendar(first, last, off, worked)


def months_before(day: date, months: int) -> date:
    """Return the day some months earlier; a day that the month does not have becomes its last.

    Example:
        >>> months_before(date(2026, 8, 31), 6)
        datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
