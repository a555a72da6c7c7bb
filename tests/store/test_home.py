"""What a home must have, and that nothing of it is made anew in silence."""

import json
from pathlib import Path

import pytest

from jishi.actions.homes import make_home
from jishi.core.errors import Refusal
from jishi.store.home import Home


@pytest.fixture
def made(tmp_path: Path) -> Home:
    home = Home.create(tmp_path / "home")
    (home.path / home.database).touch(mode=0o600)
    return home


def test_a_whole_home_is_taken(made: Home) -> None:
    assert Home(made.path).check() is None


def test_lost_keys_are_told_and_no_others_are_made(made: Home) -> None:
    made.secrets_file.unlink()

    with pytest.raises(Refusal, match="The keys of this home are gone"):
        Home(made.path).check()
    assert not made.secrets_file.exists()


def test_a_lost_database_is_told_and_no_empty_one_is_made(made: Home) -> None:
    (made.path / made.database).unlink()

    with pytest.raises(Refusal, match="The database of this home is gone"):
        Home(made.path).check()
    assert not (made.path / made.database).exists()


@pytest.mark.parametrize("content", ["", "{", "{}", "[]", '{"django": 1, "event": "no hex", "vault": ""}'])
def test_a_damaged_file_of_keys_is_named(made: Home, content: str) -> None:
    made.secrets_file.write_text(content)

    with pytest.raises(Refusal, match=r"secrets\.json: This file of the home is damaged"):
        _ = Home(made.path).secrets


@pytest.mark.parametrize("content", ["", "{", "[]", json.dumps({"format": 1, "mode": "demo"})])
def test_a_damaged_manifest_is_named(made: Home, content: str) -> None:
    made.manifest_file.write_text(content)

    with pytest.raises(Refusal, match=r"home\.json: This file of the home is damaged"):
        Home(made.path).check()


@pytest.mark.parametrize("address", ["jishi", "mysql://h/jishi", "postgresql://h", "postgresql://h:port/jishi"])
def test_what_is_no_address_of_a_database_makes_no_home(tmp_path: Path, address: str) -> None:
    with pytest.raises(Refusal, match="not the address of a PostgreSQL database"):
        make_home(tmp_path / "home", address, "production")

    assert not (tmp_path / "home").exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(Refusal, match="The folder cannot be made"):
        Home.create(tmp_path / "file" / "home")
