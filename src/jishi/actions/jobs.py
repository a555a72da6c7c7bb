"""Jobs: anything longer than a page. The same function runs from a page, through the queue, and from a command.

Example:
    @job("facts-import")
    def work(progress: Progress) -> dict[str, object]:
        ...
        progress.step(1000, sentence("Reading rows"))
"""

import importlib
import logging
import pkgutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from threading import Event, Thread
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django_tasks import task

from jishi import actions
from jishi.actions.sentences import plain, plain_complaint
from jishi.core.errors import Refusal, Sentence, sentence
from jishi.store import clock
from jishi.store.models.office import Account, Job
from jishi.store.transact import action

Told = Callable[[Sentence, int, int], None]

BEAT_SECONDS = 10
# Some beats may be late when the machine is busy; this many are not.
LOST_AFTER = timedelta(seconds=90)
_WAIT = 0.3

_log = logging.getLogger("jishi.jobs")
_kinds: dict[str, "Work"] = {}
_undone: dict[str, "Undo"] = {}


class Progress:
    """What a job is told and how it tells how far it is.

    Others see the steps only between transactions: prepare outside, then write in one.
    """

    def __init__(self, job: Job, watcher: Told | None = None) -> None:
        self.job = job
        self._watcher = watcher
        self._total = 0
        self.parameters: dict[str, Any] = job.parameters
        self._told = 0.0

    def tell(self, doing: Sentence, done: int, total: int) -> None:
        """Say what is done now, steps done, steps in all: what an action that may also run alone is given."""
        if self._watcher:
            self._watcher(doing, done, total)
        if total != self._total:
            self._total = total
            self.begin(total, doing)
        self.step(done, doing)

    def begin(self, total: int, doing: Sentence) -> None:
        """Say how many steps there are in all, and what is done first."""
        Job.objects.filter(pk=self.job.pk).update(total=total, progress=0, message=plain(doing))

    def step(self, done: int, doing: Sentence) -> None:
        """Say how many steps are done; may be called as often as one likes."""
        if time.monotonic() - self._told < _WAIT:
            return
        self._told = time.monotonic()
        Job.objects.filter(pk=self.job.pk).update(progress=done, message=plain(doing), beat_at=clock.now())


Work = Callable[[Progress], dict[str, Any]]
#: Makes good what work had committed before it came to no end, once, and says so; None = it had committed nothing.
Undo = Callable[[Job], Sentence | None]


def job(kind: str, undo: Undo | None = None) -> Callable[[Work], Work]:
    """Make a function the work of a kind of job, perhaps with what is done when it comes to no end."""

    def keep(work: Work) -> Work:
        _kinds[kind] = work
        if undo:
            _undone[kind] = undo
        return work

    return keep


def ask(kind: str, parameters: dict[str, Any], actor: Account | None, *, key: str = "") -> Job:
    """Ask for a job; it begins when the asking transaction is committed and a worker is free."""
    content = {"kind": kind, "parameters": parameters}
    with action(actor, "job.ask", key=key, content=content) as event:
        if event.repeated:
            return Job.objects.get(pk=event.result["job"])
        asked = Job.objects.create(kind=kind, parameters=parameters, asked_by=actor)
        asked.task = str(perform.enqueue(asked.pk).id)
        asked.save(update_fields=["task"])
        event.draft.subject = f"job:{asked.pk}"
        event.note(kind=kind)
        event.result = {"job": asked.pk}
    return asked


def run_now(kind: str, parameters: dict[str, Any], actor: Account | None, watcher: Told | None = None) -> Job:
    """Do a job at once, as the command line does; a refusal or a fault is raised after it is noted.

    Args:
        watcher: told (what is done, steps done, steps in all) beside the job's row.
    """
    asked = Job.objects.create(kind=kind, parameters=parameters, asked_by=actor)
    _do(asked, again=True, watcher=watcher)
    return asked


@task()
def perform(job_id: int) -> None:
    """Do a job that waits in the queue."""
    _do(Job.objects.get(pk=job_id), again=False)


def _do(asked: Job, *, again: bool, watcher: Told | None = None) -> None:
    # A job that was given up for lost, or that another worker has, is not begun twice.
    moment = clock.now()
    mine = Job.objects.filter(pk=asked.pk, state=Job.State.WAITING)
    if not mine.update(state=Job.State.RUNNING, started_at=moment, beat_at=moment):
        return
    asked.refresh_from_db()
    try:
        with _beating(asked):
            result = _work_of(asked.kind)(Progress(asked, watcher))
    except Refusal as refusal:
        said = [plain_complaint(complaint) for complaint in refusal.complaints]
        with suppress(DatabaseError):
            # Where there is no room even for this, the reason is still told, and the job is lost later.
            _finish(asked, Job.State.REFUSED, plain(refusal.complaints[0].what), {"refused": said})
        if again:
            raise
    except BaseException as fault:
        # The words of a fault may quote data; its kind does not.
        _log.error("job %s failed with %s", asked.pk, type(fault).__name__)
        _finish(asked, Job.State.FAILED, plain(sentence("This failed for a reason of the program itself.")), {})
        raise
    else:
        _finish(asked, Job.State.DONE, plain(sentence("Done.")), result)


def _finish(asked: Job, state: Job.State, message: dict[str, Any], result: dict[str, Any]) -> None:
    # Only a job that is still running: one marked lost stays so.
    with transaction.atomic():
        running = Job.objects.filter(pk=asked.pk, state=Job.State.RUNNING)
        ended = running.update(state=state, message=message, finished_at=clock.now())
        undone = _undo(asked) if ended and state != Job.State.DONE else None
        if undone and state == Job.State.FAILED:
            Job.objects.filter(pk=asked.pk).update(message=undone)
        if ended:
            Job.objects.filter(pk=asked.pk).update(result=result)
    if state == Job.State.DONE:
        Job.objects.filter(pk=asked.pk, total__gt=0).update(progress=asked.__class__.objects.get(pk=asked.pk).total)
    asked.refresh_from_db()


@contextmanager
def _beating(asked: Job) -> Iterator[None]:
    """Show signs of life from beside the work."""
    stop = Event()

    def beat() -> None:
        while not stop.wait(BEAT_SECONDS):
            try:
                Job.objects.filter(pk=asked.pk).update(beat_at=clock.now())
            except DatabaseError:
                # The work itself holds the only pen; the next beat may get it.
                continue
        connection.close()

    thread = Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        # Without this the thread's connection could outlive a test's database.
        thread.join(timeout=1)


def _undo(asked: Job) -> dict[str, Any] | None:
    """Make good what a job had committed, in the transaction that says it came to no end; return what to say."""
    if asked.kind not in _kinds:
        _find_kinds()
    undo = _undone.get(asked.kind)
    said = undo(Job.objects.get(pk=asked.pk)) if undo else None
    return plain(said) if said else None


def _work_of(kind: str) -> Work:
    if kind not in _kinds:
        _find_kinds()
    return _kinds[kind]


def _find_kinds() -> None:
    for module in pkgutil.walk_packages(actions.__path__, "jishi.actions."):
        importlib.import_module(module.name)


def mark_lost(after: timedelta = LOST_AFTER) -> int:
    """Mark running jobs that show no sign of life; what they had not committed is undone. Return how many."""
    silent = Q(beat_at__lt=clock.now() - after) | Q(beat_at__isnull=True)
    words = plain(sentence("The program that did this was ended. Nothing was changed; ask for it again."))
    count = 0
    for each in Job.objects.filter(silent, state=Job.State.RUNNING):
        with transaction.atomic():
            # Of two that look at the same moment one finds it running.
            mine = Job.objects.filter(silent, pk=each.pk, state=Job.State.RUNNING)
            if mine.update(state=Job.State.LOST, finished_at=clock.now()):
                Job.objects.filter(pk=each.pk).update(message=_undo(each) or words)
                count += 1
    return count
