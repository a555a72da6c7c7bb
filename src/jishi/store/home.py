"""One installation: a folder that holds its database (or its address), its secrets and everything else at rest."""

import json
import os
import secrets
import shutil
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from jishi.core.errors import Refusal, refuse, sentence

Mode = Literal["demo", "production"]

FORMAT = 1
SQLITE_FILE = "db.sqlite3"
FOLDERS = ("snapshots", "runs", "evidence", "imports", "logs", "fonts")
SETTINGS = "jishi.web.settings"
PRIVATE = 0o600


@dataclass(frozen=True)
class Secrets:
    """Keys of one home; none of them is ever in the database or in a log.

    Attributes:
        django: signs sessions and forms.
        event: keys the digests of the event chain and the seals of rows.
        vault: encrypts fields.
    """

    django: str = field(repr=False)
    event: bytes = field(repr=False)
    vault: bytes = field(repr=False)

    @classmethod
    def make(cls) -> "Secrets":
        """Return new keys from the system's source of chance."""
        return cls(secrets.token_urlsafe(48), secrets.token_bytes(32), secrets.token_bytes(32))

    @classmethod
    def read(cls, path: Path) -> "Secrets":
        """Read the keys from their file."""
        parts = json.loads(path.read_text(encoding="utf-8"))
        return cls(parts["django"], bytes.fromhex(parts["event"]), bytes.fromhex(parts["vault"]))

    def write(self, path: Path) -> None:
        """Write the keys to a file that only its owner may read."""
        parts = {"django": self.django, "event": self.event.hex(), "vault": self.vault.hex()}
        write_private(path, json.dumps(parts, indent=2))


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


@dataclass(frozen=True)
class Home:
    """The folder of one installation.

    Example:
        >>> Home(Path("/srv/jishi")).runs
        PosixPath('/srv/jishi/runs')
    """

    path: Path

    @classmethod
    def create(cls, path: Path, database: str | None = None, mode: Mode = "production") -> "Home":
        """Make the folder, its secrets and home.json; the database itself is made by :meth:`migrate`.

        Args:
            path: the folder; it may exist, but must not be a home yet.
            database: ``postgresql://user:password@host:port/name``; None = a SQLite file in the folder.
            mode: demo homes have open accounts and are refused by the production server.
        """
        home = cls(path.resolve())
        if home.exists():
            raise refuse(
                str(path),
                sentence("There is a home in this folder already."),
                sentence("Use it, or choose another folder with --home."),
            )
        home.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in FOLDERS:
            (home.path / name).mkdir(exist_ok=True, mode=0o700)
        Secrets.make().write(home.secrets_file)
        manifest = {"format": FORMAT, "mode": mode, "database": database or SQLITE_FILE}
        # The address may hold a password.
        write_private(home.manifest_file, json.dumps(manifest, indent=2))
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
        """Refuse a folder that is no home, is of a later format, or is unsafe for production."""
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
        complaints = list(self.unsafe_files())
        if complaints:
            raise Refusal(complaints)

    def unsafe_files(self) -> list:
        """Return complaints about files of secrets that others may read (production only; Windows has no modes)."""
        if self.mode != "production" or os.name != "posix":
            return []
        found = []
        for file in (self.secrets_file, self.manifest_file):
            if file.exists() and file.stat().st_mode & 0o077:
                refusal = refuse(
                    str(file),
                    sentence("Others on this machine may read this file of secrets."),
                    sentence("Close it with: chmod 600 %(path)s", path=file),
                )
                found += refusal.complaints
        return found

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

    def migrate(self) -> None:
        """Bring the database to the newest form; makes it when there is none."""
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)

    @cached_property
    def manifest(self) -> dict:
        """What home.json says: format, mode, database."""
        found: dict = json.loads(self.manifest_file.read_text(encoding="utf-8"))
        return found

    @property
    def mode(self) -> Mode:
        """Whether this is a demo or the real thing."""
        found: Mode = self.manifest["mode"]
        return found

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
        """The keys of this home, made at the first start."""
        if not self.secrets_file.exists():
            Secrets.make().write(self.secrets_file)
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
