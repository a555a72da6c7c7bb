"""What stands below a paper as columns: one place for each judged unit, in the order of the tree.

A sum of a paper is a mask over these columns, however many units the area has; only what is printed as a row of its
own is told as an object.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from jishi.actions.improve.standing import Graded
from jishi.actions.results import Results
from jishi.core.columns import Column
from jishi.packs.pack import Pack
from jishi.packs.schema.forms import PaperForm
from jishi.store import clock
from jishi.store.models.assess import Grade, Round
from jishi.store.models.improve import Problem, Remedy
from jishi.store.models.org import Unit
from jishi.store.queries.improve import RUNNING

Places = NDArray[np.int64]
_NONE = 0


class Named(NamedTuple):
    """What a unit is called, and where it belongs."""

    name: str
    short_name: str
    code: str
    domain: str


class Standing(Protocol):
    """What the columns of a paper are read from.

    Attributes:
        inside: the condition of belonging to a unit of the paper.
        units: unit → what it is called.
        members: unit → how many members its register holds.
        before: where the units stood in the round before; None = there was none.
    """

    round: Round
    pack: Pack
    form: PaperForm
    place: Unit
    results: Results
    inside: Mapping[str, object]
    units: Mapping[int, Named]
    members: Mapping[int, int]
    before: Graded | None


@dataclass(frozen=True, eq=False)
class Ledger:
    """Problems or remedies, in the order of their units.

    Attributes:
        number: of each row, int64.
        place: of its unit, int64, ascending.
        marks: what is said of the rows by name, bool.
    """

    number: NDArray[np.int64]
    place: Places
    marks: dict[str, NDArray[np.bool_]]

    def of(self, places: Places, mark: str, units: int) -> list[int]:
        """Return the numbers of the rows of some places that carry a mark; no mark = all of them."""
        wanted = np.zeros(units, dtype=np.bool_)
        wanted[places] = True
        chosen = wanted[self.place]
        found: list[int] = self.number[chosen & self.marks[mark] if mark else chosen].tolist()
        return found


class Columns:
    """The columns of one paper, each read when a figure first asks for it.

    Attributes:
        ids: of the judged units, int64.
        rows: their rows of the run, int64.
    """

    def __init__(self, ground: Standing) -> None:
        self.ground = ground
        results, place = ground.results, ground.place.pk
        rows = results.below(place) if place in results.row_of else np.empty(0, dtype=np.int64)
        if ground.form.about == "unit":
            rows = rows[results.snapshot.tree.id[rows] == place]
        self.rows: NDArray[np.int64] = rows
        self.ids: NDArray[np.int64] = results.snapshot.tree.id[rows]

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def everywhere(self) -> Places:
        """Return every place."""
        return np.arange(len(self), dtype=np.int64)

    @cached_property
    def listed(self) -> Places:
        """Return the places of units that still stand in the tree: those that a list has rows for."""
        return self.everywhere[np.isin(self.ids, self._numbers(self.ground.units))]

    @staticmethod
    def _numbers(units: Iterable[int]) -> NDArray[np.int64]:
        return np.fromiter(units, dtype=np.int64)

    @cached_property
    def _order(self) -> NDArray[np.int64]:
        return np.argsort(self.ids)

    def place_of(self, units: NDArray[np.int64]) -> Places:
        """Return the places of units, in their order; -1 = it has none."""
        if not len(self):
            return np.full(len(units), -1, dtype=np.int64)
        found = self._order[np.minimum(np.searchsorted(self.ids, units, sorter=self._order), len(self) - 1)]
        return np.where(self.ids[found] == units, found, -1)

    def numbers_of(self, places: Places) -> tuple[int, ...]:
        """Return the ids of the units at some places."""
        return tuple(self.ids[places].tolist())

    @cached_property
    def grade(self) -> NDArray[np.int64]:
        """Return the rank of the grade that a committee has given, 0 = none."""
        rank = self.ground.pack.rank_by_grade
        rows = Grade.objects.filter(round=self.ground.round, **self.ground.inside).exclude(grade="")
        found = [(unit, rank.get(grade, _NONE)) for unit, grade in rows.values_list("unit_id", "grade")]
        return self._laid(found)

    def _laid(self, found: list[tuple[int, int]]) -> NDArray[np.int64]:
        """Lay (unit, number) out over the places; 0 where nothing is said."""
        laid = np.zeros(len(self), dtype=np.int64)
        pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
        places = self.place_of(pairs[:, 0])
        laid[places[places >= 0]] = pairs[places >= 0, 1]
        return laid

    @cached_property
    def before(self) -> NDArray[np.int64]:
        """Return the rank of the grade in the round before, 0 = none."""
        if self.ground.before is None or not len(self):
            return np.zeros(len(self), dtype=np.int64)
        grade, _score = self.ground.before.of(self.ids)
        return np.where(grade.valid, grade.values, _NONE)

    @cached_property
    def proposal(self) -> NDArray[np.int64]:
        """Return the rank of the grade that the run proposes, 0 = none."""
        column = self.ground.results.column("proposal")
        return np.where(column.valid[self.rows], column.values[self.rows], _NONE)

    def fact(self, name: str) -> Column:
        """Return what the run was given of a fact; null = nobody said."""
        column = self.ground.results.snapshot.facts.get(name)
        if column is None:
            return Column.empty(len(self))
        return Column.masked(column.values[self.rows], column.valid[self.rows])

    @cached_property
    def members(self) -> Column:
        """Return how many members each unit has: of the register, else the figure that the office reports."""
        counted = self._laid(list(self.ground.members.items()))
        said = self.fact("members-total")
        registered = counted > 0
        return Column.masked(np.where(registered, counted, said.values), registered | said.valid)

    @cached_property
    def domain(self) -> NDArray[np.int64]:
        """Return the place of each unit's domain in the pack's vocabulary; -1 = the pack has no such domain."""
        place_of = {str(domain.id): place for place, domain in enumerate(self.ground.pack.vocabulary.domains, 1)}
        units = self.ground.units
        return self._laid([(unit, place_of.get(named.domain, _NONE)) for unit, named in units.items()]) - 1

    @cached_property
    def part(self) -> NDArray[np.int64]:
        """Return the unit right below the area to which each belongs; the area itself belongs to itself."""
        tree, top = self.ground.results.snapshot.tree, self.ground.place.pk
        if top not in self.ground.results.row_of:
            return self.ids
        starts = np.array(tree.children(self.ground.results.row_of[top]), dtype=np.int64)
        if not len(starts):
            return self.ids
        place = np.searchsorted(starts, self.rows, side="right") - 1
        return np.where(place >= 0, tree.id[starts[np.maximum(place, 0)]], self.ids)

    @cached_property
    def problems(self) -> Ledger:
        """Return the problems that were taken on, the most pressing of a unit first."""
        states = (Problem.State.OPEN, Problem.State.SOLVED)
        rows = Problem.objects.filter(**self.ground.inside, state__in=states)
        found = list(rows.order_by("-priority", "found_on", "pk").values_list("unit_id", "pk", "state"))
        marks = {str(state): np.array([row[2] == state for row in found], dtype=np.bool_) for state in states}
        return self._ledger([row[:2] for row in found], marks)

    @cached_property
    def remedies(self) -> Ledger:
        """Return the remedies that were not dropped, the earliest deadline of a unit first."""
        rows = Remedy.objects.filter(**self.ground.inside).exclude(state=Remedy.State.DROPPED)
        found = list(rows.order_by("due_on", "pk").values_list("unit_id", "pk", "state", "due_on"))
        today = clock.today()
        late = [state in RUNNING and due is not None and due < today for _unit, _pk, state, due in found]
        done = [state == Remedy.State.VERIFIED for _unit, _pk, state, _due in found]
        marks = {"overdue": np.array(late, dtype=np.bool_), "verified": np.array(done, dtype=np.bool_)}
        return self._ledger([row[:2] for row in found], marks)

    def _ledger(self, found: list[tuple[int, ...]], marks: dict[str, NDArray[np.bool_]]) -> Ledger:
        pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
        places = self.place_of(pairs[:, 0])
        inside = np.flatnonzero(places >= 0)
        order = inside[np.argsort(places[inside], kind="stable")]
        sorted_marks = {name: mark[order] for name, mark in marks.items()}
        return Ledger(pairs[order, 1], places[order], sorted_marks)
