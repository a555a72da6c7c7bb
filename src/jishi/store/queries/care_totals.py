"""Care in totals, organisation by organisation, without persons; what is too small to be told is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Substr

from jishi.core.access import Scope
from jishi.core.people.care import hidden
from jishi.store.models.org import Axis, Unit
from jishi.store.models.people import Care, CareVisit
from jishi.store.paths import STEP, ids
from jishi.store.queries import privacy, units

_PATH = "member__unit__paths__path"


@dataclass(frozen=True)
class Total:
    """The care of a year at and below a unit.

    Attributes:
        people: how many were cared for.
        visits: how often they were visited; talks are not counted.
        funds: where from → fen.
        told: whether the reader is told; else every number is empty.
    """

    unit: Unit
    people: int = 0
    visits: int = 0
    funds: Mapping[str, int] | None = None
    told: bool = True

    @property
    def money(self) -> int:
        """All together, fen."""
        return sum((self.funds or {}).values())


def care_by_unit(scope: Scope, place: Unit, since: date, until: date) -> list[Total]:
    """Return the totals of the place itself and of each unit right below it in which somebody is cared for.

    Args:
        scope: who looks.
        place: a unit that the scope sees.
        since, until: the first and the last day of the year.

    Raises:
        Unit.DoesNotExist: the place lies outside.
    """
    units.one(scope, place.pk)
    path = units.path_of(place)
    length = len(path) + STEP
    going = Care.objects.filter(Q(from_on__lte=until) & (Q(to_on__isnull=True) | Q(to_on__gt=since)))
    inside = units.within(path, _PATH) & Q(member__unit__paths__axis=Axis.MANAGEMENT)
    below = going.filter(inside).annotate(head=Substr(_PATH, 1, length))
    counted = _people(below)
    # A group is read close by when everybody in it is; the committee reads its branches, not what is below them.
    near = _people(below.filter(privacy.close(scope, "member__unit")))
    close = [unit for unit, count in near.items() if count == counted[unit]]
    there = units.within(path, f"care__{_PATH}") & Q(care__member__unit__paths__axis=Axis.MANAGEMENT)
    times = CareVisit.objects.filter(there, on__gte=since, on__lte=until).annotate(
        head=Substr(f"care__{_PATH}", 1, length)
    )
    sums = times.order_by().values("head", source=F("fund"))
    rows = list(sums.annotate(visits=Count("pk", filter=Q(kind="visit")), given=Sum("money")))
    return _told(place, counted, close, rows)


def _people(rows: QuerySet[Care]) -> dict[int, int]:
    """Return group → how many people."""
    found = rows.order_by().values("head").annotate(n=Count("member", distinct=True))
    return {_last(row["head"]): row["n"] for row in found}


def _last(path: str) -> int:
    return ids(path)[-1]


def _told(place: Unit, counted: Mapping[int, int], close: Sequence[int], rows: list[dict]) -> list[Total]:
    named = {unit.pk: unit for unit in Unit.objects.filter(pk__in=list(counted))}
    gone = hidden(counted, close)
    visits: dict[int, int] = {}
    funds: dict[int, dict[str, int]] = {}
    for row in rows:
        unit = _last(row["head"])
        visits[unit] = visits.get(unit, 0) + row["visits"]
        if row["given"]:
            funds.setdefault(unit, {})[row["source"]] = row["given"]
    found = sorted(named.values(), key=lambda unit: (unit.pk != place.pk, unit.code))
    return [
        Total(unit, told=False)
        if unit.pk in gone
        else Total(unit, counted[unit.pk], visits.get(unit.pk, 0), funds.get(unit.pk, {}))
        for unit in found
    ]
