"""Commands over a finished run: tables, reasons, trials."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jishi.actions.assess import Order, assess
from jishi.actions.programme import SHIPPED
from jishi.cli.main import jishi
from jishi.cli.what_if import _grades
from jishi.core.errors import Refusal
from jishi.packs.load import load
from jishi.store.home import Home
from jishi.store.models.org import Unit
from tests.actions.association import open_year, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(home: Home, monkeypatch: pytest.MonkeyPatch):
    """Ask a command of a home where one round was assessed."""
    monkeypatch.setenv("JISHI_LANG", "en")
    # The process has been set up for the suite's home; this test's home holds its files.
    monkeypatch.setattr(Home, "open", classmethod(lambda cls, path: home))
    first, _ = open_year()
    settle(first)
    assess(Order(first))

    def run(*words: str) -> Result:
        return CliRunner().invoke(jishi, [*words, "--home", str(home.path)], catch_exceptions=False)

    return run


def test_explain_leads_from_the_grade_to_who_said_what(ask) -> None:
    told = ask("explain", "A105").output

    assert told.startswith("Unit A105 (A105)\nProposed: ")
    assert "Months with a service: 10" in told
    assert "· Activities: 10  typed in" in told


def test_explain_in_json_is_one_document_with_whole_numbers(ask) -> None:
    told = json.loads(ask("explain", "A103", "--json").output)

    assert told["unit"]["code"] == "A103"
    assert isinstance(told["score"], int)
    assert told["facts"]["service-months"]["said"] == [
        {"source": "activity", "value": 6, "on": None, "file": None, "sheet": None, "row": None}
    ]


def test_explain_tells_the_round_that_is_asked_for_and_refuses_one_without_a_run(ask) -> None:
    assert ask("explain", "A105", "--round", "1").output == ask("explain", "A105").output

    with pytest.raises(Refusal, match=r"--round 2 --run 3: There is no such run\."):
        ask("explain", "A105", "--round", "2", "--run", "3")


def test_explain_says_of_a_board_that_it_is_not_graded(ask) -> None:
    assert "is not graded itself" in ask("explain", "A").output


def test_report_counts_every_judged_unit_once(ask) -> None:
    told = json.loads(ask("report", "domains", "--json").output)

    total = told[-1]
    assert total["kind"] == "all"
    assert sum(total["grades"].values()) + total["ungraded"] == 6


def test_report_of_places_shows_what_stands_directly_below(ask) -> None:
    told = json.loads(ask("report", "places", "--unit", "A1", "--json").output)

    assert [row["id"] for row in told] == ["A100", "A101", "A102", "A103", "A104", "A105"]


def test_report_names_the_units_that_violate_a_rule(ask) -> None:
    told = json.loads(ask("report", "rules", "--json").output)

    assert all(row["units"] and row["severity"] in ("block", "flag", "show") for row in told)
    assert told


def test_the_same_pack_moves_nobody(ask) -> None:
    told = json.loads(ask("what-if", str(SHIPPED / "chapters"), "--json").output)

    assert (told["better"], told["worse"], told["changed"]) == (0, 0, [])
    assert sum(map(sum, told["moves"])) == 6


def test_the_units_that_violate_a_rule_are_named_by_code(ask) -> None:
    told = json.loads(ask("report", "rules", "--json").output)

    assert {code for row in told for code in row["units"]} <= set(Unit.objects.values_list("code", flat=True))


def test_a_pack_with_other_grades_is_tried_under_the_names_of_both(ask) -> None:
    head, *rows = ask("what-if", str(SHIPPED / "year-2012")).output.splitlines()

    assert "Fairly good" in head
    assert rows[1].startswith("Flourishing")


def test_a_pack_with_fewer_grades_leaves_its_last_columns_without_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JISHI_LANG", "en")

    assert _grades(load(SHIPPED / "chapters"), 5)[2:] == ["Needs help", "", "no grade"]


def test_a_result_that_cannot_be_written_is_refused_with_the_reason(ask, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"cannot be written \(No such file or directory\)"):
        ask("export", "units", str(tmp_path / "missing" / "units.csv"))
