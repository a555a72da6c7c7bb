"""Monthly sheets of units for which a scope may enter facts, and what stands on them; constant queries."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet

from jishi.core.access import Scope
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.assess import FactValue, Round
from jishi.store.models.org import Unit
from jishi.store.models.paper import MonthlySheet
from jishi.store.models.people import Member
from jishi.store.models.posts import Tenure
from jishi.store.queries import units

#: Units that were found through a scope: their ids, or the query that finds them.
Who = Collection[int] | QuerySet
_COUNTED = (Member.Status.PROBATIONARY, Member.Status.FULL)


def entered_for(scope: Scope, domains: Collection[str], place: Unit | None = None) -> QuerySet[Unit]:
    """Return the units of some domains for which the scope may enter facts, by code."""
    found = units.visible(scope) if place is None else units.subtree(scope, place)
    return found.filter(units.where(scope, "enter", "pk"), domain__in=domains)


def waiting(found: QuerySet[Unit], month: date) -> QuerySet[Unit]:
    """Keep units whose sheet of a month was not typed in yet."""
    return found.filter(~Exists(MonthlySheet.objects.filter(unit=OuterRef("pk"), month=month)))


def received(found: Collection[int], month: date) -> Mapping[int, MonthlySheet]:
    """Return unit → its sheet of a month, for units that were found through a scope."""
    rows = MonthlySheet.objects.filter(unit__in=found, month=month).select_related("entered_by")
    return {sheet.unit_id: sheet for sheet in rows}


def said(found: Collection[int], round_: Round, wanted: Collection[str]) -> Mapping[int, list[FactValue]]:
    """Return unit → what was said of some facts in a round."""
    rows = FactValue.objects.filter(unit__in=found, round=round_, fact__code__in=wanted).select_related("fact")
    by_unit: dict[int, list[FactValue]] = {}
    for row in rows.select_related("fact", "origin__file"):
        by_unit.setdefault(row.unit_id, []).append(row)
    return by_unit


def secretaries(found: Who) -> Mapping[int, tuple[str, str]]:
    """Return unit → (name, kind of post) of who is first responsible there today."""
    rows = Tenure.objects.filter(
        in_force(clock.today()), post__unit__in=found, post__first_responsible=True, post__closed_on__isnull=True
    )
    return {unit: (name, kind) for unit, name, kind in rows.values_list("post__unit", "person__name", "post__kind")}


def members(found: Who) -> Mapping[int, int]:
    """Return unit → how many members it has today, those on probation included."""
    rows = Member.objects.filter(in_force(clock.today()), unit__in=found, status__in=_COUNTED)
    return {row["unit"]: row["total"] for row in rows.values("unit").annotate(total=Count("pk"))}
