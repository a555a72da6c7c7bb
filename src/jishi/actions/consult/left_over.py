"""What a crash between the close of a consultation and the destruction of its answers has left behind."""

import logging

from jishi.actions.consult import phones_job, printed
from jishi.actions.consult.boxes import boxes
from jishi.actions.consult.forgetting import leave_no_trace
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.models.consult import Consultation

_log = logging.getLogger("jishi.consult")


def destroy() -> int:
    """Destroy the boxes and the printed slips of consultations that are closed; return how many boxes there were.

    The close does it itself; this is for a close that was cut short after it was written down, and for a box that
    was put back after its consultation had been ended without it. A box that refuses is told in the log and left.
    """
    kept = boxes()
    closed = Consultation.objects.filter(state=Consultation.State.CLOSED)
    gone = [name for name in closed.filter(box__in=kept.rounds()).values_list("box", flat=True) if _destroyed(name)]
    waiting = {job.parameters["consultation"] for job in printed.due(clock.today())}
    for consultation in closed.filter(pk__in=waiting):
        printed.end(consultation.pk)
    printed.sweep_folder()
    phones_job.sweep()
    leave_no_trace()
    return len(gone)


def _destroyed(name: str) -> bool:
    kept = boxes()
    try:
        box = kept.box(name)
        if box.state != "closed":
            box.close()
        box.tables.close()
        kept.destroy(name)
    except Refusal as refusal:
        _log.error("the box %s of a closed consultation was left: %s", name, refusal)
        return False
    return True
