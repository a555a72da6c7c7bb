"""The days of the county's year: when the office kept which list."""

from datetime import date, timedelta

from jishi.sample.chance import dice

FOUNDED_BY = date(2011, 3, 31)
# The registers are brought in, and everything in them had happened, by this day.
KEPT_ON = date(2012, 3, 26)
# What follows from the first survey: helpers, pairings, searches.
SENT_ON = date(2012, 3, 28)


def founded_on(code: str) -> date:
    """Return when the unit with this code was founded."""
    return FOUNDED_BY - timedelta(days=dice("register", code).randint(0, 9000))


def a_day(name: tuple[object, ...], first: date, last: date) -> date:
    """Return a day of a span, both ends included; the same name always gives the same day."""
    return first + timedelta(days=dice(*name).randint(0, (last - first).days))


def years_later(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes 28 February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
