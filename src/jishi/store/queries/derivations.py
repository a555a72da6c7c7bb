"""Registers → facts: every derivation for all units at once, on both databases.

The database chooses the rows (subject, filters, window) and hands over (unit, number) pairs; grouping happens on
columns. :mod:`jishi.core.derive` says what each noun means for one unit, and the two must be equal.
"""

from collections.abc import Callable, Mapping
from itertools import chain

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from jishi.core.columns import Column
from jishi.core.derivations import (
    Axis,
    Count,
    CountDistinct,
    Derivation,
    Exists,
    GapDays,
    Maximum,
    Minimum,
    PerPeriodMinimum,
    Sum,
)
from jishi.core.derive import Moment, periods
from jishi.core.tree import Tree, build, rows_of
from jishi.store.queries.register_tables import Register
from jishi.store.queries.registers import Dialect, column, register_of, selection

Rows = NDArray[np.int64]


def derived(derivations: Mapping[str, Derivation], tree: Tree, moment: Moment) -> Mapping[str, Column]:
    """Return one column per fact, in the order of the tree; null for registers that the home does not keep."""
    return {fact: derive_all(derivation, tree, moment) for fact, derivation in derivations.items()}


def derived_of(derivations: Mapping[str, Derivation], unit: int, moment: Moment) -> dict[str, int]:
    """Return what the registers know of one unit alone, for a page; counts of whole subtrees are left out."""
    alone = build(np.array([unit]), np.array([-1]), np.array([0]))
    found = {
        fact: derive_all(derivation, alone, moment, unit).tolist()[0]
        for fact, derivation in derivations.items()
        if derivation.rows.axis == "own"
    }
    return {fact: value for fact, value in found.items() if value is not None}


def derive_all(derivation: Derivation, tree: Tree, moment: Moment, only: int | None = None) -> Column:
    """Return the fact that a derivation gives, for every unit of the tree.

    Args:
        only: the one unit that the tree has; None = rows of every unit are read.
    """
    register = register_of(derivation.rows, moment)
    if register is None or not _is_kept(register):
        return Column.empty(len(tree))
    units, numbers = _pairs(derivation, register, moment, tree, only)
    units, numbers = _AXES[derivation.rows.axis](units, numbers, tree)
    found = _grouped(derivation, units, numbers, len(tree), moment)
    return _known(found, derivation, register, tree, only) if register.by_unit else found


def rows_behind(derivation: Derivation, moment: Moment) -> tuple[Rows, Rows]:
    """Return (row of the register, unit that it belongs to) of every row that a derivation looks at.

    Only registers whose rows have an id of their own can tell; the others tell nothing.
    """
    register = register_of(derivation.rows, moment)
    if register is None or not _is_kept(register):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    chosen = selection(derivation.rows, register, Dialect(connection.vendor), moment)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT r.id, {chosen.unit} FROM {register.source} WHERE {chosen.where}", chosen.parameters)
        rows = cursor.fetchall()
    pairs = np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=2 * len(rows)).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _known(found: Column, derivation: Derivation, register: Register, tree: Tree, only: int | None) -> Column:
    """Leave unknown what a unit does not keep: a roster that was never brought in has no members, not zero."""
    unit = register.units[derivation.rows.subject]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT {unit} FROM {register.source} WHERE {_among(unit, only)}")
        keepers = np.array([row[0] for row in cursor.fetchall() if row[0] is not None], dtype=np.int64)
    place = rows_of(tree, keepers)
    place = place[place >= 0]
    place, _numbers = _AXES[derivation.rows.axis](place, place, tree)
    kept = np.zeros(len(tree), dtype=np.bool_)
    kept[place] = True
    return Column.masked(found.values, found.valid & kept)


def _is_kept(register: Register) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {register.table})")
        return bool(cursor.fetchone()[0])


def _among(unit: str, only: int | None) -> str:
    """Return SQL that holds for the rows of the one unit, or of all."""
    return "1 = 1" if only is None else f"{unit} = {int(only)}"


def _pairs(
    derivation: Derivation, register: Register, moment: Moment, tree: Tree, only: int | None
) -> tuple[Rows, Rows]:
    """Fetch the tree row of the unit and the number of each chosen row; null numbers are left out."""
    dialect = Dialect(connection.vendor)
    chosen = selection(derivation.rows, register, dialect, moment)
    said = "1"
    if isinstance(derivation, GapDays | PerPeriodMinimum):
        said = column(register, "on", dialect, moment)[1]
    elif not isinstance(derivation, Count | Exists):
        kind, said = column(register, derivation.field, dialect, moment)
        if kind == "text":
            # Only the difference of texts matters, so a number for each is enough.
            said = f"CASE WHEN {said} IS NULL THEN NULL ELSE DENSE_RANK() OVER (ORDER BY {said}) END"
            if not isinstance(derivation, CountDistinct):
                said = "NULL"
    statement = (
        f"WITH chosen AS (SELECT {chosen.unit} AS unit, {said} AS number "
        f"FROM {register.source} WHERE {chosen.where} AND {_among(chosen.unit, only)}) "
        "SELECT unit, number FROM chosen WHERE number IS NOT NULL"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, chosen.parameters)
        rows = cursor.fetchall()
    pairs = np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=2 * len(rows)).reshape(-1, 2)
    place = rows_of(tree, pairs[:, 0])
    return place[place >= 0], pairs[place >= 0, 1]


def _with_ancestors(units: Rows, numbers: Rows, tree: Tree) -> tuple[Rows, Rows]:
    """Count every row for its unit and for each unit above; one step per level of the tree."""
    all_units, all_numbers = [units], [numbers]
    while len(units):
        above = tree.parent[units]
        units, numbers = above[above >= 0], numbers[above >= 0]
        all_units.append(units)
        all_numbers.append(numbers)
    return np.concatenate(all_units), np.concatenate(all_numbers)


def _with_descendants(units: Rows, numbers: Rows, tree: Tree) -> tuple[Rows, Rows]:
    """Count every row for its unit and for each unit below, which are the rows after it in preorder."""
    lengths = tree.end[units] - units
    offset = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return np.repeat(units, lengths) + offset, np.repeat(numbers, lengths)


def _as_they_are(units: Rows, numbers: Rows, tree: Tree) -> tuple[Rows, Rows]:
    return units, numbers


_AXES: Mapping[Axis, Callable[[Rows, Rows, Tree], tuple[Rows, Rows]]] = {
    "own": _as_they_are,
    "subtree": _with_ancestors,
    "above": _with_descendants,
}


def _grouped(derivation: Derivation, units: Rows, numbers: Rows, length: int, moment: Moment) -> Column:
    everywhere = np.ones(length, dtype=np.bool_)
    counts = np.bincount(units, minlength=length).astype(np.int64)
    match derivation:
        case Count():
            return Column(counts, everywhere)
        case Exists():
            return Column((counts > 0).astype(np.int64), everywhere)
        case CountDistinct():
            pairs = np.unique(np.stack([units, numbers], axis=1), axis=0)
            return Column(np.bincount(pairs[:, 0], minlength=length).astype(np.int64), everywhere)
        case GapDays():
            return _gaps(units, numbers, length, _days(derivation, moment))
        case PerPeriodMinimum():
            return _shortfalls(derivation, units, numbers, length, _days(derivation, moment))
    start, step = _ACCUMULATE[type(derivation)]
    total = np.full(length, start, dtype=np.int64)
    step.at(total, units, numbers)
    return Column.masked(total, counts > 0)


_ACCUMULATE: Mapping[type, tuple[int, np.ufunc]] = {
    Sum: (0, np.add),
    Minimum: (np.iinfo(np.int64).max, np.minimum),
    Maximum: (np.iinfo(np.int64).min, np.maximum),
}


def _days(derivation: GapDays | PerPeriodMinimum, moment: Moment) -> tuple[int, int]:
    """Return the first and the last day of the window."""
    first = moment.first(derivation.rows.window)
    if first is None:
        raise ValueError(f"a window of kind {derivation.rows.window.kind!r} has no first day")
    return first, moment.on


def _gaps(units: Rows, days: Rows, length: int, window: tuple[int, int]) -> Column:
    """The longest stretch between neighbouring days, the ends of the window counted as days of every unit."""
    everyone = np.arange(length, dtype=np.int64)
    whose = np.concatenate([units, everyone, everyone])
    when = np.concatenate([days, np.full(length, window[0]), np.full(length, window[1])])
    order = np.lexsort((when, whose))
    whose, when = whose[order], when[order]
    longest = np.zeros(length, dtype=np.int64)
    same = whose[1:] == whose[:-1]
    np.maximum.at(longest, whose[1:][same], (when[1:] - when[:-1])[same])
    return Column(longest, np.ones(length, dtype=np.bool_))


def _shortfalls(
    derivation: PerPeriodMinimum, units: Rows, days: Rows, length: int, window: tuple[int, int]
) -> Column:
    spans = list(periods(derivation.period, *window))
    missing = np.zeros(length, dtype=np.int64)
    for start, end in spans:
        inside = units[(days >= start) & (days < end)]
        short = np.maximum(derivation.least - np.bincount(inside, minlength=length), 0)
        missing += short if derivation.tell == "rows" else (short > 0)
    return Column.masked(missing, np.full(length, bool(spans)))
