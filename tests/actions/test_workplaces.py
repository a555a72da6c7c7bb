"""Workplaces come in as sheets, and go out as the same."""

from datetime import date

import pytest

from jishi.actions.exports import workplaces as out
from jishi.actions.exports.sheet import Style
from jishi.actions.imports import workplaces
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.actions.imports.workplaces import known_workplaces
from jishi.core.access import OPERATOR, Scope
from jishi.core.credit_code import check_letter
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.access import scope_of
from jishi.store.models.office import Event
from jishi.store.models.org import UnitWorkplace, Workplace
from tests.actions.org.ground import a_county
from tests.sheets.files import as_csv
from tests.store.ground import an_account
from tests.web.ground import pack

pytestmark = pytest.mark.django_db
HEADS = (
    "单位代码",
    "单位名称（全称）",
    "统一社会信用代码",
    "所有制",
    "企业规模",
    "属地组织编码",
    "党组织编码",
    "联建组织编码",
    "党员数",
    "正式党员数",
    "有工会",
    "组建期限",
)
CODE = "91350100M000100Y4"
ROWS = (
    (
        "W1",
        "示例机械厂",
        CODE + check_letter(CODE),
        "民营",
        "规上",
        "C11",
        "",
        "C12、C21",
        "５",
        "3",
        "是",
        "2012.6.30",
    ),
    ("W2", "示例超市", "", "私营", "小微企业", "C12", "C12", "", "", "", "", ""),
)


def bring(*rows: tuple[str, ...], scope: Scope = OPERATOR, mode: str = "all") -> Outcome:
    asked = Asked(as_csv(HEADS, *rows), "workplaces.csv", mode, scope=scope)  # type: ignore[arg-type]
    outcome = workplaces.run(asked, pack().vocabulary)
    if outcome.errors and mode == "all":
        raise outcome.refusal()
    return outcome


def test_workplaces_come_in_with_the_words_of_offices() -> None:
    county = a_county()

    outcome = bring(*ROWS)

    first, second = Workplace.objects.order_by("code")
    assert outcome.counts["added"] == 2
    assert (first.ownership, first.size_class, first.place) == ("private", "above-scale", county["C11"])
    assert (first.members, first.full_members, first.union, first.league) == (5, 3, True, None)
    assert first.formation_due == date(2012, 6, 30)
    assert (second.unit, second.full_members) == (county["C12"], None)
    assert set(UnitWorkplace.objects.values_list("unit__code", flat=True)) == {"C12", "C21"}
    assert [event.name for event in Event.objects.all()] == ["workplaces.import"]


def test_the_same_sheet_again_changes_nothing_and_an_empty_cell_leaves_what_is_known() -> None:
    a_county()
    bring(*ROWS)

    again = bring(*ROWS)
    fewer = bring((*ROWS[0][:8], "", "", "", ""))

    assert (again.unchanged, fewer.unchanged) == (True, True)
    assert Workplace.objects.get(code="W1").full_members == 3


def test_joint_units_that_are_no_longer_named_end() -> None:
    a_county()
    bring(*ROWS)
    UnitWorkplace.objects.update(from_on=date(2011, 1, 1))

    bring((*ROWS[0][:7], "C21", *ROWS[0][8:]))

    ended = UnitWorkplace.objects.get(unit__code="C12")
    assert ended.to_on == clock.today()
    assert UnitWorkplace.objects.filter(to_on=None).count() == 1


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_what_goes_out_comes_in_as_the_same(format_: str, language: str) -> None:
    a_county()
    bring(*ROWS)
    known = known_workplaces(clock.today())

    file = out.export(OPERATOR, pack().vocabulary, Style(format_, language)).file(format_)  # type: ignore[arg-type]
    outcome = workplaces.run(Asked(file, f"w.{format_}"), pack().vocabulary)

    assert outcome.unchanged
    assert outcome.counts["same"] == 2
    assert known_workplaces(clock.today()) == known


def row(**cells: str) -> tuple[str, ...]:
    return tuple({**dict(zip(HEADS, ROWS[0], strict=True)), **cells}.values())


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (row(统一社会信用代码=CODE + "4"), "its check letter does not fit"),
        (row(正式党员数="6"), "more full members than members"),
        (row(属地组织编码="C99"), "No unit has the code C99"),
        (row(联建组织编码="C11,C98"), "No unit has the code C98"),
        (row(党员数="-3"), "党员数|-3"),
        (row(**{"单位名称（全称）": ""}), "is empty"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_written(bad: tuple[str, ...], said: str) -> None:
    a_county()

    with pytest.raises(Refusal, match=said):
        bring(bad, ROWS[1])

    assert not Workplace.objects.exists()


def test_good_rows_are_taken_without_the_bad_one_when_asked_for() -> None:
    a_county()

    outcome = bring(row(正式党员数="6"), ROWS[1], mode="rows")

    assert (outcome.counts["added"], outcome.counts["refused"]) == (1, 1)


def test_one_code_twice_is_refused() -> None:
    a_county()

    with pytest.raises(Refusal, match="The code W1 stands in row 2 already"):
        bring(ROWS[0], ROWS[0])


def test_a_township_brings_in_and_takes_out_its_own_workplaces_alone() -> None:
    county = a_county()
    town = scope_of(an_account("town", county["C1"], duties="import"), clock.today())
    bring(row(单位代码="W9", 属地组织编码="C21", 统一社会信用代码=""))

    with pytest.raises(Refusal, match="Your role does not bring in workplaces here"):
        bring(row(单位代码="W8", 属地组织编码="C21"), scope=town)
    bring(*ROWS, scope=town)

    sheet = out.export(town, pack().vocabulary, Style("csv", "zh-Hans"))
    assert [cells[0] for cells in sheet.rows] == ["W1", "W2"]
