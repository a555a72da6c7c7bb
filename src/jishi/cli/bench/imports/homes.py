"""Homes to be thrown away: one is made whole, every turn gets a copy of it."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

SOURCE = str(Path(__file__).parents[4])
_PREFIX = "jishi_bench"


@dataclass
class Yard:
    """Where the homes of one measurement stand.

    Attributes:
        folder: of this machine; it is thrown away by whoever made it.
        server: address of a database of a PostgreSQL where databases may be made; None = SQLite.
    """

    folder: Path
    server: str | None = None
    _made: list[str] = field(default_factory=list)

    def prepare(self) -> None:
        """Make the home that is copied."""
        if self.server:
            self._database("clean")
        words = ["init", "--home", str(self.folder / "clean")]
        run("-m", "jishi", *words, *(["--database", self._address("clean")] if self.server else []))

    def fresh(self, name: str) -> Path:
        """Return an empty home of this name."""
        home = self.folder / name
        shutil.copytree(self.folder / "clean", home)
        if self.server:
            self._database(name, "clean")
            manifest = json.loads((home / "home.json").read_text(encoding="utf-8"))
            (home / "home.json").write_text(json.dumps(manifest | {"database": self._address(name)}))
        return home

    def drop(self, name: str) -> None:
        """Throw a home away, with its database."""
        shutil.rmtree(self.folder / name, ignore_errors=True)
        if name in self._made:
            self._made.remove(name)
            self._execute("DROP DATABASE IF EXISTS {}", name)

    def clear(self, *keep: str) -> None:
        """Throw all homes away but those that are kept."""
        for name in [*self._made, "clean"]:
            if name not in keep:
                self.drop(name)

    def _database(self, name: str, like: str = "") -> None:
        self._execute("DROP DATABASE IF EXISTS {}", name)
        self._execute(
            "CREATE DATABASE {} TEMPLATE {}" if like else "CREATE DATABASE {}", name, *([like] * bool(like))
        )
        self._made.append(name)

    def _execute(self, statement: str, *names: str) -> None:
        assert self.server
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*(sql.Identifier(_named(name)) for name in names)))

    def _address(self, name: str) -> str:
        assert self.server
        return urlunsplit(urlsplit(self.server)._replace(path=f"/{_named(name)}"))


def _named(name: str) -> str:
    return f"{_PREFIX}_{name}"


def environment() -> dict[str, str]:
    """Return the environment of a child that runs this very source."""
    return {**os.environ, "PYTHONPATH": SOURCE}


def run(*words: str) -> str:
    """Run Python with these words; return what it printed."""
    done = subprocess.run(
        [sys.executable, *words], env=environment(), check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout
