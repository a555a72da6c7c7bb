"""Coverage of workplaces, for a scope, in a few statements whatever their number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Substr

from jishi.core.access import Scope
from jishi.core.org.standing import FEWEST_FULL_MEMBERS
from jishi.store.access import in_force
from jishi.store.models.org import Axis, Formation, Succession, Unit, UnitPath, UnitTrait, UnitWorkplace, Workplace
from jishi.store.models.posts import Dispatch, Tenure
from jishi.store.models.rules import Violation
from jishi.store.queries import units

#: By what the table may be divided.
DIVISIONS = ("domain", "size_class", "ownership", "kind", "area", "area-type", "tier")
_TRAITS = {"area-type": UnitTrait.Kind.AREA, "tier": UnitTrait.Kind.TIER}
_HELPERS = (Dispatch.Kind.INSTRUCTOR, Dispatch.Kind.LIAISON)


@dataclass(frozen=True)
class Line:
    """The coverage of one group of workplaces.

    Attributes:
        key: the word of the group; empty = not known.
        total: workplaces on the day.
        organised: covered by a unit.
        worked: covered by a unit, an instructor, a liaison, a union or the League.
        lacking: should have a unit and have none.
        overdue: those whose deadline has passed.
        unknown: without a unit, and nobody knows how many full members.
    """

    key: str
    total: int
    organised: int
    worked: int
    lacking: int
    overdue: int
    unknown: int


def workplaces(scope: Scope, on: date, unit: Unit | None = None) -> QuerySet[Workplace]:
    """Return the workplaces of a day that a scope sees, with ``organised`` and ``helped``; by code.

    A workplace lies where its area does, else where its unit stands.

    Args:
        scope: who looks.
        on: the day.
        unit: only those at or below it; None = all.
    """
    if scope.everything and unit is None:
        found = Workplace.objects.all()
    else:
        found = Workplace.objects.annotate(lies=Coalesce("place_id", "unit_id"))
        found = found.filter(units.inside(scope, unit, "lies"))
    found = found.filter(Q(opened_on__isnull=True) | Q(opened_on__lte=on))
    found = found.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
    # Both lists are read once; a look for each workplace would be taken again for each figure of a table.
    joint = UnitWorkplace.objects.filter(in_force(on))
    sent = Dispatch.objects.filter(in_force(on), workplace__isnull=False, kind__in=_HELPERS)
    return found.annotate(joint=_among(joint), helped=_among(sent)).order_by("code")


def _among(rows: QuerySet) -> ExpressionWrapper:
    return ExpressionWrapper(Q(pk__in=rows.values("workplace")), BooleanField())


_ORGANISED = Q(unit__isnull=False) | Q(joint=True)
_WORKED = _ORGANISED | Q(helped=True) | Q(union=True) | Q(league=True)
_LONE = ~Q(joint=True) & Q(unit__isnull=True)
_UNKNOWN = ~Q(joint=True) & Q(unit__isnull=True, full_members__isnull=True)


def table(
    scope: Scope, on: date, by: str = "", unit: Unit | None = None, least: int = FEWEST_FULL_MEMBERS
) -> list[Line]:
    """Return one line for each group of workplaces; without a division one line for all.

    Args:
        scope: who looks.
        on: the day.
        by: one of :data:`DIVISIONS`; empty = all together.
        unit: only at or below it; None = all.
        least: so many full members found a unit, as the pack says.
    """
    found, day = workplaces(scope, on, unit).order_by(), _Day(on, least)
    if by in _TRAITS:
        return [
            line
            for value, here in _places_with(_TRAITS[by], on).items()
            for line in _lines(found.filter(_lying(here)), "", day, value)
        ]
    return _lines(found, by, day)


@dataclass(frozen=True)
class _Day:
    """The day that is looked at, and how many full members found a unit."""

    on: date
    least: int

    @property
    def lacking(self) -> Q:
        return _LONE & Q(full_members__gte=self.least)


def _lines(found: QuerySet[Workplace], by: str, day: _Day, key: str = "") -> list[Line]:
    counts = {
        "total": Count("pk"),
        "organised": Count("pk", filter=_ORGANISED),
        "worked": Count("pk", filter=_WORKED),
        "lacking": Count("pk", filter=day.lacking),
        "overdue": Count("pk", filter=day.lacking & Q(formation_due__lt=day.on)),
        "unknown": Count("pk", filter=_UNKNOWN),
    }
    if not by:
        told = found.aggregate(**counts)
        return [Line(key, **told)] if told["total"] else []
    return [Line(row.pop(by), **row) for row in found.values(by).annotate(**counts).order_by(by)]


def _places_with(kind: str, on: date) -> Mapping[str, list[str]]:
    """Return value → paths of the units that have it; what stands below another of them is left out."""
    marked = UnitTrait.objects.filter(in_force(on), kind=kind, unit__paths__axis=Axis.MANAGEMENT)
    found: dict[str, list[str]] = {}
    for value, path in marked.values_list("value", "unit__paths__path").order_by("value", "unit__paths__path"):
        listed = found.setdefault(value, [])
        if not listed or not path.startswith(listed[-1]):
            listed.append(path)
    return found


def _lying(paths: list[str]) -> Q:
    """Return the condition of lying below one of the paths, however many they are."""
    lengths = sorted({len(path) for path in paths})
    below = Q()
    for length in lengths:
        wanted = [path for path in paths if len(path) == length]
        places = UnitPath.objects.annotate(head=Substr("path", 1, length)).filter(
            head__in=wanted, axis=Axis.MANAGEMENT
        )
        below |= Q(place__in=places.values("unit")) | Q(place__isnull=True, unit__in=places.values("unit"))
    return below


def lacking(
    scope: Scope, on: date, unit: Unit | None = None, least: int = FEWEST_FULL_MEMBERS
) -> QuerySet[Workplace]:
    """Return the workplaces that should have a unit and have none, the most overdue first.

    Each row tells ``since`` when a rule first found it; None = it was not checked yet.
    """
    found = _since(workplaces(scope, on, unit).filter(_Day(on, least).lacking))
    return found.order_by(F("formation_due").asc(nulls_last=True), "-full_members", "code")


def _since(found: QuerySet[Workplace]) -> QuerySet[Workplace]:
    open_ = Violation.objects.filter(subject="workplace", subject_id=OuterRef("pk"), closed_on__isnull=True)
    first = open_.order_by("since").values("since")[:1]
    return found.annotate(since=Subquery(first)).select_related("place", "unit")


def uncovered(scope: Scope, on: date, unit: Unit | None = None) -> QuerySet[Workplace]:
    """Return the workplaces that nobody covers at all (R15), by code; each tells ``since`` as :func:`lacking`."""
    nobody = Q(unit__isnull=True, joint=False, helped=False)
    for flag in ("union", "league"):
        # Not known covers nothing either.
        nobody &= Q(**{flag: False}) | Q(**{f"{flag}__isnull": True})
    return _since(workplaces(scope, on, unit).filter(nobody))


Cut = Literal["all", "lacking", "overdue", "uncovered", "unknown", "nobody"]
CUTS: tuple[Cut, ...] = ("all", "lacking", "overdue", "uncovered", "unknown", "nobody")


def cut(scope: Scope, on: date, which: Cut, unit: Unit | None = None, least: int = FEWEST_FULL_MEMBERS) -> QuerySet:
    """Return one of the lists of workplaces.

    Args:
        scope: who looks.
        on: the day.
        which: ``lacking`` = should have a unit and have none; ``overdue`` = those whose deadline has passed;
            ``uncovered`` = reached by nobody; ``unknown`` = without a unit, full members not known; ``nobody`` = no
            unit answers for the area, and none is their own (D116).
        unit: only at or below it; None = all.
        least: so many full members found a unit.
    """
    if which in ("lacking", "overdue"):
        found = lacking(scope, on, unit, least)
        return found.filter(formation_due__lt=on) if which == "overdue" else found
    if which == "uncovered":
        return uncovered(scope, on, unit)
    found = _since(workplaces(scope, on, unit))
    if which == "unknown":
        return found.filter(_UNKNOWN)
    return found.filter(place__isnull=True, unit__isnull=True) if which == "nobody" else found


def formed(scope: Scope, since: date, on: date, unit: Unit | None = None) -> dict[str, int]:
    """Return mode of founding → how many units were founded from one day to another (D101); one query.

    What came out of a merge, a split or a conversion is not new.
    """
    here = Formation.objects.filter(units.inside(scope, unit), from_on__lte=on)
    kinds = (Succession.Kind.MERGE, Succession.Kind.SPLIT, Succession.Kind.CONVERT)
    older = Succession.objects.filter(after=OuterRef("unit"), kind__in=kinds, on=OuterRef("from_on"))
    new = here.filter(
        ~Exists(older), unit__founded_on__gte=since, unit__founded_on__lte=on, from_on=F("unit__founded_on")
    )
    return dict(new.order_by().values("mode").annotate(count=Count("pk")).values_list("mode", "count"))


@dataclass(frozen=True)
class Responsible:
    """Who answers for a unit: the holder of the post of the first responsible person."""

    unit: int
    person: str
    since: date


def responsible(wanted: set[int], on: date) -> dict[int, Responsible]:
    """Return unit → its first responsible person; units without one are missing. Names are fields of class 2."""
    held = Tenure.objects.filter(
        in_force(on), post__unit__in=wanted, post__first_responsible=True, post__closed_on__isnull=True
    )
    return {
        unit: Responsible(unit, name, since)
        for unit, name, since in held.values_list("post__unit_id", "person__name", "from_on")
    }
