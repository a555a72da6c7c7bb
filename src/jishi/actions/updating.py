"""Bring a home to the form of this program, and never leave slips and answers behind unasked."""

from jishi.actions.consult.ground import By
from jishi.actions.consult.voiding import end_without_answers
from jishi.ballotbox.boxes import Boxes
from jishi.core.errors import Complaint, Refusal, sentence
from jishi.store.home import Home
from jishi.store.models.consult import Consultation


def update(home: Home) -> None:
    """Bring a home's database to the newest form.

    Raises:
        Refusal: slips and answers lie in it that only the program of before can read, and the database would
            change; nothing was changed.
    """
    older = _boxes(home).older()
    if older and home.is_behind():
        raise Refusal(
            Complaint(
                box,
                sentence(
                    "This home takes answers in a form that only the program of before can read; bringing it to "
                    "the form of today would leave them behind. Nothing was changed."
                ),
                sentence(
                    "Close the consultation with the program of before, then update. To give its answers up: "
                    "jishi update --without-answers REASON"
                ),
            )
            for box in older
        )
    home.migrate()


def update_without_answers(home: Home, why: str) -> list[str]:
    """Bring a home to the newest form, and end without answers what only the program of before can read.

    Returns:
        The names of the consultations that were ended.
    """
    kept = _boxes(home)
    older = kept.older()
    home.migrate()
    open_ = Consultation.objects.filter(box__in=older, state=Consultation.State.OPEN).select_related("round__cycle")
    ended = [end_without_answers(By(), each, why).code for each in open_.order_by("pk")]
    for box in kept.older():
        # Its consultation was closed before: what is left of it is read by nobody.
        kept.discard(box)
    return ended


def _boxes(home: Home) -> Boxes:
    return Boxes.of_home(home.path, home.database if home.kind == "postgresql" else None)
