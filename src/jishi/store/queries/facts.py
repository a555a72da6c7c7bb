"""Facts that a scope sees."""

from django.db.models import Exists, OuterRef, QuerySet

from jishi.core.access import Scope
from jishi.store.models.assess import FactValue, Round, Source
from jishi.store.models.org import Axis, Unit
from jishi.store.queries import units


def of_unit(scope: Scope, unit: Unit, round_: Round) -> QuerySet[FactValue]:
    """Return what every source said of a unit in a round, with fact name and import.

    Raises:
        Unit.DoesNotExist: the unit lies outside.
    """
    units.one(scope, unit.pk)
    found = FactValue.objects.filter(unit=unit, round=round_).select_related("fact", "origin__file")
    return found.order_by("fact__code", "source")


def of_round(scope: Scope, round_: Round, axis: str = Axis.MANAGEMENT) -> QuerySet[FactValue]:
    """Return all facts of a round about units that the scope sees."""
    found = FactValue.objects.filter(round=round_).select_related("fact")
    return found if scope.everything else found.filter(units.inside(scope, axis=axis))


def said_itself(round_: Round) -> Exists:
    """Return the condition, for units that were found through a scope, of having answered something themselves."""
    return Exists(FactValue.objects.filter(round=round_, unit=OuterRef("pk"), source=Source.SELF))
