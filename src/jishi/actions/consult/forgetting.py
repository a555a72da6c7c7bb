"""What the end of a consultation forgets: who took part, what single people counted; only what is told stays."""

from jishi.store.erasing import erase
from jishi.store.models.consult import Consultation, PaperCount, Received, Roll
from jishi.store.transact import forget_content

COUNT = "paper.count"


def forget(consultation: Consultation) -> None:
    """Delete them, and the digests from which small counts could be tried out; call it inside the action."""
    counted = PaperCount.objects.filter(asked__consultation=consultation)
    forget_content(COUNT, [{"asked": asked} for asked in counted.values_list("asked", flat=True).distinct()])
    Roll.objects.filter(asked__consultation=consultation).delete()
    counted.delete()
    Received.objects.filter(consultation=consultation).delete()


def leave_no_trace() -> None:
    """Take what was deleted out of the database's files, as far as it lets us; call it after the action."""
    erase(Roll, PaperCount, Received)
