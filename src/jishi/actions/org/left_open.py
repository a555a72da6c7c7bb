"""What may still be open at a unit: counted before the unit ends, and handed on where another carries it on."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import F, Q, QuerySet

from jishi.store.access import in_force
from jishi.store.models.duties import Supervision, Task, TaskSupport
from jishi.store.models.grids import GridServer
from jishi.store.models.improve import Partnership, Problem, Remedy
from jishi.store.models.org import Unit
from jishi.store.models.people import Transfer
from jishi.store.models.posts import Dispatch, Pairing, Team
from jishi.store.models.versioned import Dated

GOING = ("asked", "released", "returned")
_RUNNING = (Remedy.State.PLANNED, Remedy.State.PUBLISHED)
_UNSOLVED = (Problem.State.PROPOSED, Problem.State.OPEN)


def matters(on: date) -> Iterator[tuple[QuerySet, str]]:
    """Yield (rows that are open on a day, the field that names the unit), whatever the unit."""
    going = Transfer.objects.filter(state__in=GOING)
    yield going, "from_unit"
    yield going, "to_unit"
    yield Dispatch.objects.filter(in_force(on)), "unit"
    yield Team.objects.filter(in_force(on)), "unit"
    tasks = Task.objects.filter(state=Task.State.OPEN)
    yield tasks, "unit"
    yield tasks.exclude(unit=F("set_by")), "set_by"
    yield Problem.objects.filter(state__in=_UNSOLVED), "unit"
    yield Remedy.objects.filter(state__in=_RUNNING, problem__isnull=True), "unit"
    yield Supervision.objects.filter(answer_by__isnull=False, answered_on__isnull=True), "unit"


def count(unit: Unit, on: date) -> int:
    """Return how many matters of a unit are not closed on a day; one query."""
    first, *others = (rows.filter(**{field: unit}).order_by().values("pk") for rows, field in matters(on))
    return int(first.union(*others, all=True).count())


def hand_on(unit: Unit, to: Unit, on: date) -> None:
    """Let tasks, problems with their remedies, teams and those who serve grids go on at another unit from a day."""
    open_problems = Problem.objects.filter(unit=unit, state__in=_UNSOLVED)
    # Remedies first: which problems are open is asked of the unit that they still belong to.
    _move(
        Remedy.objects.filter(Q(problem__in=open_problems) | Q(problem__isnull=True, state__in=_RUNNING)), unit, to
    )
    _move(open_problems, unit, to)
    open_tasks = Task.objects.filter(state=Task.State.OPEN)
    _move(open_tasks, unit, to)
    _move(open_tasks, unit, to, "set_by")
    there = TaskSupport.objects.filter(unit=to).values("task")
    _move(
        TaskSupport.objects.filter(task__in=open_tasks).exclude(
            task__in=list(there.values_list("task", flat=True))
        ),
        unit,
        to,
    )
    _move(Supervision.objects.filter(answer_by__isnull=False, answered_on__isnull=True), unit, to)
    _move(Team.objects.filter(in_force(on)), unit, to)
    _move(Dispatch.objects.filter(in_force(on)), unit, to, "sending")
    _serve(unit, to, on)


def _move(rows: QuerySet, unit: Unit, to: Unit, field: str = "unit") -> None:
    rows.filter(**{field: unit}).update(**{field: to, "version": F("version") + 1})


def _serve(unit: Unit, to: Unit, on: date) -> None:
    there = set(GridServer.objects.filter(in_force(on), unit=to).values_list("grid", "person"))
    for row in GridServer.objects.filter(in_force(on), unit=unit):
        if (row.grid, row.person_id) not in there:
            GridServer.objects.create(unit=to, grid=row.grid, person_id=row.person_id, role=row.role, from_on=on)


def ends_with(unit: Unit) -> Sequence[QuerySet[Dated]]:
    """Return what ends with a unit besides its posts: pairings, partnerships, the service of its grids, teams."""
    return (
        Pairing.objects.filter(Q(leader__unit=unit) | Q(paired__unit=unit)),
        Partnership.objects.filter(Q(exemplar=unit) | Q(unit=unit)),
        GridServer.objects.filter(unit=unit),
        Team.objects.filter(unit=unit),
    )
