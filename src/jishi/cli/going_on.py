"""What commands are about when nothing else is said: the round that is going on, and a unit by its code."""

from typing import TYPE_CHECKING

from jishi.core.errors import refuse, sentence

if TYPE_CHECKING:
    from jishi.store.models.assess import Round
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
