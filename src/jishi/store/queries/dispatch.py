"""Who is sent where, inside a scope; which weak units have the helper that they should."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Count, Q, QuerySet

from jishi.core.access import Scope
from jishi.store.access import in_force
from jishi.store.models.org import Unit
from jishi.store.models.posts import Dispatch, Team
from jishi.store.queries import counts as counting
from jishi.store.queries import units


def listed(scope: Scope, place: Unit | None = None) -> QuerySet[Dispatch]:
    """Return assignments to units and workplaces inside a scope, those that hold first, then the latest."""
    rows = Dispatch.objects.select_related("person", "team", "sending", "unit", "workplace__place")
    rows = rows.order_by("-from_on", "pk")
    if scope.everything and place is None:
        return rows
    fields = ("unit", "workplace__place", "workplace__unit")
    inside = reduce(or_, (units.inside(scope, place, field) for field in fields))
    return rows.filter(inside)


def present(rows: QuerySet[Dispatch], on: date) -> QuerySet[Dispatch]:
    """Keep assignments that hold on a day."""
    return rows.filter(in_force(on))


def one(scope: Scope, number: int) -> Dispatch:
    """Return an assignment to a place that the scope sees.

    Raises:
        Dispatch.DoesNotExist: there is none, or the place lies outside.
    """
    return listed(scope).get(pk=number)


def counts(scope: Scope, rows: QuerySet[Dispatch]) -> dict[str, int]:
    """Return how many assignments there are of each kind."""
    return dict(counting.rows(scope, rows.order_by().values_list("kind").annotate(sent=Count("pk"))))


def helped(among: Collection[int], on: date) -> Mapping[int, frozenset[str]]:
    """Return unit → the kinds of helpers that it has on a day, for some units; one query for each thousand."""
    found: dict[int, set[str]] = {}
    listed_ = list(among)
    for start in range(0, len(listed_), 900):
        rows = Dispatch.objects.filter(in_force(on), unit__in=listed_[start : start + 900])
        for unit, kind in rows.values_list("unit_id", "kind"):
            found.setdefault(unit, set()).add(kind)
    return {unit: frozenset(kinds) for unit, kinds in found.items()}


def teams(scope: Scope, on: date) -> QuerySet[Team]:
    """Return the teams of units inside the scope, with ``load``: to how many units each is sent."""
    rows = Team.objects.filter(in_force(on)).select_related("leader", "unit")
    if not scope.everything:
        rows = rows.filter(units.inside(scope))
    sent = Q(dispatches__from_on__lte=on) & (Q(dispatches__to_on__isnull=True) | Q(dispatches__to_on__gt=on))
    return rows.annotate(load=Count("dispatches", filter=sent)).order_by("kind", "name", "pk")
