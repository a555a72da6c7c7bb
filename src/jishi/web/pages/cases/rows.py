"""Which units of a docket the filters leave: from columns, whatever their number."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from jishi.actions.cases.ground import Docket, committees, grades_of, sits_anywhere
from jishi.actions.cases.marks import Marks
from jishi.core.access import Scope
from jishi.store.models.assess import Grade
from jishi.store.models.cases import Answer
from jishi.store.models.org import Unit
from jishi.web.pages.cases.words import step_name, today_of
from jishi.web.programme import Programme
from jishi.web.worksheet import Filter, Option, Rows, Worksheet

#: More units than one committee grades; beyond, the list is not cut to the reader's own.
MOST = 5000
PLAIN, MARKED = "plain", "marked"


@dataclass(frozen=True)
class Count:
    """How many units stand at a step."""

    step: str
    name: str
    count: int
    address: str
    now: bool


class Table:
    """The units of a round that a reader sees, with how each one stands."""

    def __init__(self, scope: Scope, words: Programme, docket: Docket, asked: Mapping[str, str]) -> None:
        self.scope = scope
        self.docket = docket
        self.asked = asked
        self.sheet = Worksheet(scope, words, docket.results, asked)
        self.today = today_of(docket.round)
        self.mine = sits_anywhere(scope)
        self.marks = Marks(docket, self.today)

    @cached_property
    def grades(self) -> Mapping[int, Grade]:
        """Return unit → row, for those to which something has happened."""
        return grades_of(self.docket.round, self.docket.judged)

    @cached_property
    def deciding(self) -> Mapping[int, Unit]:
        """Return unit → committee; empty where there are more units than one committee grades."""
        judged = self.docket.judged
        return committees(self.docket.pack, judged) if len(judged) <= MOST else {}

    def is_mine(self, unit: int) -> bool:
        """Say whether the reader acts for the committee that grades a unit."""
        committee = self.deciding.get(unit)
        return committee is not None and (self.mine is None or committee.pk in self.mine)

    def step(self, unit: int) -> str:
        """Return the step at which a unit stands today."""
        row = self.grades.get(unit)
        return self.docket.case(row, self.today).step if row else self._untouched

    @cached_property
    def _untouched(self) -> str:
        return self.docket.case(None, self.today).step

    def ids(self, rows: Rows) -> NDArray[np.int64]:
        """Return the units of rows."""
        return self.docket.results.snapshot.tree.id[rows]

    @cached_property
    def _before_steps(self) -> Rows:
        """Return the rows that pass every filter but that of the step."""
        rows = self.sheet.rows()
        whose = self.asked.get("whose", "")
        if whose != "all" and self.deciding and (self.mine is None or self.mine):
            own = {unit for unit in self.deciding if self.is_mine(unit)}
            rows = rows[np.isin(self.ids(rows), np.fromiter(own, dtype=np.int64, count=len(own)))]
        wanted = self.asked.get("marked", "")
        if wanted in (PLAIN, MARKED):
            alone = np.isin(self.ids(rows), np.array(sorted(self._alone), dtype=np.int64))
            rows = rows[alone if wanted == MARKED else ~alone]
        return rows

    @cached_property
    def _alone(self) -> set[int]:
        return {unit for unit in self.docket.judged if self.marks.of(unit, self.grades.get(unit))}

    def rows(self) -> Rows:
        """Return the rows that pass every filter, in the order asked for."""
        rows = self._before_steps
        wanted = self.asked.get("step", "")
        if wanted not in {step.id for step in self.docket.procedure.steps}:
            return rows
        return rows[self._stand_at(rows, wanted)]

    def _stand_at(self, rows: Rows, step: str) -> NDArray[np.bool_]:
        ids = self.ids(rows)
        there = [unit for unit in self.grades if self.step(unit) == step]
        found = np.isin(ids, np.array(there, dtype=np.int64))
        if step == self._untouched:
            touched = np.isin(ids, np.fromiter(self.grades, dtype=np.int64, count=len(self.grades)))
            found |= ~touched
        return found

    def counts(self, query: str) -> list[Count]:
        """Return how many stand at each step, in the order of the procedure."""
        rows, now = self._before_steps, self.asked.get("step", "")
        whole = [Count("", _("all"), len(rows), f"?{query}", not now)]
        return whole + [
            Count(
                step.id,
                step_name(self.docket, step.id),
                int(self._stand_at(rows, step.id).sum()),
                f"?{query}&step={step.id}",
                now == step.id,
            )
            for step in self.docket.procedure.steps
        ]

    def plain_waiting(self) -> list[int]:
        """Return the units of the filtered list that may be approved together by the reader."""
        rows = self.rows()
        return [
            unit
            for unit in self.ids(rows).tolist()
            if self.step(unit) == "review" and self.is_mine(unit) and unit not in self._alone
        ]

    def answers(self, wanted: list[int]) -> Mapping[int, Answer]:
        """Return unit → its answer, for a page of units."""
        found = Answer.objects.filter(round=self.docket.round, unit__in=wanted)
        return {each.unit_id: each for each in found}

    def filters(self) -> list[Filter]:
        """Return the drop-downs with what they offer."""
        chosen = self.asked.get("marked", "")
        marked = [("", _("all")), (PLAIN, _("plain ones")), (MARKED, _("marked ones"))]
        found = [f for f in self.sheet.filters() if f.key != "flag"]
        return [
            *found[:3],
            Filter("marked", _("Marks"), tuple(Option(value, name, value == chosen) for value, name in marked)),
            *found[3:],
        ]
