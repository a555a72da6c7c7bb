"""The box: a word to a unit. Nothing is kept about the sender but a contact that they leave themselves."""

from dataclasses import dataclass

from jishi.actions.people.ground import By
from jishi.actions.publish.switching import PUBLIC_PAGES, is_on
from jishi.actions.self_assessment import may_enter
from jishi.core.errors import refuse, sentence
from jishi.store import vault
from jishi.store.models.org import Unit
from jishi.store.models.publish import Feedback
from jishi.store.transact import action, change

LONGEST = 2000
MOST_A_DAY = 50


@dataclass(frozen=True)
class Word:
    """What somebody puts into the box."""

    text: str
    contact: str = ""


def leave(by: By, unit: Unit, word: Word) -> Feedback:
    """Keep a word for a unit. No event is written: its time would be something about the sender.

    Raises:
        Refusal: the box is closed or full, or nothing is written.
    """
    if not is_on(PUBLIC_PAGES):
        raise refuse(unit.name, sentence("The box is closed."), sentence("Tell it to the unit in person."))
    text = word.text.strip()[:LONGEST]
    if not text:
        raise refuse(unit.name, sentence("Nothing is written."), sentence("Write what you want to say."))
    if Feedback.objects.filter(unit=unit, on=by.day).count() >= MOST_A_DAY:
        raise refuse(
            unit.name, sentence("Too many came today."), sentence("Bring it on paper, or come again tomorrow.")
        )
    keys = vault.keys()
    # Sealed for the unit, not for the row: the row has no number before it is kept.
    place = f"feedback:{unit.pk}"
    contact = word.contact.strip()[:200]
    return Feedback.objects.create(
        unit=unit,
        text=keys.seal(text, f"{place}:text"),
        contact=keys.seal(contact, f"{place}:contact") if contact else None,
        on=by.day,
    )


def words_of(feedback: Feedback, field: str) -> str:
    """Return what was written; empty = nothing, or destroyed after its term."""
    sealed = getattr(feedback, field)
    return vault.unseal(sealed, f"feedback:{feedback.unit_id}:{field}") if sealed else ""


def settle(by: By, feedback: Feedback, version: int, outcome: str) -> Feedback:
    """Say what became of a word from the box; the term of a contact runs from here.

    Raises:
        Refusal: somebody else's, nothing is written, or somebody changed it meanwhile.
    """
    content = {"feedback": feedback.pk, "outcome": outcome}
    with action(by.actor, "feedback.settle", key=by.key, content=content) as event:
        if event.repeated:
            return feedback
        if not may_enter(by.scope, feedback.unit):
            raise refuse(
                feedback.unit.name,
                sentence("Your role does not speak for this unit."),
                sentence("Ask its secretary, or the clerk of the committee above."),
            )
        if not outcome.strip():
            raise refuse(feedback.unit.name, sentence("Nothing is written."), sentence("Write what became of it."))
        change(feedback, version, read_on=by.day, outcome=outcome.strip()[:LONGEST])
        event.about(feedback)
        event.note(unit=feedback.unit_id)
    return feedback
