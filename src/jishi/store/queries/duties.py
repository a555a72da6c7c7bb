"""Tasks, the division of work and supervision inside a scope."""

from datetime import date

from django.db.models import F, Q, QuerySet

from jishi.core.access import Scope
from jishi.store.access import in_force
from jishi.store.models.duties import Responsibility, Supervision, Task
from jishi.store.models.org import Axis, Unit
from jishi.store.queries import units


def _inside(scope: Scope, *fields: str) -> Q:
    """Return the condition that one of these units lies in the scope, on any axis."""
    if scope.everything:
        return Q()
    found = Q()
    for axis in Axis.values:
        if scope.roots(axis):
            seen = units.visible(scope, axis).order_by().values("pk")
            for field in fields:
                found |= Q(**{f"{field}__in": seen})
    return found or Q(pk__in=())


def tasks(scope: Scope, place: Unit | None = None) -> QuerySet[Task]:
    """Return the tasks that a unit in the scope does, gives or supports; open ones first, then by their day."""
    rows = Task.objects.filter(_inside(scope, "unit", "set_by", "supports__unit"))
    if place is not None:
        below = units.subtree(scope, place).order_by().values("pk")
        rows = rows.filter(Q(unit__in=below) | Q(supports__unit__in=below))
    rows = Task.objects.filter(pk__in=rows.order_by().values("pk")).select_related("unit", "set_by")
    return rows.order_by(F("closed_on").desc(nulls_first=True), "due_on", "pk")


def one_task(scope: Scope, number: int) -> Task:
    """Return a task that the scope sees.

    Raises:
        Task.DoesNotExist: there is none, or it lies outside.
    """
    return tasks(scope).get(pk=number)


def overdue(rows: QuerySet[Task], today: date) -> QuerySet[Task]:
    """Keep open tasks whose day is over."""
    return rows.filter(state=Task.State.OPEN, due_on__lt=today)


def supervision(scope: Scope, place: Unit | None = None) -> QuerySet[Supervision]:
    """Return what departments said to units in the scope, or units in the scope to others; the latest first.

    With a place: only what was said to it and to the units below it.
    """
    rows = Supervision.objects.filter(_inside(scope, "unit", "department"))
    if place is not None:
        rows = rows.filter(units.inside(scope, place))
    return rows.select_related("unit", "department").order_by("-on", "-pk")


def one_word(scope: Scope, number: int) -> Supervision:
    """Return an entry of the log that the scope sees.

    Raises:
        Supervision.DoesNotExist: there is none, or it lies outside.
    """
    return supervision(scope).get(pk=number)


def responsibilities(scope: Scope, on: date, place: Unit | None = None) -> QuerySet[Responsibility]:
    """Return which posts answer for which areas on a day, at a unit or in the whole scope."""
    rows = Responsibility.objects.filter(in_force(on), _inside(scope, "post__unit"))
    rows = rows.filter(post__unit=place) if place is not None else rows
    return rows.select_related("post__unit").order_by("post__unit__code", "post", "area")
