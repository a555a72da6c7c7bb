"""Monthly sheets at the command line: one PDF for a township, a page for each branch."""

import json
from pathlib import Path

import pypdf
import pytest

from jishi.core.errors import Refusal
from jishi.store.home import Home
from tests.cli.asking import Ask, asked_of
from tests.web.ground import World, a_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return a_world()


@pytest.fixture
def ask(home: Home, monkeypatch: pytest.MonkeyPatch, world: World) -> Ask:
    return asked_of(home, monkeypatch)


def test_a_township_gets_a_sheet_for_each_of_its_branches(ask: Ask, world: World, tmp_path: Path) -> None:
    file = tmp_path / "sheets.pdf"

    said = json.loads(ask("monthly", "print", str(file), "--unit", "C1", "--month", "2012-03", "--json").stdout)

    pages = [page.extract_text() for page in pypdf.PdfReader(file).pages]
    assert said == {"sheets": 2, "files": [str(file)]}
    assert len(pages) == 2
    assert world.units["C11"].name in pages[0]
    assert world.units["C12"].name in pages[1]
    assert all("3/2012" in page for page in pages)


@pytest.mark.parametrize("month", ["2012-13", "March"])
def test_no_month_is_refused(ask: Ask, tmp_path: Path, month: str) -> None:
    with pytest.raises(Refusal, match="This is no month"):
        ask("monthly", "print", str(tmp_path / "a.pdf"), "--month", month)


def test_where_no_unit_has_such_a_sheet_nothing_is_written(ask: Ask, world: World, tmp_path: Path) -> None:
    for unit in (world.units["C11"], world.units["C12"]):
        unit.domain = ""
        unit.save()

    with pytest.raises(Refusal, match="No unit of yours has a monthly sheet"):
        ask("monthly", "print", str(tmp_path / "a.pdf"), "--unit", "C1")

    assert not (tmp_path / "a.pdf").exists()
