"""What a crash between the close of a consultation and the destruction of its answers has left behind."""

from jishi.actions.consult import printed
from jishi.actions.consult.boxes import boxes
from jishi.store import clock
from jishi.store.models.consult import Consultation


def destroy() -> int:
    """Destroy the boxes and the printed slips of consultations that are closed; return how many boxes there were.

    The close does it itself; this is for a close that was cut short after it was written down.
    """
    kept = boxes()
    closed = Consultation.objects.filter(state=Consultation.State.CLOSED)
    left = list(closed.filter(box__in=kept.rounds()).values_list("box", flat=True))
    for name in left:
        kept.destroy(name)
    waiting = {job.parameters["consultation"] for job in printed.due(clock.today())}
    for consultation in closed.filter(pk__in=waiting):
        printed.end(consultation.pk)
    return len(left)
