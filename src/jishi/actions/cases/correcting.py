"""Minutes that were wrong are corrected under a number of its own; the old ones stay readable, in one chain."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from jishi.actions.cases.ground import procedure_for_grades, refuse_others
from jishi.actions.cases.meeting import Sitting, conflicts, sound
from jishi.actions.people import finding
from jishi.actions.people.finding import Named
from jishi.actions.people.ground import By
from jishi.actions.programme import pack_of
from jishi.core.cases import unmet
from jishi.core.errors import Complaint, Refusal, refuse, sentence
from jishi.store.digests import canonical, subject_of
from jishi.store.models.assess import Grade, Round
from jishi.store.models.cases import Attendance, Meeting, MinuteCorrection, Recusal
from jishi.store.transact import action, change

FIRST = "0" * 64
LONGEST = 2000
_AUDIT = sentence("See what was done with: jishi audit; then restore a backup from before.")


def correct(by: By, meeting: Meeting, version: int, sitting: Sitting, reason: str) -> MinuteCorrection:
    """Correct the minutes of a meeting; what they said before stays on record.

    Raises:
        Refusal: not one's committee, no reason, nothing is different, the minutes cannot be so, or grades were
            decided that could not have been decided in the meeting as it is said to have been now.
    """
    said = (sitting.held_on, sitting.minute_number, sitting.entitled, sitting.place, sitting.names)
    people = sorted(person.pk for person in sitting.people)
    content = {"meeting": meeting.pk, "version": version, "reason": reason, "minutes": repr((*said, people))}
    with action(by.actor, "meeting.correct", key=by.key, content=content) as event:
        if event.repeated:
            return MinuteCorrection.objects.get(pk=event.result["correction"])
        committee = meeting.committee
        refuse_others(by, committee, ())
        if not reason.strip():
            raise refuse(committee.name, sentence("No reason is given."), sentence("Say in a few words why."))
        was = facts_of(meeting)
        named = finding.all_of([Named(committee.pk, name) for name in sitting.names], below=False)
        there = sorted({*people, *(person.pk for person in named)})
        sound(committee, sitting, len(there), by.day)
        _rewrite(meeting, version, sitting, there)
        now = facts_of(meeting)
        if now == was:
            raise refuse(
                committee.name,
                sentence("Nothing is different from what the minutes say."),
                sentence("Change what was wrong, then correct."),
            )
        _still_decided(meeting)
        row = _kept(meeting, by.day, reason.strip()[:LONGEST], (was, now))
        event.about(meeting, row)
        event.note(committee=committee.pk, number=row.number)
        event.result = {"correction": row.pk}
    return row


def facts_of(meeting: Meeting) -> dict[str, Any]:
    """Return what the minutes say, as a correction keeps it: of persons the ids only."""
    there = Attendance.objects.filter(meeting=meeting).order_by("person_id").values_list("person_id", flat=True)
    return {
        "held": meeting.held_on.isoformat(),
        "minutes": meeting.minute_number,
        "entitled": meeting.entitled,
        "place": meeting.place,
        "present": list(there),
    }


def _rewrite(meeting: Meeting, version: int, sitting: Sitting, there: list[int]) -> None:
    fields = {
        "held_on": sitting.held_on,
        "minute_number": sitting.minute_number.strip()[:60],
        "entitled": sitting.entitled,
        "present": len(there),
        "place": sitting.place.strip()[:100],
    }
    try:
        with transaction.atomic():
            change(meeting, version, **fields)
    except IntegrityError as error:
        raise refuse(
            meeting.committee.name,
            sentence("There are minutes of this number already."),
            sentence("Choose that meeting, or correct the number."),
        ) from error
    rows = Attendance.objects.filter(meeting=meeting)
    rows.exclude(person__in=there).delete()
    known = set(rows.values_list("person_id", flat=True))
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, person_id=person) for person in there if person not in known
    )


def _still_decided(meeting: Meeting) -> None:
    """Refuse a correction by which what was decided could not have been decided."""
    complaints = [complaint for round_ in _rounds(meeting) for complaint in _undone(meeting, round_)]
    if complaints:
        raise Refusal(complaints)


def _rounds(meeting: Meeting) -> list[Round]:
    decided = Grade.objects.filter(meeting=meeting).exclude(grade="")
    return list(Round.objects.filter(pk__in=decided.values("round")).select_related("cycle"))


def _undone(meeting: Meeting, round_: Round) -> Iterator[Complaint]:
    fix = sentence("Open those grades again first, with a reason.")
    move = procedure_for_grades(pack_of(round_.cycle)).move("approve")
    rows = list(Grade.objects.filter(meeting=meeting, round=round_).exclude(grade="").select_related("unit"))
    out = conflicts(meeting, [row.unit_id for row in rows])
    fewest = meeting.present - max((len(out.get(row.unit_id, ())) for row in rows), default=0)
    given = {"minutes": 1, "present": meeting.present, "entitled": meeting.entitled, "deciding": fewest}
    if move is not None and any(unmet(move, given)):
        words = sentence("Grades were decided in this meeting; as corrected it had no quorum.")
        yield Complaint(meeting.committee.name, words, fix)
    left = set(Recusal.objects.filter(meeting=meeting).values_list("grade__unit_id", "person_id"))
    for row in rows:
        if any((row.unit_id, each.person) not in left for each in out.get(row.unit_id, ())):
            words = sentence("Somebody who is said to have been there now had to leave for this unit.")
            yield Complaint(row.unit.name, words, fix)


def _kept(meeting: Meeting, on: date, reason: str, both: tuple[Mapping, Mapping]) -> MinuteCorrection:
    last = MinuteCorrection.objects.filter(meeting=meeting).order_by("-number").first()
    row = MinuteCorrection(
        meeting=meeting,
        number=last.number + 1 if last else 1,
        on=on,
        reason=reason,
        was=both[0],
        now=both[1],
        previous=last.digest if last else FIRST,
    )
    row.digest = digest_of(row)
    row.save(force_insert=True)
    return row


def digest_of(row: MinuteCorrection) -> str:
    """Return the digest of a correction; it holds that of the one before."""
    said = {
        "meeting": row.meeting_id,
        "number": row.number,
        "on": row.on,
        "reason": row.reason,
        "was": row.was,
        "now": row.now,
        "previous": row.previous,
    }
    return hashlib.sha256(canonical(said)).hexdigest()


def check_minutes() -> Iterator[Complaint]:
    """Every correction follows the one before, and the minutes say what the last one says."""
    for meeting in Meeting.objects.filter(corrections__isnull=False).distinct().order_by("pk"):
        previous, said = FIRST, None
        for number, row in enumerate(meeting.corrections.order_by("number"), 1):
            # With its reason gone at its term a correction proves by its place in the row of them.
            told = digest_of(row) == row.digest or not row.reason
            broken = row.number != number or row.previous != previous or not told
            if broken or (said is not None and row.was != said):
                yield Complaint(
                    subject_of(row), sentence("This correction of minutes is not what was written."), _AUDIT
                )
            previous, said = row.digest, row.now
        if said != facts_of(meeting):
            words = sentence("These minutes do not say what their last correction says.")
            yield Complaint(subject_of(meeting), words, _AUDIT)
