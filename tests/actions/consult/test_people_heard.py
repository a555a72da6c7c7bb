"""More people are never heard than there are, whatever somebody enters."""

from datetime import date

import pytest
from django.urls import reverse

from jishi.actions.consult import counting
from jishi.actions.consult.counting import Counted
from jishi.actions.consult.opening import Electorate, People, box_of, count_people, slips
from jishi.ballotbox.box import Handed
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.models.consult import Consultation, PaperCount
from jishi.store.models.people import Member, Person
from tests.actions.consult.ground import as_
from tests.web.ground import World, pack, reading

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def members(world: World, survey: Consultation) -> Electorate:
    """Ten members of C11, three of whom have used a slip."""
    found, by = Electorate(survey, world.units["C11"], "members", pack()), as_(world, "township")
    count_people(by, found, People(10, "党员册", date(2012, 3, 1)))
    box = box_of(survey)
    handed = [Handed(box.digest(code), {"overall": "satisfied"}) for code in slips(by, found, 3)]
    assert {outcome.what for outcome in box.count(handed, clock.today())} == {"counted"}
    return found


def counted(slips: int, way: str = "paper", version: int = 0) -> Counted:
    return Counted(way, slips, 0, {"overall": {"satisfied": slips}}, version)


def test_papers_of_more_people_than_there_are_are_refused(world: World, members: Electorate) -> None:
    with pytest.raises(Refusal, match="With these 8 papers 11 people would have been heard, of 10 there are"):
        counting.enter(as_(world, "township"), members, counted(8))

    assert not PaperCount.objects.exists()


def test_papers_of_all_who_are_left_are_kept_and_the_second_count_of_them_too(
    world: World, members: Electorate
) -> None:
    counting.enter(as_(world, "township"), members, counted(7))

    assert counting.enter(as_(world, "county"), members, counted(7)).agreed


def test_papers_and_calls_are_bounded_together(world: World, members: Electorate) -> None:
    counting.enter(as_(world, "township"), members, counted(5))

    with pytest.raises(Refusal, match="11 people would have been heard"):
        counting.enter(as_(world, "township"), members, counted(3, "phone"))


def test_ones_own_count_is_corrected_to_all_who_are_left(world: World, members: Electorate) -> None:
    counting.enter(as_(world, "township"), members, counted(5))
    own = PaperCount.objects.get()

    counting.enter(as_(world, "township"), members, counted(7, version=own.version))

    assert PaperCount.objects.get().slips == 7


def test_where_nobody_has_counted_the_people_there_is_no_bound(world: World, survey: Consultation) -> None:
    other = Electorate(survey, world.units["C12"], "members", pack())

    counting.enter(as_(world, "township"), other, counted(400))

    assert PaperCount.objects.get().slips == 400


@pytest.mark.parametrize(("counted_", "told"), [(4, True), (5, False)])
def test_the_page_says_where_fewer_people_were_counted_than_the_register_has(
    world: World, survey: Consultation, counted_: int, told: bool
) -> None:
    unit = world.units["C11"]
    for number in range(5):
        person = Person.objects.create(name=f"甲{number}", unit=unit)
        Member.objects.create(person=person, unit=unit, status="full", from_on=date(2010, 1, 1))
    asked = Electorate(survey, unit, "members", pack())
    count_people(as_(world, "township"), asked, People(counted_, "党员册", date(2012, 3, 1)))

    page = reading(world, "county", "en").get(reverse("asked-in", args=[unit.pk]) + "?c=survey").content.decode()

    assert ("4 people were counted here, but the register has 5 members" in page) is told
