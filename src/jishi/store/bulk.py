"""Many rows at once, past the ORM: COPY on PostgreSQL, one prepared statement on SQLite.

Database triggers still stand guard; nothing else is checked, so the caller must have checked everything.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from jishi.store.models.versioned import Versioned

# So many rows are changed by one statement; SQLite takes so many values at once everywhere.
_MOST_ROWS, _MOST_VALUES = 5_000, 900
#: After so many new rows PostgreSQL is told what its table has become.
_MANY = 5_000


def insert(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows; ids are given by the database.

    Args:
        model: whose table.
        names: attributes of the model (``unit_id``, ``value`` …); what is not named must have no value or one
            given by the database.
        rows: values in the order of ``names``.
    """
    columns = ", ".join(connection.ops.quote_name(model._meta.get_field(name).column) for name in names)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                count = 0
                for count, row in enumerate(rows, start=1):  # noqa: B007 - the last number is wanted
                    copy.write_row(row)
            if count >= _MANY:
                # Else it takes the table for what it was, perhaps empty, until it looks by itself, and goes through
                # it again and again. Once committed, so that no two who insert wait for each other.
                transaction.on_commit(partial(_look, table), robust=True)
            return
        places = ", ".join(["%s"] * len(names))
        cursor.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({places})", ([_plain(value) for value in row] for row in rows)
        )


def _look(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {table}")


def update(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Change rows, one prepared statement for all; what is not named stays.

    Args:
        model: whose table.
        names: attributes of the model.
        rows: values in the order of ``names``, and last the id.
    """
    quoted = (connection.ops.quote_name(model._meta.get_field(name).column) for name in names)
    columns = ", ".join(f"{column} = %s" for column in quoted)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET {columns} WHERE id = %s", [[_plain(value) for value in row] for row in rows]
        )


def change(model: type[Versioned], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[int]:
    """Change rows that were seen in a version, many in one statement; each then has its next version.

    Args:
        model: whose table.
        names: attributes of the model; what is not named stays.
        rows: id, version that was seen, and values in the order of ``names``.

    Returns:
        The ids of rows that somebody else changed meanwhile; these stay as they are.
    """
    lost: list[int] = []
    width = len(names) + 2
    most = _MOST_ROWS if connection.vendor == "postgresql" else _MOST_VALUES // width
    for start in range(0, len(rows), most):
        part = rows[start : start + most]
        changed = _changed(model, names, part)
        lost += [row[0] for row in part if row[0] not in changed]
        # Two changes of one row were seen in one version: the second came too late.
        lost += [pk for pk, times in Counter(row[0] for row in part).items() if times > 1]
    return lost


def _changed(model: type[Versioned], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> set[int]:
    fields = [model._meta.get_field(name) for name in ("id", "version", *names)]
    columns = [connection.ops.quote_name(field.column) for field in fields]
    given = [f"c{place}" for place in range(len(columns))]
    sets = [f"{column} = v.{its}" for column, its in zip(columns[2:], given[2:], strict=True)]
    table = connection.ops.quote_name(model._meta.db_table)
    values: list[Any]
    if connection.vendor == "postgresql":
        # Without its length: a cast would cut what is too long, a column refuses it.
        kinds = [str(field.db_type(connection)).partition("(")[0] for field in fields]
        arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
        source, values = f"unnest({arrays})", [list(column) for column in zip(*rows, strict=True)]
    else:
        row = f"({', '.join(['%s'] * len(fields))})"
        source, values = f"(VALUES {', '.join([row] * len(rows))})", [_plain(each) for row in rows for each in row]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH v ({', '.join(given)}) AS (SELECT * FROM {source} AS given) "
            f"UPDATE {table} SET {', '.join(sets)}, version = {table}.version + 1 FROM v "
            f"WHERE {table}.id = v.c0 AND {table}.version = v.c1 RETURNING {table}.id",
            values,
        )
        return {row[0] for row in cursor.fetchall()}


def reserve(model: type[Model], count: int) -> Sequence[int]:
    """Return ids for new rows ahead of them: a sealed value is bound to its row, and rows name one another."""
    if not count:
        return ()
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) FROM generate_series(1, %s)"
            cursor.execute(sequence, [count])
            return [row[0] for row in cursor.fetchall()]
        # SQLite's writer is alone, so nobody else can take them meanwhile.
        cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        last = int(cursor.fetchone()[0])
    return range(last + 1, last + 1 + count)


def amid(column: str, ids: Sequence[int]) -> tuple[str, Any]:
    """Return SQL that holds where a column is one of any number of ids, and its one parameter."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)", list(ids)
    return f"{column} IN (SELECT value FROM json_each(%s))", json.dumps(list(ids))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) and connection.vendor == "sqlite" else value
