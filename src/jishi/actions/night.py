"""The clock inside ``jishi work``: rules are checked soon after a change, and every night with what else is due.

The clock asks for jobs and does none itself. What it asks for has a key, so that two workers, or a worker that was
started again, ask once: after changes one check for all that happened since the last one, at night one job a day.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from jishi.actions import rules
from jishi.actions.consult import left_over
from jishi.actions.jobs import Progress, ask, job
from jishi.actions.people.ground import By
from jishi.actions.people.retention import keep_to_terms
from jishi.actions.people.terms import terms
from jishi.actions.people.transfers import lapse
from jishi.core.errors import Refusal, sentence
from jishi.store.home import current
from jishi.store.models.office import Event, Job

NIGHT = "night"
RULES = "rules"
#: Changes rest for so long before the rules are checked: one check for all clicks of a minute.
SETTLE = timedelta(seconds=60)
#: After a check the next one waits so many times as long as it took: in a county seconds, in a province minutes.
REST = 20
#: A night that was cut short is begun again, but not for ever.
ATTEMPTS = 3
#: What rules look at: the nouns of the events that change it.
NOUNS = (
    *("unit", "units", "workplace", "workplaces", "partnership", "post", "posts", "dispatch"),
    *("person", "member", "members", "transfer", "floating"),
    *("facts", "self-assessment", "visit", "opinion", "minutes", "paper"),
    *("problem", "problems", "remedy", "plan", "ledger", "grade", "review"),
)
_WATCHED = Q()
for _noun in NOUNS:
    _WATCHED |= Q(name__startswith=f"{_noun}.")

_GOING_ON = (Job.State.WAITING, Job.State.RUNNING)


@dataclass(frozen=True)
class Seen:
    """The last check of the rules.

    Attributes:
        at: when it ended.
        number: the last event that was there when it began.
    """

    at: datetime
    number: int


def tick(now: datetime) -> list[Job]:
    """Ask for what is due at this moment; return the jobs that were asked for."""
    return [asked for asked in (_after_changes(now), _at_night(now)) if asked is not None]


def last_check() -> Seen | None:
    """Return the last check of the rules; None = there was none."""
    found = Event.objects.filter(subject=RULES, name="rules.check").select_related("detail").order_by("-number")
    last = found.first()
    return Seen(last.at, int(last.detail.details.get("seen", last.number))) if last else None


def _after_changes(now: datetime) -> Job | None:
    if rules.round_of_rules() is None:
        return None
    seen = last_check()
    number = seen.number if seen else 0
    first = Event.objects.filter(_WATCHED, number__gt=number).order_by("number").first()
    if first is None or first.at > now - SETTLE:
        return None
    jobs = Job.objects.filter(kind__in=(RULES, NIGHT)).order_by("-pk")
    if jobs.filter(state__in=_GOING_ON).exists() or now < _rested(jobs.filter(state=Job.State.DONE).first(), now):
        return None
    attempts = jobs.filter(kind=RULES, parameters__after=number).count()
    if attempts >= ATTEMPTS:
        return None
    return ask(RULES, {"account": None, "after": number}, None, key=f"after-{number}-{attempts}")


def _rested(last: Job | None, now: datetime) -> datetime:
    """Return when the next check may begin after a job that ended."""
    if last is None or last.started_at is None or last.finished_at is None:
        return now
    return last.finished_at + REST * (last.finished_at - last.started_at)


def _at_night(now: datetime) -> Job | None:
    here = timezone.localtime(now)
    if here.time() < current().night:
        return None
    tonight = Job.objects.filter(kind=NIGHT, parameters__day=here.date().isoformat())
    begun = list(tonight.values_list("state", flat=True))
    cut_short = begun.count(Job.State.LOST) + begun.count(Job.State.FAILED)
    if len(begun) > cut_short or cut_short >= ATTEMPTS:
        return None
    return ask(NIGHT, _of(here.date()), None, key=f"{here.date().isoformat()}-{cut_short}")


def _of(day: date) -> dict[str, Any]:
    return {"day": day.isoformat()}


def last_night() -> Job | None:
    """Return the job of the last night that was begun; None = there was none."""
    return Job.objects.filter(kind=NIGHT).order_by("-pk").first()


def parsed(text: str) -> time | None:
    """Return a time of the day as it is typed, ``2:30`` or ``02:30``; None = it is none.

    Example:
        >>> parsed("2:30")
        datetime.time(2, 30)
    """
    hour, colon, minute = text.strip().replace("：", ":").partition(":")
    if not colon or not (hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit()):
        return None
    return time(int(hour), int(minute)) if int(hour) < 24 and int(minute) < 60 and len(minute) == 2 else None


@job(NIGHT)
def work(progress: Progress) -> dict[str, Any]:
    """Do what is due every night: let letters lapse, check the rules, destroy what has served its purpose.

    In a demo, whose year is over, nothing lapses and nothing is destroyed.
    """
    left_over.destroy()
    progress.begin(3, sentence("Letters of introduction that ran out …"))
    over = {} if settings.JISHI_DEMO else {"lapsed": lapse(By())}
    progress.step(1, sentence("Checking every rule …"))
    found = {**over, **_checked()}
    progress.step(2, sentence("Destroying what has served its purpose …"))
    if not settings.JISHI_DEMO:
        found["records"] = {name: count for name, count in keep_to_terms(terms()).items() if count}
    return found


def _checked() -> dict[str, Any]:
    """Check the rules; a home without a round, or whose pack was changed, still keeps its other terms."""
    try:
        done = rules.check()
    except Refusal as refusal:
        return {"refused": str(refusal.complaints[0].what)}
    return {"opened": done.opened, "closed": done.closed, "open": done.open}
