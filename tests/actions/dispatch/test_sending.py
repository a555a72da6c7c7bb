"""Helpers in the store: sent, noted, judged, ended; and whom nobody helps."""

from datetime import date

import pytest

from jishi.actions.dispatch.covering import matrix, share
from jishi.actions.dispatch.sending import Sending, end, evaluate, note, send
from jishi.actions.posts.holding import By
from jishi.actions.results import latest
from jishi.core.access import OPERATOR
from jishi.core.dispatch import Opinion
from jishi.core.errors import Refusal
from jishi.store.models.org import Unit, Workplace
from jishi.store.models.posts import Dispatch
from jishi.store.queries import dispatch
from tests.web.ground import World, a_world, pack

pytestmark = pytest.mark.django_db

FROM = date(2012, 3, 1)


@pytest.fixture
def world() -> World:
    return a_world()


def a_first_secretary(unit: Unit, name: str = "甲一", on: date = FROM) -> Dispatch:
    return send(By(), Sending("first-secretary", name, on, unit=unit, channel="office", tasks="帮助整顿"))


def test_a_village_has_one_first_secretary_until_the_first_has_gone(world: World) -> None:
    village = world.units["C11"]
    first = a_first_secretary(village)

    with pytest.raises(Refusal, match="甲一 is there already"):
        a_first_secretary(village, "乙二", date(2012, 9, 1))
    end(By(), first, first.version, date(2012, 9, 1), "returned")
    second = a_first_secretary(village, "乙二", date(2012, 9, 1))

    assert dispatch.present(dispatch.listed(OPERATOR, village), date(2012, 9, 1)).get() == second


def test_a_survey_team_goes_to_many_units_and_says_how_many(world: World) -> None:
    home = world.units["C"]
    for code in ("C11", "C12", "C21"):
        wish = Sending(
            "survey-team", "第一调查组", FROM, unit=world.units[code], sending=home, members=("甲一", "乙二")
        )
        send(By(), wish)

    team = dispatch.teams(OPERATOR, FROM).get()

    assert (team.name, team.load, team.leader.name, team.people.count()) == ("第一调查组", 3, "甲一", 2)


def test_an_instructor_goes_to_a_workplace_without_a_unit(world: World) -> None:
    firm = Workplace.objects.create(code="W1", name="示例机械厂", place=world.units["C1"])

    sent = send(By(), Sending("instructor", "甲一", FROM, workplace=firm))

    assert dispatch.one(OPERATOR, sent.pk).workplace == firm


def test_a_log_lies_within_the_assignment(world: World) -> None:
    sent = a_first_secretary(world.units["C11"])

    note(By(), sent, date(2012, 4, 1), "走访党员，召开支部大会")

    with pytest.raises(Refusal, match="was not sent there on 2012-02-01"):
        note(By(), sent, date(2012, 2, 1), "走访")
    with pytest.raises(Refusal, match="Nothing is written"):
        note(By(), sent, date(2012, 4, 2), "  ")
    assert sent.logs.count() == 1


def test_the_village_judges_by_counts_once_a_day(world: World) -> None:
    sent = a_first_secretary(world.units["C11"])
    opinion = Opinion(30, 20, 8, 2)

    evaluate(By(), sent, date(2012, 12, 1), opinion)

    with pytest.raises(Refusal, match="There is an evaluation of 2012-12-01 already"):
        evaluate(By(), sent, date(2012, 12, 1), opinion)
    assert sent.evaluations.get().satisfied == 20


def test_a_person_is_no_team_and_somebody_must_be_named(world: World) -> None:
    with pytest.raises(Refusal, match="The name is missing"):
        send(By(), Sending("contact", " ", FROM, unit=world.units["C11"]))
    with pytest.raises(Refusal, match="Nobody says where to"):
        send(By(), Sending("contact", "甲一", FROM))


def test_the_matrix_tells_which_weak_units_have_the_helper_of_their_domain(world: World) -> None:
    results = latest(OPERATOR)
    assert results is not None
    column = results.result.columns["proposal"]
    column.values[results.judged_rows] = 4
    column.valid[results.judged_rows] = True
    a_first_secretary(world.units["C11"])
    send(By(), Sending("contact", "乙二", FROM, unit=world.units["C12"]))

    lines = matrix(results, pack(), FROM)

    (villages,) = lines
    waiting = {world.units["C12"].pk, world.units["C21"].pk}
    assert (villages.domain, villages.weak, villages.helped, set(villages.waiting)) == ("village", 3, 1, waiting)
    assert villages.by_kind == {"contact": 1, "first-secretary": 1}
    assert share(lines) == 3333
    assert share([]) is None
