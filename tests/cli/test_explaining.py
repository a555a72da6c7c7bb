"""How the command line names the source of a rule."""

import pytest

from jishi.actions.programme import SHIPPED, read_pack
from jishi.cli.explaining import cited, points


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JISHI_LANG", "zh_Hans")


@pytest.mark.usefixtures("chinese")
def test_a_mark_of_the_pack_is_not_told_as_if_it_were_a_clause() -> None:
    pack = read_pack(SHIPPED / "year-2012")
    limit = next(each for each in pack.grades.limits if each.source.clause == "cap")

    assert cited(pack, limit.source) == "某单位分类定级方案（2012年）"


@pytest.mark.usefixtures("chinese")
def test_no_source_of_the_year_shows_letters_of_the_pack_behind_its_document() -> None:
    pack = read_pack(SHIPPED / "year-2012")
    rows = [row.source for standard in pack.standards for row in standard.indicators if row.source.clause]

    told = {cited(pack, source) for source in rows}

    assert {one for one in told if one.endswith((" rows", " cap", " direct"))} == set()
    assert {one for one in told if one[-1].isdecimal()}


def test_hundredths_below_zero_are_told_as_they_are() -> None:
    assert [points(value) for value in (-192, -8, 0, 5973)] == ["-1.92", "-0.08", "0.00", "59.73"]
