"""End a consultation whose slips and answers are not on this machine, or that only another program reads."""

from jishi.actions.consult import printed
from jishi.actions.consult.boxes import boxes
from jishi.actions.consult.forgetting import forget, leave_no_trace
from jishi.actions.consult.ground import By
from jishi.actions.consult.occasions import refuse_unled
from jishi.actions.consult.opening import is_lost, refuse_closed
from jishi.core.errors import refuse, sentence
from jishi.store import clock
from jishi.store.models.consult import Consultation
from jishi.store.transact import action, change

_LONGEST = 200


def end_without_answers(by: By, consultation: Consultation, why: str) -> Consultation:
    """Close a consultation without telling anything, and write nothing of it as a fact.

    Raises:
        Refusal: the role does not allow it, it is closed, its answers are here to be read, or no reason given.
    """
    content = {"consultation": consultation.pk, "why": why}
    name = f"consultation:{consultation.pk}"
    with action(by.actor, "consultation.void", name, key=by.key, content=content) as event:
        if event.repeated:
            return Consultation.objects.get(pk=consultation.pk)
        refuse_unled(by, consultation, sentence("Your role closes no consultations: they ask the whole tree."))
        held = Consultation.objects.select_for_update().get(pk=consultation.pk)
        _refuse(held, why)
        # What a close counted stands by ask; of what ended without answers nothing stands.
        change(held, held.version, state=Consultation.State.CLOSED, closed_at=clock.now(), outcome={})
        forget(held)
        event.about(held)
        event.note(code=held.code, why=why.strip())
    if boxes().is_older(held.box):
        boxes().discard(held.box)
    printed.end(held.pk)
    leave_no_trace()
    return held


def _refuse(held: Consultation, why: str) -> None:
    if held.state == Consultation.State.CLOSED:
        raise refuse_closed(held.code)
    if not is_lost(held) and not boxes().is_older(held.box):
        raise refuse(
            held.code,
            sentence("The answers of this consultation are on this machine."),
            sentence("Close it, so that they are counted and told."),
        )
    if not 0 < len(why.strip()) <= _LONGEST:
        raise refuse(
            held.code,
            sentence("A consultation is not ended without answers and without a reason."),
            sentence("Write in %(most)s letters or fewer what became of them.", most=_LONGEST),
        )
