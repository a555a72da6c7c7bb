"""Rows → columns: the only place where what is at rest becomes a :class:`~jishi.core.columns.Snapshot`.

No statement of Python runs once per unit or once per value: rows come from the database in thick slices and go into
arrays as they are, so that a province of 186,000 units and its eleven million values fit in memory and patience.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from jishi.core.calendar import months_before
from jishi.core.columns import Column, Snapshot
from jishi.core.tree import Tree, build, rows_of
from jishi.store.models.assess import FactName, Source
from jishi.store.models.org import Axis
from jishi.store.moment import one_moment

Rows = NDArray[np.int64]
Gather = Callable[[Tree], Mapping[str, Column]]

UNITS_IN_A_SLICE = 20_000
_SOURCES = [source.value for source in Source]
_NEVER = 127


@dataclass(frozen=True)
class FactColumn:
    """A fact that a snapshot is to hold.

    Attributes:
        id: the fact.
        sources: who may say it, in order of precedence; the first that gave a value counts.
        fresh_months: a value said to be true longer ago than this on the day of the frame is stale and counts as
            missing; None = never stale.
    """

    id: str
    sources: tuple[str, ...]
    fresh_months: int | None = None


@dataclass(frozen=True)
class Frame:
    """What a snapshot is to hold.

    Attributes:
        round: id of the round.
        previous_round: id of the round before; None = there is none.
        tree_on: the date of the tree; values of either round are fresh or stale on it.
        levels, domains: names in the order of the pack's vocabulary.
        facts: its facts.
        loose: units that exist but stand nowhere are taken too, each as a root of its own.
    """

    round: int
    previous_round: int | None
    tree_on: date
    levels: tuple[str, ...]
    domains: tuple[str, ...]
    facts: tuple[FactColumn, ...]
    loose: bool = False


def nothing(tree: Tree) -> Mapping[str, Column]:
    """Gather nothing."""
    return {}


def snapshot(frame: Frame, gather: Gather = nothing) -> Snapshot:
    """Read the tree on its date and the facts of the round and of the round before, all at one moment.

    Args:
        frame: what to read.
        gather: gives facts out of registers, in the order of the tree; they count where no source said anything,
            for an office that types a figure knows more than a register that it keeps in part.
    """
    with one_moment():
        tree, level, domain = units(frame)
        facts = dict(values(frame, tree, frame.round))
        for name, column in gather(tree).items():
            facts[name] = _filled(facts[name], column) if name in facts else column
        previous = values(frame, tree, frame.previous_round) if frame.previous_round else {}
    return Snapshot(tree, frame.domains, domain, frame.levels, level, facts, previous)


def units(frame: Frame) -> tuple[Tree, NDArray[np.int16], NDArray[np.int16]]:
    """Return the tree on the date of the frame, and the level and domain of each of its rows (-1 = none)."""
    order = 'u.code COLLATE "C"' if connection.vendor == "postgresql" else "u.code"
    level_case, level_names = _case("u.level", frame.levels)
    domain_case, domain_names = _case("u.domain", frame.domains)
    placed = "l.unit_id = u.id AND l.axis = %s AND l.from_on <= %s AND (l.to_on IS NULL OR l.to_on > %s)"
    source = f"store_unit u JOIN store_link l ON {placed}"
    parameters = [*level_names, *domain_names, Axis.MANAGEMENT.value, frame.tree_on, frame.tree_on]
    if frame.loose:
        source = (
            f"store_unit u LEFT JOIN store_link l ON {placed} WHERE l.id IS NOT NULL OR "
            "((u.founded_on IS NULL OR u.founded_on <= %s) AND (u.dissolved_on IS NULL OR u.dissolved_on > %s))"
        )
        parameters += [frame.tree_on, frame.tree_on]
    statement = (
        f"SELECT u.id, coalesce(l.parent_id, -1), {level_case}, {domain_case} FROM {source} ORDER BY {order}"
    )
    found = _integers(statement, parameters, 4)
    ids, parents = found[:, 0], found[:, 1]
    # A parent that stands nowhere itself leaves its units at the top, as in today's paths: R16 lists them, and
    # one of them must not keep everybody else from being assessed.
    parents = np.where(np.isin(parents, ids), parents, -1)
    tree = build(ids, parents, np.arange(len(ids), dtype=np.int64))
    row = rows_of(tree, ids)
    level, domain = np.empty(len(ids), dtype=np.int16), np.empty(len(ids), dtype=np.int16)
    level[row], domain[row] = found[:, 2], found[:, 3]
    return tree, level, domain


def values(frame: Frame, tree: Tree, round_id: int) -> Mapping[str, Column]:
    """Return one column per fact in the order of the tree, each value from the best source that gave one."""
    numbers = dict(FactName.objects.values_list("code", "id"))
    table = _Table.empty(tree, frame.facts, numbers)
    stale = [
        (numbers[fact.id], months_before(frame.tree_on, fact.fresh_months))
        for fact in frame.facts
        if fact.fresh_months and fact.id in numbers
    ]
    for found in _slices(round_id, tree, stale):
        table.place(found)
    return {fact.id: table.column(at) for at, fact in enumerate(frame.facts)}


@dataclass(frozen=True)
class _Table:
    """Facts by units, being filled; shape (facts, units).

    Attributes:
        tree: the units.
        row_of_fact: number of a fact in the database → its row here; -1 = not asked for.
        ranks: int8, shape (facts, sources): how early each source is asked.
        chosen: the values so far.
        best: int8, the rank of the source that gave each; 127 = none yet.
    """

    tree: Tree
    row_of_fact: Rows
    ranks: NDArray[np.int8]
    chosen: Rows
    best: NDArray[np.int8]

    @classmethod
    def empty(cls, tree: Tree, facts: Sequence[FactColumn], numbers: Mapping[str, int]) -> "_Table":
        """Return the table before anything was read."""
        shape = (len(facts), len(tree))
        row_of_fact = np.full(max(numbers.values(), default=0) + 1, -1, dtype=np.int64)
        for at, fact in enumerate(facts):
            if fact.id in numbers:
                row_of_fact[numbers[fact.id]] = at
        best = np.full(shape, _NEVER, dtype=np.int8)
        return cls(tree, row_of_fact, _ranks(facts), np.zeros(shape, dtype=np.int64), best)

    def place(self, found: Rows) -> None:
        """Put one slice of (unit, fact, source, value) where its source is the best so far."""
        fact = self.row_of_fact[found[:, 1]]
        unit = rows_of(self.tree, found[:, 0])
        rank = np.where((fact >= 0) & (unit >= 0), self.ranks[fact, found[:, 2]], _NEVER)
        for candidate in np.unique(rank[rank != _NEVER])[::-1]:
            rows = np.flatnonzero(rank == candidate)
            rows = rows[self.best[fact[rows], unit[rows]] > candidate]
            self.chosen[fact[rows], unit[rows]] = found[rows, 3]
            self.best[fact[rows], unit[rows]] = candidate

    def column(self, at: int) -> Column:
        """Return a row of the table as a column."""
        return Column.masked(self.chosen[at], self.best[at] != _NEVER)


def _slices(round_id: int, tree: Tree, stale: Sequence[tuple[int, date]]) -> Iterable[Rows]:
    """Yield (unit, fact, source, value) of the round for some thousand units at a time."""
    if not len(tree):
        return
    sources, names = _case("source", _SOURCES)
    # A value without a day of its own is of the round's.
    fresh = "".join(' AND (fact_id <> %s OR "on" IS NULL OR "on" >= %s)' for _ in stale)
    statement = (
        f"SELECT unit_id, fact_id, {sources}, value FROM store_factvalue "
        f"WHERE round_id = %s AND unit_id >= %s AND unit_id < %s AND value IS NOT NULL{fresh}"
    )
    ids = np.sort(tree.id)
    for start in range(0, len(ids), UNITS_IN_A_SLICE):
        part = ids[start : start + UNITS_IN_A_SLICE]
        bounds = [round_id, int(part[0]), int(part[-1]) + 1]
        yield _integers(statement, [*names, *bounds, *chain.from_iterable(stale)], 4)


def _ranks(facts: Sequence[FactColumn]) -> NDArray[np.int8]:
    """Return how early each source is asked for each fact, shape (facts, sources); 127 = never."""
    table = np.full((len(facts), len(_SOURCES) + 1), _NEVER, dtype=np.int8)
    for at, fact in enumerate(facts):
        for place, source in enumerate(fact.sources):
            table[at, _SOURCES.index(source)] = place
    return table


def _case(column: str, names: Sequence[str]) -> tuple[str, list[str]]:
    """Return SQL that turns a name into its place in ``names`` (-1 = none), and its parameters."""
    if not names:
        return "-1", []
    steps = " ".join(f"WHEN %s THEN {place}" for place in range(len(names)))
    return f"CASE {column} {steps} ELSE -1 END", list(names)


def _integers(statement: str, parameters: Sequence[object], width: int) -> Rows:
    """Run a query whose columns are all whole numbers; shape (rows, width)."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(parameters))
        rows = cursor.fetchall()
    return np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=len(rows) * width).reshape(-1, width)


def _filled(typed: Column, derived: Column) -> Column:
    """Take what was typed, and what was derived where nothing was."""
    return Column.masked(np.where(typed.valid, typed.values, derived.values), derived.valid | typed.valid)
