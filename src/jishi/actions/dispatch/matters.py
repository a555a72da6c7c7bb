"""Matters that a helper or an office cadre takes up in a village or community, and their settling (D215)."""

from datetime import date

from jishi.actions.dispatch.sending import place_of
from jishi.actions.posts.holding import By, refuse_outside
from jishi.core.errors import refuse, sentence
from jishi.store import clock
from jishi.store.models.posts import Dispatch, DispatchLog
from jishi.store.transact import action, change

MATTER = "matter"


def raise_matter(by: By, sent: Dispatch, on: date, text: str) -> DispatchLog:
    """Note a matter of the village that is taken up; it is open until it is settled.

    Raises:
        Refusal: the role does not allow it, nothing is said, or the day lies outside the assignment.
    """
    content = {"dispatch": sent.pk, "on": on, "text": text}
    with action(by.actor, "dispatch.matter", key=by.key, content=content) as event:
        if event.repeated:
            return DispatchLog.objects.get(pk=event.result["log"])
        place = place_of(sent)
        refuse_outside(by, place)
        ended = sent.to_on is not None and on >= sent.to_on
        if not text.strip() or on < sent.from_on or on > clock.today() or ended:
            raise refuse(
                f"{place.name} ({place.code})",
                sentence("Nothing is written, or the day lies outside the assignment."),
                sentence("Write what the village asks for; name no household."),
            )
        row = DispatchLog.objects.create(dispatch=sent, on=on, kind=MATTER, text=text.strip(), done=False)
        event.about(row)
        event.note(dispatch=sent.pk)
        event.result = {"log": row.pk}
    return row


def settle(by: By, row: DispatchLog, version: int, outcome: str, on: date | None = None) -> DispatchLog:
    """Say that a matter is settled, and how.

    Raises:
        Refusal: the role does not allow it, it is no open matter, nothing is said, or it was changed meanwhile.
    """
    day = on or clock.today()
    content = {"log": row.pk, "on": day, "outcome": outcome}
    with action(by.actor, "dispatch.settle", key=by.key, content=content) as event:
        if event.repeated:
            return row
        place = place_of(row.dispatch)
        refuse_outside(by, place)
        if row.kind != MATTER or row.done or not outcome.strip() or not row.on <= day <= clock.today():
            raise refuse(
                f"{place.name} ({place.code})",
                sentence("This matter is settled already, nothing says how, or the day cannot be."),
                sentence("Load the page again; write what came of it."),
            )
        change(row, version, done=True, done_on=day, outcome=outcome.strip()[:400])
        event.about(row)
        event.note(dispatch=row.dispatch_id)
    return row
