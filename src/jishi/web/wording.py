"""Numbers, dates and texts as a reader of the active language expects them; the only place that knows."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

NOTHING = "—"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PACK_LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}


class Said(Protocol):
    """A text of a pack in three languages."""

    def say(self, language: str) -> str:
        """Return it in one language."""
        ...


def page_language() -> str:
    """Return the language of the page as packs and HTML write it."""
    return PACK_LANGUAGES.get(get_language() or "", "zh-Hans")


def text_of(texts: Said | Mapping[str, str] | None) -> str:
    """Choose the reader's language from a pack's texts; empty where there is no text."""
    if not texts:
        return ""
    if isinstance(texts, Mapping):
        return texts.get(page_language()) or texts.get("zh-Hans", "")
    return texts.say(page_language())


def hundredths(value: int | None) -> str:
    """Write whole hundredths with two places.

    Example:
        >>> hundredths(8135), hundredths(-50)
        ('81.35', '-0.50')
    """
    if value is None:
        return NOTHING
    sign = "-" if value < 0 else ""
    return f"{sign}{abs(value) // 100:,}.{abs(value) % 100:02d}"


def short_hundredths(value: int | None) -> str:
    """Write whole hundredths without zeros at the end.

    Example:
        >>> short_hundredths(1500), short_hundredths(1250)
        ('15', '12.5')
    """
    written = hundredths(value)
    return written.rstrip("0").rstrip(".") if "." in written else written


def percent(basis_points: int | None) -> str:
    """Write basis points as a percentage: 8620 → 86.20%."""
    return NOTHING if basis_points is None else f"{hundredths(basis_points)}%"


def whole(value: int | None) -> str:
    """Write a count with separators of thousands."""
    return NOTHING if value is None else f"{value:,}"


def day(value: date | None, *, year: bool = True) -> str:
    """Write a date: 2012年3月28日 or 28 Mar 2012."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    if get_language() == "en":
        return f"{value.day} {MONTHS[value.month - 1]}" + (f" {value.year}" if year else "")
    return (f"{value.year}年" if year else "") + f"{value.month}月{value.day}日"


def moment(value: datetime | None) -> str:
    """Write a date with its time of day, in the home's time zone."""
    if value is None:
        return NOTHING
    local = timezone.localtime(value)
    return f"{day(local)} {local:%H:%M}"


def days_away(until: date, today: date) -> str:
    """Say how far away a deadline is, in words."""
    left = (until - today).days
    if left == 0:
        return _("today")
    if left < 0:
        return ngettext("%(count)s day over", "%(count)s days over", -left) % {"count": -left}
    return ngettext("in %(count)s day", "in %(count)s days", left) % {"count": left}


def until_when(until: date, today: date, *, short: bool = True) -> str:
    """Say a deadline as every page does: its day and how far away it is.

    Args:
        short: a day of this year is told without its year.
    """
    return f"{day(until, year=not short or until.year != today.year)} · {days_away(until, today)}"
