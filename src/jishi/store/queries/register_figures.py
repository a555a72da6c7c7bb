"""Figures of the registers for any part of the tree: two statements at most, grouped in the database."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from django.db import connection

from jishi.core.access import Scope
from jishi.core.derivations import Count, CountDistinct, Derivation, Sum
from jishi.core.derive import Moment
from jishi.store import standing
from jishi.store.models.org import Axis, Unit
from jishi.store.moment import one_moment
from jishi.store.paths import LAST, STEP, ids
from jishi.store.queries.counts import LARGE
from jishi.store.queries.register_tables import Register
from jishi.store.queries.registers import Dialect, column, register_of, selection
from jishi.store.queries.units import path_of

By = Literal["", "domain", "below", "unit"]
# Where a workplace lies is computed, so PostgreSQL cannot tell how many lie inside.
_TRAP = "store_workplace"


def counted(
    scope: Scope, figures: Sequence[Derivation], moment: Moment, place: Unit | None = None, by: By = ""
) -> list[dict[str, int]]:
    """Return group → number for each figure, all of one moment; without rows there is no group.

    At most two statements, of which neither waits for whoever writes.

    Args:
        scope: who looks; nothing outside is counted.
        figures: counts, counts of different values, sums.
        moment: the day.
        place: only at or below it; None = the whole scope.
        by: ``domain`` = by domain of the unit (empty = none); ``below`` = by id of the unit right below the place;
            ``unit`` = by id of each unit that has any; empty = all together, under an empty key.
    """
    found: list[dict[str, int]] = [{} for _ in figures]
    path = path_of(place) if place else ""
    key = {"": "''", "domain": "fu.domain", "below": f"substr(fh.path, 1, {len(path) + STEP})", "unit": "fu.id"}[by]
    many = len(standing.seen(scope)) > LARGE
    asked: dict[bool, list[tuple[str, list[str | int]]]] = {False: [], True: []}
    for at, figure in enumerate(figures):
        part, its = _statement(figure, moment, key, _inside(scope, path))
        if part:
            asked[many or _TRAP in part].append((f"SELECT {at}, {part}", its))
    with one_moment():
        rows = [row for guarded, parts in asked.items() if parts for row in _rows(parts, guarded=guarded)]
    for at, group, number in rows:
        if number is not None:
            found[at][str(ids(group)[-1]) if by == "below" else str(group)] = int(number)
    return found


def _rows(parts: Sequence[tuple[str, Sequence[str | int]]], *, guarded: bool) -> list[tuple[int, object, object]]:
    """Run figures as one statement, inside a transaction.

    ``guarded`` = whole registers are read anyway, so no row is looked up alone.
    """
    statement = " UNION ALL ".join(part for part, _ in parts)
    values = [value for _, its in parts for value in its]
    with connection.cursor() as cursor:
        # PostgreSQL takes a condition on what was computed for one that hardly any row meets, and would then go
        # through all units for each workplace.
        guarded = guarded and connection.vendor == "postgresql"
        if guarded:
            cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(statement, values)
        found = cursor.fetchall()
        if guarded:
            cursor.execute("SET LOCAL enable_nestloop = on")
    return found


def _statement(
    figure: Derivation, moment: Moment, key: str, inside: tuple[str, list[str]]
) -> tuple[str, list[str | int]]:
    """Return what follows SELECT for one figure, and its values; empty = this home cannot keep the register."""
    register = register_of(figure.rows, moment)
    if register is None:
        return "", []
    dialect = Dialect(connection.vendor)
    chosen = selection(figure.rows, register, dialect, moment)
    part = (
        f"{key}, {_number(figure, register, dialect, moment)} FROM {register.source} "
        f"JOIN store_unit fu ON fu.id = {chosen.unit} "
        "JOIN store_unitpath fh ON fh.unit_id = fu.id AND fh.axis = %s "
        f"WHERE {inside[0]} AND {chosen.where} GROUP BY 2"
    )
    return part, [str(Axis.MANAGEMENT), *inside[1], *chosen.parameters]


def _number(figure: Derivation, register: Register, dialect: Dialect, moment: Moment) -> str:
    match figure:
        case Count():
            return "COUNT(*)"
        case CountDistinct() | Sum():
            said = column(register, figure.field, dialect, moment)[1]
            return f"COUNT(DISTINCT {said})" if isinstance(figure, CountDistinct) else f"SUM({said})"
    raise ValueError(f"{type(figure).__name__} is no noun of a figure")


def _inside(scope: Scope, path: str) -> tuple[str, list[str]]:
    """Return the condition of lying in the scope and at or below a path, and its values."""
    ranges = [] if scope.everything else list(scope.roots(Axis.MANAGEMENT))
    found, values = ["1 = 1"], []
    if not scope.everything:
        either = " OR ".join(["(fh.path >= %s AND fh.path < %s)"] * len(ranges)) or "1 = 0"
        found.append(f"({either})")
        values += [end for root in ranges for end in (root, root + LAST)]
    if path:
        found.append("fh.path >= %s AND fh.path < %s")
        values += [path, path + LAST]
    return " AND ".join(found), values


def moment_of(on: date, since: date) -> Moment:
    """Return the day of figures; ``since`` is the first day of the cycle."""
    return Moment(on.toordinal(), min(since, on).toordinal())
