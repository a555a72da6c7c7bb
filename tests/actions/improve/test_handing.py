"""Within thirty days of the survey each branch has its sheet: who has not, by area, and who says that one has."""

from datetime import UTC, datetime, time, timedelta

import pytest

from jishi.actions.exports.sheet import Style
from jishi.actions.imports.outcome import Asked
from jishi.actions.improve import problems
from jishi.actions.improve.handing import due, hand_over, watched
from jishi.actions.improve.sheet import due_on
from jishi.actions.lists.frame import Leaving, bring, sheet
from jishi.actions.lists.registry import LISTINGS
from jishi.actions.people.ground import By
from jishi.actions.posts.holding import By as Enterer
from jishi.core.access import OPERATOR
from jishi.core.errors import Refusal
from jishi.core.improve.problems import Step
from jishi.store import clock
from jishi.store.access import scope_of
from jishi.store.models.improve import BranchSheet, Problem
from jishi.store.models.office import Event
from jishi.store.queries import branch_sheets as queries
from jishi.store.queries.units import path_of
from tests.web.ground import World, a_world, pack

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def world():
    made = a_world()
    with clock.at(datetime.combine(made.round.closes_on + timedelta(days=10), time(4), UTC)):
        yield made


def by(world: World, name: str, key: str = "") -> By:
    account = world.accounts[name]
    return By(account, scope_of(account, clock.today()), key)


def missing(world: World, who: str = "county") -> list[str]:
    scope = by(world, who).scope
    found = queries.missing(due(scope, pack()), world.round)
    return list(found.values_list("code", flat=True))


def proposed(world: World, code: str) -> Problem:
    row = problems.enter(Enterer(), world.units[code], problems.Found("会议少", "no-life", "visit"))
    Problem.objects.filter(pk=row.pk).update(state="proposed")
    return Problem.objects.get(pk=row.pk)


def test_every_judged_branch_waits_for_its_sheet_once_the_survey_is_over(world: World) -> None:
    before = watched(OPERATOR, world.round.closes_on)
    after = watched(OPERATOR, world.round.closes_on + timedelta(days=1))

    assert (before, after) == (None, world.round)
    assert due_on(pack(), world.round) == world.round.closes_on + timedelta(days=30)
    assert (missing(world), missing(world, "township")) == (["C11", "C12", "C21"], ["C11", "C12"])


def test_the_township_hands_over_and_the_areas_say_who_is_left(world: World) -> None:
    count = hand_over(by(world, "township"), world.round, [world.units["C11"]])

    areas = queries.by_area(OPERATOR, due(OPERATOR, pack()), world.round, path_of(world.units["C"]))
    assert count == 1
    assert [(each.unit.code, each.due, each.missing) for each in areas] == [("C1", 2, 1), ("C2", 1, 1)]
    assert Event.objects.filter(name="sheet.hand-over").count() == 1


@pytest.mark.parametrize(
    ("who", "code", "said"),
    [
        ("township", "C21", "Your role does not enter anything here."),
        ("head", "C11", "Your role does not enter anything here."),
        ("secretary", "C11", "A branch does not say of itself that it was told."),
    ],
)
def test_nobody_hands_over_outside_without_the_duty_or_to_themselves(
    world: World, who: str, code: str, said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        hand_over(by(world, who), world.round, [world.units[code]])

    assert not BranchSheet.objects.exists()


def test_what_is_only_proposed_is_decided_before_the_sheet_goes_out_and_one_stops_all(world: World) -> None:
    row = proposed(world, "C12")
    both = [world.units["C11"], world.units["C12"]]
    with pytest.raises(Refusal, match="1 proposed problems are not decided yet"):
        hand_over(by(world, "township"), world.round, both)
    stopped = BranchSheet.objects.count()
    problems.decide(Enterer(), row, row.version, Step("accept", clock.today()))

    count = hand_over(by(world, "township"), world.round, both)

    assert (stopped, count) == (0, 2)


def test_the_same_form_sent_twice_hands_over_once(world: World) -> None:
    first = hand_over(by(world, "township", "k"), world.round, [world.units["C11"]])
    second = hand_over(by(world, "township", "k"), world.round, [world.units["C11"]])

    assert (first, second, BranchSheet.objects.count()) == (1, 1, 1)


def test_dates_come_in_by_excel_and_what_came_in_goes_out(world: World) -> None:
    day = world.round.closes_on + timedelta(days=5)
    text = f"组织编码,发放日期\nC11,{day.isoformat()}\nC12,\n".encode()

    came = bring(LISTINGS["branch-sheets"], Asked(text, "given.csv"), pack(), only_try=False)
    again = bring(LISTINGS["branch-sheets"], Asked(text, "given.csv"), pack(), only_try=False)

    gone = sheet(LISTINGS["branch-sheets"], Leaving(OPERATOR, pack()), Style("csv", "zh-Hans")).file("csv")
    lines = gone.decode("utf-8-sig").splitlines()
    assert (came.counts["added"], came.counts["same"], again.counts["same"]) == (1, 1, 2)
    assert (lines[1][:4], lines[1][-10:]) == ("C11,", day.isoformat())
    assert len(lines) == 4


def test_a_unit_that_no_standard_judges_gets_no_sheet(world: World) -> None:
    with pytest.raises(Refusal, match="This unit gets no sheet"):
        hand_over(by(world, "county"), world.round, [world.units["C1"]])

    assert not BranchSheet.objects.exists()
