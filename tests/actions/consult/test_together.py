"""People counted and slips made for many units at once: the same rows as one by one, one event, all or nothing."""

from datetime import date

import pytest

from jishi.actions.consult import together
from jishi.actions.consult.boxes import boxes
from jishi.actions.consult.ground import By
from jishi.actions.consult.opening import Electorate, People, box_of, count_people, open_consultation
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.access import scope_of
from jishi.store.models.consult import Asked, Consultation
from jishi.store.models.office import Event
from tests.web.ground import World, pack

pytestmark = pytest.mark.django_db

ON = date(2012, 3, 1)


@pytest.fixture
def survey(world: World) -> Consultation:
    boxes().set_address("https://ask.example.org")
    return open_consultation(By(), world.round, pack(), "survey")


def electorates(world: World, survey: Consultation, *codes: str) -> list[Electorate]:
    return [Electorate(survey, world.units[code], "members", pack()) for code in codes]


def test_people_and_slips_of_many_units_stand_in_their_rows_and_in_one_event_each(
    world: World, survey: Consultation
) -> None:
    first, second = electorates(world, survey, "C11", "C12")
    count_people(By(), first, People(7, "old", ON))
    before = Event.objects.count()

    together.count_people(By(), [(first, People(37, "党员册", ON)), (second, People(12, "党员册", ON))])
    codes = together.slips(By(), [(first, 37), (second, 12)])

    rows = Asked.objects.order_by("unit__code").values_list("people", "people_source", "printed")
    assert list(rows) == [(37, "党员册", 37), (12, "党员册", 12)]
    assert [len(some) for some in codes] == [37, 12]
    box = box_of(survey)
    found = box.tables.slips([box.digest(code) for code in codes[1]]).values()
    assert {(slip.unit, slip.electorate) for slip in found} == {(str(world.units["C12"].pk), "members")}
    assert list(Event.objects.order_by("number").values_list("name", flat=True))[before:] == [
        "electorate.count",
        "slips.print",
    ]


def test_one_number_that_is_none_keeps_nothing_of_all(world: World, survey: Consultation) -> None:
    first, second = electorates(world, survey, "C11", "C12")

    with pytest.raises(Refusal, match="number of people with its source"):
        together.count_people(By(), [(first, People(37, "党员册", ON)), (second, People(0, "党员册", ON))])

    assert not Asked.objects.exists()


def test_whoever_stands_for_one_of_the_units_makes_slips_for_none(world: World, survey: Consultation) -> None:
    account = world.accounts["secretary"]
    own = By(account, scope_of(account, clock.today()))

    with pytest.raises(Refusal, match="never by the unit itself"):
        together.slips(own, [(each, 5) for each in electorates(world, survey, "C11")])

    assert not Asked.objects.exists()


def test_nobody_at_all_is_told_so(world: World, survey: Consultation) -> None:
    with pytest.raises(Refusal, match="Nobody is asked here"):
        together.slips(By(), [])
