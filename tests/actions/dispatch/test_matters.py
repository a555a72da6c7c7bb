"""An office's cadre and a village: visits, matters, their settling; never a household (D215)."""

from datetime import date

import pytest

from jishi.actions.dispatch.matters import raise_matter, settle
from jishi.actions.dispatch.sending import Sending, note, send
from jishi.actions.exports.sheet import Style
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.actions.lists.frame import Leaving, bring, sheet
from jishi.actions.lists.registry import LISTINGS
from jishi.actions.posts.holding import By
from jishi.core.access import OPERATOR
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.access import scope_of
from jishi.store.models.org import Unit
from jishi.store.models.posts import Dispatch, DispatchLog
from tests.actions.people.people import NOW, TODAY
from tests.store.ground import a_tree, an_account
from tests.web.ground import pack

pytestmark = [pytest.mark.django_db, pytest.mark.store]
FROM = date(2012, 2, 1)


@pytest.fixture
def tree():
    with clock.at(NOW):
        units = a_tree()
        Unit.objects.filter(code="C11").update(domain="village")
        Unit.objects.filter(code="C12").update(domain="enterprise")
        yield {code: Unit.objects.get(code=code) for code in units}


def a_cadre(tree: dict[str, Unit], code: str = "C11") -> Dispatch:
    return send(By(), Sending("office-cadre", "甲一", FROM, unit=tree[code], sending=tree["C"]))


def test_a_cadre_links_with_villages_and_communities_only(tree) -> None:
    with pytest.raises(Refusal, match="never with a household"):
        a_cadre(tree, "C12")

    assert a_cadre(tree).kind == "office-cadre"


def test_a_matter_is_open_until_it_is_settled_with_what_came_of_it(tree) -> None:
    sent = a_cadre(tree)
    note(By(), sent, TODAY, "走访党员群众", "visit")
    matter = raise_matter(By(), sent, FROM, "通村路灯不亮")

    assert (matter.done, matter.kind) == (False, "matter")
    with pytest.raises(Refusal, match="nothing says how"):
        settle(By(), matter, matter.version, " ")
    settle(By(), matter, matter.version, "已修复", TODAY)
    with pytest.raises(Refusal, match="settled already"):
        settle(By(), matter, matter.version, "又修复")

    assert (matter.done, matter.done_on, matter.outcome) == (True, TODAY, "已修复")


def test_what_is_no_matter_or_lies_outside_the_assignment_is_refused(tree) -> None:
    sent = a_cadre(tree)
    visit = note(By(), sent, TODAY, "走访", "visit")

    with pytest.raises(Refusal, match="outside the assignment"):
        raise_matter(By(), sent, date(2012, 1, 31), "通村路灯不亮")
    with pytest.raises(Refusal, match="settled already"):
        settle(By(), visit, visit.version, "完成")


def test_elsewhere_nobody_takes_up_a_matter(tree) -> None:
    other = an_account("town", tree["C2"], duties="enter", field_class=2)

    with pytest.raises(Refusal, match="does not enter anything here"):
        raise_matter(By(other, scope_of(other, TODAY)), a_cadre(tree), TODAY, "通村路灯不亮")


def sent(text: str) -> Outcome:
    return bring(LISTINGS["logs"], Asked(text.encode(), "logs.csv"), pack(), only_try=False)


def test_matters_come_in_with_the_log_are_settled_by_it_and_go_out_to_the_same(tree) -> None:
    a_cadre(tree)
    heads = "派驻类别,姓名或队名,帮扶组织编码,日期,工作内容,记录类别,办结日期,办理结果\n"
    opened = sent(f"{heads}机关联系干部,甲一,C11,2012-02-10,通村路灯不亮,群众事项,,\n")
    settled = sent(f"{heads}机关联系干部,甲一,C11,2012-02-10,通村路灯不亮,群众事项,2012-02-20,已修复\n")
    out = sheet(LISTINGS["logs"], Leaving(OPERATOR, pack()), Style("csv", "zh-Hans")).file("csv")
    again = sent(out.decode("utf-8-sig"))

    counts = [
        (each.counts["added"], each.counts["changed"], each.counts["same"]) for each in (opened, settled, again)
    ]
    assert [each.errors for each in (opened, settled, again)] == [()] * 3
    assert counts == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
    assert DispatchLog.objects.get().done_on == date(2012, 2, 20)
