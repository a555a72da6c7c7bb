"""What the committee decides by its minute where a tally cannot be told and no pool stands in for it."""

from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise

from django.utils import timezone

from jishi.actions.consult.ground import By
from jishi.actions.consult.opening import of_people, written
from jishi.actions.consult.telling import SOURCES
from jishi.core.access import Scope
from jishi.core.errors import refuse, sentence
from jishi.packs.consultations import policy
from jishi.packs.pack import Pack
from jishi.packs.schema.consultations import Ask
from jishi.store import clock
from jishi.store import facts as stored
from jishi.store.models.consult import Consultation
from jishi.store.models.org import Unit
from jishi.store.models.told import Substitute, Told
from jishi.store.queries import units
from jishi.store.transact import action, change

WHOLE = 100_00


@dataclass(frozen=True)
class Hidden:
    """A share of a unit that could not be told.

    Attributes:
        ask, fact: id of the ask and of the fact that the share would have become.
    """

    consultation: Consultation
    unit: Unit
    ask: str
    fact: str
    pack: Pack

    @property
    def called(self) -> str:
        """Return how sentences call the unit."""
        return f"{self.unit.name} ({self.unit.code})"

    def wanted(self) -> Ask:
        """Return what the pack says of those who were asked.

        Raises:
            Refusal: nobody of this name is asked, or no such share becomes a fact.
        """
        for ask in of_people(written(self.pack, self.consultation.code), self.unit):
            if ask.id == self.ask and self.fact in {each.fact for each in ask.becomes}:
                return ask
        raise refuse(
            self.called,
            sentence("Nobody of “%(ask)s” is asked about this unit.", ask=self.ask[:40]),
            sentence("Load the page again and choose from what it offers."),
        )


@dataclass(frozen=True)
class Minute:
    """What the committee decided.

    Attributes:
        low: lower end of the band in basis points.
        number: of the minute.
        version: of the substitute that was seen; 0 = there was none.
    """

    low: int
    number: str
    on: date
    why: str
    version: int = 0


def bands_of(ask: Ask) -> list[tuple[int, int]]:
    """Return the bands of which a committee chooses one, lowest first."""
    ends = (0, *policy(ask).edges, WHOLE)
    return list(pairwise(ends))


def decides(scope: Scope, unit: Unit) -> bool:
    """Say whether somebody enters minutes about a unit: a committee above it, never the unit itself."""
    if scope.everything:
        return True
    above = Scope(tuple(held for held in scope.holdings if held.unit != unit.pk))
    return any(above.may("review", axis, path) for axis, path in units.seers(unit))


def by_minute(by: By, hidden: Hidden, minute: Minute) -> Substitute:
    """Let a band that the committee decided stand in for a hidden tally; it becomes the fact.

    Raises:
        Refusal: the role is no committee above, it is not closed, the tally is told or nobody answered, a pool
            stands in, the band is none of the pack's, minute or reason is missing, or the facts are locked.
    """
    content = {
        "consultation": hidden.consultation.pk,
        "unit": hidden.unit.pk,
        "fact": hidden.fact,
        "minute": asdict(minute),
    }
    with action(by.actor, "tally.substitute", key=by.key, content=content) as event:
        if event.repeated:
            return Substitute.objects.get(pk=event.result["substitute"])
        ask = hidden.wanted()
        before = Substitute.objects.filter(
            consultation=hidden.consultation, unit=hidden.unit, fact=hidden.fact
        ).first()
        _check(by, hidden, before)
        high = _high(hidden, ask, minute)
        said = {
            "low": minute.low,
            "high": high,
            "minute": minute.number.strip()[:60],
            "decided_on": minute.on,
            "why": minute.why.strip()[:400],
            "entered_by": by.actor,
        }
        if before is None:
            before = Substitute.objects.create(
                consultation=hidden.consultation, unit=hidden.unit, ask=ask.id, fact=hidden.fact, **said
            )
        else:
            change(before, minute.version, **said)
        stored.write(
            hidden.consultation.round,
            [stored.Entry(hidden.unit.pk, hidden.fact, SOURCES[ask.electorate], minute.low)],
        )
        event.about(before)
        event.note(unit=hidden.unit.pk, fact=hidden.fact, low=minute.low, minute=minute.number)
        event.result = {"substitute": before.pk}
    return before


def _check(by: By, hidden: Hidden, before: Substitute | None) -> None:
    if not decides(by.scope, hidden.unit):
        raise refuse(
            hidden.called,
            sentence(
                "What stands in for a hidden tally is decided by the committee above, never by the unit itself."
            ),
            sentence("Ask the committee that grades it."),
        )
    told = Told.objects.filter(
        consultation=hidden.consultation, unit=hidden.unit, fact=hidden.fact, whole=False, state="hidden"
    )
    if hidden.consultation.state != Consultation.State.CLOSED or not hidden.fact or not told.exists():
        raise refuse(
            hidden.called,
            sentence("There is no hidden tally here: it is told, nobody answered, or it is not closed."),
            sentence("A minute stands in only for a tally that the close could not tell."),
        )
    if before is not None and before.pool_id:
        raise refuse(
            hidden.called,
            sentence("The tally of the pool stands in, as it was fixed before the round."),
            sentence("Leave it at that; a pool is not overruled afterwards."),
        )


def _high(hidden: Hidden, ask: Ask, minute: Minute) -> int:
    bands = dict(bands_of(ask))
    if minute.low not in bands:
        raise refuse(
            hidden.called,
            sentence("This is none of the bands in which shares are told."),
            sentence("Choose one of the bands on the page."),
        )
    closed = hidden.consultation.closed_at
    first = timezone.localtime(closed).date() if closed else clock.today()
    if not minute.number.strip() or not minute.why.strip() or not first <= minute.on <= clock.today():
        raise refuse(
            hidden.called,
            sentence("A minute has its number, its day after the close and its reason."),
            sentence("Write the number of the minute, the day of the meeting and what it rests on; no names."),
        )
    return bands[minute.low]
