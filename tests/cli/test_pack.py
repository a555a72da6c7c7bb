"""``jishi pack`` as a user types it."""

import json
import shutil
from pathlib import Path

import yaml
from click.testing import CliRunner, Result

from jishi.cli.main import jishi
from jishi.core.errors import Refusal
from jishi.packs.schema.publish import json_schema
from tests.packs.folders import BROKEN, LOCAL, MINIMAL
from tests.packs.test_broken import spoil


def run(*words: str | Path) -> Result:
    """Run the command and return what it printed."""
    return CliRunner().invoke(jishi, ["pack", *map(str, words)])


def test_a_good_pack_is_counted_and_its_examples_are_told() -> None:
    result = run("check", MINIMAL, "--json")

    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (told["pack"], told["facts"], told["indicators"], told["examples"]) == ("minimal", 5, 4, 7)
    assert told["not_shown"]["indicators"] == []


def test_several_packs_are_checked_in_one_table() -> None:
    result = run("check", MINIMAL, LOCAL)

    assert result.exit_code == 0
    assert "minimal 1.0" in result.stdout
    assert "local 1.0" in result.stdout


def test_a_broken_pack_is_refused_with_every_complaint(tmp_path: Path) -> None:
    shutil.copytree(MINIMAL, tmp_path / "minimal")
    case = yaml.safe_load((BROKEN / "weights-not-100.yaml").read_text(encoding="utf-8"))
    spoil(tmp_path, case)

    result = run("check", tmp_path / "minimal")

    assert isinstance(result.exception, Refusal)
    assert [str(complaint) for complaint in result.exception.complaints] == case["expect"]


def test_a_domain_is_shown_with_its_rows_and_their_points() -> None:
    result = run("show", MINIMAL, "--domain", "town")

    assert result.exit_code == 0
    assert "Meetings every quarter  40" in result.stdout


def test_an_unknown_domain_is_wrong_use() -> None:
    result = run("show", MINIMAL, "--domain", "city")

    assert result.exit_code == 2
    assert "town, farm" in result.stderr


def test_a_pack_is_shown_as_json_with_its_digest() -> None:
    told = json.loads(run("show", MINIMAL, "--json").stdout)

    assert len(told["digest"]) == 64
    assert told["standards"][0]["indicators"][0]["weight"] == "40"


def test_a_difference_marks_what_tightens() -> None:
    told = json.loads(run("diff", MINIMAL, LOCAL, "--json").stdout)

    assert {change["path"] for change in told if change["direction"] == "tightens"} == {
        "grades/limits/not-content/when",
        "rules/R03",
    }


def test_no_difference_is_said_in_words() -> None:
    assert run("diff", MINIMAL, MINIMAL).stdout.strip() == "Nothing changed."


def test_the_schema_is_printed_as_json() -> None:
    assert json.loads(run("schema").stdout) == json_schema()
