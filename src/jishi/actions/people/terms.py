"""The terms for which records are kept: the pack's, and our own where it says nothing."""

from collections.abc import Mapping

from jishi.actions.programme import pack_of
from jishi.core.people.keeping import OWN_TERMS, Term
from jishi.packs.schema.retention import Retention
from jishi.store.models.assess import Cycle


def terms() -> Mapping[str, Term]:
    """Return type of record → term, as the pack of the cycle that began last says.

    Raises:
        Refusal: that pack is not what the cycle pinned.
    """
    cycle = Cycle.objects.order_by("-starts_on", "-pk").first()
    return laid_over(pack_of(cycle).retention if cycle else ())


def laid_over(said: tuple[Retention, ...]) -> Mapping[str, Term]:
    """Return our own terms with what a pack says laid over them; nothing is kept for less than a day."""
    return {**OWN_TERMS, **{one.id: _term(one) for one in said}}


def _term(said: Retention) -> Term:
    return Term(said.id, max(said.months, 0 if said.days else 1), said.days)
