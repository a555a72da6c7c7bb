"""The procedure of a commendation as the pack writes it, and one move for many candidates."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from jishi.actions.people.ground import By
from jishi.actions.programme import pack_of
from jishi.core import cases
from jishi.core.access import Scope
from jishi.core.awards import Quota, quota
from jishi.core.errors import Complaint, Refusal, refuse, sentence
from jishi.packs.pack import Pack
from jishi.packs.procedures import calendar_of, procedure_of
from jishi.packs.schema.procedures import Award
from jishi.store import clock
from jishi.store.models.assess import Round
from jishi.store.models.awards import Candidate
from jishi.store.models.publish import Notice
from jishi.store.queries import awards as queries
from jishi.store.queries import units
from jishi.store.transact import change

ABOUT_AWARDS = "award"
#: Moves that lead off the list.
LEAVING = ("reject", "withdraw")


@dataclass(frozen=True)
class Rules:
    """What the pack says of the commendation.

    Attributes:
        award: who can be proposed, the quota, what is shown, the papers.
        procedure: steps and moves.
    """

    pack: Pack
    award: Award
    procedure: cases.Procedure

    def clock(self, by: By) -> cases.Clock:
        """Return what day it is, with the days that are worked."""
        return cases.Clock(by.day, calendar_of(self.pack))

    @property
    def out(self) -> frozenset[str]:
        """Return the steps at which a candidate is off the list."""
        moves = (self.procedure.move(name) for name in LEAVING)
        return frozenset(move.to for move in moves if move is not None)


def rules(pack: Pack) -> Rules:
    """Return what a pack says of the commendation.

    Raises:
        Refusal: it says nothing.
    """
    found = next((each for each in pack.procedures if each.about == ABOUT_AWARDS), None)
    if found is None or found.award is None:
        raise refuse(
            pack.id,
            sentence("The pack says nothing about commendation."),
            sentence("Add a procedure about an award to the pack, and open the next cycle with it."),
        )
    return Rules(pack, found.award, procedure_of(found))


def has_rules(pack: Pack | None) -> bool:
    """Say whether a pack has a commendation at all."""
    return pack is not None and any(each.about == ABOUT_AWARDS and each.award for each in pack.procedures)


def case_of(row: Candidate) -> cases.Case:
    """Return how a candidate stands, as it was written down."""
    return cases.Case(row.state, row.since, row.due, {row.state: row.since})


@dataclass(frozen=True)
class Step:
    """One move for many candidates.

    Attributes:
        given: what is given to the gates of each; None = nothing.
        fields: further fields that change.
    """

    move: str
    reason: str = ""
    given: Callable[[Candidate], Mapping[str, int]] | None = None
    fields: Mapping[str, object] | None = None


def move_all(by: By, found: Rules, rows: Sequence[Candidate], step: Step) -> list[Candidate]:
    """Make one move with many candidates, all of them or none; inside an action of the caller.

    Raises:
        Refusal: with every reason, unit by unit.
    """
    move, now = found.procedure.move(step.move), found.clock(by)
    complaints: list[Complaint] = []
    moved: list[tuple[Candidate, cases.Case]] = []
    for row in rows:
        given = step.given(row) if step.given else {}
        event = cases.Event(step.move, by.day, move.by if move else "committee", given, step.reason)
        try:
            moved.append((row, cases.advance(found.procedure, case_of(row), event, now, row.unit.name)))
        except Refusal as refusal:
            complaints += refusal.complaints
    if complaints:
        raise Refusal(complaints)
    for row, case in moved:
        locked = clock.now() if found.procedure.step(case.step).final else None
        fields = {"state": case.step, "since": case.since, "due": case.due, "locked_at": locked}
        change(row, row.version, **fields, **(step.fields or {}))
    return [row for row, _case in moved]


def quotas(found: Rules, round_: Round, scope: Scope | None = None) -> Mapping[int, Quota]:
    """Return committee → how many it may propose and how many it has; of those inside a scope; three queries."""
    graded_at = units.inside(scope, field="committee") if scope else None
    proposed_at = units.inside(scope, field="proposer") if scope else None
    graded = queries.graded_by(round_, graded_at)
    used = queries.standing(round_, found.procedure.id, found.out, proposed_at)
    share = int(found.award.share * 100)
    return {
        committee: quota(graded.get(committee, 0), share, found.award.least, used.get(committee, 0))
        for committee in {*graded, *used}
    }


def on_notice(notice: Notice) -> list[Candidate]:
    """Return the candidates that still hang on a notice."""
    rows = Candidate.objects.filter(notice=notice, locked_at__isnull=True)
    return list(rows.select_related("unit", "proposer", "committee").order_by("unit__code"))


def leave_notice(by: By, notice: Notice, move: str, words: str, unit: int | None = None) -> list[Candidate]:
    """Move candidates back from a notice that is taken back, or one whose objection was right; inside an action.

    Raises:
        Refusal: with every reason, unit by unit.
    """
    rows = [row for row in on_notice(notice) if unit is None or row.unit_id == unit]
    if not rows or notice.round is None:
        return []
    found = rules(pack_of(notice.round.cycle))
    return move_all(by, found, rows, Step(move, words, fields={"notice": None}))
