"""Of which round the papers are: the one that goes on, or an earlier one that the address names."""

from collections.abc import Mapping

from jishi.core.access import Scope
from jishi.store.models.assess import Round
from jishi.store.queries import rounds
from jishi.web.current import current_round
from jishi.web.pages.cases.words import number
from jishi.web.worksheet import Option


def asked(scope: Scope, query: Mapping[str, str]) -> tuple[Round | None, str]:
    """Return the round that an address asks for, and how its links say so; the current one needs no word.

    Raises:
        Round.DoesNotExist: there is no such round.
    """
    now, wanted = current_round(scope), number(query.get("round", ""))
    if not wanted or (now is not None and wanted == now.pk):
        return now, ""
    return rounds.rounds(scope).select_related("cycle").get(pk=wanted), f"round={wanted}&"


def of_year(scope: Scope, chosen: Round | None) -> tuple[Option, ...]:
    """Return the rounds of the year that goes on, the latest first, to choose from."""
    now = current_round(scope)
    if now is None:
        return ()
    found = rounds.rounds(scope).filter(cycle=now.cycle).select_related("cycle").order_by("-number")
    return tuple(Option(str(each.pk), str(each), each == chosen) for each in found)
