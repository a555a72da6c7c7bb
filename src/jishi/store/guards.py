"""Guards that stand in the database itself, so that no program and no console can pass them by mistake.

Events are never changed or removed; a finished run is never changed or removed; a locked grade
changes only by a reopening; a paper that was handed up stays as it is; the facts of a locked round stay;
on one axis and one day a unit has one place, and so for every other row that holds from one day to another;
lineage is written once. SQLite forgets triggers when a migration rebuilds a table, so they are put back after
every migration, and ``jishi verify`` looks whether they stand.
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


# What the same thing is, of which two dated rows never overlap: table → condition on the other row o.
_SAME = {
    "link": "o.axis = NEW.axis AND o.unit_id = NEW.unit_id",
    "unittrait": "o.unit_id = NEW.unit_id AND o.kind = NEW.kind AND o.value = NEW.value",
    "formation": "o.unit_id = NEW.unit_id",
    "unitworkplace": "o.unit_id = NEW.unit_id AND o.workplace_id = NEW.workplace_id",
    "grid": "o.unit_id = NEW.unit_id AND o.name = NEW.name",
    "gridserver": "o.unit_id = NEW.unit_id AND o.grid = NEW.grid AND o.person_id = NEW.person_id",
    "member": "o.person_id = NEW.person_id",
    "floating": "o.member_id = NEW.member_id",
    "lostcontact": "o.member_id = NEW.member_id",
    "care": "o.member_id = NEW.member_id AND o.category = NEW.category",
    "tenure": "o.post_id = NEW.post_id",
    "responsibility": "o.post_id = NEW.post_id AND o.area = NEW.area",
    "team": "o.unit_id = NEW.unit_id AND o.name = NEW.name",
    "teammember": "o.team_id = NEW.team_id AND o.person_id = NEW.person_id",
    "partnership": "o.exemplar_id = NEW.exemplar_id AND o.unit_id = NEW.unit_id",
    "pairing": "o.leader_id = NEW.leader_id AND o.paired_id = NEW.paired_id",
    # A village has one first secretary; a helper is sent to the same place for the same work once at a time.
    "dispatch": "o.kind = NEW.kind AND (o.unit_id = NEW.unit_id OR o.workplace_id = NEW.workplace_id) AND "
    "(NEW.kind = 'first-secretary' OR o.person_id = NEW.person_id OR o.team_id = NEW.team_id)",
}


_SAYS = {
    "link": "links of a unit overlap",
    "member": "members overlap: a person is in one branch at a time",
    "tenure": "tenures overlap: a post has one holder at a time",
    "dispatch": "helpers overlap: a village has one first secretary at a time",
}


def _no_overlap(name: str) -> tuple[Guard, Guard]:
    table, says = f"store_{name}", _SAYS.get(name, f"rows of {name} overlap")
    overlap = (
        f"EXISTS (SELECT 1 FROM {table} o WHERE {_SAME[name]} {{others}}"
        " AND (NEW.to_on IS NULL OR o.from_on < NEW.to_on) AND (o.to_on IS NULL OR o.to_on > NEW.from_on))"
    )
    # A row being inserted has no id yet in SQLite's triggers.
    inserted, updated = overlap.format(others=""), overlap.format(others="AND o.id <> NEW.id")
    return (
        Guard(f"{name}_overlap_insert", table, "INSERT", says, inserted),
        Guard(f"{name}_overlap_update", table, "UPDATE", says, updated),
    )


def _locked(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM store_round r WHERE r.id = {row}.round_id AND r.locked_at IS NOT NULL)"


_LOCKED_GRADE = (
    "OLD.locked_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM store_reopening r"
    " WHERE r.grade_id = OLD.id AND r.grade_version = OLD.version)"
)
# Its reason goes when its term is over; what the minutes say and said stays.
_CORRECTED = (
    "NOT (NEW.reason = '' AND NEW.id = OLD.id AND NEW.meeting_id = OLD.meeting_id AND NEW.number = OLD.number"
    ' AND NEW."on" = OLD."on" AND CAST(NEW.was AS TEXT) = CAST(OLD.was AS TEXT)'
    ' AND CAST(NEW."now" AS TEXT) = CAST(OLD."now" AS TEXT) AND NEW.previous = OLD.previous'
    " AND NEW.digest = OLD.digest)"
)
_HANDED = "OLD.handed_on IS NOT NULL"
_ISSUED = (
    "OLD.issued_on IS NOT NULL AND (NEW.issued_on IS NULL OR NEW.issued_on <> OLD.issued_on"
    " OR NEW.title <> OLD.title OR NEW.text <> OLD.text OR NEW.number <> OLD.number OR NEW.kinds <> OLD.kinds"
    " OR NEW.sender_id <> OLD.sender_id)"
)
_CLAUSE_ISSUED = "EXISTS (SELECT 1 FROM store_circular c WHERE c.id = OLD.circular_id AND c.issued_on IS NOT NULL)"


GUARDS = (
    Guard("event_no_update", "store_event", "UPDATE", "events are never changed"),
    Guard("event_no_delete", "store_event", "DELETE", "events are never removed"),
    Guard("run_no_update", "store_run", "UPDATE", "a finished run is never changed", "OLD.state = 'done'"),
    Guard("run_no_delete", "store_run", "DELETE", "a finished run is never removed", "OLD.state = 'done'"),
    Guard("fact_locked_insert", "store_factvalue", "INSERT", "the facts of this round are locked", _locked("NEW")),
    Guard("fact_locked_update", "store_factvalue", "UPDATE", "the facts of this round are locked", _locked("OLD")),
    Guard("fact_locked_delete", "store_factvalue", "DELETE", "the facts of this round are locked", _locked("OLD")),
    Guard(
        "grade_locked_update", "store_grade", "UPDATE", "a locked grade changes only by a reopening", _LOCKED_GRADE
    ),
    Guard(
        "grade_locked_delete",
        "store_grade",
        "DELETE",
        "a locked grade is never removed",
        "OLD.locked_at IS NOT NULL",
    ),
    Guard("reopening_no_update", "store_reopening", "UPDATE", "reopenings are never changed"),
    Guard("reopening_no_delete", "store_reopening", "DELETE", "reopenings are never removed"),
    Guard("correction_no_update", "store_minutecorrection", "UPDATE", "corrections are never changed", _CORRECTED),
    Guard("correction_no_delete", "store_minutecorrection", "DELETE", "corrections are never removed"),
    Guard("paper_handed_update", "store_paper", "UPDATE", "a paper that was handed up never changes", _HANDED),
    Guard("paper_handed_delete", "store_paper", "DELETE", "a paper that was handed up is never removed", _HANDED),
    Guard("paperanswer_no_update", "store_paperanswer", "UPDATE", "answers to papers are never changed"),
    Guard("paperanswer_no_delete", "store_paperanswer", "DELETE", "answers to papers are never removed"),
    Guard(
        "candidate_locked_update",
        "store_candidate",
        "UPDATE",
        "what was decided about a candidate stays",
        "OLD.locked_at IS NOT NULL",
    ),
    Guard(
        "candidate_locked_delete",
        "store_candidate",
        "DELETE",
        "what was decided about a candidate stays",
        "OLD.locked_at IS NOT NULL",
    ),
    Guard("circular_issued_update", "store_circular", "UPDATE", "an issued document keeps its words", _ISSUED),
    Guard(
        "circular_issued_delete",
        "store_circular",
        "DELETE",
        "an issued document is never removed",
        "OLD.issued_on IS NOT NULL",
    ),
    Guard("clause_issued_update", "store_clause", "UPDATE", "an issued document keeps its words", _CLAUSE_ISSUED),
    Guard("clause_issued_delete", "store_clause", "DELETE", "an issued document keeps its words", _CLAUSE_ISSUED),
    Guard("receipt_no_update", "store_receipt", "UPDATE", "receipts are never changed"),
    Guard("receipt_no_delete", "store_receipt", "DELETE", "receipts are never removed"),
    Guard("succession_no_update", "store_succession", "UPDATE", "lineage is never changed"),
    Guard("succession_no_delete", "store_succession", "DELETE", "lineage is never removed"),
    *(guard for name in _SAME for guard in _no_overlap(name)),
)
# What PostgreSQL could empty without asking the guards of single rows.
KEPT_WHOLE = (
    *("store_event", "store_run", "store_factvalue", "store_succession", "store_grade", "store_reopening"),
    *("store_paper", "store_paperanswer", "store_circular", "store_clause", "store_receipt"),
    "store_candidate",
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every guard in place whose table is there; what stands already stays."""
    with connection.cursor() as cursor:
        # An early migration of a new home runs before the tables of later ones.
        there = frozenset(connection.introspection.table_names(cursor))
        for statement in statements(connection.vendor, there):
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


def statements(vendor: str, tables: frozenset[str]) -> list[str]:
    """Return the SQL that makes the guards of these tables on ``sqlite`` or ``postgresql``."""
    guards = [guard for guard in GUARDS if guard.table in tables]
    if vendor == "postgresql":
        rows = [statement for guard in guards for statement in _postgresql(guard)]
        return rows + [_no_truncate(table) for table in KEPT_WHOLE if table in tables]
    return [_sqlite(guard) for guard in guards]


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
