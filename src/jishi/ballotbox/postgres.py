"""A box in one schema of PostgreSQL, every commit written through to the disk."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

from jishi.ballotbox.tables import Issued, Slip, random_ids

# No serial, no times; what PostgreSQL itself keeps of each row is told in docs/explanation/ballots.md.
_MAKE = """
CREATE SCHEMA {schema};
CREATE TABLE {schema}.setting (name text PRIMARY KEY, value text NOT NULL);
CREATE TABLE {schema}.paper (id text PRIMARY KEY, content text NOT NULL);
CREATE TABLE {schema}.slip (
    digest bytea PRIMARY KEY, unit text NOT NULL, electorate text NOT NULL, questionnaire text NOT NULL,
    used boolean NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX ON {schema}.slip (unit);
CREATE TABLE {schema}.answer (id bytea PRIMARY KEY, sealed bytea NOT NULL);
"""
# Bytes go out as they are (%b): as text they would be twice as long, and read again at the other end.
# Locked in one order, so that two who count at the same moment wait for each other and not in a circle. Two
# statements without a join: of a table that nobody has analysed yet, a join of a large group takes seconds.
_FREE = "SELECT digest FROM {schema}.slip WHERE digest = ANY(%b) AND NOT used ORDER BY digest FOR UPDATE"
_USE = "UPDATE {schema}.slip SET used = true WHERE digest = ANY(%b)"
# All rows of the new tables come from one transaction, in the order of their random keys.
_MIX = """
CREATE TABLE {schema}.mixed (LIKE {schema}.slip INCLUDING ALL) WITH (fillfactor = 80);
INSERT INTO {schema}.mixed SELECT * FROM {schema}.slip ORDER BY digest;
DROP TABLE {schema}.slip;
ALTER TABLE {schema}.mixed RENAME TO slip;
CREATE TABLE {schema}.mixed (LIKE {schema}.answer INCLUDING ALL);
INSERT INTO {schema}.mixed SELECT * FROM {schema}.answer ORDER BY id;
DROP TABLE {schema}.answer;
ALTER TABLE {schema}.mixed RENAME TO answer;
"""
_ISSUED = """
SELECT unit, electorate, questionnaire, count(*), count(*) FILTER (WHERE used) FROM {schema}.slip
WHERE %(unit)s::text IS NULL OR unit = %(unit)s
GROUP BY 1, 2, 3
ORDER BY unit COLLATE "C", electorate COLLATE "C", questionnaire COLLATE "C"
"""


class PostgresTables:
    """See :class:`jishi.ballotbox.tables.Tables`.

    Attributes:
        address: of the database; it may hold a password.
        schema: of the box.
        patience: seconds to wait for somebody else who writes.
    """

    def __init__(self, address: str, schema: str, patience: float = 5.0) -> None:
        self.address = address
        self.schema = schema
        self.patience = patience
        self._connection: psycopg.Connection[Any] | None = None
        self._texts: dict[str, sql.Composed] = {}

    def make(self) -> None:
        with self.turn():
            for statement in _MAKE.split(";\n"):
                if statement.strip():
                    self._run(statement)

    def drop(self) -> None:
        # Nobody may still be reading: a box is dropped when its tally was read.
        self._run("DROP SCHEMA IF EXISTS {schema} CASCADE")
        self.close()

    def close(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    def mix(self) -> None:
        with self.turn():
            # Nobody counts meanwhile: whoever does holds these rows.
            self._run("SELECT name FROM {schema}.setting FOR UPDATE")
            for statement in _MIX.split(";\n"):
                if statement.strip():
                    self._run(statement)

    def again(self) -> "PostgresTables":
        return PostgresTables(self.address, self.schema, self.patience)

    @contextmanager
    def turn(self) -> Iterator[None]:
        with self._connected().transaction():
            yield

    def settings(self) -> dict[str, str]:
        # Shared with all who count, but not with who opens or closes.
        return dict(self._run("SELECT name, value FROM {schema}.setting FOR SHARE").fetchall())

    def keep(self, **settings: str) -> None:
        text = (
            "INSERT INTO {schema}.setting VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        )
        for name, value in settings.items():
            self._run(text, (name, value))

    def papers(self) -> list[str]:
        return [row[0] for row in self._run("SELECT content FROM {schema}.paper ORDER BY id").fetchall()]

    def add_papers(self, papers: Mapping[str, str]) -> None:
        for id, content in papers.items():
            self._run("INSERT INTO {schema}.paper VALUES (%s, %s)", (id, content))

    def add_slips(self, digests: Sequence[bytes], unit: str, electorate: str, questionnaire: str) -> None:
        text = "INSERT INTO {schema}.slip SELECT digest, %s, %s, %s, false FROM unnest(%b::bytea[]) AS digest"
        try:
            self._run(text, (unit, electorate, questionnaire, sorted(digests)))
        except psycopg.errors.UniqueViolation:
            raise ValueError("a slip is there already") from None

    def slips(self, digests: Sequence[bytes]) -> dict[bytes, Slip]:
        text = "SELECT digest, unit, electorate, questionnaire, used FROM {schema}.slip WHERE digest = ANY(%b)"
        return {row[0]: Slip(*row[1:]) for row in self._run(text, (list(digests),)).fetchall()}

    def use(self, answers: Sequence[tuple[bytes, bytes]]) -> set[bytes]:
        used = {row[0] for row in self._run(_FREE, ([digest for digest, _ in answers],)).fetchall()}
        self._run(_USE, (list(used),))
        # Rows of one turn stand in the order of their random keys, not in the order in which they came.
        sealed = [sealed for digest, sealed in answers if digest in used]
        kept = sorted(zip(random_ids(len(sealed)), sealed, strict=True))
        text = "INSERT INTO {schema}.answer SELECT * FROM unnest(%b::bytea[], %b::bytea[])"
        self._run(text, ([id for id, _ in kept], [sealed for _, sealed in kept]))
        return used

    def issued(self, unit: str | None = None) -> list[Issued]:
        return [Issued(*row) for row in self._run(_ISSUED, {"unit": unit}).fetchall()]

    def every_slip(self) -> Iterator[tuple[bytes, Slip]]:
        for row in self._run("SELECT * FROM {schema}.slip ORDER BY digest"):
            yield row[0], Slip(*row[1:])

    def every_answer(self) -> Iterator[bytes]:
        for row in self._run("SELECT sealed FROM {schema}.answer ORDER BY id"):
            yield row[0]

    def _run(
        self, text: str, values: Sequence[object] | Mapping[str, object] | None = None
    ) -> "psycopg.Cursor[Any]":
        composed = self._texts.get(text)
        if not composed:
            composed = self._texts[text] = sql.SQL(text).format(schema=sql.Identifier(self.schema))
        return self._connected().execute(composed, values, binary=True)

    def _connected(self) -> "psycopg.Connection[Any]":
        if self._connection and (self._connection.closed or self._connection.broken):
            self._connection = None
        if not self._connection:
            wait = f"-c lock_timeout={int(self.patience * 1000)} -c synchronous_commit=on -c timezone=UTC"
            self._connection = psycopg.connect(
                self.address, autocommit=True, options=wait, connect_timeout=max(2, min(10, int(self.patience)))
            )
        return self._connection
