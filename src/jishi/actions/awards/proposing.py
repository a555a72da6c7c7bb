"""Who could be commended, and proposing them with what it rests on: grade, movement, satisfaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jishi.actions.awards.moving import Rules, Step, move_all
from jishi.actions.cases.ground import committee_above, refuse_others
from jishi.actions.improve.standing import standing
from jishi.actions.people.ground import By
from jishi.actions.programme import round_before
from jishi.actions.results import Results, of_run
from jishi.core import cases
from jishi.core.access import Scope
from jishi.core.errors import Complaint, Refusal, refuse, sentence
from jishi.packs.procedures import calendar_of
from jishi.store.models.assess import Grade, Round
from jishi.store.models.awards import Candidate
from jishi.store.models.org import Unit
from jishi.store.transact import action, late

LONGEST = 2000


@dataclass(frozen=True)
class Possible:
    """A unit that may be proposed, and what that rests on.

    Attributes:
        before: id of its grade in the round before; empty = none.
        facts: fact → its value in the run of the grade; null = not known.
    """

    grade: Grade
    before: str
    score: int | None
    facts: Mapping[str, int | None]

    def plain(self) -> dict[str, object]:
        """Return it as plain JSON, to be kept with the candidate."""
        return {
            "grade": self.grade.grade,
            "before": self.before,
            "score": self.score,
            "facts": dict(self.facts),
            "decided": self.grade.locked_at is not None,
        }


def possible(scope: Scope, found: Rules, round_: Round, committee: Unit) -> list[Possible]:
    """Return the units that a committee graded well enough and that are not proposed yet, the best score first."""
    taken = Candidate.objects.filter(round=round_, procedure=found.procedure.id).values("unit")
    rows = Grade.objects.filter(round=round_, committee=committee).exclude(unit__in=taken).exclude(grade="")
    if found.award.grades:
        rows = rows.filter(grade__in=found.award.grades)
    listed = list(rows.select_related("unit", "run__round__cycle", "meeting").order_by("unit__code"))
    told = _told(scope, found, round_, listed)
    return sorted(told, key=lambda each: (-(each.score or -1), each.grade.unit.code))


def _told(scope: Scope, found: Rules, round_: Round, rows: Sequence[Grade]) -> list[Possible]:
    runs: dict[int, Results] = {}
    for row in rows:
        if row.run_id not in runs:
            runs[row.run_id] = of_run(scope, row.run)
    ranks = _before(scope, round_, [row.unit_id for row in rows])
    names = {rank: grade for grade, rank in found.pack.rank_by_grade.items()}
    return [
        Possible(
            row,
            names.get(ranks.get(row.unit_id, 0), ""),
            runs[row.run_id].value("score", row.unit_id),
            {fact: _fact(runs[row.run_id], fact, row.unit_id) for fact in found.award.facts},
        )
        for row in rows
    ]


def _before(scope: Scope, round_: Round, ids: list[int]) -> dict[int, int]:
    earlier = round_before(round_)
    graded = standing(scope, earlier) if earlier is not None and ids else None
    if graded is None:
        return {}
    grade, _score = graded.of(np.array(ids, dtype=np.int64))
    return {unit: rank for unit, rank in zip(ids, grade.tolist(), strict=True) if rank is not None}


def _fact(results: Results, fact: str, unit: int) -> int | None:
    column = results.snapshot.facts.get(fact)
    row = results.row_of.get(unit, -1)
    return int(column.values[row]) if column is not None and row >= 0 and column.valid[row] else None


def propose(by: By, found: Rules, round_: Round, committee: Unit, merits: Mapping[int, str]) -> list[Candidate]:
    """Propose units, each with its merits in words; what it rests on is kept beside them.

    Args:
        merits: unit → why it should be commended.

    Raises:
        Refusal: somebody else's committee, a unit that cannot be proposed, or no merits.
    """
    content = {"round": round_.pk, "committee": committee.pk, "merits": {str(k): v for k, v in merits.items()}}
    with action(by.actor, "candidate.propose", key=by.key, content=content) as event:
        if event.repeated:
            return list(Candidate.objects.filter(pk__in=event.result["candidates"]))
        refuse_others(by, committee, [])
        able = {each.grade.unit_id: each for each in possible(by.scope, found, round_, committee)}
        _sound(committee, able, merits)
        refuse_others(by, committee, [able[unit].grade.unit for unit in merits])
        decider = committee_above(found.pack, committee)
        begun = cases.begin(found.procedure, by.day, calendar_of(found.pack))
        rows = [
            Candidate.objects.create(
                procedure=found.procedure.id,
                round=round_,
                unit=able[unit].grade.unit,
                proposer=committee,
                committee=decider,
                run=able[unit].grade.run,
                merits=text.strip()[:LONGEST],
                rests_on=able[unit].plain(),
                state=begun.step,
                since=begun.since,
                due=begun.due,
            )
            for unit, text in merits.items()
        ]
        event.about(rows[0], *rows[1:])
        event.note(committee=committee.pk, to=decider.pk, proposed=len(rows))
        event.result = {"candidates": [row.pk for row in rows]}
    return rows


def _sound(committee: Unit, able: Mapping[int, Possible], merits: Mapping[int, str]) -> None:
    if not merits:
        raise refuse(committee.name, sentence("No unit is chosen."), sentence("Tick the units first."))
    complaints = []
    for unit, text in merits.items():
        name = able[unit].grade.unit.name if unit in able else committee.name
        if unit not in able:
            complaints.append(
                Complaint(
                    name,
                    sentence("This unit cannot be proposed here."),
                    sentence("Only units of this committee with the grade that the pack asks for, and each once."),
                )
            )
        elif not text.strip():
            complaints.append(
                Complaint(name, sentence("Its merits are not said."), sentence("Say in a few words what it did."))
            )
    if complaints:
        raise Refusal(complaints)


def withdraw(by: By, found: Rules, row: Candidate, version: int, why: str) -> Candidate:
    """Take a proposal back before it is decided.

    Raises:
        Refusal: somebody else's, no reason, decided already, or somebody changed it meanwhile.
    """
    with action(by.actor, "candidate.withdraw", key=by.key, content={"row": row.pk, "why": why}) as event:
        if event.repeated:
            return row
        refuse_others(by, row.proposer, [row.unit])
        if row.version != version:
            raise late(row.unit.name)
        move_all(by, found, [row], Step("withdraw", why, fields={"reason": why.strip()[:LONGEST]}))
        event.about(row)
    return row
