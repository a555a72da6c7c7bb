"""The tree and coverage from the command line."""

import json

import pytest
from click.testing import CliRunner, Result

from jishi.actions.programme import open_cycle, rounds_of
from jishi.cli.main import jishi
from jishi.core.errors import Refusal
from jishi.store.home import Home
from jishi.store.models.org import Unit, Workplace
from tests.actions.org.ground import a_county
from tests.web.ground import pack

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(home: Home, monkeypatch: pytest.MonkeyPatch):
    """Ask a command of a home with a small county."""
    monkeypatch.setenv("JISHI_LANG", "en")
    # The process has been set up for the suite's home; this test's home holds its files.
    monkeypatch.setattr(Home, "open", classmethod(lambda cls, path: home))
    county = a_county()
    open_cycle(None, "2012", pack(), rounds_of(pack())[:1])
    Workplace.objects.create(code="W1", name="示例厂", place=county["C11"], full_members=4, domain="enterprise")

    def run(*words: str) -> Result:
        return CliRunner().invoke(jishi, [*words, "--home", str(home.path)], catch_exceptions=False)

    return run


def test_a_unit_is_founded_moved_renamed_and_its_history_told(ask) -> None:
    founded = ("tree", "found", "C19", "示例厂党支部", "--below", "C1", "--kind", "branch", "--workplace", "W1")
    ask(*founded, "--on", "2012-05-01")
    ask("tree", "move", "C19", "C2", "--on", "2012-06-01")
    ask("tree", "recode", "C19", "C29", "--on", "2012-06-01")
    ask("tree", "convert", "C29", "--name", "示例厂党总支", "--kind", "general-branch", "--on", "2012-07-01")

    told = json.loads(ask("tree", "history", "C29", "--json").output)

    assert [step["kind"] for step in told["steps"]] == ["convert", "recode", "move", "found"]
    unit = Unit.objects.get(code="C29")
    assert (unit.kind, unit.name, unit.level) == ("general-branch", "示例厂党总支", "branch")


def test_branches_are_merged_and_an_empty_one_is_dissolved(ask) -> None:
    ask("tree", "merge", "C12", "--into", "C11", "--on", "2012-05-01")
    told = json.loads(ask("tree", "dissolve", "C21", "--on", "2012-05-01", "--json").output)

    assert [unit["code"] for unit in told["units"]] == ["C21"]
    assert list(
        Unit.objects.filter(dissolved_on__isnull=False).values_list("code", flat=True).order_by("code")
    ) == [
        "C12",
        "C21",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("tree", "move", "C99", "C1"), "No unit has this code"),
        (("tree", "move", "C1", "C11"), "this unit itself or stands below it"),
        (("tree", "found", "X", "X", "--below", "C1", "--kind", "branch", "--workplace", "W9"), "No workplace has"),
        (("coverage", "--unit", "C99"), "No unit has this code"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(ask, words: tuple[str, ...], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        ask(*words)


def test_coverage_is_told_by_domain_with_what_is_missing(ask) -> None:
    told = json.loads(ask("coverage", "--by", "domain", "--missing", "--json").output)

    assert told["lines"][0] | {"key": "enterprise", "lacking": 1, "organised_share": 0} == told["lines"][0]
    assert [place["code"] for place in told["missing"]] == ["W1"]
    assert told["managed"] == {"none": [], "several": [], "inactive": [], "hollow": [], "gap": []}
    assert "W1\t示例厂\t4\t-" in ask("coverage", "--missing").output


def test_coverage_is_told_in_the_order_of_the_pack_and_what_nobody_knows_last(ask) -> None:
    for code, domain in (("W2", "village"), ("W3", "social"), ("W4", ""), ("W5", "community")):
        Workplace.objects.create(code=code, name=code, place=Unit.objects.get(code="C11"), domain=domain)

    told = json.loads(ask("coverage", "--by", "domain", "--json").output)

    named = [domain.id for domain in pack().vocabulary.domains]
    assert [line["key"] for line in told["lines"]] == [
        *sorted(("enterprise", "village", "social", "community"), key=named.index),
        "",
    ]


def test_workplaces_go_out_and_come_in_again(ask, tmp_path) -> None:
    file = tmp_path / "w.xlsx"

    ask("workplaces", "export", str(file))
    again = ask("workplaces", "import", str(file))

    assert again.output == "Nothing changed: everything in this file is known already.\n"
    assert CliRunner().invoke(jishi, ["workplaces", "template", str(tmp_path / "t.xlsx")]).exit_code == 0
    with pytest.raises(Refusal, match="does not say its format"):
        ask("workplaces", "export", str(tmp_path / "w.doc"))
