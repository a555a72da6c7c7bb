"""Targets of a cycle inside a scope."""

from collections.abc import Collection

from django.db.models import Count, QuerySet, Sum

from jishi.core.access import Scope
from jishi.store.models.assess import Cycle
from jishi.store.models.org import Unit
from jishi.store.models.targets import Target
from jishi.store.queries import units


def listed(scope: Scope, cycle: Cycle, kinds: Collection[str], place: Unit | None = None) -> QuerySet[Target]:
    """Return the targets of some kinds at and below a place, or in the whole scope; none that was taken back."""
    rows = Target.objects.filter(cycle=cycle, kind__in=list(kinds), number__isnull=False)
    if place is not None:
        return rows.filter(units.inside(scope, place))
    return rows if scope.everything else rows.filter(units.inside(scope))


def of_units(cycle: Cycle, kind: str, among: Collection[int]) -> QuerySet[Target]:
    """Return the targets of one kind of units that were found through a scope, those taken back too."""
    return Target.objects.filter(cycle=cycle, kind=kind, unit__in=list(among))


def given(cycle: Cycle, kind: str, domain: str, among: Collection[int]) -> tuple[int, int]:
    """Return what units found through a scope are to reach together, and how many of them have a target."""
    rows = of_units(cycle, kind, among).filter(domain=domain, number__isnull=False)
    found = rows.aggregate(given=Sum("number"), having=Count("pk"))
    return int(found["given"] or 0), int(found["having"])
