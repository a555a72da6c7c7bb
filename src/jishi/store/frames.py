"""Rows → columns: the only place where what is at rest becomes a :class:`~jishi.core.columns.Snapshot`.

No statement of Python runs once per unit or once per value: rows come from the database in thick slices and go into
arrays as they are, so that a province of 186,000 units and its eleven million values fit in memory and patience.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from jishi.core.columns import Column, Snapshot
from jishi.core.tree import Tree, build, rows_of
from jishi.store.models.assess import FactName, Source
from jishi.store.models.org import Axis

Rows = NDArray[np.int64]

UNITS_IN_A_SLICE = 20_000
_SOURCES = [source.value for source in Source]
_NEVER = 127


@dataclass(frozen=True)
class FactColumn:
    """A fact that a snapshot is to hold.

    Attributes:
        id: the fact.
        sources: who may say it, in order of precedence; the first that gave a value counts.
        not_before: values said to be true on an earlier day are stale and count as missing; None = never stale.
    """

    id: str
    sources: tuple[str, ...]
    not_before: date | None = None


@dataclass(frozen=True)
class Frame:
    """What a snapshot is to hold.

    Attributes:
        round: id of the round.
        previous_round: id of the round before; None = there is none.
        tree_on: the date of the tree.
        levels, domains: names in the order of the pack's vocabulary.
        facts: its facts.
    """

    round: int
    previous_round: int | None
    tree_on: date
    levels: tuple[str, ...]
    domains: tuple[str, ...]
    facts: tuple[FactColumn, ...]


def snapshot(frame: Frame, derived: Mapping[str, Column] | None = None) -> Snapshot:
    """Read the tree on its date and the facts of the round and of the round before.

    Args:
        frame: what to read.
        derived: facts that were gathered from registers, in the order of the tree; they count where no source
            said anything, for an office that types a figure knows more than a register that it keeps in part.
    """
    tree, level, domain = units(frame)
    facts = dict(values(frame.round, tree, frame.facts))
    for name, column in (derived or {}).items():
        facts[name] = _filled(facts[name], column) if name in facts else column
    previous: Mapping[str, Column] = {}
    if frame.previous_round is not None:
        previous = values(frame.previous_round, tree, frame.facts)
    return Snapshot(tree, frame.domains, domain, frame.levels, level, facts, previous)


def units(frame: Frame) -> tuple[Tree, NDArray[np.int16], NDArray[np.int16]]:
    """Return the tree on the date of the frame, and the level and domain of each of its rows (-1 = none)."""
    order = 'u.code COLLATE "C"' if connection.vendor == "postgresql" else "u.code"
    level_case, level_names = _case("u.level", frame.levels)
    domain_case, domain_names = _case("u.domain", frame.domains)
    statement = (
        f"SELECT l.unit_id, coalesce(l.parent_id, -1), {level_case}, {domain_case} "
        "FROM store_link l JOIN store_unit u ON u.id = l.unit_id "
        "WHERE l.axis = %s AND l.from_on <= %s AND (l.to_on IS NULL OR l.to_on > %s) "
        f"ORDER BY {order}"
    )
    found = _integers(
        statement, [*level_names, *domain_names, Axis.MANAGEMENT.value, frame.tree_on, frame.tree_on], 4
    )
    ids, parents = found[:, 0], found[:, 1]
    tree = build(ids, parents, np.arange(len(ids), dtype=np.int64))
    row = rows_of(tree, ids)
    level, domain = np.empty(len(ids), dtype=np.int16), np.empty(len(ids), dtype=np.int16)
    level[row], domain[row] = found[:, 2], found[:, 3]
    return tree, level, domain


def values(round_id: int, tree: Tree, facts: Sequence[FactColumn]) -> Mapping[str, Column]:
    """Return one column per fact in the order of the tree, each value from the best source that gave one."""
    chosen = np.zeros((len(facts), len(tree)), dtype=np.int64)
    best = np.full((len(facts), len(tree)), _NEVER, dtype=np.int8)
    numbers = dict(FactName.objects.values_list("code", "id"))
    asked = [(numbers[fact.id], at) for at, fact in enumerate(facts) if fact.id in numbers]
    row_of_fact = np.full(max(numbers.values(), default=0) + 1, -1, dtype=np.int64)
    for number, at in asked:
        row_of_fact[number] = at
    ranks = _ranks(facts)
    for found in _slices(round_id, tree, facts, numbers):
        _place(found, tree, row_of_fact, ranks, chosen=chosen, best=best)
    return {fact.id: Column.masked(chosen[at], best[at] != _NEVER) for at, fact in enumerate(facts)}


def _place(
    found: Rows,
    tree: Tree,
    row_of_fact: Rows,
    ranks: NDArray[np.int8],
    *,
    chosen: Rows,
    best: NDArray[np.int8],
) -> None:
    """Put one slice of (unit, fact, source, value) into the table where its source is the best so far."""
    fact = row_of_fact[found[:, 1]]
    unit = rows_of(tree, found[:, 0])
    rank = np.where((fact >= 0) & (unit >= 0), ranks[fact, found[:, 2]], _NEVER)
    for candidate in np.unique(rank[rank != _NEVER])[::-1]:
        rows = np.flatnonzero(rank == candidate)
        rows = rows[best[fact[rows], unit[rows]] > candidate]
        chosen[fact[rows], unit[rows]] = found[rows, 3]
        best[fact[rows], unit[rows]] = candidate


def _slices(round_id: int, tree: Tree, facts: Sequence[FactColumn], numbers: Mapping[str, int]) -> Iterable[Rows]:
    """Yield (unit, fact, source, value) of the round for some thousand units at a time."""
    if not len(tree):
        return
    sources, names = _case("source", _SOURCES)
    stale = [(numbers[f.id], f.not_before) for f in facts if f.not_before is not None and f.id in numbers]
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
