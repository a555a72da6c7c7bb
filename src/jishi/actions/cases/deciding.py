"""The end: grades are locked when their notice is over, and opened again only in the open."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from jishi.actions.cases.ground import Docket, refuse_others, said_meanwhile
from jishi.actions.people.ground import By
from jishi.core import cases
from jishi.core.errors import Complaint, Refusal
from jishi.store import clock
from jishi.store.models.assess import Grade
from jishi.store.models.cases import Reopening
from jishi.store.models.office import Evidence
from jishi.store.transact import action, change


@dataclass(frozen=True)
class Why:
    """Why something that was decided is taken up again."""

    reason: str
    evidence: Evidence | None = None


@dataclass(frozen=True)
class Way:
    """One move for many grades.

    Attributes:
        given: what is given to the gates of each; None = nothing.
    """

    move: str
    reason: str = ""
    given: "Callable[[Grade], Mapping[str, int]] | None" = None


def move_all(by: By, docket: Docket, rows: Sequence[Grade], way: Way) -> list[Grade]:
    """Make one move with many grades, all of them or none; inside an action of the caller.

    Raises:
        Refusal: with every reason, unit by unit.
    """
    complaints: list[Complaint] = []
    moved: list[tuple[Grade, cases.Case]] = []
    for row in rows:
        happening = cases.Event(way.move, by.day, "committee", way.given(row) if way.given else {}, way.reason)
        try:
            case = docket.case(row, by.day)
            moved.append(
                (row, cases.advance(docket.procedure, case, happening, docket.clock(by.day), row.unit.name))
            )
        except Refusal as refusal:
            complaints += refusal.complaints
    if complaints:
        raise Refusal(complaints)
    for row, case in moved:
        final = docket.procedure.step(case.step).final
        fields = {"state": case.step, "since": case.since, "due": case.due}
        change(row, row.version, **fields, locked_at=clock.now() if final else None)
    return [row for row, _case in moved]


def reopen(by: By, docket: Docket, grade: Grade, version: int, why: Why) -> Grade:
    """Open a locked grade again; what it was, on which run and in which meeting, stays on record.

    Raises:
        Refusal: somebody else's, no reason, no evidence, it is not decided, or somebody changed it meanwhile.
    """
    content = {"grade": grade.pk, "version": version, "reason": why.reason}
    with action(by.actor, "grade.reopen", key=by.key, content=content) as event:
        if event.repeated:
            return grade
        refuse_others(by, grade.committee, [grade.unit])
        if grade.version != version:
            raise said_meanwhile(grade.unit, docket.pack, grade)
        happening = cases.Event("reopen", by.day, "committee", reason=why.reason, evidence=why.evidence is not None)
        case = cases.advance(
            docket.procedure, docket.case(grade, by.day), happening, docket.clock(by.day), grade.unit.name
        )
        kept = Reopening.objects.create(
            grade=grade,
            grade_version=version,
            was=grade.grade,
            run=grade.run,
            meeting=grade.meeting,
            on=by.day,
            reason=why.reason.strip(),
        )
        change(
            grade,
            version,
            state=case.step,
            since=case.since,
            due=case.due,
            grade="",
            meeting=None,
            reason="",
            evidence=None,
            locked_at=None,
        )
        event.about(grade, kept)
        event.note(unit=grade.unit_id, round=grade.round_id, was=kept.was)
    return grade
