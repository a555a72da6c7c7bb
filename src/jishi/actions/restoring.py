"""A home made of a backup, on either database."""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.utils import Error as DatabaseError

from jishi.core.errors import refuse, sentence
from jishi.store import archive, dump
from jishi.store.databases import check_address
from jishi.store.faults import not_answering
from jishi.store.home import Home
from jishi.store.keys import Secrets, write_private


def restore(path: Path, home: Path, database: str | None = None, passphrase: str = "") -> Home:
    """Make a home of a backup; the folder must hold no home yet, and the database no rows.

    Args:
        path: the backup.
        home: the folder to be made.
        database: address of a PostgreSQL database; None = SQLite, whatever the backup came from.
        passphrase: unlocks the keys.

    Raises:
        Refusal: something is there already, the backup is damaged or later, the passphrase is wrong.
            Nothing is left.
    """
    if Home(home.resolve()).exists():
        raise refuse(
            str(home), sentence("There is a home in this folder already."), sentence("Choose another folder.")
        )
    if database:
        check_address(database)
    existed = home.exists()
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent, prefix=".jishi-restore-") as name:
        unpacked = Path(name)
        manifest = archive.read(path, unpacked)
        keys = _keys(unpacked / "secrets", manifest, passphrase)
        made = Home.create(home, database, manifest["mode"], manifest.get("days_behind", 0))
        try:
            _fill(made, unpacked, manifest, keys)
        except BaseException:
            made.remove(folder_too=False)
            if not existed:
                shutil.rmtree(home)
            raise
    return made


def _keys(file: Path, manifest: dict[str, Any], passphrase: str) -> bytes:
    if not manifest["locked"]:
        return file.read_bytes()
    if not passphrase:
        raise refuse(
            "--passphrase-file",
            sentence("The keys of this backup are locked with a passphrase."),
            sentence("Give the file that holds it: --passphrase-file FILE"),
        )
    return archive.unlock(file.read_bytes(), passphrase)


def _fill(home: Home, unpacked: Path, manifest: dict[str, Any], keys: bytes) -> None:
    write_private(home.secrets_file, keys.decode())
    Secrets.read(home.secrets_file)
    home.set_up()
    nodes = [tuple(node) for node in manifest["migrations"]]
    try:
        _refuse_rows(home)
        if dump.unknown(nodes):
            raise refuse(
                str(home.path),
                sentence("This backup was written by a later Jishi."),
                sentence("Update Jishi, then try again."),
            )
        dump.read_tables(dump.make_tables(nodes), unpacked / "tables")
        home.migrate()
    except DatabaseError as fault:
        raise not_answering(fault) from None
    if (unpacked / "files").is_dir():
        for part in sorted((unpacked / "files").iterdir()):
            # Into the home's own folders, which only its owner may enter.
            if part.is_dir():
                shutil.copytree(part, home.path / part.name, dirs_exist_ok=True)
            else:
                shutil.copyfile(part, home.path / part.name)
    (home.path / "head.json").write_text(json.dumps(manifest["head"]), encoding="utf-8")
    # Models can be imported only when Django is set up, and that needs the home.
    from jishi.store.transact import action

    with action(None, "backup.restore", "backup") as event:
        event.note(made_at=manifest["at"])


def _refuse_rows(home: Home) -> None:
    if connection.introspection.table_names():
        raise refuse(
            home.address,
            sentence("This database holds tables already."),
            sentence("Make an empty one and name it with --database."),
        )
