"""What a command line names: a unit by its code, the round that is going on, and the day on which it acts."""

from datetime import datetime
from typing import TYPE_CHECKING

from jishi.core.errors import refuse, sentence

if TYPE_CHECKING:
    from jishi.actions.people.ground import By
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


def by_on(on: datetime | None) -> "By":
    """Return the operator of this machine, who acts on a day; None = today."""
    from jishi.actions.people.ground import By

    return By(on=on.date() if on else None)


def unit_at(code: str | None) -> "Unit | None":
    """Return the unit of a code where one is given, dissolved ones too.

    Raises:
        Refusal: there is none.
    """
    return unit_named(code) if code else None


def unit_named(code: str) -> "Unit":
    """Return the unit of a code, dissolved ones too.

    Raises:
        Refusal: there is none.
    """
    from jishi.core.access import OPERATOR
    from jishi.store.models.org import Unit
    from jishi.store.queries import units

    try:
        return units.coded(OPERATOR, code)
    except Unit.DoesNotExist:
        raise refuse(
            code, sentence("No unit has this code."), sentence("Look it up with: jishi units list --search")
        ) from None


def unit_of(code: str) -> "Unit":
    """Return the unit of a code that is not dissolved.

    Raises:
        Refusal: there is none, or it was dissolved.
    """
    found = unit_named(code)
    if found.dissolved_on is not None:
        raise refuse(
            code,
            sentence("This unit was dissolved on %(day)s.", day=found.dissolved_on),
            sentence("Name the unit that took its place: jishi tree history %(code)s", code=code),
        )
    return found


def closed_consultation(code: str, number: int | None) -> "tuple[Consultation, Pack]":
    """Return a closed consultation of the year that goes on, of a round or the last one, and the pack.

    Raises:
        Refusal: no cycle is open, or none of this name is closed.
    """
    from jishi.actions.programme import pack_of
    from jishi.store.models.consult import Consultation

    round_ = round_now()
    closed = Consultation.objects.filter(round__cycle=round_.cycle_id, code=code, state=Consultation.State.CLOSED)
    closed = closed if number is None else closed.filter(round__number=number)
    found = closed.select_related("round__cycle").order_by("-round__number").first()
    if found is None:
        raise refuse(
            code,
            sentence("No consultation of this name is closed yet; before that nobody reads what people write."),
            sentence("Look at them with: jishi consult list"),
        )
    return found, pack_of(round_.cycle)


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
