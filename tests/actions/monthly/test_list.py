"""The sheets of a month as one list: what goes out comes in again, and each row is typed in as on its page."""

from datetime import UTC, date, datetime

import pytest

from jishi.actions.exports.sheet import Style
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.actions.lists.frame import Leaving, bring, sheet
from jishi.actions.lists.registry import LISTINGS
from jishi.core.access import OPERATOR, Scope
from jishi.store import clock
from jishi.store.access import scope_of
from jishi.store.models.assess import FactValue
from jishi.store.models.org import Unit
from jishi.store.models.paper import MonthlySheet
from tests.store.ground import a_round, a_tree, an_account
from tests.web.ground import pack

pytestmark = [pytest.mark.store, pytest.mark.django_db]
TODAY = date(2012, 5, 20)
HEADS = "组织编码,月份,缺开党员大会和党课次数,为民办实事完成率,填表人,填表人职务,签名日期\n"


@pytest.fixture
def units():
    with clock.at(datetime(2012, 5, 20, 4, tzinfo=UTC)):
        found = a_tree()
        Unit.objects.filter(code__in=("C11", "C12", "C21")).update(domain="village")
        a_round()
        yield found


def brought(rows: str, scope: Scope = OPERATOR, heads: str = HEADS) -> Outcome:
    asked = Asked((heads + rows).encode(), "monthly.csv", scope=scope)
    return bring(LISTINGS["monthly"], asked, pack(), only_try=False)


def gone(scope: Scope = OPERATOR) -> bytes:
    return sheet(LISTINGS["monthly"], Leaving(scope, pack()), Style("csv", "zh-Hans")).file("csv")


def test_a_row_is_typed_in_as_on_its_page_and_comes_in_again_as_known(units) -> None:
    came = brought("C11,2012-05,1,80,李某某,书记,2012-05-18\n")

    said = dict(FactValue.objects.filter(source="self").values_list("fact__code", "value"))
    kept = MonthlySheet.objects.get()
    again = bring(LISTINGS["monthly"], Asked(gone(), "monthly.csv"), pack(), only_try=False)
    assert (came.errors, came.counts["added"]) == ((), 1)
    assert said == {"quarterly-meetings-missing": 1, "promised-matters-done": 8000}
    assert (kept.unit.code, kept.month, kept.given_by, kept.given_on) == (
        "C11",
        date(2012, 5, 1),
        "李某某",
        date(2012, 5, 18),
    )
    assert (again.errors, again.counts["same"]) == ((), 3)


def test_a_corrected_answer_changes_one_fact_and_leaves_the_others_and_the_signature(units) -> None:
    brought("C11,2012-05,1,80,李某某,书记,2012-05-18\n")

    came = brought("C11,2012-05,2,,,,\n")

    said = dict(FactValue.objects.filter(source="self").values_list("fact__code", "value"))
    assert came.counts["changed"] == 1
    assert said == {"quarterly-meetings-missing": 2, "promised-matters-done": 8000}
    assert MonthlySheet.objects.get().given_by == "李某某"


@pytest.mark.parametrize(
    ("row", "what", "column"),
    [
        ("C11,2012-05,1,,,,", "Who filled in the sheet is not entered", "填表人"),
        ("C11,2012-06,1,,李某某,,", "The month lies ahead", "月份"),
        ("C11,2012-05,1,,李某某,,2012-04-30", "not in its month", "签名日期"),
        ("C1,2012-05,1,,李某某,,", "has no monthly sheet", "组织编码"),
        ("C99,2012-05,1,,李某某,,", "No unit has the code C99", "组织编码"),
    ],
)
def test_a_wrong_row_is_refused_at_its_cell_and_nothing_is_kept(units, row: str, what: str, column: str) -> None:
    came = brought(f"{row}\n")

    assert what in str(came.errors[0].what)
    assert HEADS.strip().split(",")[came.errors[0].spot.column] == column
    assert not MonthlySheet.objects.exists()
    assert not FactValue.objects.exists()


def test_a_clerk_takes_out_and_types_in_the_sheets_of_the_own_township_alone(units) -> None:
    clerk = scope_of(an_account("clerk", units["C1"], duties="enter", field_class=2), TODAY)

    outside = brought("C21,2012-05,1,,李某某,,\n", clerk)

    assert "No unit has the code C21" in str(outside.errors[0].what)
    assert [line.split(",")[0] for line in gone(clerk).decode("utf-8-sig").splitlines()[1:]] == ["C11", "C12"]
