"""Which round pages speak of, and on which day."""

from datetime import date, timedelta

from django.conf import settings

from jishi.core.access import Scope
from jishi.store import clock
from jishi.store.models.assess import Round
from jishi.store.queries import rounds

# In a demo the deadline is near but not over.
BEFORE_DEADLINE = timedelta(days=9)


def current_round(scope: Scope) -> Round | None:
    """Return the round that is going on; else the last one of which anything is known."""
    return rounds.current(scope)


def day_of(round_: Round | None) -> date:
    """Return the day that deadlines are counted from: today, or in a demo a day shortly before the deadline.

    The demo lives in the year of its pack, which is long over.
    """
    if settings.JISHI_DEMO and round_ is not None and round_.entry_deadline < clock.today():
        return round_.entry_deadline - BEFORE_DEADLINE
    return clock.today()
