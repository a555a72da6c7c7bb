"""Whose rows a reader may see: personal ones inside the scope, sensitive ones only close by.

Class 2 (names, numbers, stages) is read wherever a grant of that class reaches. Class 3 (care, lost contact) is
read at the branch itself and at the unit right above it, never further up: there, totals are enough.
"""

from django.db.models import Q, QuerySet

from jishi.core.access import MOST_PRIVATE, Scope
from jishi.store import clock, standing
from jishi.store.access import in_force
from jishi.store.models.org import Axis, Link, Unit, UnitPath
from jishi.store.queries.units import path_of, within

PERSONAL = 2


def readable(scope: Scope, field: str = "unit", least: int = PERSONAL) -> Q:
    """Return the condition that a row's unit lies where the scope reads personal fields."""
    if scope.everything:
        return Q()
    reading = [holding for holding in scope.holdings if holding.field_class >= least and holding.path]
    if not reading:
        return Q(pk__in=())
    if all(holding.axis == Axis.MANAGEMENT for holding in reading):
        whole = standing.everywhere(Scope(tuple(reading)), field)
        if whole is not None:
            return whole
    inside = Q()
    for holding in reading:
        inside |= within(holding.path) & Q(axis=holding.axis)
    return Q(**{f"{field}__in": UnitPath.objects.filter(inside).values("unit")})


def reads(scope: Scope, unit: Unit, least: int = PERSONAL) -> bool:
    """Say whether the scope reads personal fields at a unit."""
    places = UnitPath.objects.filter(unit=unit)
    return scope.everything or any(scope.reads(place.axis, place.path) >= least for place in places)


def may(scope: Scope, unit: Unit) -> bool:
    """Say whether the scope keeps the records of persons at a unit: reads them and may enter."""
    if scope.everything:
        return True
    path = path_of(unit)
    axis = str(Axis.MANAGEMENT)
    return bool(path) and scope.may("enter", axis, path) and scope.reads(axis, path) >= PERSONAL


def close(scope: Scope, field: str = "unit") -> Q:
    """Return the condition that a row's unit is close enough for class 3."""
    if scope.everything:
        return Q()
    own = [h.unit for h in scope.holdings if h.field_class >= PERSONAL and h.axis == Axis.MANAGEMENT]
    above = [h.unit for h in scope.holdings if h.field_class >= MOST_PRIVATE and h.axis == Axis.MANAGEMENT]
    return Q(**{f"{field}__in": own}) | Q(**{f"{field}__in": _below(above)})


def is_close(scope: Scope, unit: Unit) -> bool:
    """Say whether the scope reads class 3 at a unit."""
    return Unit.objects.filter(close(scope, "pk"), pk=unit.pk).exists()


def _below(above: list[int]) -> QuerySet:
    links = Link.objects.filter(in_force(clock.today()), axis=Axis.MANAGEMENT, parent__in=above)
    return links.values("unit")
