"""Cards of units that a scope sees."""

from django.db.models import QuerySet

from jishi.core.access import Scope
from jishi.store.models.org import Unit
from jishi.store.models.paper import Card
from jishi.store.queries import units


def of_unit(scope: Scope, unit: Unit) -> QuerySet[Card]:
    """Return the cards of a unit, those in force first.

    Raises:
        Unit.DoesNotExist: the unit lies outside.
    """
    units.one(scope, unit.pk)
    return Card.objects.filter(unit=unit).select_related("account", "unit").order_by("-issued_at", "-pk")


def below(scope: Scope, unit: Unit) -> QuerySet[Card]:
    """Return the cards of a unit and of all below it, by unit."""
    inside = units.subtree(scope, unit).order_by().values("pk")
    return Card.objects.filter(unit__in=inside).select_related("account", "unit").order_by("unit__code", "pk")
