"""What units came from and became."""

from datetime import date

from django.db.models import Q, QuerySet

from jishi.core.access import Scope
from jishi.core.lineage import Step
from jishi.store.models.org import Link, Succession, Unit
from jishi.store.queries import units

_ENDS = (Succession.Kind.MERGE, Succession.Kind.DISSOLVE)


def ends(since: date) -> list[Step]:
    """Return every unit that ended after a day, with the one that carries on; few, whatever the tree's size."""
    rows = Succession.objects.filter(kind__in=_ENDS, on__gt=since, before__isnull=False, after__isnull=False)
    return [Step(before, after, on.toordinal()) for before, after, on in rows.values_list("before", "after", "on")]


def of_unit(scope: Scope, unit: Unit) -> QuerySet[Succession]:
    """Return the steps of a unit's life, the newest first.

    Raises:
        Unit.DoesNotExist: the unit lies outside.
    """
    units.one(scope, unit.pk)
    found = Succession.objects.filter(Q(before=unit) | Q(after=unit))
    return found.select_related("before", "after").order_by("-on", "-pk")


def steps(scope: Scope) -> QuerySet[Succession]:
    """Return the steps of every unit that the scope sees, or saw what became of it, the oldest first."""
    found = Succession.objects.select_related("before", "after").order_by("on", "pk")
    if scope.everything:
        return found
    seen = units.visible(scope).order_by().values("pk")
    return found.filter(Q(before__in=seen) | Q(after__in=seen))


def places_of(scope: Scope, unit: Unit) -> QuerySet[Link]:
    """Return where a unit stood and stands, on every axis, the newest first.

    Raises:
        Unit.DoesNotExist: the unit lies outside.
    """
    units.one(scope, unit.pk)
    return Link.objects.filter(unit=unit).select_related("parent").order_by("axis", "-from_on")
