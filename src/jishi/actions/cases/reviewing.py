"""The committee decides: approve many plain proposals at once, change one with a reason, keep or give back some."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from jishi.actions.cases.ground import Docket, committees, grades_of, refuse_others, said_meanwhile
from jishi.actions.cases.marks import Marks, held_by, stopped_by
from jishi.actions.cases.meeting import Conflict, conflicts
from jishi.actions.improve.gate import Gates
from jishi.actions.people.ground import By
from jishi.core import cases
from jishi.core.errors import Complaint, Refusal, refuse, sentence
from jishi.store.models.assess import Grade
from jishi.store.models.cases import Meeting, Recusal
from jishi.store.models.office import Evidence
from jishi.store.models.org import Unit
from jishi.store.queries import units
from jishi.store.transact import action, change

LONGEST = 2000


@dataclass(frozen=True)
class Seen:
    """What was on the screen when somebody decided.

    Attributes:
        run: id of the run whose proposals were shown.
        versions: unit → version of its row; 0 = it had none.
    """

    run: int
    versions: Mapping[int, int]


@dataclass(frozen=True)
class Other:
    """Another grade than the proposed one."""

    grade: str
    reason: str
    evidence: Evidence | None


@dataclass(frozen=True)
class _Moved:
    """One unit on its way."""

    unit: Unit
    committee: Unit
    row: Grade | None
    case: cases.Case
    grade: str
    proposed: str


@dataclass(frozen=True)
class _Room:
    """A meeting that looks at some units, who leaves it for which of them, and which of them may rise."""

    by: By
    docket: Docket
    meeting: Meeting
    out: Mapping[int, Sequence[Conflict]]
    gates: Gates

    @classmethod
    def of(cls, by: By, docket: Docket, meeting: Meeting, wanted: Sequence[int]) -> "_Room":
        """Return the meeting before it looks at some units."""
        return cls(by, docket, meeting, conflicts(meeting, wanted), Gates(docket, wanted))

    def leave(self, unit: Unit) -> int:
        """Return how many leave for a unit."""
        return len(self.out.get(unit.pk, ()))


_Lying = tuple[Unit, Grade | None, Unit]


def approve(by: By, docket: Docket, meeting: Meeting, seen: Seen) -> int:
    """Approve the proposals of some units as they are; return how many. All of them, or none.

    Marked ones (see :mod:`jishi.actions.cases.marks`) are approved one by one.

    Raises:
        Refusal: with every reason, unit by unit.
    """
    wanted = sorted(seen.versions)
    content = {"meeting": meeting.pk, "run": seen.run, "units": wanted}
    with action(by.actor, "grade.approve", key=by.key, content=content) as event:
        if event.repeated:
            return int(event.result["approved"])
        found = _on_the_table(by, docket, seen)
        room = _Room.of(by, docket, meeting, wanted)
        marks = Marks(docket, by.day) if len(wanted) > 1 else None
        moved = _together(found, lambda lying: _approved(room, lying, marks))
        rows = _write_all(docket, moved, meeting, seen)
        _recuse(rows, meeting, room.out)
        risen = room.gates.record(rows, meeting)
        event.about(rows[0], *rows[1:], *risen)
        event.note(meeting=meeting.pk, run=seen.run, approved=len(rows), risen=len(risen))
        event.result = {"approved": len(rows)}
    return len(rows)


def change_grade(by: By, docket: Docket, meeting: Meeting, seen: Seen, other: Other) -> Grade:
    """Decide on another grade than the proposed one, with a reason and evidence; a limit holds until it is lifted.

    Raises:
        Refusal: no reason, no evidence, a limit stands in the way, or what :func:`approve` refuses.
    """
    (unit,) = seen.versions
    content = {"meeting": meeting.pk, "unit": unit, "grade": other.grade, "reason": other.reason}
    with action(by.actor, "grade.change", key=by.key, content=content) as event:
        if event.repeated:
            return Grade.objects.get(pk=event.result["grade"])
        found = _on_the_table(by, docket, seen)
        room = _Room.of(by, docket, meeting, [unit])
        (moved,) = _together(found, lambda lying: _changed(room, lying, other))
        row = _write(docket, moved, meeting, seen, other)
        _recuse([row], meeting, room.out)
        event.about(row, *room.gates.record([row], meeting))
        event.note(meeting=meeting.pk, run=seen.run, was=moved.proposed, now=other.grade)
        event.result = {"grade": row.pk}
    return row


def keep(by: By, docket: Docket, meeting: Meeting, seen: Seen, reason: str) -> int:
    """Let some units that were to rise keep the grade of the round before, with a reason; return how many.

    Raises:
        Refusal: one of them was not to rise, no reason, or what :func:`approve` refuses.
    """
    wanted = sorted(seen.versions)
    content = {"meeting": meeting.pk, "run": seen.run, "units": wanted, "reason": reason}
    with action(by.actor, "grade.keep", key=by.key, content=content) as event:
        if event.repeated:
            return int(event.result["kept"])
        found = _on_the_table(by, docket, seen)
        room = _Room.of(by, docket, meeting, wanted)
        moved = _together(found, lambda lying: _kept(room, lying, reason))
        rows = _write_all(docket, moved, meeting, seen, reason)
        _recuse(rows, meeting, room.out)
        event.about(rows[0], *rows[1:])
        event.note(meeting=meeting.pk, run=seen.run, kept=len(rows))
        event.result = {"kept": len(rows)}
    return len(rows)


def give_back(by: By, docket: Docket, seen: Seen, reason: str) -> Grade:
    """Give a proposal back to the branch with what is to be mended.

    Raises:
        Refusal: nothing says what to mend, or what :func:`approve` refuses.
    """
    (unit,) = seen.versions
    with action(by.actor, "grade.return", key=by.key, content={"unit": unit, "reason": reason}) as event:
        if event.repeated:
            return Grade.objects.get(pk=event.result["grade"])
        ((one, row, committee),) = _on_the_table(by, docket, seen)
        happening = cases.Event("return", by.day, "committee", reason=reason)
        case = cases.advance(docket.procedure, docket.case(row, by.day), happening, docket.clock(by.day), one.name)
        moved = _Moved(one, committee, row, case, "", docket.proposal(one.pk))
        kept = _write(docket, moved, None, seen, Other("", reason, None))
        event.about(kept)
        event.note(unit=unit, run=seen.run)
        event.result = {"grade": kept.pk}
    return kept


def _on_the_table(by: By, docket: Docket, seen: Seen) -> list[_Lying]:
    """Return units, rows and committees, after everything that can be said before looking at each."""
    if seen.run != docket.opening.run_id:
        raise refuse(
            str(docket.round),
            sentence("A newer run lies before the committee now."),
            sentence("Load the page again to see its proposals, then decide."),
        )
    wanted = [docket.results.row_of.get(unit, -1) >= 0 and docket.results.judged(unit) for unit in seen.versions]
    if not wanted or not all(wanted):
        raise Unit.DoesNotExist
    found = {unit.pk: unit for unit in units.visible(by.scope).filter(pk__in=list(seen.versions))}
    if len(found) != len(seen.versions):
        raise Unit.DoesNotExist
    deciding = committees(docket.pack, list(found))
    rows = grades_of(docket.round, list(found))
    for committee in {each.pk: each for each in deciding.values()}.values():
        judged = [unit for unit in found.values() if deciding.get(unit.pk) == committee]
        refuse_others(by, committee, judged)
    nobody = next((unit for unit in found.values() if unit.pk not in deciding), None)
    if nobody is not None:
        raise refuse(
            nobody.name,
            sentence("No committee above this unit has the duty to grade it."),
            sentence("See with: jishi tree graders --missing, and put the unit where it belongs."),
        )
    for number, unit in found.items():
        row = rows.get(number)
        if (row.version if row else 0) != seen.versions[number]:
            raise said_meanwhile(unit, docket.pack, row)
    return [(unit, rows.get(number), deciding[number]) for number, unit in found.items()]


def _together(found: Sequence[_Lying], decide: Callable[[_Lying], _Moved]) -> list[_Moved]:
    """Return every unit moved, or raise every reason why some cannot be."""
    moved: list[_Moved] = []
    complaints: list[Complaint] = []
    for lying in found:
        try:
            moved.append(decide(lying))
        except Refusal as refusal:
            complaints += refusal.complaints
    if complaints:
        raise Refusal(complaints)
    return moved


def _approved(room: _Room, lying: _Lying, marks: Marks | None) -> _Moved:
    """Return a unit with its proposal approved; ``marks`` = it is one of many."""
    unit, row, committee = lying
    proposed = room.docket.proposal(unit.pk)
    if not proposed:
        raise refuse(
            unit.name,
            sentence("The run proposes no grade, for too little is known."),
            sentence("Return it, or decide on a grade with a reason and evidence."),
        )
    _not_stopped(room.docket, unit)
    if marks is not None and marks.of(unit.pk, row, conflict=unit.pk in room.out):
        raise refuse(
            unit.name,
            sentence("This one is marked; it is not approved together with others."),
            sentence("Open it, look at what is marked, and decide on it alone."),
        )
    room.gates.pass_through(unit, room.docket.pack.rank_by_grade[proposed], room.meeting.held_on)
    case = _in_meeting(room, lying, "approve", Other(proposed, "", None))
    return _Moved(unit, committee, row, case, proposed, proposed)


def _kept(room: _Room, lying: _Lying, reason: str) -> _Moved:
    unit, row, committee = lying
    docket = room.docket
    proposed = docket.proposal(unit.pk)
    before = room.gates.before(unit.pk)
    if before is None or not room.gates.rises(unit.pk, docket.pack.rank_by_grade.get(proposed)):
        raise refuse(
            unit.name,
            sentence("Nothing is proposed here that would be better than the grade of the round before."),
            sentence("Approve the proposal, or decide on another grade."),
        )
    grade = str(docket.pack.grade_at(before).id)
    case = _in_meeting(room, lying, "keep", Other(grade, reason, None))
    return _Moved(unit, committee, row, case, grade, proposed)


def _changed(room: _Room, lying: _Lying, other: Other) -> _Moved:
    unit, row, committee = lying
    docket = room.docket
    rank = docket.pack.rank_by_grade.get(other.grade)
    if rank is None:
        raise refuse(unit.name, sentence("There is no such grade."), sentence("Choose one of the pack's grades."))
    proposed = docket.proposal(unit.pk)
    if other.grade == proposed:
        raise refuse(
            unit.name,
            sentence("This is the proposed grade; nothing is changed."),
            sentence("Approve the proposal."),
        )
    _not_stopped(docket, unit)
    holding = held_by(docket, unit.pk, rank)
    if holding:
        raise Refusal(
            Complaint(
                unit.name,
                sentence("A limit holds this unit: %(limit)s.", limit=limit),
                sentence("Only the committee one level up lifts it; ask there, or choose a lower grade."),
            )
            for limit in holding
        )
    room.gates.pass_through(unit, rank, room.meeting.held_on)
    case = _in_meeting(room, lying, "change", other)
    return _Moved(unit, committee, row, case, other.grade, proposed)


def _not_stopped(docket: Docket, unit: Unit) -> None:
    stopping = stopped_by(docket, unit.pk)
    if stopping:
        raise Refusal(
            Complaint(
                unit.name,
                sentence("A rule stops the decision: %(rule)s.", rule=rule),
                sentence("Return it to be mended, or ask the committee one level up to lift the rule."),
            )
            for rule in stopping
        )


def _in_meeting(room: _Room, lying: _Lying, move: str, other: Other) -> cases.Case:
    unit, row, committee = lying
    meeting, docket, today = room.meeting, room.docket, room.by.day
    if meeting.committee_id != committee.pk:
        raise refuse(
            unit.name,
            sentence("This was a meeting of another committee."),
            sentence("Choose a meeting of %(committee)s.", committee=committee.name),
        )
    given = {
        "minutes": 1,
        "present": meeting.present,
        "entitled": meeting.entitled,
        "deciding": meeting.present - room.leave(unit),
    }
    evidence = other.evidence is not None
    happening = cases.Event(move, meeting.held_on, "committee", given, other.reason, evidence)
    return cases.advance(docket.procedure, docket.case(row, today), happening, docket.clock(today), unit.name)


def _write_all(
    docket: Docket, moved: Sequence[_Moved], meeting: Meeting, seen: Seen, reason: str = ""
) -> list[Grade]:
    """Write many decisions; those to which nothing had happened yet in one statement, not one for each unit."""
    new = [each for each in moved if each.row is None]
    made = [
        Grade(unit=each.unit, round=docket.round, **_fields(docket, each, meeting, Other(each.grade, reason, None)))
        for each in new
    ]
    try:
        with transaction.atomic():
            Grade.objects.bulk_create(made, batch_size=500)
    except IntegrityError as error:
        rows = Grade.objects.select_related("meeting", "unit").filter(round=docket.round)
        now = rows.filter(unit__in=[each.unit.pk for each in new]).order_by("unit__code")[0]
        raise said_meanwhile(now.unit, docket.pack, now) from error
    known = {row.unit_id: row for row in made}
    return [
        known.get(each.unit.pk) or _write(docket, each, meeting, seen, Other(each.grade, reason, None))
        for each in moved
    ]


def _fields(docket: Docket, moved: _Moved, meeting: Meeting | None, other: Other) -> dict[str, object]:
    return {
        "committee": moved.committee,
        "run": docket.opening.run,
        "proposed": moved.proposed,
        "grade": moved.grade,
        "state": moved.case.step,
        "since": moved.case.since,
        "due": moved.case.due,
        "meeting": meeting,
        "reason": other.reason.strip()[:LONGEST],
        "evidence": other.evidence,
    }


def _write(docket: Docket, moved: _Moved, meeting: Meeting | None, seen: Seen, other: Other) -> Grade:
    fields = _fields(docket, moved, meeting, other)
    if moved.row is not None:
        change(moved.row, seen.versions[moved.unit.pk], **fields)
        return moved.row
    try:
        with transaction.atomic():
            return Grade.objects.create(unit=moved.unit, round=docket.round, **fields)
    except IntegrityError as error:
        now = Grade.objects.select_related("meeting").get(round=docket.round, unit=moved.unit)
        raise said_meanwhile(moved.unit, docket.pack, now) from error


def _recuse(rows: Sequence[Grade], meeting: Meeting, out: Mapping[int, Sequence[Conflict]]) -> None:
    Recusal.objects.bulk_create(
        Recusal(grade=row, meeting=meeting, person_id=conflict.person, cause=conflict.cause)
        for row in rows
        for conflict in out.get(row.unit_id, ())
        if not Recusal.objects.filter(grade=row, meeting=meeting, person=conflict.person).exists()
    )
