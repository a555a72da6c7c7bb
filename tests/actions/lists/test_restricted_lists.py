"""Lost contact and care as sheets: close by only, and out for a purpose that each person can read."""

from datetime import date

import pytest

from jishi.actions.exports.sheet import Style
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.actions.lists.frame import Leaving, bring, sheet
from jishi.actions.lists.registry import LISTINGS
from jishi.actions.people.reading import Purpose, readings
from jishi.core.access import OPERATOR, Scope
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.access import scope_of
from jishi.store.evidence import SEALED
from jishi.store.models.office import Event, Import
from jishi.store.models.org import Unit
from jishi.store.models.people import Care, LostContact
from tests.actions.people.people import NOW, TODAY, a_member, a_secretary
from tests.store.ground import a_tree
from tests.web.ground import pack

pytestmark = [pytest.mark.django_db, pytest.mark.store]
LOST = "组织编码,姓名,失去联系日期,失联原因,查找日期,查找措施,查找结果\n"
CARE = "组织编码,姓名,帮扶类别,开始日期,本次走访日期,本次慰问金（元）,结束日期,经费来源\n"


@pytest.fixture
def tree():
    with clock.at(NOW):
        yield a_tree()


def sent(kind: str, text: str, scope: Scope = OPERATOR) -> Outcome:
    return bring(LISTINGS[kind], Asked(text.encode(), f"{kind}.csv", scope=scope), pack(), only_try=False)


def taken_out(kind: str, scope: Scope = OPERATOR, purpose: str = "care") -> str:
    leaving = Leaving(scope, pack(), purpose=Purpose(purpose))
    return sheet(LISTINGS[kind], leaving, Style("csv", "zh-Hans")).file("csv").decode("utf-8-sig")


def test_a_search_is_begun_gone_on_with_and_ended_by_one_sheet(tree: dict[str, Unit]) -> None:
    a_member(tree["C11"])

    begun = sent("lost", f"{LOST}C11,甲一,2011-06-01,外出务工,2012-01-05,打电话到家中,\n")
    further = sent("lost", f"{LOST}C11,甲一,2011-06-01,外出务工,2012-02-05,走访邻居,\n")
    same = sent("lost", taken_out("lost", purpose="search"))
    over = sent("lost", f"{LOST}C11,甲一,,,2012-02-20,,已取得联系\n")

    row = LostContact.objects.get()
    assert [each.errors for each in (begun, further, same, over)] == [()] * 4
    assert (begun.counts["added"], further.counts["changed"], same.unchanged, same.counts["same"]) == (
        1,
        1,
        True,
        2,
    )
    assert (row.reason, [step["text"] for step in row.steps]) == ("away-for-work", ["打电话到家中", "走访邻居"])
    assert (row.outcome, row.to_on) == ("found", date(2012, 2, 21))


def test_care_is_begun_a_visit_counted_once_and_ended_by_one_sheet(tree: dict[str, Unit]) -> None:
    a_member(tree["C11"])
    first = f"{CARE}C11,甲一,生活困难,2012-01-01,2012-01-20,200,,党费\n"

    begun, twice = sent("care", first), sent("care", first)
    same = sent("care", taken_out("care"))
    more = sent("care", f"{CARE}C11,甲一,困难,,2012-02-20,100.50,,财政\n")
    over = sent("care", f"{CARE}C11,甲一,生活困难,,,,2012-02-28\n")

    row = Care.objects.get()
    assert [each.errors for each in (begun, twice, same, more, over)] == [()] * 5
    assert (twice.unchanged, same.unchanged) == (True, True)
    assert (row.category, row.visits, row.money, row.to_on) == ("needy", 2, 30050, date(2012, 2, 29))
    assert {row.file.media_type for row in Import.objects.all()} == {SEALED}


def test_going_out_asks_for_a_purpose_and_everybody_concerned_can_read_it(tree: dict[str, Unit]) -> None:
    member = a_member(tree["C11"])
    sent("care", f"{CARE}C11,甲一,患病,2012-01-01,,,\n")

    with pytest.raises(Refusal, match="No purpose is stated"):
        taken_out("care", purpose="")
    assert not readings(member.person)
    taken_out("care")

    (reading,) = readings(member.person)
    assert (list(reading.what), reading.purpose) == (["care"], "care")
    assert Event.objects.filter(name="sheet.export", subject="care").count() == 1


def test_who_stands_further_away_gets_nothing_out_and_nothing_in(tree: dict[str, Unit]) -> None:
    a_member(tree["C11"])
    sent("care", f"{CARE}C11,甲一,患病,2012-01-01,,,\n")
    county = scope_of(a_secretary(tree["C"], field_class=3), TODAY)

    assert taken_out("care", county).count("\n") == 1
    refused = sent("care", f"{CARE}C11,甲一,患病,,2012-02-01,,\n", county)

    assert ["does not keep the records" in str(error.what) for error in refused.errors] == [True]


def test_the_branch_itself_and_the_unit_right_above_it_may(tree: dict[str, Unit]) -> None:
    a_member(tree["C11"])
    branch = scope_of(a_secretary(tree["C11"]), TODAY)
    town = scope_of(a_secretary(tree["C1"], field_class=3), TODAY)

    done = sent("care", f"{CARE}C11,甲一,年老,2012-01-01,,,\n", branch)

    assert done.errors == ()
    assert [taken_out("care", scope).count("甲一") for scope in (branch, town)] == [1, 1]


def test_a_word_that_the_pack_does_not_have_is_told_at_its_cell(tree: dict[str, Unit]) -> None:
    a_member(tree["C11"])

    found = sent("care", f"{CARE}C11,甲一,别的,,,,\n")

    assert [(error.spot.address(), str(error.what)) for error in found.errors] == [
        ("C2", "“别的” is not one of the choices.")
    ]
