"""Problems, remedies and calls inside a scope; what is overdue; orphans; who else wrote the same."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jishi.core.access import Scope
from jishi.store.models.assess import Grade, Round
from jishi.store.models.improve import Call, Plan, Problem, Promotion, Remedy
from jishi.store.models.org import Unit
from jishi.store.queries import units

#: Still to be done.
RUNNING = (Remedy.State.PLANNED, Remedy.State.PUBLISHED)


def inside(scope: Scope, place: Unit | None = None, field: str = "unit") -> Q:
    """Return the condition of belonging to a unit inside the scope, at or below a place."""
    return Q() if scope.everything and place is None else units.inside(scope, place, field)


def problems(scope: Scope, place: Unit | None = None) -> QuerySet[Problem]:
    """Return problems, the most pressing first, with ``remedy_count``."""
    rows = Problem.objects.filter(inside(scope, place)).select_related("unit", "round__cycle")
    # Counted beside each row that is shown; a join would group every problem before the first is.
    kept = Remedy.objects.filter(problem=OuterRef("pk")).exclude(state=Remedy.State.DROPPED).order_by()
    counted = kept.values("problem").annotate(n=Count("pk")).values("n")
    rows = rows.annotate(remedy_count=Coalesce(Subquery(counted), 0))
    return rows.order_by("-priority", "found_on", "pk")


def remedies(scope: Scope, place: Unit | None = None) -> QuerySet[Remedy]:
    """Return remedies, the earliest deadline first; those without one last."""
    rows = Remedy.objects.filter(inside(scope, place)).select_related("unit", "problem__round__cycle")
    return rows.order_by("due_on", "pk")


def overdue(rows: QuerySet[Remedy], today: date, days: int = 1) -> QuerySet[Remedy]:
    """Keep remedies that are late by so many days or more."""
    return rows.filter(state__in=RUNNING, due_on__lte=today - timedelta(days=days))


def one_problem(scope: Scope, number: int) -> Problem:
    """Return a problem of a unit that the scope sees.

    Raises:
        Problem.DoesNotExist: there is none, or it lies outside.
    """
    found = Problem.objects.select_related("unit", "round__cycle", "run").get(pk=number)
    try:
        units.one(scope, found.unit_id)
    except Unit.DoesNotExist:
        raise Problem.DoesNotExist from None
    return found


def one_remedy(scope: Scope, number: int) -> Remedy:
    """Return a remedy of a unit that the scope sees.

    Raises:
        Remedy.DoesNotExist: there is none, or it lies outside.
    """
    found = Remedy.objects.select_related("unit", "problem").get(pk=number)
    try:
        units.one(scope, found.unit_id)
    except Unit.DoesNotExist:
        raise Remedy.DoesNotExist from None
    return found


def calls_on(scope: Scope) -> QuerySet[Call]:
    """Return calls on units inside the scope that wait for an answer, the earliest term first."""
    rows = Call.objects.filter(inside(scope, field="above"), answered_on__isnull=True)
    return rows.select_related("above", "problem__unit", "problem__round__cycle").order_by("due_on", "pk")


def one_call(scope: Scope, number: int) -> Call:
    """Return a call of or on a unit that the scope sees.

    Raises:
        Call.DoesNotExist: there is none, or both lie outside.
    """
    rows = Call.objects.filter(inside(scope, field="above") | inside(scope, field="problem__unit"))
    return rows.select_related("above", "problem__unit").get(pk=number)


def without_remedy(scope: Scope, place: Unit | None = None) -> QuerySet[Problem]:
    """Return open problems against which nothing is done (R09)."""
    rows = alone(Problem.objects.filter(inside(scope, place), state=Problem.State.OPEN))
    return rows.select_related("unit", "round__cycle").order_by("found_on", "pk")


def alone(rows: QuerySet[Problem]) -> QuerySet[Problem]:
    """Keep problems against which nothing is done."""
    return rows.filter(~Exists(Remedy.objects.filter(problem=OuterRef("pk")).exclude(state=Remedy.State.DROPPED)))


def without_problem(scope: Scope, place: Unit | None = None) -> QuerySet[Remedy]:
    """Return remedies that answer no problem (R09)."""
    rows = Remedy.objects.filter(inside(scope, place), problem__isnull=True).exclude(state=Remedy.State.DROPPED)
    return rows.select_related("unit").order_by("since", "pk")


def open_count(unit: Unit) -> int:
    """Return how many problems a unit works on."""
    return Problem.objects.filter(unit=unit, state=Problem.State.OPEN).count()


@dataclass(frozen=True)
class Planned:
    """What is known of a unit's plan: whether it has a goal, the contact leader, remedies that are not dropped."""

    has_goal: bool
    contact: str
    remedies: int


def planned(round_: Round, among: Collection[int]) -> Mapping[int, Planned]:
    """Return unit → its plan of a round, for some units; two queries for each thousand."""
    found: dict[int, Planned] = {}
    listed = list(among)
    for start in range(0, len(listed), 900):
        part = listed[start : start + 900]
        kept = Remedy.objects.filter(unit__in=part).exclude(state=Remedy.State.DROPPED)
        counted = dict(kept.values("unit").annotate(n=Count("pk")).values_list("unit", "n"))
        rows = Plan.objects.filter(round=round_, unit__in=part).values_list("unit_id", "goal", "contact")
        for unit, goal, contact in rows:
            found[unit] = Planned(bool(goal.strip()), contact, counted.get(unit, 0))
    return found


def copies(digest: str, unit: Unit) -> list[str]:
    """Return the names of up to three other units whose problems, remedies or goals say the same.

    Only the name is told, not what stands there: whoever writes may know that the words are not new.
    """
    if not digest:
        return []
    found: list[str] = []
    for model in (Remedy, Problem, Plan):
        rows = model.objects.filter(digest=digest).exclude(unit=unit).order_by("pk")  # type: ignore[attr-defined]
        found += rows.values_list("unit__name", flat=True)[:3]
    return list(dict.fromkeys(found))[:3]


def last_sheet(round_: Round, unit: Unit) -> date | None:
    """Return when the last problem of a unit in a round was found; None = none."""
    return Problem.objects.filter(round=round_, unit=unit).aggregate(on=Max("found_on"))["on"]


def promotions(unit: Unit) -> QuerySet[Promotion]:
    """Return when a unit that was found through a scope rose, with the grades as they are decided now."""
    rows = Promotion.objects.filter(grade__unit=unit, meeting=F("grade__meeting")).select_related("grade", "notice")
    return rows.order_by("pk")


def decided(unit: Unit) -> QuerySet[Grade]:
    """Return the locked grades of a unit that was found through a scope."""
    rows = Grade.objects.filter(unit=unit, locked_at__isnull=False)
    return rows.select_related("meeting", "round__cycle").order_by("round__opens_on")
