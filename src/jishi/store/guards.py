"""Guards that stand in the database itself, so that no program and no console can pass them by mistake.

Events are never changed or removed; a finished run is never changed or removed; the facts of a locked round stay;
on one axis and one day a unit has one place. SQLite forgets triggers when a migration rebuilds a table, so they
are put back after every migration, and ``jishi verify`` looks whether they stand.
"""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Guard:
    """A trigger that refuses.

    Attributes:
        when: SQL condition on OLD or NEW; empty = always.
        says: the words of the database's error.
    """

    name: str
    table: str
    on: str
    says: str
    when: str = ""


_OVERLAP = """EXISTS (SELECT 1 FROM store_link l WHERE l.axis = NEW.axis AND l.unit_id = NEW.unit_id {others}
    AND (NEW.to_on IS NULL OR l.from_on < NEW.to_on) AND (l.to_on IS NULL OR l.to_on > NEW.from_on))"""
# A row being inserted has no id yet in SQLite's triggers.
_OVERLAP_INSERT, _OVERLAP_UPDATE = _OVERLAP.format(others=""), _OVERLAP.format(others="AND l.id <> NEW.id")


def _locked(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM store_round r WHERE r.id = {row}.round_id AND r.locked_at IS NOT NULL)"


GUARDS = (
    Guard("event_no_update", "store_event", "UPDATE", "events are never changed"),
    Guard("event_no_delete", "store_event", "DELETE", "events are never removed"),
    Guard("run_no_update", "store_run", "UPDATE", "a finished run is never changed", "OLD.state = 'done'"),
    Guard("run_no_delete", "store_run", "DELETE", "a finished run is never removed", "OLD.state = 'done'"),
    Guard("fact_locked_insert", "store_factvalue", "INSERT", "the facts of this round are locked", _locked("NEW")),
    Guard("fact_locked_update", "store_factvalue", "UPDATE", "the facts of this round are locked", _locked("OLD")),
    Guard("fact_locked_delete", "store_factvalue", "DELETE", "the facts of this round are locked", _locked("OLD")),
    Guard("link_overlap_insert", "store_link", "INSERT", "links of a unit overlap", _OVERLAP_INSERT),
    Guard("link_overlap_update", "store_link", "UPDATE", "links of a unit overlap", _OVERLAP_UPDATE),
)
# What PostgreSQL could empty without asking the guards of single rows.
KEPT_WHOLE = ("store_event", "store_run", "store_factvalue")


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every guard in place; what stands already stays."""
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of guards that do not stand (or, on PostgreSQL, are switched off)."""
    if connection.vendor == "postgresql":
        asked = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        wanted = [guard.name for guard in GUARDS] + [f"{table}_no_truncate" for table in KEPT_WHOLE]
    else:
        asked = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        wanted = [guard.name for guard in GUARDS]
    with connection.cursor() as cursor:
        cursor.execute(asked)
        standing = {name for (name,) in cursor.fetchall()}
    return [name for name in wanted if name not in standing]


def statements(vendor: str) -> list[str]:
    """Return the SQL that makes the guards on ``sqlite`` or ``postgresql``."""
    if vendor == "postgresql":
        rows = [statement for guard in GUARDS for statement in _postgresql(guard)]
        return rows + [_no_truncate(table) for table in KEPT_WHOLE]
    return [_sqlite(guard) for guard in GUARDS]


def _sqlite(guard: Guard) -> str:
    when = f"WHEN {guard.when} " if guard.when else ""
    return (
        f"CREATE TRIGGER IF NOT EXISTS {guard.name} BEFORE {guard.on} ON {guard.table} {when}"
        f"BEGIN SELECT RAISE(ABORT, '{guard.says}'); END"
    )


def _postgresql(guard: Guard) -> list[str]:
    back = "OLD" if guard.on == "DELETE" else "NEW"
    refuse = f"RAISE EXCEPTION '{guard.says}' USING ERRCODE = 'integrity_constraint_violation';"
    body = f"IF {guard.when} THEN {refuse} END IF; RETURN {back};" if guard.when else refuse
    event = f"BEFORE {guard.on} ON {guard.table} FOR EACH ROW EXECUTE FUNCTION {guard.name}()"
    return [
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
        f"CREATE OR REPLACE TRIGGER {guard.name} {event}",
    ]


def _no_truncate(table: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {table}_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'this table is never emptied' USING ERRCODE = 'integrity_constraint_violation'; END $$; "
        f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_no_truncate()"
    )
