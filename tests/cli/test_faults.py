"""Faults at the command line: a sentence on the screen, the places in the log, and never a traceback."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("faults") / "home"
    assert run("init", "--home", home).returncode == 0
    return home


@pytest.fixture
def own(kept: Path, tmp_path: Path) -> Path:
    """A home for one test."""
    return Path(shutil.copytree(kept, tmp_path / "own"))


def run(*words: object) -> subprocess.CompletedProcess[str]:
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "JISHI_LANG": "en"}
    surroundings.pop("JISHI_HOME", None)
    line = [sys.executable, "-m", "jishi", *map(str, words)]
    return subprocess.run(line, env=surroundings, capture_output=True, text=True, check=False)


def test_a_damaged_database_is_told_in_one_sentence(own: Path) -> None:
    (own / "db.sqlite3").write_text("garbage")

    done = run("verify", "--home", own)

    assert done.returncode == 1
    assert done.stderr.startswith("db.sqlite3: The database of this home is damaged.")
    assert "Traceback" not in done.stderr


def test_a_fault_of_the_program_is_told_in_one_sentence_and_its_places_are_logged(own: Path) -> None:
    with sqlite3.connect(own / "db.sqlite3") as database:
        database.execute("DROP TABLE store_unit")

    done = run("units", "list", "--home", own, "--json")

    assert done.returncode == 1
    assert "Jishi met a fault of its own (OperationalError)." in done.stderr
    assert "Traceback" not in done.stderr
    assert "Jishi met a fault" in json.loads(done.stdout)["refused"][0]["what"]
    assert "django.db.utils.OperationalError" in (own / "logs" / "jishi.log").read_text()


def test_of_many_findings_the_first_are_told_and_the_rest_counted(own: Path) -> None:
    with sqlite3.connect(own / "db.sqlite3") as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in names:
            database.execute(f'DROP TRIGGER "{name}"')
        account = (
            "INSERT INTO store_account (version, password, username, name, role, language, is_active, demo,"
            " created_at) VALUES (1, '', ?, '', '', '', 1, 0, '2012-01-01')"
        )
        database.executemany(account, [(f"slipped-in-{number}",) for number in range(300)])

    done = run("verify", "--home", own)

    told = done.stderr.splitlines()
    assert len(told) == 201
    assert told[-1] == f"There are {len(names) + 300 - 200} more; add --json for all of them."


def test_a_backup_is_not_locked_with_nothing(own: Path, tmp_path: Path) -> None:
    (tmp_path / "words").write_text("\n")

    done = run("backup", tmp_path / "b.jishi", "--home", own, "--passphrase-file", tmp_path / "words")

    assert done.returncode == 1
    assert "The first line of this file is empty." in done.stderr
    assert not (tmp_path / "b.jishi").exists()
