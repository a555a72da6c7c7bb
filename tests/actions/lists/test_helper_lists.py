"""Helpers, teams, logs, evaluations, pairings as sheets: each row is the step of its page, and comes in again."""

from datetime import date

import pytest

from jishi.actions.exports.sheet import Style
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.actions.lists.frame import Leaving, bring, sheet
from jishi.actions.lists.registry import LISTINGS
from jishi.actions.posts.holding import By, open_post
from jishi.core.access import OPERATOR, Scope
from jishi.store import clock
from jishi.store.access import scope_of
from jishi.store.evidence import SEALED
from jishi.store.models.improve import Partnership
from jishi.store.models.office import Import
from jishi.store.models.org import Unit, Workplace
from jishi.store.models.people import Person
from jishi.store.models.posts import Dispatch, DispatchLog, Evaluation, Pairing, Team, TeamMember
from tests.actions.people.people import NOW, TODAY, a_member
from tests.store.ground import a_tree, an_account
from tests.web.ground import pack

pytestmark = [pytest.mark.django_db, pytest.mark.store]
SENT = (
    "派驻类别,姓名或队名,帮扶组织编码,帮扶单位编码,派出组织编码,派驻日期,届满日期,来源渠道,帮扶任务,结束日期,去向\n"
)
TEAMS = "组织编码,队组名称,派驻类别,成员姓名,是否组长,加入日期,离开日期\n"
LOG = "派驻类别,姓名或队名,帮扶组织编码,日期,工作内容\n"
SAID = "派驻类别,姓名或队名,帮扶组织编码,测评日期,到会人数,满意票,基本满意票,不满意票\n"
PAIRS = "领导干部所在组织编码,结对支部编码,结对日期,结束日期\n"
FIRST = "第一书记,甲一,C11,,C,2011-10-01,2013-10-01,上级党政机关选派,帮助整顿,,\n"


@pytest.fixture
def tree():
    with clock.at(NOW):
        units = a_tree()
        Unit.objects.filter(code="C11").update(domain="village")
        units["C11"].refresh_from_db()
        Workplace.objects.create(code="W1", name="示例机械厂", place=units["C1"])
        yield units


def sent(kind: str, text: str, scope: Scope = OPERATOR) -> Outcome:
    return bring(LISTINGS[kind], Asked(text.encode(), f"{kind}.csv", scope=scope), pack(), only_try=False)


def taken_out(kind: str, scope: Scope = OPERATOR) -> str:
    return sheet(LISTINGS[kind], Leaving(scope, pack()), Style("csv", "zh-Hans")).file("csv").decode("utf-8-sig")


def test_helpers_are_sent_corrected_and_ended_by_one_sheet(tree: dict[str, Unit]) -> None:
    came = sent(
        "helpers", f"{SENT}{FIRST}党建工作指导员,乙二,,W1,C,2011-10-01,,,,,\n调查组,第一组,C12,,C,2011-10-01,,,,,\n"
    )
    same = sent("helpers", taken_out("helpers"))
    longer = sent("helpers", SENT + FIRST.replace("2013-10-01", "2014-10-01"))
    over = sent("helpers", f"{SENT}第一书记,甲一,C11,,C,2011-10-01,,,,2012-02-01,任本村书记\n")
    again = sent("helpers", taken_out("helpers"))

    assert [each.errors for each in (came, same, longer, over, again)] == [()] * 5
    assert (came.counts["added"], longer.counts["changed"], over.counts["changed"]) == (3, 1, 1)
    assert (same.unchanged, again.unchanged, again.counts["same"]) == (True, True, 3)
    row = Dispatch.objects.get(kind="first-secretary")
    assert (row.person.name, row.sending, row.source_channel) == ("甲一", tree["C"], "office")
    assert (row.term_ends_on, row.to_on, row.outcome) == (date(2014, 10, 1), date(2012, 2, 1), "secretary")
    assert Dispatch.objects.get(kind="instructor").workplace.code == "W1"


def test_a_helper_is_the_member_of_the_sending_unit(tree: dict[str, Unit]) -> None:
    member = a_member(tree["C21"])

    sent("helpers", f"{SENT}联系人,甲一,C12,,C21,2012-03-01,,,,,\n")

    assert Dispatch.objects.get().person == member.person
    assert Import.objects.get().file.media_type == SEALED


def test_what_cannot_be_is_told_at_its_cell(tree: dict[str, Unit]) -> None:
    found = sent(
        "helpers",
        f"{SENT}{FIRST}第一书记,乙二,C11,,,2012-01-01,,,,,\n联系人,丙三,,,,,,,,,\n联系人,丙三,,W9,,,,,,,\n第一书记,丁四,,W1,,,,,,,\n",
    )

    assert [(error.spot.address(), str(error.what)) for error in found.errors] == [
        ("B3", "甲一 is there already; a village has one first secretary."),
        ("A4", "Nobody says where to."),
        ("D5", "No workplace has the code W9."),
        ("B6", "Only instructors and liaisons are sent to a workplace without a unit."),
    ]
    assert not Dispatch.objects.exists()


def test_teams_are_formed_joined_led_and_left_by_one_sheet(tree: dict[str, Unit]) -> None:
    first = (
        "C,第一组,调查组,甲一,是,2011-10-01,\nC,第一组,调查组,乙二,否,2011-10-01,\nC,第二组,调查组,,,2011-10-01,\n"
    )
    came = sent("teams", TEAMS + first)
    same = sent("teams", taken_out("teams"))
    led = sent("teams", f"{TEAMS}C,第一组,调查组,乙二,是,,\n")
    left = sent("teams", f"{TEAMS}C,第一组,调查组,甲一,,,2012-02-01\n")
    again = sent("teams", taken_out("teams"))

    assert [each.errors for each in (came, same, led, left, again)] == [()] * 5
    assert (came.counts["added"], same.unchanged, again.unchanged) == (3, True, True)
    assert (Team.objects.count(), TeamMember.objects.filter(to_on=None).count()) == (2, 1)
    assert Team.objects.get(name="第一组").leader == Person.objects.get(name="乙二")


def test_the_log_comes_in_for_days_of_the_assignment_only(tree: dict[str, Unit]) -> None:
    sent("helpers", SENT + FIRST)

    came = sent("logs", f"{LOG}第一书记,甲一,C11,2011-11-05,走访党员\n第一书记,甲一,C11,2011-11-06,召开支部大会\n")
    same = sent("logs", taken_out("logs"))
    wrong = sent("logs", f"{LOG}第一书记,甲一,C11,2011-09-01,走访\n第一书记,乙二,C11,2011-11-05,走访\n")

    assert (came.errors, came.counts["added"], same.unchanged) == ((), 2, True)
    assert {str(error.what) for error in wrong.errors} == {
        "甲一 was not sent there on 2011-09-01.",
        "乙二 was not sent there on 2011-11-05.",
    }
    assert DispatchLog.objects.count() == 2


def test_evaluations_come_in_as_counts_and_never_of_a_few(tree: dict[str, Unit]) -> None:
    sent("helpers", SENT + FIRST)

    came = sent("evaluations", f"{SAID}第一书记,甲一,C11,2011-12-20,30,20,8,2\n")
    same = sent("evaluations", taken_out("evaluations"))
    wrong = sent(
        "evaluations", f"{SAID}第一书记,甲一,C11,2011-12-21,9,9,0,0\n第一书记,甲一,C11,2011-12-20,30,30,0,0\n"
    )

    assert (came.errors, came.counts["added"], same.unchanged) == ((), 1, True)
    assert [(error.spot.address(), "Fewer than 10" in str(error.what)) for error in wrong.errors] == [
        ("E2", True),
        ("D3", False),
    ]
    assert Evaluation.objects.get().satisfied == 20


def test_secretaries_are_paired_and_parted_by_one_sheet(tree: dict[str, Unit]) -> None:
    for code in ("C1", "C11", "C21"):
        open_post(By(), tree[code], "secretary", first=True)

    came = sent("pairings", f"{PAIRS}C1,C11,2012-01-01,\n")
    same = sent("pairings", taken_out("pairings"))
    wrong = sent("pairings", f"{PAIRS}C1,C21,,\nC1,C12,,\n")
    over = sent("pairings", f"{PAIRS}C1,C11,,2012-02-01\n")

    assert (came.errors, came.counts["added"], same.unchanged) == ((), 1, True)
    assert [(error.spot.address(), str(error.what)) for error in wrong.errors] == [
        ("B2", "重庆村党支部 (C21) does not stand below this unit."),
        ("B3", "长安社区党支部 has no secretary's post."),
    ]
    assert (over.counts["changed"], Pairing.objects.get().to_on) == (1, date(2012, 2, 1))


def test_units_are_paired_and_parted_by_one_sheet(tree: dict[str, Unit]) -> None:
    heads = "先进组织编码,薄弱组织编码,结对事项,结对日期,结束日期,结对成效\n"

    came = sent("partnerships", f"{heads}C11,C12,传帮带,2012-01-01,,\n")
    same = sent("partnerships", taken_out("partnerships"))
    wrong = sent("partnerships", f"{heads}C11,C11,,,,\nC11,X9,,,,\nC11,C12,,,2012-02-01,\n")
    over = sent("partnerships", f"{heads}C11,C12,,,2012-02-01,已转化\n")

    assert (came.errors, came.counts["added"], same.unchanged) == ((), 1, True)
    assert [(error.spot.address(), str(error.what)) for error in wrong.errors] == [
        ("B2", "A unit is not paired with itself."),
        ("B3", "No unit has the code X9."),
        ("F4", "Nothing says what came of the pairing."),
    ]
    kept = Partnership.objects.get()
    assert (over.counts["changed"], kept.to_on, kept.outcome) == (1, date(2012, 2, 1), "已转化")


def test_outside_the_own_scope_nothing_comes_in_and_nothing_goes_out(tree: dict[str, Unit]) -> None:
    sent("helpers", SENT + FIRST)
    sent("teams", f"{TEAMS}C1,第一组,调查组,甲一,是,2011-10-01,\n")
    sent("logs", f"{LOG}第一书记,甲一,C11,2011-11-05,走访党员\n")
    account = an_account("other", tree["C2"], duties="enter import", field_class=2)
    other = scope_of(account, TODAY)

    refused = sent("helpers", f"{SENT}联系人,乙二,C11,,,2012-03-01,,,,,\n", other)

    assert [str(error.what) for error in refused.errors] == ["No unit has the code C11."]
    assert [taken_out(kind, other).count("\n") for kind in ("helpers", "teams", "logs")] == [1, 1, 1]


def test_who_may_not_read_names_gets_none(tree: dict[str, Unit]) -> None:
    sent("helpers", SENT + FIRST)
    head = scope_of(an_account("head", tree["C"], field_class=1), TODAY)

    assert taken_out("helpers", head).count("\n") == 1
