"""Who has the sheet of a round and who has not, inside a scope; by the areas below a place; constant queries."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from jishi.core.access import Scope
from jishi.store.models.assess import Round
from jishi.store.models.improve import BranchSheet, Call, Problem, Remedy
from jishi.store.models.org import Axis, Unit, UnitPath
from jishi.store.paths import STEP, ids
from jishi.store.queries import counts


def missing(found: QuerySet[Unit], round_: Round) -> QuerySet[Unit]:
    """Keep the units that do not have their sheet."""
    return found.filter(~Exists(BranchSheet.objects.filter(round=round_, unit=OuterRef("pk"))))


def given(round_: Round, among: Collection[int]) -> Mapping[int, BranchSheet]:
    """Return unit → its sheet, for some units that were found through a scope."""
    rows = BranchSheet.objects.filter(round=round_, unit__in=list(among))
    return {row.unit_id: row for row in rows}


@dataclass(frozen=True)
class Area:
    """A unit directly below a place, with how many get a sheet at or below it and how many have not."""

    unit: Unit
    due: int
    missing: int


def by_area(scope: Scope, found: QuerySet[Unit], round_: Round, path: str) -> list[Area]:
    """Return the areas directly below a path that hold units of some, by code; three queries."""
    everyone = _counted(scope, found, path)
    lacking = _counted(scope, missing(found, round_), path)
    below = {ids(area)[-1]: area for area in everyone if len(area) > len(path)}
    rows = Unit.objects.filter(pk__in=below).order_by("code")
    return [Area(row, everyone[below[row.pk]], lacking.get(below[row.pk], 0)) for row in rows]


def _counted(scope: Scope, found: QuerySet[Unit], path: str) -> dict[str, int]:
    rows = UnitPath.objects.filter(axis=Axis.MANAGEMENT, unit__in=found.order_by().values("pk"))
    counted = rows.annotate(area=Substr("path", 1, len(path) + STEP)).order_by().values("area")
    return dict(counts.rows(scope, counted.annotate(count=Count("pk")).values_list("area", "count")))


@dataclass(frozen=True)
class Open:
    """What the sheet of a unit cannot tell yet.

    Attributes:
        undecided: problems that are only proposed.
        bare: problems taken on without a remedy.
        unanswered: calls on the level above without an answer.
    """

    undecided: int = 0
    bare: int = 0
    unanswered: int = 0


def open_matters(round_: Round, among: Collection[int]) -> Mapping[int, Open]:
    """Return unit → what is open, for some units that were found through a scope; three queries."""
    rows = Problem.objects.filter(round=round_, unit__in=list(among)).order_by()
    kept = Remedy.objects.filter(problem=OuterRef("pk")).exclude(state=Remedy.State.DROPPED)
    undecided = _each(rows.filter(state=Problem.State.PROPOSED))
    bare = _each(rows.filter(~Exists(kept), state=Problem.State.OPEN))
    waits = Q(answered_on__isnull=True, problem__round=round_, problem__unit__in=list(among))
    calls = Call.objects.filter(waits).order_by().values("problem__unit").annotate(count=Count("pk"))
    unanswered = dict(calls.values_list("problem__unit", "count"))
    return {
        unit: Open(undecided.get(unit, 0), bare.get(unit, 0), unanswered.get(unit, 0))
        for unit in {*undecided, *bare, *unanswered}
    }


def _each(rows: QuerySet[Problem]) -> dict[int, int]:
    return dict(rows.values("unit").annotate(count=Count("pk")).values_list("unit", "count"))
