"""Somebody asks to leave while a unit is decided; the committee one level up says that somebody need not leave."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from jishi.actions.cases.ground import (
    Docket,
    belongs_to,
    committee_above,
    committee_of,
    grades_of,
    refuse_others,
    sits,
)
from jishi.actions.cases.meeting import conflicts
from jishi.actions.people.ground import By
from jishi.core.errors import Refusal, refuse, sentence
from jishi.store.models.cases import Attendance, Meeting, RecusalLift, RecusalWish
from jishi.store.models.org import Unit
from jishi.store.models.people import Person
from jishi.store.transact import action

LONGEST = 2000


@dataclass(frozen=True)
class Leaving:
    """Who leaves, or need not, while which unit is decided, and why."""

    unit: Unit
    person: Person
    reason: str


def ask(by: By, docket: Docket, meeting: Meeting, leaving: Leaving) -> RecusalWish:
    """Write down that somebody asked to leave a meeting while a unit is decided.

    Raises:
        Refusal: not one's committee, the unit is another's, the person was not there, no reason, it is decided, or
            the person leaves already.
    """
    unit, person = leaving.unit, leaving.person
    content = {"meeting": meeting.pk, "unit": unit.pk, "person": person.pk, "reason": leaving.reason}
    with action(by.actor, "recusal.ask", key=by.key, content=content) as event:
        if event.repeated:
            return RecusalWish.objects.get(pk=event.result["wish"])
        refuse_others(by, meeting.committee, ())
        _open(docket, meeting, leaving)
        if RecusalLift.objects.filter(meeting=meeting, unit=unit, person=person).exists():
            above = committee_above(docket.pack, meeting.committee)
            raise refuse(
                unit.name,
                sentence("The committee one level up said that this person need not leave."),
                sentence("Ask %(committee)s.", committee=above.name),
            )
        if any(each.person == person.pk for each in conflicts(meeting, [unit.pk]).get(unit.pk, ())):
            raise _known(unit)
        try:
            with transaction.atomic():
                row = RecusalWish.objects.create(
                    meeting=meeting, unit=unit, person=person, reason=_said(leaving), on=by.day
                )
        except IntegrityError as error:
            raise _known(unit) from error
        event.about(row)
        event.note(meeting=meeting.pk, unit=unit.pk)
        event.result = {"wish": row.pk}
    return row


def lift(by: By, docket: Docket, meeting: Meeting, leaving: Leaving) -> RecusalLift:
    """Say that somebody need not leave: for the committee one level up, with a reason.

    Raises:
        Refusal: somebody else's to lift, one's own unit, the person need not leave anyhow, no reason, or it is
            decided.
    """
    unit, person = leaving.unit, leaving.person
    content = {"meeting": meeting.pk, "unit": unit.pk, "person": person.pk, "reason": leaving.reason}
    with action(by.actor, "recusal.lift", key=by.key, content=content) as event:
        if event.repeated:
            return RecusalLift.objects.get(pk=event.result["lift"])
        above = committee_above(docket.pack, meeting.committee)
        if not sits(by.scope, above) or belongs_to(by.scope, unit.pk):
            raise refuse(
                unit.name,
                sentence("Only the committee one level up says that somebody need not leave."),
                sentence("Ask %(committee)s.", committee=above.name),
            )
        _open(docket, meeting, leaving)
        if not any(each.person == person.pk for each in conflicts(meeting, [unit.pk]).get(unit.pk, ())):
            raise _free(unit)
        try:
            with transaction.atomic():
                row = RecusalLift.objects.create(
                    meeting=meeting, unit=unit, person=person, reason=_said(leaving), on=by.day
                )
        except IntegrityError as error:
            raise _free(unit) from error
        event.about(row)
        event.note(meeting=meeting.pk, unit=unit.pk, above=above.pk)
        event.result = {"lift": row.pk}
    return row


def _open(docket: Docket, meeting: Meeting, leaving: Leaving) -> None:
    """Refuse what concerns another committee, somebody who was not there, or a unit that is decided."""
    unit = leaving.unit
    if committee_of(docket.pack, unit).pk != meeting.committee_id:
        raise refuse(
            unit.name,
            sentence("This was a meeting of another committee."),
            sentence("Choose a meeting of %(committee)s.", committee=committee_of(docket.pack, unit).name),
        )
    if not Attendance.objects.filter(meeting=meeting, person=leaving.person).exists():
        raise refuse(
            unit.name,
            sentence("This person was not at the meeting."),
            sentence("Choose somebody who was there, or correct the minutes."),
        )
    row = grades_of(docket.round, [unit.pk]).get(unit.pk)
    if row is not None and row.meeting_id == meeting.pk and row.grade:
        raise refuse(
            unit.name,
            sentence("This unit was decided in this meeting already."),
            sentence("Open its grade again first."),
        )
    if not leaving.reason.strip():
        raise refuse(unit.name, sentence("No reason is given."), sentence("Say in a few words why."))


def _said(leaving: Leaving) -> str:
    return leaving.reason.strip()[:LONGEST]


def _free(unit: Unit) -> Refusal:
    return refuse(
        unit.name, sentence("This person need not leave for this unit."), sentence("Nothing is to be lifted.")
    )


def _known(unit: Unit) -> Refusal:
    return refuse(
        unit.name, sentence("This person leaves for this unit already."), sentence("Nothing more is to be done.")
    )
