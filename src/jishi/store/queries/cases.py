"""Meetings, grades and what goes with them, inside a scope."""

from django.db.models import Count, QuerySet

from jishi.core.access import Scope
from jishi.store.models.assess import Grade, Round
from jishi.store.models.cases import Attendance, Lift, Meeting, Recusal, Reopening
from jishi.store.models.org import Unit
from jishi.store.queries import units


def meetings(scope: Scope) -> QuerySet[Meeting]:
    """Return the meetings of committees inside the scope, the latest first, with how many grades each decided."""
    rows = Meeting.objects.select_related("committee").annotate(decided=Count("grades"))
    if not scope.everything:
        rows = rows.filter(units.inside(scope, field="committee"))
    return rows.order_by("-held_on", "-pk")


def meeting(scope: Scope, number: int) -> Meeting:
    """Return one meeting.

    Raises:
        Meeting.DoesNotExist: there is none, or it lies outside; what decided on a unit inside is seen from there.
    """
    return meetings(scope).get(pk=number)


def grades(scope: Scope, round_: Round) -> QuerySet[Grade]:
    """Return the grades of a round inside the scope, by the unit's code."""
    rows = Grade.objects.filter(round=round_).select_related("unit", "meeting", "committee", "run")
    if not scope.everything:
        rows = rows.filter(units.inside(scope))
    return rows.order_by("unit__code")


def grade_of(scope: Scope, round_: Round, unit: Unit) -> Grade | None:
    """Return the row of one unit; None = nothing happened yet, or it lies outside."""
    return grades(scope, round_).filter(unit=unit).first()


def attendances(meeting: Meeting) -> QuerySet[Attendance]:
    """Return who was at a meeting; names are for who reads personal fields there."""
    return Attendance.objects.filter(meeting=meeting).select_related("person").order_by("person__name", "pk")


def recusals(grade: Grade) -> QuerySet[Recusal]:
    """Return who left while a grade was decided."""
    return Recusal.objects.filter(grade=grade).select_related("person").order_by("pk")


def reopenings(grade: Grade) -> QuerySet[Reopening]:
    """Return how often and why a grade was opened again, the last first."""
    return Reopening.objects.filter(grade=grade).select_related("run", "meeting").order_by("-pk")


def lifts(round_: Round, unit: Unit) -> QuerySet[Lift]:
    """Return the limits that were lifted for a unit in a round."""
    return Lift.objects.filter(round=round_, unit=unit).select_related("meeting__committee").order_by("pk")
