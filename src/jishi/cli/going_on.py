"""What commands are about when nothing else is said: the round that is going on, and a unit by its code."""

from typing import TYPE_CHECKING

from jishi.core.errors import refuse, sentence

if TYPE_CHECKING:
    from jishi.packs.pack import Pack
    from jishi.store.models.assess import Round
    from jishi.store.models.consult import Consultation
    from jishi.store.models.org import Unit


def round_now() -> "Round":
    """Return the round that is going on.

    Raises:
        Refusal: no cycle is open.
    """
    from jishi.core.access import OPERATOR
    from jishi.store.queries import rounds

    found = rounds.current(OPERATOR)
    if found is None:
        raise refuse(
            "—",
            sentence("No cycle is open, so there is no round to look at."),
            sentence("Open one with: jishi cycle open CODE"),
        )
    return found


def unit_of(code: str) -> "Unit":
    """Return the unit of a code.

    Raises:
        Refusal: there is none, or it was dissolved.
    """
    from jishi.store.models.org import Unit

    found = Unit.objects.filter(code=code, dissolved_on__isnull=True).first()
    if found is None:
        raise refuse(
            code, sentence("There is no unit of this code."), sentence("Look at the codes in the register.")
        )
    return found


def consultation_of(code: str) -> "tuple[Consultation, Pack]":
    """Return a consultation of the round that is going on, and the round's pack.

    Raises:
        Refusal: no cycle is open, or it was not opened in this round.
    """
    from jishi.actions.programme import pack_of
    from jishi.store.models.consult import Consultation

    round_ = round_now()
    pack = pack_of(round_.cycle)
    found = Consultation.objects.select_related("round__cycle").filter(round=round_, code=code).first()
    if found is None:
        raise refuse(
            code,
            sentence("This consultation was not opened in %(round)s.", round=round_),
            sentence("Open it with: jishi consult open %(code)s", code=code),
        )
    return found, pack
