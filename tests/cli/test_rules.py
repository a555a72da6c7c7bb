"""The rules at the command line: checked, listed by rule and unit, mended by themselves."""

import json

import pytest

from jishi.core.errors import Refusal
from jishi.store.facts import Entry, write
from jishi.store.home import Home
from jishi.store.transact import action
from tests.cli.asking import Ask, asked_of
from tests.web.ground import VILLAGES, World, a_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return a_world()


@pytest.fixture
def ask(home: Home, monkeypatch: pytest.MonkeyPatch, world: World) -> Ask:
    return asked_of(home, monkeypatch)


def listed(ask: Ask, *words: str) -> list[dict[str, object]]:
    return json.loads(ask("rules", "list", "--json", *words).stdout)


def test_a_check_says_what_it_looked_at_and_the_second_finds_nothing_new(ask: Ask) -> None:
    first = json.loads(ask("rules", "run", "--json").stdout)
    second = json.loads(ask("rules", "run", "--json").stdout)

    assert first["units"] == 6
    assert first["opened"] == first["open"] > 0
    assert (second["opened"], second["closed"], second["open"]) == (0, 0, first["open"])


def test_both_engines_find_the_same(ask: Ask) -> None:
    ask("rules", "run")

    told = ask("rules", "run", "--engine", "duckdb").stdout

    assert ": 0 newly wrong, 0 mended, " in told


def test_what_is_wrong_is_listed_by_rule_and_below_a_unit(ask: Ask) -> None:
    ask("rules", "run")

    assert [row["unit"] for row in listed(ask, "--rule", "R01")] == ["C11", "C12", "C21"]
    assert {row["unit"] for row in listed(ask, "--unit", "C2")} == {"C21"}
    line = ask("rules", "list", "--rule", "R01", "--unit", "C11").stdout
    assert line.startswith("R01\tC11\t")
    assert line.rstrip().endswith("\twork-team")


def test_what_is_mended_closes_itself_and_is_listed_as_closed(ask: Ask, world: World) -> None:
    ask("rules", "run")
    with action(None, "facts.enter"):
        write(world.round, [Entry(world.units["C11"].pk, "surveyed-on", "visit", 734_500)])

    said = ask("rules", "run").stdout

    assert " 1 mended, " in said
    assert [row["unit"] for row in listed(ask, "--rule", "R01")] == ["C12", "C21"]
    (closed,) = listed(ask, "--rule", "R01", "--closed")
    assert closed["unit"] == "C11"
    assert closed["closed"]


def test_more_than_a_screen_is_cut_and_said_so(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jishi.cli.rules.TOLD", 2)
    ask("rules", "run")

    told = ask("rules", "list", "--rule", "R01")

    assert len(told.stdout.splitlines()) == 2
    assert f"There are {len(VILLAGES) - 2} more; add --json for all of them." in told.stderr


def test_an_unknown_unit_is_refused(ask: Ask) -> None:
    with pytest.raises(Refusal, match="No unit has this code"):
        ask("rules", "list", "--unit", "C99")
