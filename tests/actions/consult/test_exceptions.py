"""An exception carries a reason and the superior's approval; only then it leaves the electorate (R02)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from jishi.actions.consult import board
from jishi.actions.consult.exceptions import Plea, approve, leave_out, take_back
from jishi.actions.consult.ground import By
from jishi.actions.consult.opening import Electorate, People, count_people
from jishi.core.errors import Refusal
from jishi.store.models.consult import Asked, Consultation, LeftOut
from jishi.store.models.office import Event
from tests.actions.consult.ground import as_
from tests.web.ground import World, pack, reading

pytestmark = pytest.mark.django_db

ILL, AWAY = Plea(2, "长期重病"), Plea(1, "境外，无法联系")


@pytest.fixture
def row(world: World, survey: Consultation) -> Asked:
    electorate = Electorate(survey, world.units["C11"], "members", pack())
    count_people(as_(world, "township"), electorate, People(10, "党员册", date(2012, 3, 1)))
    return Asked.objects.get()


def needed(survey: Consultation, world: World) -> int | None:
    wanted = Electorate(survey, world.units["C11"], "members", pack()).wanted()
    return board.of_unit(survey, pack(), wanted, world.units["C11"]).needed


def test_each_reason_is_approved_by_itself_and_counts_from_then_on(
    world: World, survey: Consultation, row: Asked
) -> None:
    ill = leave_out(as_(world, "secretary"), row, ILL)
    away = leave_out(as_(world, "secretary"), row, AWAY)
    assert needed(survey, world) == 10

    approve(as_(world, "township"), ill, ill.version)
    one = needed(survey, world)
    approve(as_(world, "county"), away, away.version)

    assert (one, needed(survey, world)) == (8, 7)
    assert [(each.why, each.approved_by.username) for each in LeftOut.objects.order_by("pk")] == [
        ("长期重病", "township"),
        ("境外，无法联系", "county"),
    ]
    assert Event.objects.filter(name="exception.approve").count() == 2


def test_nobody_approves_for_the_unit_itself_nor_what_they_asked_for(
    world: World, survey: Consultation, row: Asked
) -> None:
    plea = leave_out(as_(world, "township"), row, ILL)

    with pytest.raises(Refusal, match="never by the unit itself"):
        approve(as_(world, "secretary"), plea, plea.version)
    with pytest.raises(Refusal, match="did not ask for it"):
        approve(as_(world, "township"), plea, plea.version)
    with pytest.raises(Refusal, match="by an account"):
        approve(By(), plea, plea.version)
    # Nor can any program that writes past the action.
    with pytest.raises(IntegrityError), transaction.atomic():
        LeftOut.objects.update(approved_by=world.accounts["township"])

    assert needed(survey, world) == 10


@pytest.mark.parametrize(
    ("plea", "says"),
    [
        (Plea(0, "病"), "a number of people with its reason"),
        (Plea(2, "  "), "a number of people with its reason"),
        (Plea(2, "病" * 201), "a number of people with its reason"),
        (Plea(9, "病"), "exceptions for 2 of them already"),
    ],
)
def test_what_is_no_exception_is_refused(world: World, row: Asked, plea: Plea, says: str) -> None:
    leave_out(as_(world, "secretary"), row, ILL)

    with pytest.raises(Refusal, match=says):
        leave_out(as_(world, "secretary"), row, plea)
    assert LeftOut.objects.count() == 1


def test_what_waits_is_taken_back_below_and_what_is_approved_only_from_above(
    world: World, survey: Consultation, row: Asked
) -> None:
    secretary, township = as_(world, "secretary"), as_(world, "township")
    ill, away = leave_out(secretary, row, ILL), leave_out(secretary, row, AWAY)
    approve(township, ill, ill.version)

    take_back(secretary, away, away.version)
    with pytest.raises(Refusal, match="taken back from above"):
        take_back(secretary, ill, ill.version)
    take_back(township, ill, ill.version)

    assert (LeftOut.objects.count(), needed(survey, world)) == (0, 10)


def test_the_second_of_two_who_decide_at_once_is_told(world: World, row: Asked) -> None:
    plea = leave_out(as_(world, "secretary"), row, ILL)
    seen = LeftOut.objects.select_related("asked__unit", "asked__consultation").get()
    approve(as_(world, "township"), plea, plea.version)

    with pytest.raises(Refusal, match="changed by someone else"):
        take_back(as_(world, "county"), seen, seen.version)


def test_on_the_page_the_branch_asks_and_the_township_approves(
    world: World, survey: Consultation, row: Asked
) -> None:
    address = f"{reverse('asked-in', args=[world.units['C11'].pk])}?c=survey"
    branch, township = reading(world, "secretary", "en"), reading(world, "township", "en")

    asked = branch.post(address, {"do": "except", "ask": "members", "excepted": "2", "why": "重病", "key": "a"})
    plea = LeftOut.objects.get()
    own = branch.get(address).content.decode()
    above = township.get(address).content.decode()
    refused = branch.post(address, {"do": "approve", "plea": plea.pk, "version": plea.version, "key": "b"})
    done = township.post(address, {"do": "approve", "plea": plea.pk, "version": plea.version, "key": "c"})

    assert (asked.status_code, refused.status_code, done.status_code) == (302, 403, 302)
    assert "2 people: 重病" in own
    assert "waits" in own
    assert 'value="approve"' not in own
    assert 'value="approve"' in above
    assert "approved on" in branch.get(address).content.decode()


def test_taking_back_twice_is_answered_as_once_and_who_was_slower_is_told(
    world: World, survey: Consultation, row: Asked
) -> None:
    plea = leave_out(as_(world, "secretary"), row, ILL)
    address = f"{reverse('asked-in', args=[world.units['C11'].pk])}?c=survey"
    sent = {"do": "take-back", "plea": plea.pk, "version": plea.version, "key": "t"}
    township = reading(world, "township", "en")

    first, second = township.post(address, sent), township.post(address, sent)
    other = reading(world, "county", "en").post(address, sent)

    assert (first.status_code, second.status_code, other.status_code) == (302, 302, 422)
    assert "It is not there any more" in other.content.decode()


def test_an_exception_of_another_unit_is_not_there(world: World, survey: Consultation, row: Asked) -> None:
    plea = leave_out(as_(world, "secretary"), row, ILL)
    address = f"{reverse('asked-in', args=[world.units['C12'].pk])}?c=survey"

    answer = reading(world, "township").post(
        address, {"do": "approve", "plea": plea.pk, "version": plea.version, "key": "a"}
    )

    assert answer.status_code == 404


def test_what_waits_stands_on_the_first_page_of_who_may_approve_it(
    world: World, survey: Consultation, row: Asked
) -> None:
    leave_out(as_(world, "township"), row, ILL)

    pages = {
        name: reading(world, name, "en").get(reverse("home")).content.decode()
        for name in ("county", "township", "secretary", "head")
    }

    said = "Exceptions from consultations that wait for approval"
    # Who asked for it, who stands for the unit, and who only reads, have nothing to decide.
    assert {name for name, page in pages.items() if said in page} == {"county"}
