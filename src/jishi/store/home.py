"""One installation: a folder that holds its database (or its address), its secrets and everything else at rest."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from functools import cache, cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from jishi.core.errors import Complaint, Refusal, refuse, sentence
from jishi.store.keys import Secrets, damaged, write_private

Mode = Literal["demo", "production"]

FORMAT = 1
SQLITE_FILE = "db.sqlite3"
#: The night's work begins then, where the home says nothing else.
NIGHT = "02:30"
FOLDERS = ("snapshots", "runs", "evidence", "imports", "logs", "fonts")
SETTINGS = "jishi.web.settings"


@dataclass(frozen=True)
class Home:
    """The folder of one installation.

    Example:
        >>> Home(Path("/srv/jishi")).runs
        PosixPath('/srv/jishi/runs')
    """

    path: Path

    @classmethod
    def create(
        cls, path: Path, database: str | None = None, mode: Mode = "production", days_behind: int = 0
    ) -> "Home":
        """Make the folder, its secrets and home.json; the database itself is made by :meth:`migrate`.

        Args:
            path: the folder; it may exist, but must not be a home yet.
            database: ``postgresql://user:password@host:port/name``; None = a SQLite file in the folder.
            mode: demo homes have open accounts and are refused by the production server.
            days_behind: by how many days a demo lives before the calendar on the wall.
        """
        home = cls(path.resolve())
        if home.exists():
            raise refuse(
                str(path),
                sentence("There is a home in this folder already."),
                sentence("Use it, or choose another folder with --home."),
            )
        manifest: dict[str, str | int] = {"format": FORMAT, "mode": mode, "database": database or SQLITE_FILE}
        if days_behind and mode == "demo":
            manifest["days_behind"] = days_behind
        existed = home.path.exists()
        try:
            home.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            for name in FOLDERS:
                (home.path / name).mkdir(exist_ok=True, mode=0o700)
            Secrets.make().write(home.secrets_file)
            # The address may hold a password.
            write_private(home.manifest_file, json.dumps(manifest, indent=2))
        except OSError as fault:
            if home.path.is_dir():
                home.remove(folder_too=not existed)
            raise refuse(
                str(home.path),
                sentence("The folder cannot be made (%(reason)s).", reason=fault.strerror or fault),
                sentence("Choose a folder with room that you may write to."),
            ) from None
        return home

    @classmethod
    def open(cls, path: Path) -> "Home":
        """Set up Django for this home (once in a process) and return it; refuses what would be unsafe."""
        home = cls(path.resolve())
        home.check()
        home.set_up()
        return home

    def exists(self) -> bool:
        """Whether the folder is a home."""
        return self.manifest_file.is_file()

    def check(self) -> None:
        """Refuse a folder that is no home, is of a later format, lacks a part, or is unsafe for production."""
        if not self.exists():
            raise refuse(
                str(self.path),
                sentence("There is no home in this folder."),
                sentence("Make one with: jishi init --home %(path)s", path=self.path),
            )
        if self.manifest["format"] > FORMAT:
            raise refuse(
                str(self.manifest_file),
                sentence("This home was written by a later Jishi."),
                sentence("Update Jishi, then try again."),
            )
        complaints = [*self._missing_files(), *self.unsafe_files()]
        if complaints:
            raise Refusal(complaints)

    def _missing_files(self) -> Iterator[Complaint]:
        """Yield complaints about what a home cannot do without: made anew, it would be another home's."""
        if not self.secrets_file.is_file():
            yield Complaint(
                str(self.secrets_file),
                sentence("The keys of this home are gone; new ones would fit nothing that it holds."),
                sentence("Put the file back, or make a home of a backup with: jishi restore FILE"),
            )
        if self.kind == "sqlite" and not (self.path / self.database).is_file():
            yield Complaint(
                str(self.path / self.database),
                sentence("The database of this home is gone."),
                sentence("Put the file back, or make a home of a backup with: jishi restore FILE"),
            )

    def unsafe_files(self) -> Iterator[Complaint]:
        """Yield complaints about files of secrets that others may read (production only; Windows has no modes)."""
        if self.mode != "production" or os.name != "posix":
            return
        for file in (self.secrets_file, self.manifest_file):
            if file.exists() and file.stat().st_mode & 0o077:
                yield Complaint(
                    str(file),
                    sentence("Others on this machine may read this file of secrets."),
                    sentence("Close it with: chmod 600 %(path)s", path=file),
                )

    def set_up(self) -> None:
        """Set up Django for this home; a process serves one home only."""
        # Read late: Django reads its settings from this environment variable.
        import django
        from django.apps import apps
        from django.conf import settings

        if apps.ready:
            if Path(settings.JISHI_HOME) != self.path:
                raise RuntimeError(f"this process already serves {settings.JISHI_HOME}, not {self.path}")
            return
        if os.name == "posix":
            # Whatever the program writes is for its own account only.
            os.umask(0o077)
        os.environ["JISHI_HOME"] = str(self.path)
        os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
        django.setup()

    def is_behind(self) -> bool:
        """Say whether :meth:`migrate` would change the database."""
        from django.db import connection
        from django.db.migrations.executor import MigrationExecutor

        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))

    def migrate(self) -> None:
        """Bring the database to the newest form; makes it when there is none."""
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)

    @cached_property
    def manifest(self) -> dict:
        """What home.json says: format, mode, database, days behind the calendar."""
        try:
            found: dict = json.loads(self.manifest_file.read_text(encoding="utf-8"))
            needed = {name: found[name] for name in ("format", "mode", "database")}
            return {**needed, "days_behind": int(found.get("days_behind", 0))}
        except (ValueError, KeyError, TypeError):
            raise damaged(self.manifest_file) from None

    @property
    def night(self) -> time:
        """At which time of the day the night's work begins."""
        try:
            said = json.loads(self.manifest_file.read_text(encoding="utf-8")).get("night", NIGHT)
            return time.fromisoformat(said)
        except (ValueError, TypeError, AttributeError):
            raise damaged(self.manifest_file) from None

    def set_night(self, begins: time) -> None:
        """Let the night's work begin at another time of the day."""
        found = json.loads(self.manifest_file.read_text(encoding="utf-8"))
        write_private(self.manifest_file, json.dumps({**found, "night": begins.isoformat("minutes")}, indent=2))

    @property
    def mode(self) -> Mode:
        """Whether this is a demo or the real thing."""
        found: Mode = self.manifest["mode"]
        return found

    @property
    def days_behind(self) -> int:
        """By how many days it is earlier here than the calendar on the wall says; 0 but in a demo."""
        return int(self.manifest["days_behind"]) if self.mode == "demo" else 0

    @property
    def database(self) -> str:
        """The address of the PostgreSQL database, or the name of the SQLite file in this folder."""
        return str(self.manifest["database"])

    @property
    def kind(self) -> str:
        """``postgresql`` or ``sqlite``."""
        return "postgresql" if "://" in self.database else "sqlite"

    @property
    def address(self) -> str:
        """Where the database is, without the password: fit to be shown."""
        if self.kind == "sqlite":
            return self.database
        parts = urlsplit(self.database)
        host = f"{parts.hostname or ''}:{parts.port}" if parts.port else parts.hostname or ""
        return f"{parts.scheme}://{host}{parts.path}"

    def remove(self, *, folder_too: bool) -> None:
        """Remove what :meth:`create` made, when the home cannot be used after all."""
        for name in FOLDERS:
            shutil.rmtree(self.path / name, ignore_errors=True)
        for file in (self.manifest_file, self.secrets_file, self.path / SQLITE_FILE):
            file.unlink(missing_ok=True)
        if folder_too:
            self.path.rmdir()

    @cached_property
    def secrets(self) -> Secrets:
        """The keys of this home, made together with it."""
        return Secrets.read(self.secrets_file)

    @property
    def manifest_file(self) -> Path:
        return self.path / "home.json"

    @property
    def secrets_file(self) -> Path:
        return self.path / "secrets.json"

    @property
    def snapshots(self) -> Path:
        return self.path / "snapshots"

    @property
    def runs(self) -> Path:
        return self.path / "runs"

    @property
    def evidence(self) -> Path:
        return self.path / "evidence"

    @property
    def imports(self) -> Path:
        return self.path / "imports"

    @property
    def fonts(self) -> Path:
        return self.path / "fonts"

    @property
    def logs(self) -> Path:
        return self.path / "logs"


def current() -> Home:
    """Return the home that Django is set up for."""
    from django.conf import settings

    return _known(settings.JISHI_HOME)


@cache
def _known(path: str) -> Home:
    """Return one and the same object for a path: every seal asks for its keys, and they are read from a file."""
    return Home(Path(path))
