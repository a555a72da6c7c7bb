"""Grids: who serves them, and requests as counts; no household has a record (D114)."""

from datetime import date

import pytest

from jishi.actions.exports.sheet import Style
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.actions.lists.frame import Leaving, bring, sheet
from jishi.actions.lists.registry import LISTINGS
from jishi.actions.org import grids
from jishi.actions.org.grids import Counted
from jishi.actions.people.finding import Named
from jishi.actions.people.ground import By
from jishi.actions.register_figures import asked_of, totals
from jishi.core.access import OPERATOR
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.access import scope_of
from jishi.store.models.grids import GridRequests, GridServer
from jishi.store.models.org import Grid, Unit
from tests.actions.people.people import NOW, TODAY, a_member
from tests.store.ground import BEGAN, a_tree, an_account
from tests.web.ground import pack

pytestmark = [pytest.mark.django_db, pytest.mark.store]
FEBRUARY = date(2012, 2, 1)


@pytest.fixture
def tree():
    with clock.at(NOW):
        units = a_tree()
        for code in ("C11", "C12"):
            Grid.objects.create(unit=units[code], name="第一网格", households=120, from_on=BEGAN)
        yield units


def test_the_team_of_a_grid_is_people_whom_the_register_knows(tree) -> None:
    member = a_member(tree["C11"])

    row = grids.join(By(on=FEBRUARY), tree["C11"], "第一网格", Named(tree["C11"].pk, "甲一"), "网格员")
    with pytest.raises(Refusal, match="serves this grid already"):
        grids.join(By(), tree["C11"], "第一网格", Named(tree["C11"].pk, "甲一"), "民警")
    with pytest.raises(Refusal, match="no grid of this name"):
        grids.join(By(), tree["C11"], "第九网格", Named(tree["C11"].pk, "甲一"), "网格员")
    with pytest.raises(Refusal, match="began on 2012-02-01 and cannot end before"):
        grids.leave(By(on=FEBRUARY), row, row.version)
    grids.leave(By(on=TODAY), row, row.version)
    with pytest.raises(Refusal, match=f"ended on {TODAY.isoformat()} already"):
        grids.leave(By(on=TODAY), row, row.version)

    assert GridServer.objects.get().person == member.person
    assert row.to_on == TODAY


def test_the_sheet_of_a_unit_holds_the_teams_below_it(tree) -> None:
    for code, name in (("C11", "甲一"), ("C12", "乙二")):
        grids.join(By(), tree[code], "第一网格", Named(tree[code].pk, name), "网格员")

    out = sheet(LISTINGS["grid-teams"], Leaving(OPERATOR, pack(), unit=tree["C11"]), Style("csv", "zh-Hans"))
    text = out.file("csv").decode("utf-8-sig")

    assert "甲一" in text
    assert "乙二" not in text


def test_requests_are_counts_that_add_up_and_a_later_count_replaces_the_first(tree) -> None:
    grids.count(By(), tree["C11"], "第一网格", date(2012, 2, 17), Counted(10, 6, 1, 1))
    grids.count(By(), tree["C11"], "第一网格", FEBRUARY, Counted(10, 8, 1, 0))

    with pytest.raises(Refusal, match="than came in"):
        grids.count(By(), tree["C11"], "第一网格", FEBRUARY, Counted(10, 8, 2, 1))
    with pytest.raises(Refusal, match="lies ahead"):
        grids.count(By(), tree["C11"], "第一网格", date(2012, 4, 1), Counted(1))

    kept = GridRequests.objects.get()
    assert (kept.month, kept.received, kept.in_time, kept.overdue) == (FEBRUARY, 10, 8, 0)


def test_who_does_not_keep_the_units_records_enters_nothing(tree) -> None:
    other = an_account("town", tree["C2"], duties="enter", field_class=2)
    by = By(other, scope_of(other, TODAY))

    with pytest.raises(Refusal, match="does not keep"):
        grids.count(by, tree["C11"], "第一网格", FEBRUARY, Counted(1))


def test_requests_are_added_up_over_the_tree_among_the_figures(tree) -> None:
    grids.count(By(), tree["C11"], "第一网格", FEBRUARY, Counted(10, 6, 1, 1))
    grids.count(By(), tree["C12"], "第一网格", FEBRUARY, Counted(5, 5))
    grids.count(By(), tree["C12"], "第一网格", date(2011, 12, 1), Counted(7, 7))

    told = {str(figure.id): number for figure, number in totals(asked_of(OPERATOR, pack(), TODAY, tree["C1"]))}

    assert (told["grid-requests"], told["grid-requests-in-time"], told["grid-requests-overdue"]) == (15, 11, 1)


SHEETS = {
    "grid-teams": (
        "组织编码,网格名称,姓名,团队职责,起始日期\n"
        "C11,第一网格,甲一,网格员,2012-02-01\nC12,第一网格,乙二,民警,2012-02-01\n"
    ),
    "grid-requests": (
        "组织编码,网格名称,月份,收到件数,按期办结,逾期办结,逾期未办结\nC11,第一网格,2012-02-01,10,6,1,1\nC12,第一网格,201201,5,5,,\n"
    ),
}


def sent(kind: str, text: str) -> Outcome:
    return bring(LISTINGS[kind], Asked(text.encode(), f"{kind}.csv"), pack(), only_try=False)


@pytest.mark.parametrize("kind", SHEETS)
def test_a_list_comes_in_once_and_goes_out_to_the_same(tree: dict[str, Unit], kind: str) -> None:
    first = sent(kind, SHEETS[kind])
    out = sheet(LISTINGS[kind], Leaving(OPERATOR, pack()), Style("csv", "zh-Hans")).file("csv")
    again = sent(kind, out.decode("utf-8-sig"))

    assert (first.errors, first.counts["added"]) == ((), 2)
    assert (again.errors, again.counts["same"], again.counts["added"]) == ((), 2, 0)
