"""Care in totals, organisation by organisation, without persons; what is too small to be told is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Sum, When
from django.db.models.functions import Substr

from jishi.core.access import Scope
from jishi.core.people.care import hidden
from jishi.store.models.org import Axis, Unit
from jishi.store.models.people import Care, CareVisit
from jishi.store.paths import STEP, ids
from jishi.store.queries import privacy, units

_PATH = "member__unit__paths__path"

Groups = frozenset[int]


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
    line = _line(scope, path)
    going = Care.objects.filter(Q(from_on__lte=until) & (Q(to_on__isnull=True) | Q(to_on__gt=since)))
    inside = units.within(line[0], _PATH) & Q(member__unit__paths__axis=Axis.MANAGEMENT)
    below = going.filter(inside).annotate(head=_heads(line))
    counted = _levels(line, below)
    # A group is read close by when everybody in it is; the committee reads its branches, not what is below them.
    near = _levels(line, below.filter(privacy.close(scope, "member__unit")))
    gone = _gone(line, counted, near)
    there = units.within(path, f"care__{_PATH}") & Q(care__member__unit__paths__axis=Axis.MANAGEMENT)
    times = CareVisit.objects.filter(there, on__gte=since, on__lte=until).annotate(
        head=Substr(f"care__{_PATH}", 1, length)
    )
    sums = times.order_by().values("head", source=F("fund"))
    rows = list(sums.annotate(visits=Count("pk", filter=Q(kind="visit")), given=Sum("money")))
    return _told(place, counted[-1], gone, rows)


def _line(scope: Scope, path: str) -> list[str]:
    """Return the paths of the pages that the reader can open, from the highest down to the one asked for."""
    top = next((root for root in scope.roots(Axis.MANAGEMENT) if path.startswith(root)), path)
    return [path[:end] for end in range(len(top), len(path) + 1, STEP)] or [path]


def _heads(line: Sequence[str]) -> Case:
    """Return the group in which somebody is told where the line is left: a unit beside it, or one on it itself."""
    deepest_first = [When(units.within(at, _PATH), then=Substr(_PATH, 1, len(at) + STEP)) for at in reversed(line)]
    return Case(*deepest_first, output_field=CharField())


def _levels(line: Sequence[str], rows: QuerySet[Care]) -> list[dict[int, int]]:
    """Return for each page of the line: group → how many people; the next page is a group of the one above."""
    found = rows.order_by().values("head").annotate(n=Count("member", distinct=True))
    levels: list[dict[int, int]] = [{} for _ in line]
    for row in found:
        on = max(place for place, at in enumerate(line) if row["head"].startswith(at))
        levels[on][_last(row["head"])] = row["n"]
    for place in range(len(line) - 1, 0, -1):
        if people := sum(levels[place].values()):
            levels[place - 1][_last(line[place])] = people
    return levels


def _gone(line: Sequence[str], counted: Sequence[Mapping[int, int]], near: Sequence[Mapping[int, int]]) -> Groups:
    """Return what the last page does not tell: what is hidden on a page above is not told by the pages below it."""
    above, gone = False, frozenset[int]()
    for place, people in enumerate(counted):
        close = [unit for unit, count in near[place].items() if count == people[unit]]
        gone = hidden(people, close, parent_hidden=above)
        above = place + 1 < len(line) and _last(line[place + 1]) in gone
    return gone


def _last(path: str) -> int:
    return ids(path)[-1]


def _told(place: Unit, counted: Mapping[int, int], gone: Groups, rows: list[dict]) -> list[Total]:
    named = {unit.pk: unit for unit in Unit.objects.filter(pk__in=list(counted))}
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
