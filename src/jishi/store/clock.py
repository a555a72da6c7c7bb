"""What time it is. Actions ask here, so that a test or the demo can live on another day."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

_fixed: ContextVar[datetime | None] = ContextVar("fixed", default=None)


def now() -> datetime:
    """Return the moment, with its time zone; a demo lives some days before the calendar on the wall."""
    return _fixed.get() or timezone.now() - timedelta(days=settings.JISHI_DAYS_BEHIND)


def today() -> date:
    """Return the date in the home's time zone (Asia/Shanghai)."""
    return timezone.localtime(now()).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be another time inside."""
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)
