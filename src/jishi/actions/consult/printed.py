"""Slips that a job has printed: sealed, given once to whoever asked for them, and gone after the pack's term.

The file lies in the folder of the boxes, which no backup takes. It holds the codes of slips that nobody has handed
out yet, so it says nothing about anybody; but whoever had it could answer in their place.
"""

import time
from datetime import date, timedelta
from pathlib import Path

from django.db.models import QuerySet
from django.utils import timezone

from jishi.actions.people.terms import terms
from jishi.ballotbox.boxes import FOLDER
from jishi.ballotbox.key import shred, write_private
from jishi.core.errors import Sentence, refuse, sentence
from jishi.core.people.keeping import ended_before
from jishi.store import clock, vault
from jishi.store.home import current
from jishi.store.models.consult import Asked
from jishi.store.models.office import Account, Job
from jishi.store.transact import action, change

KIND = "slips"
TERM = "printed-slips"
#: In the result of a job that is not done yet: so many codes were made.
MADE = "made"
#: In seconds: so long a file may lie that no job tells of yet, or no longer.
_BEING_MADE = 3_600


def keep(job: Job, content: bytes) -> None:
    """Keep what a job has printed, sealed for this job alone."""
    file = _file(job)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(file, vault.keys().seal_bytes(content, _place(job)))


def void(job: Job) -> Sentence | None:
    """Count the slips of a job that came to no end as left over: nobody has seen their codes, and nobody will."""
    count = job.result.get(MADE)
    shred(_file(job))
    if not count:
        return None
    with action(None, "slips.void", f"job:{job.pk}") as event:
        _left_over(job, count)
        Job.objects.filter(pk=job.pk).update(result={})
        event.note(count=count)
    return sentence(
        "Printing was cut short. Its %(count)s slips were given to nobody and count as left over; ask again.",
        count=count,
    )


def sweep_folder() -> None:
    """Destroy files whose fetching or printing was cut short: their codes are given to nobody any more."""
    known = Job.objects.filter(kind=KIND)
    given = known.filter(result__has_key="slips") | known.filter(state__in=(Job.State.WAITING, Job.State.RUNNING))
    awaited = {_file(each) for each in given}
    for file in set(_folder().glob("*")) - awaited:
        if file.stat().st_mtime < time.time() - _BEING_MADE:
            shred(file)


def waits(job: Job) -> bool:
    """Say whether the file of a job can still be fetched."""
    return job.state == Job.State.DONE and _file(job).is_file() and not _over(job, clock.today())


def last_day(job: Job) -> date:
    """Return the last day on which the file of a job can be fetched."""
    today = clock.today()
    return _finished(job) + (today - ended_before(terms()[TERM], today)) - timedelta(days=1)


def fetch(actor: Account, job: Job) -> bytes:
    """Give the file of a job to whoever asked for it, once; it is gone afterwards.

    Raises:
        Refusal: it was fetched before, its term is over, or the consultation was closed.
        Job.DoesNotExist: somebody else asked for it.
    """
    if job.kind != KIND or job.asked_by_id != actor.pk:
        raise Job.DoesNotExist
    if not waits(job):
        raise refuse(
            job.parameters.get("name", ""),
            sentence("These slips are no longer here: a file of slips is given once, and kept for a short time."),
            sentence("Print fresh slips; destroy those that came out of a file twice."),
        )
    file = _file(job)
    taken = file.with_suffix(".taken")
    try:
        # Of two at the same moment one finds nothing to rename.
        file.rename(taken)
    except FileNotFoundError:
        raise Job.DoesNotExist from None
    try:
        with action(actor, "slips.fetch", f"job:{job.pk}") as event:
            content = vault.keys().unseal_bytes(taken.read_bytes(), _place(job))
            Job.objects.filter(pk=job.pk).update(result={})
            event.note(count=job.parameters["count"])
    except BaseException:
        # Nothing was given: it can be fetched again.
        taken.rename(file)
        raise
    shred(taken)
    return content


def of_unit(actor: Account, consultation: int, unit: int) -> list[Job]:
    """Return the jobs of an account whose file about a unit still waits, the newest first."""
    mine = Job.objects.filter(kind=KIND, asked_by=actor, state=Job.State.DONE)
    mine = mine.filter(parameters__consultation=consultation, parameters__unit=unit)
    return [job for job in mine.order_by("-pk")[:20] if waits(job)]


def due(limit: date) -> QuerySet[Job]:
    """Return the jobs whose file nobody has fetched up to a day."""
    return Job.objects.filter(kind=KIND, result__has_key="slips", finished_at__date__lte=limit)


def drop(job: Job) -> None:
    """Destroy a file that nobody fetched; its slips count as left over."""
    count = job.parameters["count"]
    with action(None, "slips.drop", f"job:{job.pk}") as event:
        _left_over(job, count)
        Job.objects.filter(pk=job.pk).update(result={})
        event.note(count=count)
    shred(_file(job))


def _left_over(job: Job, count: int) -> None:
    said = job.parameters
    for row in Asked.objects.filter(consultation=said["consultation"], unit=said["unit"], ask=said["ask"]):
        change(row, row.version, spoiled=min(row.spoiled + count, row.printed))


def end(consultation: int) -> None:
    """Destroy the files of a consultation that is closed: their codes open nothing any more."""
    for job in due(clock.today()).filter(parameters__consultation=consultation):
        drop(job)


def sweep() -> None:
    """Destroy every file whose term is over."""
    for job in due(ended_before(terms()[TERM], clock.today())):
        drop(job)


def _over(job: Job, today: date) -> bool:
    return _finished(job) <= ended_before(terms()[TERM], today)


def _finished(job: Job) -> date:
    return timezone.localdate(job.finished_at) if job.finished_at else clock.today()


def _folder() -> Path:
    return current().path / FOLDER / "printed"


def _file(job: Job) -> Path:
    return _folder() / f"{job.pk}.sealed"


def _place(job: Job) -> str:
    return f"slips:{job.pk}"
