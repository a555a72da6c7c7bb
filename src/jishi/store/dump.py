"""All rows of a database as lines of text that either database can read back."""

import json
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import BinaryField, CharField, Field, IntegerField, Model, TextField

# Made anew by every home: sessions and log-in failures are nobody's record, the queue's work is asked for again.
LEFT_OUT = {"sessions", "axes", "django_tasks_db", "contenttypes", "auth", "messages", "admin"}
# Who took part, and what a few people said on paper or by telephone, is told to nobody after the close, and a
# backup outlives it (decisions 8 and 9). An open consultation is not restored anyway: its box is in no backup.
NEVER_KEPT = {"store_roll", "store_papercount", "store_received"}
# The guard of locked rounds lets facts in only as long as their round is not there.
FIRST = "store_factvalue"
_BATCH = 1000

Node = tuple[str, str]


def kept(models: Iterable[type[Model]]) -> list[type[Model]]:
    """Return the models that are kept, in the order in which they can be read back."""
    found = [
        model
        for model in models
        if model._meta.app_label not in LEFT_OUT
        and model._meta.db_table not in NEVER_KEPT
        and not model._meta.proxy
        and model._meta.managed
    ]
    return sorted(found, key=lambda model: (model._meta.db_table != FIRST, model._meta.db_table))


def write_tables(folder: Path) -> dict[str, int]:
    """Write every kept table to a file of its name; return how many rows each has."""
    return {
        model._meta.db_table: _write_table(model, folder / f"{model._meta.db_table}.jsonl")
        for model in kept(apps.get_models(include_auto_created=True))
    }


def _write_table(model: type[Model], path: Path) -> int:
    names = [field.attname for field in model._meta.concrete_fields]
    rows = model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=5000)
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps([field.column for field in model._meta.concrete_fields]) + "\n")
        for row in rows:
            file.write(json.dumps([_plain(value) for value in row], ensure_ascii=False) + "\n")
            count += 1
    return count


def _plain(value: object) -> object:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    return value


def state() -> list[Node]:
    """Return the last migration of every app that the database has."""
    executor = MigrationExecutor(connection)
    applied = set(executor.loader.applied_migrations)
    graph = executor.loader.graph
    return sorted(
        node for node in applied if node in graph.nodes and not any(c in applied for c in _next(graph, node))
    )


def _next(graph: Any, node: Node) -> list[Node]:
    return [child.key for child in graph.node_map[node].children if child.key[0] == node[0]]


def unknown(nodes: Iterable[Node]) -> list[Node]:
    """Return the migrations that this program does not have: the rows are from a later one."""
    have = MigrationExecutor(connection).loader.graph.nodes
    return [node for node in nodes if tuple(node) not in have]


def make_tables(nodes: list[Node]) -> Any:
    """Make the tables as they were when the rows were written; return the models of that time."""
    executor = MigrationExecutor(connection)
    executor.migrate(nodes)
    return executor.loader.project_state(nodes).apps


def read_tables(then: Any, folder: Path) -> None:
    """Read every table back in one transaction; the newest rows' numbers go on from there."""
    models = kept(then.get_models(include_auto_created=True))
    with transaction.atomic():
        for model in models:
            path = folder / f"{model._meta.db_table}.jsonl"
            if path.exists():
                _read_table(model, path)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)


def _read_table(model: type[Model], path: Path) -> None:
    fields = {field.column: field for field in model._meta.concrete_fields}
    quote = connection.ops.quote_name
    with path.open(encoding="utf-8") as file, connection.cursor() as cursor:
        columns = [fields[column] for column in json.loads(file.readline())]
        names = ", ".join(quote(field.column) for field in columns)
        places = ", ".join(["%s"] * len(columns))
        insert = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"
        special = [place for place, field in enumerate(columns) if not _is_simple(field)]
        batch: list[list[object]] = []
        for line in file:
            row = json.loads(line)
            for place in special:
                row[place] = _prepared(columns[place], row[place])
            batch.append(row)
            if len(batch) == _BATCH:
                cursor.executemany(insert, batch)
                batch = []
        if batch:
            cursor.executemany(insert, batch)


def _is_simple(field: Field) -> bool:
    """Say whether numbers and texts go in as they are, on both databases."""
    kind = field.target_field if field.is_relation else field
    return isinstance(kind, IntegerField | CharField | TextField)


def _prepared(field: Field, value: Any) -> object:
    if value is None:
        return None
    if isinstance(field, BinaryField):
        value = bytes.fromhex(value)
    else:
        value = field.to_python(value) if not field.is_relation else field.target_field.to_python(value)
    return field.get_db_prep_save(value, connection)
