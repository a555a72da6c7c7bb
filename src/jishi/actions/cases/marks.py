"""What makes a proposal worth a look of its own: limits, rules, an answer, a return, facts that changed since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from jishi.actions.cases.ground import Docket
from jishi.actions.improve.gate import Gates
from jishi.actions.results import Results, of_run
from jishi.core.access import Scope
from jishi.core.names import Named
from jishi.packs.schema.fields import Texts
from jishi.store import clock
from jishi.store.models.assess import Grade
from jishi.store.models.cases import Answer, Lift
from jishi.store.queries import rounds

LIMITED, NO_PROPOSAL, STOPPED, FLAGGED, DISAGREES, RETURNED, CHANGED, RECUSED, LOWEST, GATED = (
    "limited",
    "no-proposal",
    "stopped",
    "flagged",
    "disagrees",
    "returned",
    "changed",
    "recused",
    "lowest",
    "gated",
)
#: In this order they are told.
MARKS = (STOPPED, NO_PROPOSAL, GATED, LIMITED, LOWEST, DISAGREES, CHANGED, RETURNED, RECUSED, FLAGGED)
#: A unit with one of these is approved alone; a flag of a rule alone does not stop approval in bulk.
ALONE = frozenset({LOWEST, LIMITED, NO_PROPOSAL, STOPPED, GATED, DISAGREES, RETURNED, CHANGED, RECUSED})


class Marks:
    """The marks of many units of a docket, from columns: no query for each of them."""

    def __init__(self, docket: Docket, on: date | None = None) -> None:
        self.docket = docket
        self.on = on or clock.today()

    def of(self, unit: int, grade: Grade | None, *, conflict: bool = False) -> list[str]:
        """Return the marks that keep a unit from being approved together with others."""
        return [mark for mark in self.all(unit, grade, conflict=conflict) if mark in ALONE]

    def all(self, unit: int, grade: Grade | None, *, conflict: bool = False) -> list[str]:
        """Return every mark of a unit, the weightiest first."""
        results = self.docket.results
        row = results.row_of.get(unit, -1)
        if row < 0:
            return []
        holds = {
            GATED: self._gated(unit, results.at("proposal", row)),
            LOWEST: results.at("proposal", row) == len(self.docket.pack.grades.grades),
            NO_PROPOSAL: results.at("proposal", row) is None,
            LIMITED: results.at("proposal", row) != results.at("band", row) and results.at("band", row) is not None,
            STOPPED: bool(self._stopping[row]) and bool(stopped_by(self.docket, unit)),
            FLAGGED: bool(self._flagged[row]),
            DISAGREES: unit in self._disagreeing,
            RETURNED: grade is not None and bool(grade.reason) and not grade.grade,
            CHANGED: grade is not None and self.changed(unit, grade),
            RECUSED: conflict,
        }
        return [mark for mark in MARKS if holds[mark]]

    def _gated(self, unit: int, proposed: int | None) -> bool:
        """Say whether a unit is to rise while the gate is shut for it."""
        if proposed is None or not self._gates.rises(unit, proposed):
            return False
        return bool(self._gates.hindrances(unit, "", proposed, self.on))

    @cached_property
    def _gates(self) -> Gates:
        return Gates(self.docket, self.docket.judged)

    def changed(self, unit: int, grade: Grade) -> bool:
        """Say whether the newest run proposes something else than the run on which was decided."""
        if not grade.grade or self._newest is None or self._newest.run.pk == grade.run_id:
            return False
        rank = self._newest.value("proposal", unit)
        return (str(self.docket.pack.grade_at(rank).id) if rank else "") != grade.proposed

    @cached_property
    def _newest(self) -> Results | None:
        run = rounds.latest_run(Scope(everything=True), self.docket.round)
        if run is None or run.pk == self.docket.opening.run_id:
            return self.docket.results if run else None
        return of_run(Scope(everything=True), run)

    @cached_property
    def _disagreeing(self) -> frozenset[int]:
        rows = Answer.objects.filter(round=self.docket.round, agrees=False)
        return frozenset(rows.values_list("unit_id", flat=True))

    @cached_property
    def _stopping(self) -> NDArray[np.bool_]:
        return self._broken("block")

    @cached_property
    def _flagged(self) -> NDArray[np.bool_]:
        return self._broken("flag")

    def _broken(self, severity: str) -> NDArray[np.bool_]:
        results = self.docket.results
        found = np.zeros(len(results.snapshot), dtype=np.bool_)
        for rule in self.docket.pack.rules:
            if rule.severity == severity:
                column = results.column(f"rule:{rule.id}")
                found |= column.valid & (column.values == 1)
        return found


@dataclass(frozen=True)
class Held:
    """A limit that holds a unit: what it is called, and the best rank that it lets through.

    Attributes:
        lifted: the committee one level up lifted it.
    """

    id: str
    names: Texts
    rank: int
    lifted: bool


def limits_of(docket: Docket, unit: int) -> list[Held]:
    """Return the limits that hold a unit by the run."""
    lifted = set(Lift.objects.filter(round=docket.round, unit=unit).values_list("limit", flat=True))
    ranks = docket.pack.rank_by_grade
    return [
        Held(str(limit.id), limit.names, ranks[limit.exactly or limit.at_most or ""], limit.id in lifted)
        for limit in docket.pack.grades.limits
        if docket.results.value(f"limit:{limit.id}", unit)
    ]


def held_by(docket: Docket, unit: int, rank: int) -> Sequence[Named]:
    """Return the names of the limits that forbid so good a grade and were not lifted."""
    return [_named(each.names) for each in limits_of(docket, unit) if not each.lifted and rank < each.rank]


def stopped_by(docket: Docket, unit: int) -> Sequence[Named]:
    """Return the names of the blocking rules that the unit does not keep and that were not lifted."""
    broken = [
        rule
        for rule in docket.pack.rules
        if rule.severity == "block" and docket.results.value(f"rule:{rule.id}", unit) == 1
    ]
    if not broken:
        return []
    lifted = set(Lift.objects.filter(round=docket.round, unit=unit).values_list("limit", flat=True))
    return [_named(rule.names) for rule in broken if rule.id not in lifted]


def _named(texts: Texts) -> Named:
    return Named({"zh-Hans": texts.zh_hans, "zh-Hant": texts.zh_hant, "en": texts.en})
