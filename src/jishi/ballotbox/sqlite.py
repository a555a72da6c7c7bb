"""A box in one file of SQLite, every commit written through to the disk."""

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from jishi.ballotbox.tables import Issued, Slip, random_ids

# Without row ids and without times: a table stands in the order of its random keys, and that is all there is.
_MAKE = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE paper (id TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE slip (
    digest BLOB PRIMARY KEY, unit TEXT NOT NULL, electorate TEXT NOT NULL, questionnaire TEXT NOT NULL,
    used INTEGER NOT NULL CHECK (used IN (0, 1))
) WITHOUT ROWID;
CREATE TABLE answer (id BLOB PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;
"""
# One statement for a whole group: at each step of a statement other threads get a turn, and the group waits.
_SLIPS = "SELECT digest, unit, electorate, questionnaire, used FROM slip WHERE digest IN (%s)"
_FREE = "SELECT group_concat(hex(digest)) FROM slip WHERE used = 0 AND digest IN (%s)"
_MARK = "UPDATE slip SET used = 1 WHERE digest IN (%s)"
_ISSUED = """
SELECT unit, electorate, questionnaire, count(*), sum(used) FROM slip GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
_KEEP = "INSERT INTO answer VALUES %s"
# Pages are small because every answer falls on another one; the log may hold some thousand of them.
_PRAGMAS = (
    "page_size = 2048",
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",
    "wal_autocheckpoint = 8000",
)


class SqliteTables:
    """See :class:`jishi.ballotbox.tables.Tables`.

    Attributes:
        path: the file.
        patience: seconds to wait for somebody else who writes.
    """

    def __init__(self, path: Path, patience: float = 5.0) -> None:
        self.path = path
        self.patience = patience
        self._connection: sqlite3.Connection | None = None

    def make(self) -> None:
        # Its owner's alone from the first byte; SQLite gives the files beside it the same rights.
        self.path.touch(mode=0o600, exist_ok=False)
        connection = self._connected()
        connection.executescript(_MAKE)

    def drop(self) -> None:
        self.close()
        for end in ("", "-wal", "-shm", "-journal"):
            self.path.with_name(self.path.name + end).unlink(missing_ok=True)

    def close(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    def mix(self) -> None:
        # The file written anew in the order of its keys, and the log of what came together emptied.
        connection = self._connected()
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def again(self) -> "SqliteTables":
        return SqliteTables(self.path, self.patience)

    @contextmanager
    def turn(self) -> Iterator[None]:
        connection = self._connected()
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            # A full disk may have ended the transaction already.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def settings(self) -> dict[str, str]:
        return dict(self._connected().execute("SELECT name, value FROM setting"))

    def keep(self, **settings: str) -> None:
        self._connected().executemany("INSERT OR REPLACE INTO setting VALUES (?, ?)", settings.items())

    def papers(self) -> list[str]:
        return [row[0] for row in self._connected().execute("SELECT content FROM paper ORDER BY id")]

    def add_papers(self, papers: Mapping[str, str]) -> None:
        self._connected().executemany("INSERT INTO paper VALUES (?, ?)", papers.items())

    def add_slips(self, digests: Sequence[bytes], unit: str, electorate: str, questionnaire: str) -> None:
        rows = [(digest, unit, electorate, questionnaire) for digest in digests]
        try:
            self._connected().executemany("INSERT INTO slip VALUES (?, ?, ?, ?, 0)", rows)
        except sqlite3.IntegrityError:
            raise ValueError("a slip is there already") from None

    def slips(self, digests: Sequence[bytes]) -> dict[bytes, Slip]:
        rows = self._connected().execute(_SLIPS % _places(digests), digests)
        return {row[0]: Slip(row[1], row[2], row[3], bool(row[4])) for row in rows}

    def use(self, answers: Sequence[tuple[bytes, bytes]]) -> set[bytes]:
        execute = self._connected().execute
        digests = [digest for digest, _ in answers]
        # Nobody else writes during a turn.
        listed = execute(_FREE % _places(digests), digests).fetchone()[0] or ""
        used = {bytes.fromhex(each) for each in listed.split(",") if each}
        sealed = [sealed for digest, sealed in answers if digest in used]
        kept = list(zip(random_ids(len(sealed)), sealed, strict=True))
        if used:
            execute(_MARK % _places(used), list(used))
            # In the order of their keys, as they will stand in the file.
            values = ", ".join(["(?, ?)"] * len(kept))
            execute(_KEEP % values, [part for row in sorted(kept) for part in row])
        return used

    def issued(self) -> list[Issued]:
        return [Issued(*row) for row in self._connected().execute(_ISSUED)]

    def every_slip(self) -> Iterator[tuple[bytes, Slip]]:
        rows = self._connected().execute("SELECT * FROM slip ORDER BY digest")
        return ((row[0], Slip(row[1], row[2], row[3], bool(row[4]))) for row in rows)

    def every_answer(self) -> Iterator[bytes]:
        return (row[0] for row in self._connected().execute("SELECT sealed FROM answer ORDER BY id"))

    def _connected(self) -> sqlite3.Connection:
        if not self._connection:
            # rw: a box that was dropped must not come back as an empty file.
            address = f"{self.path.absolute().as_uri()}?mode=rw"
            self._connection = sqlite3.connect(
                address, uri=True, isolation_level=None, timeout=self.patience, check_same_thread=False
            )
            for line in _PRAGMAS:
                self._connection.execute(f"PRAGMA {line}")
        return self._connection


def _places(values: Collection[bytes]) -> str:
    return ", ".join("?" * len(values))
