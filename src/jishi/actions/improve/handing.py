"""Say that branches have their sheet; which round is watched for that, and until when."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from jishi.actions.improve.ground import called
from jishi.actions.people.ground import By
from jishi.actions.posts.holding import By as Enterer
from jishi.actions.posts.holding import refuse_outside
from jishi.actions.programme import pack_of
from jishi.core.access import OPERATOR, Scope
from jishi.core.errors import Complaint, Refusal, refuse, sentence
from jishi.core.improve import handing as decisions
from jishi.packs.pack import Pack
from jishi.store import clock
from jishi.store.models.assess import Round
from jishi.store.models.improve import BranchSheet
from jishi.store.models.org import Unit
from jishi.store.queries import branch_sheets, rounds, units
from jishi.store.transact import action


def watched(scope: Scope, today: date) -> Round | None:
    """Return the round whose sheets are being handed over: the last one whose survey is over."""
    return rounds.rounds(scope).filter(closes_on__lt=today).first()


def due(scope: Scope, pack: Pack, place: Unit | None = None) -> QuerySet[Unit]:
    """Return the units that get a sheet, at or below a place: those that a standard of the pack judges, by code."""
    domains = [domain.id for domain in pack.vocabulary.domains if pack.standard_for(domain.id)]
    kinds = {kind for duty in pack.vocabulary.grading for kind in duty.kinds}
    found = units.visible(scope) if place is None else units.subtree(scope, place)
    return found.filter(domain__in=domains, kind__in=kinds)


def hand_over(by: By, round_: Round, found: Sequence[Unit]) -> int:
    """Say that some units have their sheet since a day; return how many. All of them, or none.

    Raises:
        Refusal: with every reason, unit by unit: not one's area, one's own unit, it gets none, it has it, something
            is undecided.
    """
    content = {"round": round_.pk, "units": [unit.pk for unit in found], "on": by.day}
    with action(by.actor, "sheet.hand-over", key=by.key, content=content) as event:
        if event.repeated:
            return int(event.result["given"])
        if not found:
            raise refuse("—", sentence("No unit is ticked."), sentence("Tick at least one."))
        wanted = [unit.pk for unit in found]
        gets = set(due(OPERATOR, pack_of(round_.cycle)).filter(pk__in=wanted).values_list("pk", flat=True))
        have, open_ = branch_sheets.given(round_, wanted), branch_sheets.open_matters(round_, wanted)
        complaints: list[Complaint] = []
        for unit in found:
            row, matters = have.get(unit.pk), open_.get(unit.pk, branch_sheets.Open())
            standing = decisions.Standing(
                called(unit), round_.closes_on, matters.undecided, row.given_on if row else None
            )
            try:
                _allowed(by, unit)
                if unit.pk not in gets:
                    raise _none_for(unit)
                decisions.hand_over(standing, by.day, clock.today())
            except Refusal as refusal:
                complaints += refusal.complaints
        if complaints:
            raise Refusal(complaints)
        rows = [BranchSheet.objects.create(round=round_, unit=unit, given_on=by.day, by=by.actor) for unit in found]
        event.about(rows[0], *rows[1:])
        event.note(round=round_.pk, on=by.day, given=len(rows))
        event.result = {"given": len(rows)}
    return len(rows)


def _none_for(unit: Unit) -> Refusal:
    return refuse(
        called(unit),
        sentence("This unit gets no sheet: no standard of the pack judges it."),
        sentence("Leave it out; the list shows who gets one."),
    )


def _allowed(by: By, unit: Unit) -> None:
    refuse_outside(Enterer(by.actor, by.scope), unit)
    if any(holding.unit == unit.pk for holding in by.scope.holdings):
        raise refuse(
            called(unit),
            sentence("A branch does not say of itself that it was told."),
            sentence("Leave it to the committee above, which brings the sheet."),
        )
