"""Where many units stand at once: how much is below each, and what is above each."""

from collections.abc import Iterable, Mapping

from django.db.models import Count, F, Q, QuerySet

from jishi.core.access import Scope
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.org import Axis, Link, Unit, UnitPath
from jishi.store.paths import ids
from jishi.store.queries import counts, units
from jishi.store.standing import standing


def counts_below(wanted: Iterable[Unit], axis: str = Axis.MANAGEMENT) -> Mapping[int, int]:
    """Return how many units stand below each of these units today; the units were found through a scope."""
    tree = standing(axis)
    return {unit.pk: tree.below(unit.pk) for unit in wanted}


def above(scope: Scope, wanted: Iterable[Unit], axis: str = Axis.MANAGEMENT) -> Mapping[int, list[Unit]]:
    """Return the units above each of these units that the scope sees, the highest first."""
    found = UnitPath.objects.filter(axis=axis, unit__in=[unit.pk for unit in wanted])
    lines = {unit: ids(path)[:-1] for unit, path in found.values_list("unit", "path")}
    everyone = {unit for line in lines.values() for unit in line}
    seen = {unit.pk: unit for unit in units.visible(scope, axis).filter(pk__in=everyone)}
    return {unit: [seen[each] for each in line if each in seen] for unit, line in lines.items()}


def beside(scope: Scope, unit: Unit) -> Mapping[str, Unit]:
    """Return axis → the unit above on it, for the axes besides management on which the unit stands today.

    Whoever sees a unit may know by name what stands above it.
    """
    held = Link.objects.filter(in_force(clock.today()), unit=unit, parent__isnull=False).select_related("parent")
    return {link.axis: link.parent for link in held.exclude(axis=Axis.MANAGEMENT).order_by("axis")}


def guided(scope: Scope, unit: Unit) -> QuerySet[Unit]:
    """Return the units directly below on an axis besides management that the scope sees, by code."""
    links = Link.objects.filter(in_force(clock.today()), parent=unit).exclude(axis=Axis.MANAGEMENT)
    seen = units.visible(scope).order_by().values("pk")
    on_axes = [units.visible(scope, axis).order_by().values("pk") for axis in (Axis.TERRITORY, Axis.INDUSTRY)]
    inside = Q(pk__in=seen) | Q(pk__in=on_axes[0]) | Q(pk__in=on_axes[1])
    return Unit.objects.filter(inside, pk__in=links.values("unit")).order_by("code")


def levels_below(scope: Scope, unit: Unit) -> Mapping[str, int]:
    """Return how many units of each kind stand below a unit, the most frequent first."""
    found = units.subtree(scope, unit).exclude(pk=unit.pk).order_by()
    counted = found.values("kind").annotate(count=Count("pk")).order_by(F("count").desc(), "kind")
    return {row["kind"]: row["count"] for row in counts.rows(scope, counted)}
