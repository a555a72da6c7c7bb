"""The committee one level up lets a limit, or a rule that stops, not hold for one unit in one round."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from jishi.actions.cases.ground import Docket, belongs_to, committee_above, committee_of, sits
from jishi.actions.improve.gate import AT_ONCE, Gates
from jishi.actions.people.ground import By
from jishi.core.errors import refuse, sentence
from jishi.store.models.cases import Lift, Meeting
from jishi.store.models.office import Evidence
from jishi.store.models.org import Unit
from jishi.store.transact import action

LONGEST = 2000


@dataclass(frozen=True)
class Wish:
    """What is lifted, and why."""

    limit: str
    reason: str
    evidence: Evidence | None = None


def lift(by: By, docket: Docket, unit: Unit, meeting: Meeting, wish: Wish) -> Lift:
    """Lift a limit for a unit: decided by the committee above the one that grades it.

    Raises:
        Refusal: somebody else's to lift, the limit does not hold, no reason, no quorum, or it is lifted already.
    """
    content = {"unit": unit.pk, "round": docket.round.pk, "limit": wish.limit, "reason": wish.reason}
    with action(by.actor, "limit.lift", key=by.key, content=content) as event:
        if event.repeated:
            return Lift.objects.get(pk=event.result["lift"])
        _allowed(by, docket, unit, meeting)
        if not _holds(docket, unit, wish.limit):
            raise refuse(
                unit.name, sentence("This limit does not hold the unit."), sentence("Nothing is to be lifted.")
            )
        if not wish.reason.strip():
            raise refuse(unit.name, sentence("No reason is given."), sentence("Say in a few words why."))
        kept = _kept(docket, unit, meeting, wish)
        event.about(kept)
        event.note(unit=unit.pk, round=docket.round.pk, limit=wish.limit, meeting=meeting.pk)
        event.result = {"lift": kept.pk}
    return kept


def _holds(docket: Docket, unit: Unit, limit: str) -> bool:
    if limit == AT_ONCE:
        return Gates(docket, [unit.pk]).leaps(unit.pk)
    return any(docket.results.value(f"{kind}:{limit}", unit.pk) for kind in ("limit", "rule"))


def _allowed(by: By, docket: Docket, unit: Unit, meeting: Meeting) -> None:
    above = committee_above(docket.pack, committee_of(docket.pack, unit))
    if not sits(by.scope, above) or belongs_to(by.scope, unit.pk):
        raise refuse(
            unit.name,
            sentence("Only the committee one level up lifts a limit."),
            sentence("Ask %(committee)s.", committee=above.name),
        )
    if meeting.committee_id != above.pk:
        raise refuse(
            unit.name,
            sentence("This was a meeting of another committee."),
            sentence("Choose a meeting of %(committee)s.", committee=above.name),
        )
    if meeting.present * 2 <= meeting.entitled:
        raise refuse(
            unit.name,
            sentence("The meeting had no quorum."),
            sentence("Meet again when enough are there, and enter that meeting."),
        )


def _kept(docket: Docket, unit: Unit, meeting: Meeting, wish: Wish) -> Lift:
    try:
        with transaction.atomic():
            return Lift.objects.create(
                unit=unit,
                round=docket.round,
                limit=wish.limit,
                meeting=meeting,
                reason=wish.reason.strip()[:LONGEST],
                evidence=wish.evidence,
            )
    except IntegrityError as error:
        raise refuse(
            unit.name, sentence("This limit is lifted already."), sentence("Load the page again.")
        ) from error
