import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, connections

from jishi.actions import backups
from jishi.actions.office import Given, NewAccount, add_account, give_grant
from jishi.core.errors import Refusal
from jishi.store import archive, evidence, facts
from jishi.store.home import Home
from jishi.store.models.assess import Round
from jishi.store.models.office import IdempotencyKey
from jishi.store.transact import action
from tests.store.ground import a_tree

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def filled(home: Home) -> Home:
    """A home with a row of every kind of value, a locked round, a file and a grant."""
    from tests.store.ground import a_round

    tree = a_tree()
    account = add_account(None, NewAccount("clerk", "张"), "correct horse battery")
    give_grant(None, account, Given("clerk", tree["C1"], date(2012, 1, 1)))
    with action(account, "facts.lock", key="k", content={"某": [1, None]}) as event:
        round_ = a_round()
        facts.write(round_, [facts.Entry(tree["C11"].pk, "money", "self", 2**62, on=date(2012, 3, 1))])
        facts.lock(round_)
        event.about(round_.cycle, round_)
        event.result = {"locked": True}
    evidence.keep(b"one", "表.csv", "text/csv")
    # Its pack is nowhere; the copy that a cycle pins is tested with the programme.
    Round.objects.get()
    return home


def jishi(*words: object) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JISHI", "DJANGO"))}
    environment |= {"PYTHONPATH": os.pathsep.join(sys.path), "JISHI_LANG": "en"}
    line = [sys.executable, "-m", "jishi", *map(str, words)]
    return subprocess.run(line, env=environment, capture_output=True, text=True, timeout=120)


def rows_of(backup: Path, folder: Path) -> dict[str, list[str]]:
    archive.read(backup, folder)
    found = {path.stem: path.read_text().splitlines() for path in (folder / "tables").iterdir()}
    # The later backup tells of itself and of the restoring.
    for table in ("store_event", "store_eventdetail", "django_migrations"):
        found.pop(table, None)
    return found


def what(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [complaint["what"] for complaint in json.loads(done.stdout)["refused"]]


def test_a_restored_home_has_the_same_rows_files_and_keys_and_holds(filled: Home, tmp_path: Path) -> None:
    file, other = tmp_path / "a.jishi", tmp_path / "other"
    kept = backups.backup(file)

    done = jishi("restore", file, "--home", other, "--json")

    # Only the pack is missing, which these tests do not have.
    assert what(done) == ["There is no pack of this name."]
    assert Home(other).secrets == filled.secrets
    assert evidence.path_of(evidence.Evidence.objects.get().digest).read_bytes() == b"one"
    assert jishi("backup", tmp_path / "b.jishi", "--home", other).returncode == 0
    assert rows_of(file, tmp_path / "1") == rows_of(tmp_path / "b.jishi", tmp_path / "2")
    assert kept.rows > 20
    assert len(list((other / "evidence").rglob("*"))) == 2


@pytest.fixture
def empty_database() -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE restored")
    yield f"postgresql://jishi@/restored?host={connection.settings_dict['HOST']}"
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute("DROP DATABASE restored WITH (FORCE)")


def check_there_and_back(tmp_path: Path, empty_database: str) -> None:
    first, second = tmp_path / "a.jishi", tmp_path / "b.jishi"
    backups.backup(first)

    jishi("restore", first, "--home", tmp_path / "sqlite")
    jishi("backup", second, "--home", tmp_path / "sqlite")
    jishi("restore", second, "--home", tmp_path / "postgres", "--database", empty_database)
    third = jishi("backup", tmp_path / "c.jishi", "--home", tmp_path / "postgres")

    assert third.returncode == 0, third.stderr
    assert rows_of(first, tmp_path / "1") == rows_of(tmp_path / "c.jishi", tmp_path / "3")
    again = jishi("restore", second, "--home", tmp_path / "again", "--database", empty_database, "--json")
    assert what(again) == ["This database holds tables already."]
    assert not (tmp_path / "again").exists()


if os.environ.get("JISHI_TEST_DATABASE") == "postgres":
    # A server of PostgreSQL is there in its half of the suite only.
    @pytest.mark.usefixtures("filled")
    def test_a_backup_of_one_database_is_restored_to_the_other_and_back(
        tmp_path: Path, empty_database: str
    ) -> None:
        check_there_and_back(tmp_path, empty_database)


def test_keys_are_locked_with_a_passphrase_and_only_it_opens_them(filled: Home, tmp_path: Path) -> None:
    file, other, words = tmp_path / "a.jishi", tmp_path / "other", tmp_path / "words"
    words.write_text("a long passphrase\n")
    backups.backup(file, "another passphrase")

    without = jishi("restore", file, "--home", other, "--json")
    wrong = jishi("restore", file, "--home", other, "--passphrase-file", words, "--json")

    assert what(without) == ["The keys of this backup are locked with a passphrase."]
    assert what(wrong) == ["This is not the passphrase of the backup."]
    assert not other.exists()
    words.write_text("another passphrase\n")
    assert what(jishi("restore", file, "--home", other, "--passphrase-file", words, "--json")) == [
        "There is no pack of this name."
    ]


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "text"])
def test_a_damaged_file_is_refused_and_leaves_nothing(damage: str, filled: Home, tmp_path: Path) -> None:
    file = tmp_path / "a.jishi"
    backups.backup(file)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    broken = {"cut": content[: len(content) // 2], "flipped": content, "empty": b"", "text": b"not a backup"}
    file.write_bytes(broken[damage])

    with pytest.raises(Refusal, match="no backup, or it is damaged"):
        archive.read(file, tmp_path / "out")


def test_a_file_that_is_not_there_is_said_not_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="There is no such file"):
        archive.read(tmp_path / "none.jishi", tmp_path / "out")


def test_a_backup_never_takes_the_place_of_a_file(filled: Home, tmp_path: Path) -> None:
    file = tmp_path / "a.jishi"
    file.write_text("mine")

    with pytest.raises(Refusal, match="a file of this name"):
        backups.backup(file)

    assert file.read_text() == "mine"
    assert IdempotencyKey.objects.count() == 1


def test_a_backup_is_readable_by_its_owner_only(filled: Home, tmp_path: Path) -> None:
    backups.backup(tmp_path / "a.jishi")

    assert (tmp_path / "a.jishi").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
