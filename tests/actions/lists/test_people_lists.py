"""Members who live elsewhere, and transfers, as sheets: every row is the step that its page takes."""

from datetime import date

import pytest

from jishi.actions.exports.sheet import Style
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.actions.lists.frame import Leaving, bring, sheet
from jishi.actions.lists.registry import LISTINGS
from jishi.core.access import OPERATOR, Scope
from jishi.store import clock
from jishi.store.access import scope_of
from jishi.store.evidence import SEALED
from jishi.store.models.office import Import
from jishi.store.models.org import Unit
from jishi.store.models.people import Floating, Member, Transfer
from tests.actions.people.people import NOW, TODAY, a_member, a_secretary
from tests.store.ground import a_tree
from tests.web.ground import pack

pytestmark = [pytest.mark.django_db, pytest.mark.store]
AWAY = "组织编码,姓名,流入地,接收组织编码,流动党员活动证号,流出日期,最近联系日期,返回日期\n"
GOING = "组织编码,姓名,转入组织编码,转入组织名称,办理情况,介绍信编号,原因,起始日期\n"


@pytest.fixture
def tree():
    with clock.at(NOW):
        yield a_tree()


def sent(kind: str, text: str, scope: Scope = OPERATOR) -> Outcome:
    return bring(LISTINGS[kind], Asked(text.encode(), f"{kind}.csv", scope=scope), pack(), only_try=False)


def taken_out(kind: str, scope: Scope = OPERATOR) -> str:
    return sheet(LISTINGS[kind], Leaving(scope, pack()), Style("csv", "zh-Hans")).file("csv").decode("utf-8-sig")


def test_a_member_goes_away_is_heard_from_and_comes_back_by_sheets(tree: dict[str, Unit]) -> None:
    a_member(tree["C11"])

    gone = sent("floating", f"{AWAY}C11,甲一,某市,C21,L1,2011-10-01,2012-01-05,\n")
    out = taken_out("floating")
    same = sent("floating", out)
    heard = sent("floating", f"{AWAY}C11,甲一,,,L2,,2012-02-20,\n")
    back = sent("floating", f"{AWAY}C11,甲一,,,,,,2012-02-28\n")

    row = Floating.objects.get()
    assert [each.counts["added"] for each in (gone, same)] == [1, 0]
    assert (same.errors, same.unchanged) == ((), True)
    assert [each.counts["changed"] for each in (heard, back)] == [1, 1]
    assert (row.receiving, row.place, row.certificate) == (tree["C21"], "某市", "L2")
    assert (row.last_contact_on, row.to_on) == (date(2012, 2, 20), date(2012, 2, 29))


def test_a_transfer_is_asked_released_and_accepted_by_sheets(tree: dict[str, Unit]) -> None:
    member = a_member(tree["C11"])

    asked = sent("transfers", f"{GOING}C11,甲一,C21,,已申请,,,2012-02-01\n")
    released = sent("transfers", f"{GOING}C11,甲一,C21,,已开介绍信,Z7,,2012-02-03\n")
    accepted = sent("transfers", f"{GOING}C11,甲一,C21,,已接收,,,2012-02-10\n")
    again = sent("transfers", taken_out("transfers"))

    assert [each.errors for each in (asked, released, accepted, again)] == [(), (), (), ()]
    assert again.unchanged
    assert Transfer.objects.get().state == "accepted"
    member.refresh_from_db()
    assert member.left_how == "transferred"
    assert Member.objects.get(to_on=None).unit == tree["C21"]


def test_each_side_does_only_its_own_step_by_sheet_too(tree: dict[str, Unit]) -> None:
    a_member(tree["C11"])
    old = scope_of(a_secretary(tree["C11"]), TODAY)

    found = sent("transfers", f"{GOING}C11,甲一,C21,,已接收,Z7,,2012-02-01\n", scope=old)

    assert ["does not keep the records" in str(error.what) for error in found.errors] == [True]
    assert not Transfer.objects.exists()


def test_who_is_not_known_or_goes_nowhere_is_told_at_the_cell(tree: dict[str, Unit]) -> None:
    a_member(tree["C11"])

    away = sent("floating", f"{AWAY}C11,乙二,某市,,,,,\nC11,甲一,,,,,,\nC11,甲一,某市,C99,,,,\n")
    going = sent("transfers", f"{GOING}C11,甲一,C11,,已申请,,,2012-02-01\n")

    assert [(error.spot.address(), str(error.what)) for error in away.errors] == [
        ("B2", "No member of this branch is called so."),
        ("C3", "It is not said where the member went."),
        ("D4", "No unit has the code C99."),
    ]
    assert [error.spot.address() for error in going.errors] == ["C2"]


def test_files_with_persons_are_kept_sealed(tree: dict[str, Unit]) -> None:
    a_member(tree["C11"])

    sent("floating", f"{AWAY}C11,甲一,某市,,,,,\n")

    assert Import.objects.get().file.media_type == SEALED
