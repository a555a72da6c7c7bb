"""Searches for candidates and reviews of secretaries, inside a scope."""

from django.db.models import F, QuerySet

from jishi.core.access import MOST_PRIVATE, Scope
from jishi.store.models.org import Axis, Unit
from jishi.store.models.secretaries import CandidateSearch, SecretaryReview
from jishi.store.queries import units


def searches(scope: Scope, place: Unit | None = None) -> QuerySet[CandidateSearch]:
    """Return records that nobody suitable was found, at and below a place or everywhere, the latest first."""
    rows = CandidateSearch.objects.select_related("post__unit").order_by("-on", "post__unit__code")
    if place is not None:
        return rows.filter(units.inside(scope, place, "post__unit"))
    if scope.everything:
        return rows
    return rows.filter(units.inside(scope, field="post__unit"))


def reviews(scope: Scope) -> QuerySet[SecretaryReview]:
    """Return the reviews of the very committees to which the reader belongs, those that are open first."""
    rows = SecretaryReview.objects.select_related("tenure__person", "tenure__post__unit", "committee")
    if not scope.everything:
        own = [
            holding.unit
            for holding in scope.holdings
            if holding.field_class >= MOST_PRIVATE and holding.axis == Axis.MANAGEMENT
        ]
        rows = rows.filter(committee__in=own)
    return rows.order_by(F("locked_on").asc(nulls_first=True), "-opened_on", "pk")


def one_review(scope: Scope, number: int) -> SecretaryReview:
    """Return a review of a committee to which the reader belongs.

    Raises:
        SecretaryReview.DoesNotExist: there is none, or it is somebody else's.
    """
    return reviews(scope).get(pk=number)
