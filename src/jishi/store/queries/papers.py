"""Official papers inside a scope, and who must hand some up."""

from collections.abc import Collection, Mapping

from django.db.models import QuerySet

from jishi.core.access import Scope
from jishi.store.models.assess import Round
from jishi.store.models.org import Unit
from jishi.store.models.papers import Paper
from jishi.store.queries import units


def papers(scope: Scope, round_: Round) -> QuerySet[Paper]:
    """Return the papers of a round about units inside the scope, the newest number of each first."""
    rows = Paper.objects.filter(round=round_).select_related(
        "unit", "maker", "above", "answer", "original", "edited"
    )
    if not scope.everything:
        rows = rows.filter(units.inside(scope))
    return rows.order_by("unit__code", "form", "-number")


def one(scope: Scope, number: int) -> Paper:
    """Return one paper about a unit inside the scope.

    Raises:
        Paper.DoesNotExist: there is none, or it lies outside.
    """
    rows = Paper.objects.select_related(
        "unit", "maker", "above", "round__cycle", "run", "original", "edited", "answer"
    )
    found = rows.get(pk=number)
    try:
        units.one(scope, found.unit_id)
    except Unit.DoesNotExist:
        raise Paper.DoesNotExist from None
    return found


def of_unit(round_: Round, unit: Unit, form: str) -> list[Paper]:
    """Return every version of a paper of a unit that was found through a scope, the newest first."""
    rows = Paper.objects.filter(round=round_, unit=unit, form=form)
    return list(
        rows.select_related("maker", "above", "run", "original", "edited", "answer", "made_by").order_by("-number")
    )


def makers(scope: Scope, kinds: Collection[str], levels: Collection[str]) -> QuerySet[Unit]:
    """Return the units of some kinds and levels inside the scope, by code; no kind or level = any."""
    found = units.visible(scope)
    if kinds:
        found = found.filter(kind__in=kinds)
    return found.filter(level__in=levels) if levels else found


def handed(round_: Round, form: str) -> QuerySet[Paper]:
    """Return the papers of a form that were handed up in a round, whoever handed them."""
    return Paper.objects.filter(round=round_, form=form, handed_on__isnull=False)


def newest(round_: Round, form: str, among: Collection[int]) -> Mapping[int, Paper]:
    """Return unit → the newest paper that was handed up, for some units that were found through a scope."""
    rows = handed(round_, form).filter(unit__in=list(among))
    rows = rows.select_related("answer", "above").order_by("number")
    return {row.unit_id: row for row in rows}
