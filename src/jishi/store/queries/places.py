"""Where many units stand at once: how much is below each, and what is above each."""

from collections.abc import Iterable, Mapping

from django.db.models import Count, F, OuterRef, Subquery, Value
from django.db.models.functions import Concat

from jishi.core.access import Scope
from jishi.store.models.org import Axis, Unit, UnitPath
from jishi.store.paths import LAST, ids
from jishi.store.queries import units


def counts_below(wanted: Iterable[Unit], axis: str = Axis.MANAGEMENT) -> Mapping[int, int]:
    """Return how many units stand below each of these units today; the units were found through a scope."""
    below = (
        UnitPath.objects.filter(
            axis=axis, path__gt=OuterRef("path"), path__lt=Concat(OuterRef("path"), Value(LAST))
        )
        .order_by()
        .values("axis")
        .annotate(count=Count("pk"))
        .values("count")
    )
    found = UnitPath.objects.filter(axis=axis, unit__in=[unit.pk for unit in wanted])
    return {unit: count or 0 for unit, count in found.annotate(below=Subquery(below)).values_list("unit", "below")}


def above(scope: Scope, wanted: Iterable[Unit], axis: str = Axis.MANAGEMENT) -> Mapping[int, list[Unit]]:
    """Return the units above each of these units that the scope sees, the highest first."""
    found = UnitPath.objects.filter(axis=axis, unit__in=[unit.pk for unit in wanted])
    lines = {unit: ids(path)[:-1] for unit, path in found.values_list("unit", "path")}
    everyone = {unit for line in lines.values() for unit in line}
    seen = {unit.pk: unit for unit in units.visible(scope, axis).filter(pk__in=everyone)}
    return {unit: [seen[each] for each in line if each in seen] for unit, line in lines.items()}


def levels_below(scope: Scope, unit: Unit) -> Mapping[str, int]:
    """Return how many units of each kind stand below a unit, the most frequent first."""
    found = units.subtree(scope, unit).exclude(pk=unit.pk).order_by()
    counted = found.values("kind").annotate(count=Count("pk", distinct=True)).order_by(F("count").desc(), "kind")
    return {row["kind"]: row["count"] for row in counted}
