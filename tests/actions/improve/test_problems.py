"""Problems and remedies in the store: found, answered, verified by somebody else, passed up, proposed by a run."""

from datetime import timedelta

import pytest

from jishi.actions.improve import plans, problems, proposing, remedies, watching
from jishi.actions.posts.holding import By
from jishi.actions.results import latest
from jishi.core.access import OPERATOR
from jishi.core.errors import Refusal
from jishi.core.improve.problems import Step
from jishi.packs.pack import Pack
from jishi.store import access, clock
from jishi.store.models.improve import Call, Problem, Progress, Remedy
from jishi.store.models.office import Account, Event
from jishi.store.queries import improve
from tests.web.ground import World, a_world, pack

pytestmark = pytest.mark.django_db

PHOTO = b"\xff\xd8\xff\xe0" + b"0" * 100
ROOF = problems.Found("活动室屋顶漏水，下雨不能开会", "venue", "visit", severity=2, urgency=3)


@pytest.fixture
def world() -> World:
    return a_world()


def by(world: World, name: str, key: str = "") -> By:
    account = world.accounts[name]
    return By(account, access.scope_of(account, clock.today()), key)


def a_problem(world: World, who: str = "secretary", unit: str = "C11") -> Problem:
    return problems.enter(by(world, who), world.units[unit], ROOF)


def a_remedy(world: World, problem: Problem | None, **more: object) -> Remedy:
    wish = {"text": "修好屋顶", "responsible": "甲一", "due_on": clock.today() + timedelta(days=30), **more}
    return remedies.plan(by(world, "secretary"), world.units["C11"], remedies.Wish(problem=problem, **wish))  # type: ignore[arg-type]


def reported(world: World, remedy: Remedy) -> Progress:
    told = remedies.Told(100, "已经修好", PHOTO, "roof.jpg")
    return remedies.report(by(world, "secretary"), remedy, remedy.version, told)


def test_what_is_found_is_open_at_once_with_its_priority(world: World) -> None:
    row = a_problem(world)

    assert (row.state, row.priority, row.round) == ("open", 6, world.round)
    assert Event.objects.filter(name="problem.enter").count() == 1


def test_the_same_form_sent_twice_enters_one_problem(world: World) -> None:
    first = problems.enter(by(world, "secretary", "k"), world.units["C11"], ROOF)
    second = problems.enter(by(world, "secretary", "k"), world.units["C11"], ROOF)

    assert first.pk == second.pk
    assert Problem.objects.count() == 1


@pytest.mark.parametrize(("who", "unit"), [("secretary", "C12"), ("township", "C21"), ("head", "C11")])
def test_nobody_enters_a_problem_outside_or_without_the_duty(world: World, who: str, unit: str) -> None:
    with pytest.raises(Refusal, match="Your role does not enter anything here"):
        a_problem(world, who, unit)

    assert not Problem.objects.exists()


def test_a_unit_works_on_no_more_problems_than_the_pack_allows(world: World) -> None:
    for number in range(5):
        problems.enter(by(world, "secretary", str(number)), world.units["C11"], ROOF)

    with pytest.raises(Refusal, match="works on 5 problems, the most"):
        a_problem(world)


def test_html_stays_text(world: World) -> None:
    row = problems.enter(
        by(world, "secretary"), world.units["C11"], problems.Found("<script>alert(1)</script>", "other")
    )

    assert row.text == "<script>alert(1)</script>"


def test_a_deadline_in_the_past_is_refused(world: World) -> None:
    with pytest.raises(Refusal, match="The deadline lies in the past"):
        a_remedy(world, a_problem(world), due_on=clock.today() - timedelta(days=1))


def test_a_remedy_answers_no_problem_of_another_unit(world: World) -> None:
    other = problems.enter(by(world, "township"), world.units["C12"], ROOF)

    with pytest.raises(Refusal, match="no open problem of the unit"):
        a_remedy(world, other)


def test_somebody_else_verifies_and_then_the_problem_is_solved(world: World) -> None:
    problem = a_problem(world)
    remedy = a_remedy(world, problem)
    reported(world, remedy)

    with pytest.raises(Refusal, match="Whoever reported it cannot verify it"):
        remedies.verify(by(world, "secretary"), remedy, remedy.version)
    with pytest.raises(Refusal, match="not verified yet"):
        problems.decide(by(world, "secretary"), problem, problem.version, Step("solve", clock.today()))
    remedies.verify(by(world, "township"), remedy, remedy.version)
    problems.decide(by(world, "township"), problem, problem.version, Step("solve", clock.today()))

    assert (remedy.state, problem.state) == ("verified", "solved")


def test_without_evidence_nobody_verifies(world: World) -> None:
    remedy = a_remedy(world, a_problem(world))
    remedies.report(by(world, "secretary"), remedy, remedy.version, remedies.Told(100, "已经修好"))

    with pytest.raises(Refusal, match="no evidence"):
        remedies.verify(by(world, "township"), remedy, remedy.version)


def test_a_program_is_no_evidence(world: World) -> None:
    remedy = a_remedy(world, a_problem(world))

    with pytest.raises(Refusal, match="no photograph"):
        remedies.report(
            by(world, "secretary"), remedy, remedy.version, remedies.Told(50, "见附件", b"<svg onload=x>", "a.svg")
        )

    assert not Progress.objects.exists()


def test_the_second_of_two_reports_at_once_is_told(world: World) -> None:
    remedy = a_remedy(world, a_problem(world))
    same = Remedy.objects.get(pk=remedy.pk)
    remedies.report(by(world, "secretary", "a"), remedy, remedy.version, remedies.Told(40, "买了砖"))

    with pytest.raises(Refusal, match="changed by someone else"):
        remedies.report(by(world, "township", "b"), same, same.version, remedies.Told(10, "没有开始"))

    assert Progress.objects.count() == 1


def test_orphans_are_found_both_ways(world: World) -> None:
    problem = a_problem(world)
    alone = a_remedy(world, None)

    assert [row.pk for row in improve.without_remedy(OPERATOR)] == [problem.pk]
    assert [row.pk for row in improve.without_problem(OPERATOR)] == [alone.pk]


def test_what_a_level_cannot_solve_goes_up_and_the_answer_comes_down(world: World) -> None:
    problem = a_problem(world)
    call = problems.pass_up(by(world, "secretary", "a"), problem, "缺两千元")

    with pytest.raises(Refusal, match="not answered yet"):
        problems.pass_up(by(world, "secretary", "b"), problem, "还是缺钱")
    with pytest.raises(Refusal, match="does not enter anything here"):
        problems.answer(by(world, "secretary"), call, call.version, problems.Reply("同意"))
    due = clock.today() + timedelta(days=20)
    reply = problems.Reply("同意补助", "2000元", "街道财政所", due)
    problems.answer(by(world, "township"), call, call.version, reply)

    assert (call.above, call.due_on) == (world.units["C1"], clock.today() + timedelta(days=15))
    assert Call.objects.get().help == "2000元"


def test_what_the_town_cannot_solve_either_goes_to_the_county(world: World) -> None:
    problem = a_problem(world)
    first = problems.pass_up(by(world, "secretary", "a"), problem, "修路")
    problems.answer(by(world, "township"), first, first.version, problems.Reply("街道无力解决，转县委"))

    second = problems.pass_up(by(world, "township", "b"), problem, "修路")

    assert second.above == world.units["C"]


def test_a_copied_remedy_is_told_with_the_name_of_the_other_unit(world: World) -> None:
    text = "由石桥村党支部三月底前组织全体党员集中学习四次并公开结果"
    first = a_remedy(world, a_problem(world), text=text)
    other = text.replace("石桥村", "重庆村").replace("三月", "五月")
    wish = remedies.Wish(other)

    second = remedies.plan(by(world, "county"), world.units["C21"], wish)

    assert improve.copies(second.digest, world.units["C21"]) == [first.unit.name]
    assert improve.copies(first.digest, world.units["C11"]) == ["重庆村党支部"]


def test_problems_are_proposed_from_what_is_low_and_only_once(world: World) -> None:
    first = proposing.propose(world.round)
    again = proposing.propose(world.round)

    rows = Problem.objects.filter(state="proposed")
    assert first.problems == rows.count() > 0
    assert (again.problems, again.known) == (0, first.problems)
    assert max(rows.filter(unit=unit).count() for unit in world.units.values()) <= proposing.MOST


def test_what_is_proposed_is_under_the_share_that_the_pack_calls_low(world: World) -> None:
    proposing.propose(world.round)
    results = latest(OPERATOR)
    assert results is not None

    for row in Problem.objects.all():
        won = results.value(f"indicator:{row.indicator}", row.unit_id)
        assert won is not None
        assert won == row.evidence["share"] < 6000


def test_a_proposal_is_accepted_or_thrown_out_with_a_reason(world: World) -> None:
    proposing.propose(world.round)
    one = Problem.objects.filter(unit=world.units["C11"]).order_by("pk")[0]

    with pytest.raises(Refusal, match="No reason"):
        problems.decide(by(world, "secretary"), one, one.version, Step("reject", clock.today()))
    problems.decide(by(world, "secretary"), one, one.version, Step("accept", clock.today()))

    assert one.state == "open"


def test_a_plan_begins_from_the_template_of_its_class_with_drafts_that_answer_nothing_yet(world: World) -> None:
    plan = plans.begin(by(world, "secretary"), world.units["C11"], "transform", "zh-Hans")

    assert plan.goal == "解决突出问题，年内转化"
    assert improve.without_problem(OPERATOR).count() == 2
    with pytest.raises(Refusal, match="has a plan in this round already"):
        plans.begin(by(world, "secretary"), world.units["C11"], "lift", "zh-Hans")


def test_a_weak_unit_stands_on_the_list_until_it_has_everything(world: World, monkeypatch) -> None:
    year: Pack = pack()
    ids = [world.units["C11"].pk]
    monkeypatch.setattr(watching, "lowest", lambda graded, pack: type("Ids", (), {"tolist": lambda self: ids})())
    today = clock.today()

    before = watching.lacking(OPERATOR, year, world.round, today)
    plans.aim(by(world, "secretary"), world.units["C11"], 0, plans.Aim("年内转化", "县委常委 乙二"))
    a_remedy(world, a_problem(world))
    after = watching.lacking(OPERATOR, year, world.round, today)

    assert [row.lacks for row in before] == [("plan", "contact", "helper")]
    assert [row.lacks for row in after] == [("helper",)]


def test_what_is_late_climbs_by_the_ladder_of_the_pack(world: World) -> None:
    remedy = a_remedy(world, a_problem(world))
    late = clock.today() + timedelta(days=46)

    rows = list(improve.overdue(improve.remedies(OPERATOR), late))
    found = watching.late(pack(), rows, late)

    assert [(each.days, each.rung.level if each.rung else "") for each in found] == [(16, "county")]
    assert not improve.overdue(improve.remedies(OPERATOR), remedy.due_on)


def test_the_command_line_cannot_verify_what_it_reported(world: World) -> None:
    remedy = a_remedy(world, a_problem(world))
    remedies.report(By(), remedy, remedy.version, remedies.Told(100, "已经修好", PHOTO, "roof.jpg"))

    with pytest.raises(Refusal, match="cannot verify"):
        remedies.verify(By(), remedy, remedy.version)
    assert Account.objects.exists()
