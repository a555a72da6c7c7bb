"""Figures of the registers at the command line: all of a part of the tree, one divided, all as a workbook."""

import json
from pathlib import Path

import pytest

from jishi.core.errors import Refusal
from jishi.sheets.reading import read
from jishi.store.home import Home
from tests.cli.asking import Ask, asked_of
from tests.web.ground import a_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(home: Home, monkeypatch: pytest.MonkeyPatch) -> Ask:
    a_world()
    return asked_of(home, monkeypatch)


def numbers(ask: Ask, *words: str) -> dict[str, int]:
    return {row["id"]: row["number"] for row in json.loads(ask("figures", "--json", *words).stdout)}


def test_three_on_the_way_are_two_below_one_street_and_one_below_the_other(ask: Ask) -> None:
    assert numbers(ask)["on-the-way"] == 3
    assert [numbers(ask, "--unit", code)["on-the-way"] for code in ("C1", "C2", "C11")] == [2, 1, 1]
    assert "on-the-way\tApplicants, activists and candidates\t3" in ask("figures").stdout


def test_one_figure_is_divided_by_domain_or_by_what_lies_below(ask: Ask) -> None:
    below = json.loads(ask("figures", "--figure", "on-the-way", "--json").stdout)

    assert numbers(ask, "--figure", "on-the-way", "--by", "domain") == {"village": 3}
    assert sorted(row["number"] for row in below)[-2:] == [1, 2]


def test_all_figures_go_out_as_a_workbook(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "figures.xlsx"

    ask("figures", "--excel", str(file))

    cells = {str(cell) for sheet in read(file).sheets for row in sheet.rows for cell in row}
    assert "Applicants, activists and candidates" in cells


def test_an_unknown_unit_is_refused(ask: Ask) -> None:
    with pytest.raises(Refusal, match="No unit has this code"):
        ask("figures", "--unit", "C99")
