"""Candidates for a commendation inside a scope."""

from collections.abc import Mapping

from django.db.models import Count, Q, QuerySet

from jishi.core.access import Scope
from jishi.store.models.assess import Grade, Round
from jishi.store.models.awards import Candidate
from jishi.store.queries import units


def candidates(scope: Scope, round_: Round) -> QuerySet[Candidate]:
    """Return the candidates of a round whose unit a scope sees, by the proposing committee and the unit."""
    rows = Candidate.objects.filter(round=round_)
    rows = rows.select_related("unit", "proposer", "committee", "meeting", "notice", "run")
    if not scope.everything:
        rows = rows.filter(units.inside(scope) | units.inside(scope, field="committee"))
    return rows.order_by("proposer__code", "unit__code")


def graded_by(round_: Round, where: Q | None = None) -> Mapping[int, int]:
    """Return committee → how many units it has graded in a round; ``where`` says of which committees."""
    rows = Grade.objects.filter(where or Q(), round=round_).exclude(grade="").order_by()
    return dict(rows.values("committee").annotate(count=Count("pk")).values_list("committee", "count"))


def standing(round_: Round, procedure: str, out: frozenset[str], where: Q | None = None) -> Mapping[int, int]:
    """Return committee → how many of its candidates stand, those at steps ``out`` left aside."""
    rows = (
        Candidate.objects.filter(where or Q(), round=round_, procedure=procedure).exclude(state__in=out).order_by()
    )
    return dict(rows.values("proposer").annotate(count=Count("pk")).values_list("proposer", "count"))
