"""Tasks, the division of work and supervision in the store, and as sheets (D207-D209, D229)."""

from datetime import date

import pytest

from jishi.actions.duties import supervising, tasks
from jishi.actions.duties.dividing import Division, divide, held_at, seen_of
from jishi.actions.duties.supervising import Word
from jishi.actions.duties.tasks import Closing, Wish
from jishi.actions.exports.sheet import Style
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.actions.lists.frame import Leaving, bring, sheet
from jishi.actions.lists.registry import LISTINGS
from jishi.actions.posts.holding import By
from jishi.core.access import OPERATOR, Scope
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.access import scope_of
from jishi.store.models.duties import FollowUp, Responsibility, Supervision, Task
from jishi.store.models.office import Event, Grant
from jishi.store.models.org import Axis, Link, Unit
from jishi.store.models.people import Person
from jishi.store.models.posts import Post, Tenure
from jishi.store.placing import rebuild
from jishi.store.queries import duties
from tests.actions.people.people import NOW, TODAY
from tests.store.ground import BEGAN, a_tree, an_account
from tests.web.ground import pack

pytestmark = [pytest.mark.django_db, pytest.mark.store]
JUNE = date(2012, 6, 1)


@pytest.fixture
def tree():
    with clock.at(NOW):
        yield a_tree()


def given(tree: dict[str, Unit], unit: str = "C11", above: str = "C1", *supports: str) -> Task:
    wish = Wish(tree[unit], tree[above], "补开党员大会", JUNE, TODAY, [tree[code] for code in supports])
    return tasks.give(By(), wish)


def test_a_task_is_given_followed_up_from_above_and_closed_by_who_does_it(tree) -> None:
    town = an_account("town", tree["C1"], duties="enter", field_class=2)
    branch = an_account("branch", tree["C11"], duties="enter", field_class=2)
    task = given(tree)

    tasks.follow(By(town, scope_of(town, TODAY)), task, "已定会期")
    with pytest.raises(Refusal, match="does not enter anything here"):
        tasks.follow(By(branch, scope_of(branch, TODAY)), task, "自己看过")
    with pytest.raises(Refusal, match="does not enter anything here"):
        tasks.close(By(branch, scope_of(branch, TODAY)), task, task.version, Closing("不办了", dropped=True))
    tasks.close(By(branch, scope_of(branch, TODAY)), task, task.version, Closing("3月1日已开"))

    assert (task.kind, task.state, task.closed_on) == ("secretary", "done", TODAY)
    assert FollowUp.objects.get().text == "已定会期"


def test_a_unit_gives_tasks_only_to_those_below_it(tree) -> None:
    with pytest.raises(Refusal, match="does not stand below"):
        given(tree, "C21", "C1")
    with pytest.raises(Refusal, match="does not stand below"):
        given(tree, "C1", "C1")


def test_an_industry_gives_a_joint_task_to_the_units_that_it_guides(tree) -> None:
    Link.objects.create(axis=Axis.INDUSTRY, unit=tree["C2"], parent=None, from_on=BEGAN)
    for code in ("C11", "C12"):
        Link.objects.create(axis=Axis.INDUSTRY, unit=tree[code], parent=tree["C2"], from_on=BEGAN)
    rebuild(TODAY, Axis.INDUSTRY)

    task = given(tree, "C11", "C2", "C12", "C21")

    assert task.kind == "joint"
    assert sorted(each.unit.code for each in task.supports.all()) == ["C12", "C21"]


def test_a_unit_that_does_not_stand_below_the_one_that_gives_a_task_does_not_support_it(tree) -> None:
    with pytest.raises(Refusal, match=r"\(C21\) does not stand below"):
        given(tree, "C11", "C1", "C12", "C21")

    assert not Task.objects.exists()


def test_a_unit_that_stands_in_the_scope_by_territory_alone_sees_its_tasks(tree) -> None:
    Link.objects.create(axis=Axis.TERRITORY, unit=tree["C2"], parent=None, from_on=BEGAN)
    Link.objects.create(axis=Axis.TERRITORY, unit=tree["C11"], parent=tree["C2"], from_on=BEGAN)
    rebuild(TODAY, Axis.TERRITORY)
    street = an_account("street", tree["C2"], duties="enter")
    Grant.objects.filter(account=street).update(axis=Axis.TERRITORY)

    task = given(tree, "C11", "C2")

    assert duties.one_task(scope_of(street, TODAY), task.pk) == task


def test_a_key_that_closed_a_task_as_done_does_not_drop_it(tree) -> None:
    task = given(tree)
    tasks.close(By(key="a"), task, task.version, Closing("已开"))

    with pytest.raises(Refusal, match="asked for something else"):
        tasks.close(By(key="a"), task, task.version, Closing("不办了", dropped=True))


def test_who_does_gives_or_supports_a_task_sees_it_and_nobody_else(tree) -> None:
    given(tree, "C11", "C1", "C12")
    seen = {
        code: duties.tasks(scope_of(an_account(code, tree[code], duties="enter"), TODAY)).count()
        for code in ("C", "C1", "C2", "C11", "C12", "C21")
    }

    assert seen == {"C": 1, "C1": 1, "C2": 0, "C11": 1, "C12": 1, "C21": 0}


def test_the_second_of_two_who_close_a_task_is_told(tree) -> None:
    task = given(tree)
    seen = task.version
    tasks.close(By(), task, seen, Closing("已开"))

    with pytest.raises(Refusal, match="closed already"):
        tasks.close(By(), task, seen, Closing("又开"))


def test_leaders_divide_the_areas_and_a_later_division_keeps_the_earlier_one_in_the_past(tree) -> None:
    secretary = Post.objects.create(unit=tree["C1"], kind="secretary", first_responsible=True)
    deputy = Post.objects.create(unit=tree["C1"], kind="deputy-secretary")
    before = [(secretary.pk, "whole"), (deputy.pk, "villages")]
    after = [(secretary.pk, "whole"), (secretary.pk, "villages")]
    year = pack()

    first = divide(By(), year, tree["C1"], Division(before, date(2012, 2, 1)))
    second = divide(By(), year, tree["C1"], Division(after, TODAY))

    held = Responsibility.objects.order_by("post", "area").values_list("post", "area", "to_on")
    assert (first, second) == (2, 2)
    assert list(held) == [
        (secretary.pk, "villages", None),
        (secretary.pk, "whole", None),
        (deputy.pk, "villages", TODAY),
    ]


@pytest.fixture
def leaders(tree) -> tuple[Post, Post]:
    secretary = Post.objects.create(unit=tree["C1"], kind="secretary", first_responsible=True)
    return secretary, Post.objects.create(unit=tree["C1"], kind="deputy-secretary")


def kept() -> list[tuple[int, str, date, date | None]]:
    return list(Responsibility.objects.order_by("pk").values_list("post", "area", "from_on", "to_on"))


def test_a_division_before_the_last_one_is_refused_and_rewrites_nothing(tree, leaders) -> None:
    secretary, deputy = leaders
    divide(By(), pack(), tree["C1"], Division([(secretary.pk, "whole")], date(2012, 2, 1)))
    divide(By(), pack(), tree["C1"], Division([(deputy.pk, "whole")], date(2012, 2, 20)))
    before = kept()

    for pairs in ([(secretary.pk, "whole")], [(deputy.pk, "villages")], []):
        with pytest.raises(Refusal, match="changed on 2012-02-20"):
            divide(By(), pack(), tree["C1"], Division(pairs, date(2012, 2, 10)))

    assert kept() == before


def test_a_row_with_an_earlier_day_begins_its_own_area_and_leaves_the_others(tree, leaders) -> None:
    secretary, deputy = leaders
    divide(By(), pack(), tree["C1"], Division([(secretary.pk, "whole")], date(2012, 2, 20)))
    head = "组织编码,职务,负责工作,起始日期,已不负责\n"

    told = sent("responsibilities", f"{head}C1,副书记,农村党建,2012-02-01,\n")
    ended = sent("responsibilities", f"{head}C1,副书记,农村党建,,是\n")
    refused = sent("responsibilities", f"{head}C1,副书记,农村党建,2012-02-10,\n")

    assert (told.counts["added"], ended.counts["changed"]) == (1, 1)
    assert [str(error.what) for error in refused.errors] == [
        f"The division of work changed on {TODAY.isoformat()}; an earlier day would rewrite it."
    ]
    assert kept() == [
        (secretary.pk, "whole", date(2012, 2, 20), None),
        (deputy.pk, "villages", date(2012, 2, 1), TODAY),
    ]


def test_the_second_of_two_who_divide_the_work_is_told(tree, leaders) -> None:
    secretary, deputy = leaders
    seen = seen_of(held_at(tree["C1"], TODAY))
    divide(By(), pack(), tree["C1"], Division([(secretary.pk, "whole")], seen=seen))

    with pytest.raises(Refusal, match="changed by someone else"):
        divide(By(), pack(), tree["C1"], Division([(deputy.pk, "villages")], seen=seen))

    assert [row[:2] for row in kept()] == [(secretary.pk, "whole")]


def test_what_was_entered_today_by_mistake_goes_and_the_event_says_so(tree, leaders) -> None:
    divide(By(), pack(), tree["C1"], Division([(leaders[0].pk, "whole")]))
    row = Responsibility.objects.get()

    divide(By(), pack(), tree["C1"], Division([]))

    event = Event.objects.filter(name="responsibility.divide").order_by("-pk")[0]
    assert not kept()
    assert f"responsibility:{row.pk}" in event.detail.details["rows"]


def test_the_sheet_of_the_division_names_leaders_where_the_reader_reads_names_alone(tree) -> None:
    for code, name in (("C1", "甲一"), ("C2", "乙二")):
        seat = Post.objects.create(unit=tree[code], kind="secretary")
        Tenure.objects.create(post=seat, person=Person.objects.create(name=name), from_on=BEGAN)
        Responsibility.objects.create(post=seat, area="whole", from_on=BEGAN)
    clerk = an_account("clerk", tree["C1"], field_class=2)
    Grant.objects.create(account=clerk, role="clerk", unit=tree["C2"], from_on=BEGAN, field_class=1)

    leaving = Leaving(scope_of(clerk, TODAY), pack())
    out = sheet(LISTINGS["responsibilities"], leaving, Style("csv", "zh-Hans")).file("csv").decode("utf-8-sig")

    assert "甲一" in out
    assert "乙二" not in out


def test_the_sheet_of_a_unit_holds_what_was_said_to_it_and_below_it(tree) -> None:
    for code in ("C11", "C21"):
        supervising.say(By(), Word(tree["C"], tree[code], "reminder", f"{code}逾期"))

    leaving = Leaving(OPERATOR, pack(), unit=tree["C1"])
    out = sheet(LISTINGS["supervision"], leaving, Style("csv", "zh-Hans")).file("csv").decode("utf-8-sig")

    assert "C11逾期" in out
    assert "C21逾期" not in out


def test_a_post_of_another_unit_or_an_unknown_area_is_refused(tree) -> None:
    post = Post.objects.create(unit=tree["C2"], kind="secretary")
    own = Post.objects.create(unit=tree["C1"], kind="secretary")

    for pair in ((post.pk, "villages"), (own.pk, "sports")):
        with pytest.raises(Refusal, match="none of this unit or this pack"):
            divide(By(), pack(), tree["C1"], Division([pair]))
    assert not Responsibility.objects.exists()


def test_a_department_reminds_a_unit_below_and_the_unit_answers_once(tree) -> None:
    row = supervising.say(By(), Word(tree["C"], tree["C11"], "reminder", "整改逾期", answer_by=JUNE))

    supervising.answer(By(), row, row.version, "已整改")
    with pytest.raises(Refusal, match="answered already"):
        supervising.answer(By(), row, row.version, "再答")
    with pytest.raises(Refusal, match="does not stand below"):
        supervising.say(By(), Word(tree["C1"], tree["C2"], "reminder", "整改逾期"))
    with pytest.raises(Refusal, match="says nothing"):
        supervising.say(By(), Word(tree["C"], tree["C11"], "scolding", "整改逾期"))

    assert (row.answer, row.answered_on) == ("已整改", TODAY)


SHEETS = {
    "tasks": (
        "组织编码,下达组织编码,任务内容,下达日期,完成期限,配合组织编码,跟踪情况,状态,办结日期,办理结果\n"
        "C11,C1,补开党员大会,2012-02-01,2012-06-01,,已定会期,,,\n"
        "C12,C,共建服务站,2012-02-01,2012-06-01,C11、C21,,已完成,2012-02-20,已建成\n"
    ),
    "supervision": (
        "组织编码,督促部门组织编码,方式,日期,督促事项,答复期限,答复日期,答复情况\n"
        "C11,C,提醒,2012-02-01,整改逾期,2012-02-20,2012-02-10,已整改\n"
        "C12,C1,督查,2012-02-02,台账不全,,,\n"
    ),
    "responsibilities": (
        "组织编码,职务,任职人员,负责工作,起始日期\nC1,书记,甲一,全面负责,2012-02-01\nC1,委员,乙二,农村党建,2012-02-01\n"
    ),
}


def sent(kind: str, text: str, scope: Scope = OPERATOR) -> Outcome:
    return bring(LISTINGS[kind], Asked(text.encode(), f"{kind}.csv", scope=scope), pack(), only_try=False)


@pytest.mark.parametrize("kind", SHEETS)
def test_a_list_comes_in_once_and_goes_out_to_the_same(tree, kind: str) -> None:
    for name, post in (("甲一", "secretary"), ("乙二", "member"), ("丙三", "member")):
        seat = Post.objects.create(unit=tree["C1"], kind=post)
        Tenure.objects.create(post=seat, person=Person.objects.create(name=name), from_on=BEGAN)

    first = sent(kind, SHEETS[kind])
    out = sheet(LISTINGS[kind], Leaving(OPERATOR, pack()), Style("csv", "zh-Hans")).file("csv")
    again = sent(kind, out.decode("utf-8-sig"))

    assert (first.errors, first.counts["added"]) == ((), 2)
    assert (again.errors, again.counts["same"], again.counts["added"]) == ((), 2, 0)
    assert (Task.objects.count(), Supervision.objects.count(), Responsibility.objects.count()) == {
        "tasks": (2, 0, 0),
        "supervision": (0, 2, 0),
        "responsibilities": (0, 0, 2),
    }[kind]
