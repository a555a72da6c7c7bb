"""A box in one file of SQLite, every commit written through to the disk."""

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from jishi.ballotbox.marks import Marks
from jishi.ballotbox.tables import Issued, Slip, random_ids

# Without row ids and without times: a table stands in the order of its random keys, and that is all there is.
_MAKE = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE paper (id TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE slip (
    digest BLOB PRIMARY KEY, unit TEXT NOT NULL, electorate TEXT NOT NULL, questionnaire TEXT NOT NULL,
    place INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE batch (
    begin INTEGER PRIMARY KEY, slips INTEGER NOT NULL, unit TEXT NOT NULL, electorate TEXT NOT NULL,
    questionnaire TEXT NOT NULL
);
CREATE INDEX batch_unit ON batch (unit);
CREATE TABLE mark (part INTEGER PRIMARY KEY, used BLOB NOT NULL);
CREATE TABLE answer (id BLOB PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;
"""
# One statement for a whole group: at each step of a statement other threads get a turn, and the group waits.
_SLIPS = "SELECT digest, unit, electorate, questionnaire, place FROM slip WHERE digest IN (%s)"
_PLACES = "SELECT digest, place FROM slip WHERE digest IN (%s)"
# Slips that were made together stand beside each other: a batch of a province is counted without its slips.
_BATCHES = "SELECT unit, electorate, questionnaire, begin, slips FROM batch%s ORDER BY 1, 2, 3, 4"
# A row that cannot go in ends the whole turn: otherwise SQLite would keep a copy of each page, to take back this
# statement alone.
_KEEP = "INSERT OR ROLLBACK INTO answer VALUES %s"
# Every answer falls on another page; the log may hold some thousand of them.
_PRAGMAS = (
    "page_size = 4096",
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",
    # In KiB: a county's slips and answers stay at hand.
    "cache_size = -65536",
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
        begin = self._connected().execute("SELECT coalesce(max(begin + slips), 0) FROM batch").fetchone()[0]
        rows = [(digest, unit, electorate, questionnaire, begin + place) for place, digest in enumerate(digests)]
        try:
            self._connected().executemany("INSERT INTO slip VALUES (?, ?, ?, ?, ?)", rows)
        except sqlite3.IntegrityError:
            raise ValueError("a slip is there already") from None
        if rows:
            made = (begin, len(rows), unit, electorate, questionnaire)
            self._connected().execute("INSERT INTO batch VALUES (?, ?, ?, ?, ?)", made)
        Marks(self._connected()).make_room(begin + len(rows))

    def slips(self, digests: Sequence[bytes]) -> dict[bytes, Slip]:
        rows = self._connected().execute(_SLIPS % _places(digests), digests).fetchall()
        marks = Marks(self._connected())
        marks.read({row[4] for row in rows})
        return {row[0]: Slip(row[1], row[2], row[3], marks.has(row[4])) for row in rows}

    def use(self, answers: Sequence[tuple[bytes, bytes]]) -> set[bytes]:
        execute = self._connected().execute
        digests = [digest for digest, _ in answers]
        # Nobody else writes during a turn.
        places = dict(execute(_PLACES % _places(digests), digests))
        marks = Marks(self._connected())
        marks.read(places.values())
        used = {digest for digest, place in places.items() if not marks.has(place)}
        sealed = [sealed for digest, sealed in answers if digest in used]
        if used:
            marks.set(places[digest] for digest in used)
            # In the order of their keys, as they will stand in the file.
            kept = sorted(zip(random_ids(len(sealed)), sealed, strict=True))
            values = ", ".join(["(?, ?)"] * len(kept))
            execute(_KEEP % values, [part for row in kept for part in row])
        return used

    def issued(self, unit: str | None = None) -> list[Issued]:
        where, values = (" WHERE unit = ?", (unit,)) if unit is not None else ("", ())
        batches = self._connected().execute(_BATCHES % where, values).fetchall()
        marks = Marks(self._connected())
        marks.read_of([row[3:] for row in batches])
        kinds = groupby(batches, key=lambda row: row[:3])
        counts = ((kind, [(row[4], marks.count(row[3], row[4])) for row in rows]) for kind, rows in kinds)
        return [Issued(*kind, sum(s for s, _ in some), sum(used for _, used in some)) for kind, some in counts]

    def every_slip(self) -> Iterator[tuple[bytes, Slip]]:
        marks = self._every_mark()
        rows = self._connected().execute("SELECT * FROM slip ORDER BY digest")
        return ((row[0], Slip(row[1], row[2], row[3], marks.has(row[4]))) for row in rows)

    def every_answer(self) -> Iterator[bytes]:
        return (row[0] for row in self._connected().execute("SELECT sealed FROM answer ORDER BY id"))

    def _every_mark(self) -> Marks:
        marks = Marks(self._connected())
        marks.read_all()
        return marks

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
