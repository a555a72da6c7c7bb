"""What an organisation department reminds of, inspects and guides, and what it is answered (D209)."""

from dataclasses import dataclass
from datetime import date

from jishi.actions.duties.ground import called, stands_above
from jishi.actions.posts.holding import By, refuse_outside
from jishi.core.errors import refuse, sentence
from jishi.store import clock
from jishi.store.models.duties import Supervision
from jishi.store.models.org import Unit
from jishi.store.transact import action, change

KINDS = tuple(str(kind) for kind in Supervision.Kind.values)
_MOST = 400


@dataclass(frozen=True)
class Word:
    """What a department says to a unit.

    Attributes:
        answer_by: until when an answer is asked for; None = none is.
    """

    department: Unit
    unit: Unit
    kind: str
    text: str
    on: date | None = None
    answer_by: date | None = None


def say(by: By, word: Word) -> Supervision:
    """Note that a department reminded, inspected or guided a unit.

    Raises:
        Refusal: the role does not act for the department, it does not stand above, or the entry cannot be.
    """
    day = word.on or clock.today()
    content = {
        "department": word.department.pk,
        "unit": word.unit.pk,
        "kind": word.kind,
        "on": day,
        "text": word.text,
        "by": word.answer_by,
    }
    with action(by.actor, "supervision.say", key=by.key, content=content) as event:
        if event.repeated:
            return Supervision.objects.get(pk=event.result["supervision"])
        refuse_outside(by, word.department)
        stands_above(word.department, word.unit)
        where = called(word.unit)
        if word.kind not in KINDS or not word.text.strip():
            raise refuse(
                where,
                sentence("The entry says nothing, or is of no kind that is known."),
                sentence("Write what was said; choose one of: %(known)s.", known=", ".join(KINDS)),
            )
        if day > clock.today() or (word.answer_by and word.answer_by < day):
            raise refuse(
                where,
                sentence("The day lies in the future, or the answer would be due before it."),
                sentence("Correct one of the two dates."),
            )
        row = Supervision.objects.create(
            department=word.department,
            unit=word.unit,
            kind=word.kind,
            on=day,
            text=word.text.strip()[:_MOST],
            answer_by=word.answer_by,
        )
        event.about(row)
        event.note(unit=word.unit.pk, department=word.department.pk, kind=word.kind)
        event.result = {"supervision": row.pk}
    return row


def answer(by: By, row: Supervision, version: int, text: str, on: date | None = None) -> Supervision:
    """Keep what a unit answers.

    Raises:
        Refusal: the role does not act for the unit, nothing is said, it was answered, or changed meanwhile.
    """
    day = on or clock.today()
    content = {"row": row.pk, "text": text, "on": day}
    with action(by.actor, "supervision.answer", key=by.key, content=content) as event:
        if event.repeated:
            return row
        refuse_outside(by, row.unit)
        if not text.strip() or row.answered_on is not None or not row.on <= day <= clock.today():
            raise refuse(
                called(row.unit),
                sentence("It was answered already, nothing is said, or the day cannot be."),
                sentence("Load the page again; write what was done."),
            )
        change(row, version, answered_on=day, answer=text.strip()[:_MOST])
        event.about(row)
        event.note(unit=row.unit_id)
    return row
