"""Everything of a home in one file."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jishi.ballotbox.boxes import FOLDER
from jishi.store import archive, clock, dump, events
from jishi.store.home import SQLITE_FILE, Home, current
from jishi.store.moment import one_moment
from jishi.store.transact import action

# The database goes row by row; keys go by themselves; logs, certificates and uploads are of this machine. Boxes of
# slips stay out: what is destroyed at the close must not come back.
_LEFT = {"logs", "imports", "certificates", FOLDER, "home.json", "secrets.json", "head.json", "locks", "tmp"}


@dataclass(frozen=True)
class Kept:
    """What a backup holds."""

    rows: int
    files: int
    size: int
    head: str


def backup(path: Path, passphrase: str = "") -> Kept:
    """Write everything of the home to one file; others may go on working meanwhile.

    Args:
        path: the file to be made.
        passphrase: locks the keys in it; empty = the keys are in the clear.

    Raises:
        Refusal: there is a file of this name, or no room.
    """
    home = current()
    with archive.writing(path) as made:
        with action(None, "backup.make", "backup"):
            pass
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".jishi-backup-") as name:
            rows, head, nodes = _tables(Path(name), made)
        # After the rows: a file is there before the row that names it.
        files = _add_files(home, made)
        keys = home.secrets_file.read_bytes()
        made.add_bytes(archive.lock(keys, passphrase) if passphrase else keys, "secrets")
        made.close(
            {
                "at": clock.now().isoformat(),
                "mode": home.mode,
                "days_behind": home.days_behind,
                "locked": bool(passphrase),
                "migrations": nodes,
                "rows": rows,
                "head": head,
            }
        )
    return Kept(sum(rows.values()), files, path.stat().st_size, head["hash"])


def _tables(folder: Path, made: archive.Archive) -> tuple[dict[str, int], dict[str, Any], list[dump.Node]]:
    with one_moment():
        rows, head, nodes = dump.write_tables(folder), dict(events.head()), dump.state()
    for table in sorted(folder.iterdir()):
        made.add_file(table, f"tables/{table.name}")
    return rows, head, nodes


def _add_files(home: Home, made: archive.Archive) -> int:
    count = 0
    for file in sorted(home.path.rglob("*")):
        inside = file.relative_to(home.path)
        hidden = any(part.startswith(".") for part in inside.parts)
        database = inside.name.startswith(SQLITE_FILE)
        if file.is_file() and not hidden and not database and inside.parts[0] not in _LEFT:
            made.add_file(file, f"files/{inside.as_posix()}")
            count += 1
    return count
