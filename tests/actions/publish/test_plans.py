"""A plan goes on the board with its four elements, hangs for the pack's term, and comes down with a reason."""

from datetime import date, timedelta

import pytest

from jishi.actions.improve import plans, problems, remedies
from jishi.actions.people.ground import By
from jishi.actions.posts.holding import By as Enterer
from jishi.actions.publish.notices import Wording, is_up, proves, take_back
from jishi.actions.publish.plans import publish_plan
from jishi.actions.verify import check_rows
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.access import scope_of
from jishi.store.models.improve import Plan, Problem, Remedy
from jishi.store.models.office import Event
from jishi.store.models.publish import Notice
from tests.web.ground import World, a_world, pack

pytestmark = [pytest.mark.django_db, pytest.mark.store]

WORDS = Wording("整改方案公开", "现将整改方案公开，请予监督。")


@pytest.fixture
def world() -> World:
    return a_world()


def by(world: World, name: str, key: str = "") -> By:
    account = world.accounts[name]
    return By(account, scope_of(account, clock.today()), key)


def planned(world: World) -> None:
    plans.aim(Enterer(), world.units["C11"], 0, plans.Aim("雨天能开会"))


def a_problem(world: World, text: str = "活动室屋顶漏水") -> Problem:
    return problems.enter(Enterer(), world.units["C11"], problems.Found(text, "venue", "visit"))


def a_remedy(world: World, problem: Problem | None, **more: object) -> Remedy:
    wish = {"text": "修好屋顶", "responsible": "村委会主任", "due_on": clock.today() + timedelta(days=40), **more}
    return remedies.plan(Enterer(), world.units["C11"], remedies.Wish(problem=problem, **wish))  # type: ignore[arg-type]


def published(world: World, who: str = "secretary", words: Wording = WORDS, key: str = "") -> Notice:
    return publish_plan(by(world, who, key), pack(), world.round, world.units["C11"], words)


def test_every_remedy_goes_up_with_its_four_elements_for_the_packs_thirty_days(world: World) -> None:
    planned(world)
    row = a_remedy(world, a_problem(world))

    notice = published(world)

    row.refresh_from_db()
    due = (clock.today() + timedelta(days=40)).isoformat()
    assert notice.content["rows"] == [["C11", "活动室屋顶漏水", "修好屋顶", due, "村委会主任"]]
    assert notice.until == clock.today() + timedelta(days=30)
    assert (row.state, row.published_on) == ("published", clock.today())
    assert Plan.objects.get().published_on == clock.today()
    assert proves(notice)


def test_one_remedy_with_an_empty_element_stops_the_whole_plan_and_each_is_named(world: World) -> None:
    planned(world)
    whole = a_remedy(world, a_problem(world))
    a_remedy(world, None, text="按期开会", responsible="", due_on=None)

    with pytest.raises(Refusal) as caught:
        published(world)

    whole.refresh_from_db()
    assert [each.where for each in caught.value.complaints] == ["石桥村党支部 (C11) › 按期开会"] * 3
    assert (whole.state, Notice.objects.count()) == ("planned", 0)


def test_no_person_is_named_in_a_problem_or_remedy_that_goes_up(world: World) -> None:
    planned(world)
    a_remedy(world, a_problem(world, "石桥甲一不参加会议"))

    with pytest.raises(Refusal, match="Persons are named: 石桥甲一"):
        published(world)


def test_a_newer_paper_replaces_the_one_that_hangs(world: World) -> None:
    planned(world)
    problem = a_problem(world)
    a_remedy(world, problem)
    first = published(world)
    a_remedy(world, problem, text="添置桌椅")

    second = published(world)

    first.refresh_from_db()
    assert (is_up(first, clock.today()), is_up(second, clock.today())) == (False, True)
    assert len(second.content["rows"]) == 2
    # The rows of the made-up county itself have no events.
    assert not [each for each in check_rows() if each.where.startswith("notice:")]


def test_what_was_done_before_it_was_published_goes_up_with_its_elements_or_not_at_all(world: World) -> None:
    planned(world)
    row = a_remedy(world, a_problem(world), responsible="")
    remedies.report(Enterer(), row, row.version, remedies.Told(100, "修好了"))

    with pytest.raises(Refusal, match="Nobody is responsible"):
        published(world)

    row.refresh_from_db()
    assert (row.published_on, Notice.objects.count()) == (None, 0)


def test_taken_back_with_a_reason_its_remedies_are_drafts_again(world: World) -> None:
    planned(world)
    row = a_remedy(world, a_problem(world))
    notice = published(world)

    with pytest.raises(Refusal, match="No reason is given"):
        take_back(by(world, "secretary"), None, notice, notice.version, " ")
    take_back(by(world, "secretary"), None, notice, notice.version, "时限写错")

    row.refresh_from_db()
    assert (row.state, row.published_on, notice.withdrawn_on) == ("planned", None, clock.today())


@pytest.mark.parametrize("who", ["head", "stranger"])
def test_nobody_publishes_or_takes_back_without_the_duty(world: World, who: str) -> None:
    planned(world)
    a_remedy(world, a_problem(world))
    with pytest.raises(Refusal, match="Your role does not enter anything here"):
        published(world, who)
    notice = published(world)

    with pytest.raises(Refusal, match="Your role does not enter anything here"):
        take_back(by(world, who), None, notice, notice.version, "不该")

    assert Notice.objects.get().withdrawn_on is None


def test_without_a_goal_or_a_remedy_there_is_nothing_to_publish(world: World) -> None:
    with pytest.raises(Refusal, match="There is no plan for this round yet"):
        published(world)
    planned(world)

    with pytest.raises(Refusal, match="The plan has no remedy"):
        published(world)


def test_the_same_form_sent_twice_makes_one_paper(world: World) -> None:
    planned(world)
    a_remedy(world, a_problem(world))

    first, second = published(world, key="k"), published(world, key="k")

    assert first == second
    assert Event.objects.filter(name="plan.publish").count() == 1


def test_after_its_term_it_hangs_no_more(world: World) -> None:
    planned(world)
    a_remedy(world, a_problem(world))
    notice = published(world)

    assert is_up(notice, notice.until)
    assert not is_up(notice, notice.until + timedelta(days=1))
    assert not is_up(notice, date(2012, 1, 1))
