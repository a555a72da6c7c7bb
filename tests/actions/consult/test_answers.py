"""What the close tells of every question, also of those that become no fact."""

import logging
from datetime import date

import pytest
from django.urls import reverse

from jishi.actions.consult import answers, telling
from jishi.actions.consult.closing import close
from jishi.actions.consult.opening import Electorate, People, box_of, count_people, open_consultation, slips
from jishi.ballotbox.box import Handed
from jishi.core.access import OPERATOR
from jishi.store import clock
from jishi.store.models.assess import FactValue
from jishi.store.models.consult import Consultation
from jishi.store.models.told import Told
from tests.actions.consult.ground import as_
from tests.web.ground import World, pack, reading

pytestmark = pytest.mark.django_db


def answered(world: World, held: Consultation, ask: str, given: list[dict[str, str]], unit: str = "C11") -> None:
    electorate = Electorate(held, world.units[unit], ask, pack())
    count_people(as_(world, "county"), electorate, People(len(given), "到会人数", date(2012, 3, 1)))
    codes = slips(as_(world, "county"), electorate, len(given))
    box = box_of(held)
    outcomes = box.count(
        [Handed(box.digest(code), each) for code, each in zip(codes, given, strict=True)], clock.today()
    )
    assert {each.what for each in outcomes} == {"counted"}


def told(world: World, held: Consultation, unit: str, *, whole: bool = False) -> dict[str, tuple[int, int] | None]:
    found = answers.of_unit(held, pack(), world.units[unit], whole=whole)
    return {str(each.question): None if each.low is None else (each.low, each.high) for each in found}


def test_the_five_goods_are_told_as_bands_and_become_no_fact(world: World) -> None:
    held = open_consultation(as_(world, "county"), world.round, pack(), "democratic-evaluation")
    given = [{"leaders": "good", "members": "good" if number < 13 else "poor"} for number in range(20)]
    answered(world, held, "representatives", given)

    close(as_(world, "county"), held, pack())

    assert told(world, held, "C11") == {
        "The leading group is good": (90_00, 100_00),
        "The members are good": (60_00, 70_00),
    }
    assert not FactValue.objects.filter(round=world.round, fact__code__startswith="representatives").exists()


def test_a_question_that_few_answered_is_hidden_while_another_of_the_same_people_is_told(world: World) -> None:
    held = open_consultation(as_(world, "county"), world.round, pack(), "democratic-evaluation")
    given = [{"leaders": "good"} | ({"word": "poor"} if number < 9 else {}) for number in range(20)]
    answered(world, held, "representatives", given)

    close(as_(world, "county"), held, pack())

    assert told(world, held, "C11") == {
        "The leading group is good": (90_00, 100_00),
        "The word of the people is good": None,
    }


def test_a_place_is_told_of_with_all_below_it(world: World, survey: Consultation) -> None:
    for unit in ("C11", "C12"):
        answered(world, survey, "members", [{"overall": "satisfied", "care": "dissatisfied"}] * 12, unit)

    close(as_(world, "county"), survey, pack())

    assert told(world, survey, "C1", whole=True)["Care"] == (0, 10_00)
    page = reading(world, "township", "en").get(reverse("asked-in", args=[world.units["C1"].pk]) + "?c=survey")
    assert "What was said, all together" in page.content.decode()
    rows = [(unit.code, whole) for unit, whole, each in answers.of_all(OPERATOR, survey, pack()) if each.fact == ""]
    assert {("C11", False), ("C12", False), ("C1", True)} <= set(rows)


def test_if_something_could_be_worked_out_nothing_of_that_share_is_told_and_the_close_ends(
    world: World, survey: Consultation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    answered(world, survey, "members", [{"overall": "satisfied"}] * 12)
    monkeypatch.setattr(telling, "derivable", lambda told: told.own.size > 0)

    with caplog.at_level(logging.ERROR, "jishi.consult"):
        close(as_(world, "county"), survey, pack())

    assert set(Told.objects.filter(consultation=survey).values_list("state", flat=True)) == {"hidden"}
    assert "nothing is told" in caplog.text
