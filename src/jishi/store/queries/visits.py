"""Visits, minutes and opinions that a reader may read, and which units were not visited yet."""

from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Trim

from jishi.core.access import Scope
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.assess import Round
from jishi.store.models.consult import Inquiry, Minutes, Objection, Opinion, Visit
from jishi.store.models.org import Axis, Link, Unit
from jishi.store.models.posts import Dispatch, TeamMember
from jishi.store.queries import counts, privacy, units


def visits(scope: Scope, round_: Round, place: Unit | None = None) -> QuerySet[Visit]:
    """Return the visits of a round whose words the reader may read, the latest first; none of the own unit."""
    rows = Visit.objects.filter(privacy.readable(scope), _of_others(scope), round=round_)
    rows = rows.select_related("unit", "team")
    if place is not None:
        rows = rows.filter(units.inside(scope, place))
    return rows.order_by("-on", "-pk")


def incomplete(rows: QuerySet[Visit]) -> QuerySet[Visit]:
    """Keep visits that lack one of their three parts."""
    said = rows.annotate(talked=Trim("talk"), lived=Trim("life"))
    return said.filter(Q(talked="") | Q(lived="") | Q(faces__isnull=True) | Q(faces=0))


def minutes(scope: Scope, round_: Round, place: Unit | None = None) -> QuerySet[Minutes]:
    """Return the minutes of a round whose words the reader may read, the latest first."""
    rows = Minutes.objects.filter(privacy.readable(scope), _of_others(scope), round=round_).select_related("unit")
    if place is not None:
        rows = rows.filter(units.inside(scope, place))
    return rows.order_by("-on", "-pk")


def opinions(scope: Scope, round_: Round) -> QuerySet[Opinion]:
    """Return what superiors said in a round, as far as the reader may read it."""
    return Opinion.objects.filter(privacy.readable(scope), _of_others(scope), round=round_).select_related("unit")


def _of_others(scope: Scope) -> Q:
    """Return the condition that a unit is not the reader's own: who stands for it must not learn who said what.

    Whom a grant from above reaches there too reads it.
    """
    held = scope.holdings
    own = [
        each.unit
        for each in held
        if not any(other.unit != each.unit and other.covers(each.axis, each.path) for other in held)
    ]
    return Q() if scope.everything else ~Q(unit__in=own)


def graded(scope: Scope) -> QuerySet[Unit]:
    """Return the units inside that have a domain, and so a standard: those that are visited."""
    return units.visible(scope).filter(dissolved_on__isnull=True).exclude(domain="").order_by("code")


def to_visit(scope: Scope, round_: Round) -> QuerySet[Unit]:
    """Return the units inside, each with ``visited`` (day), ``met`` (a meeting), ``team`` (survey team)."""
    done = Visit.objects.filter(round=round_, unit=OuterRef("pk"))
    met = Minutes.objects.filter(round=round_, unit=OuterRef("pk"))
    sent = Dispatch.objects.filter(in_force(clock.today()), kind="survey-team", unit=OuterRef("pk"))
    return graded(scope).annotate(
        visited=Subquery(done.order_by("-on").values("on")[:1]),
        met=Exists(met),
        team=Subquery(sent.order_by("pk").values("team__name")[:1]),
    )


def heard(rows: QuerySet[Unit], round_: Round, *, yes: bool = True) -> QuerySet[Unit]:
    """Keep the units that were visited in a round, or those that were not."""
    visited = Exists(Visit.objects.filter(round=round_, unit=OuterRef("pk")))
    return rows.filter(visited if yes else ~visited)


def own_teams(scope: Scope) -> QuerySet[Dispatch]:
    """Return where survey teams are sent among the units inside."""
    rows = Dispatch.objects.filter(in_force(clock.today()), kind="survey-team", team__isnull=False)
    return rows.filter(units.inside(scope)).select_related("team", "unit")


def team_sizes(teams: list[int]) -> dict[int, int]:
    """Return how many people each team has today."""
    rows = TeamMember.objects.filter(in_force(clock.today()), team__in=teams).values_list("team", flat=True)
    found: dict[int, int] = dict.fromkeys(teams, 0)
    for team in rows:
        found[team] += 1
    return found


def inquiries(scope: Scope, round_: Round) -> QuerySet[Inquiry]:
    """Return the lists put to discipline inspection about places that the reader has class 3 at."""
    near = privacy.readable(scope, "place", 3)
    return Inquiry.objects.filter(near, round=round_).select_related("place", "evidence").order_by("place__code")


def objections(scope: Scope, inquiry: Inquiry) -> QuerySet[Objection]:
    """Return the objections of one list."""
    return Objection.objects.filter(inquiry=inquiry).select_related("unit").order_by("unit__code")


def places(scope: Scope) -> QuerySet[Unit]:
    """Return the places inside whose units are asked about by one list: those right above units with a standard."""
    below = Link.objects.filter(in_force(clock.today()), axis=Axis.MANAGEMENT, parent=OuterRef("pk"))
    return units.visible(scope).filter(Exists(below.exclude(unit__domain="")), domain="").order_by("code")


def graded_below(scope: Scope, found: Sequence[Unit]) -> dict[int, int]:
    """Return how many units with a standard stand right below each of these places, found through a scope."""
    rows = Link.objects.filter(in_force(clock.today()), axis=Axis.MANAGEMENT, unit__dissolved_on__isnull=True)
    rows = rows.exclude(unit__domain="").filter(parent__in=[place.pk for place in found])
    return dict(counts.rows(scope, rows.order_by().values_list("parent").annotate(count=Count("pk"))))
