"""Printing sheets and cards, and typing in what came back, as a clerk does it."""

import re

import pytest
from django.urls import reverse

from jishi.core.monthly import coded
from jishi.store.models.assess import FactValue
from jishi.store.models.paper import Card, MonthlySheet
from jishi.web.pages.monthly import month_of
from tests.documents.reading import codes, pages
from tests.web.ground import World, a_world, reading

pytestmark = pytest.mark.django_db
MONTH = "2012-05"


@pytest.fixture
def world() -> World:
    return a_world()


def sheet(world: World, code: str) -> str:
    return f"{reverse('monthly-sheet', args=[world.units[code].pk])}?month={MONTH}"


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(version|key|month)" value="([^"]*)"', page))


def test_the_code_of_a_sheet_leads_to_its_page(world: World) -> None:
    month = month_of(world.round.tree_on)
    code = coded(world.units["C11"].pk, month)

    led = reading(world, "township").get(reverse("monthly"), {"code": code.lower()})

    wanted = reverse("monthly-sheet", args=[world.units["C11"].pk])
    assert (led.status_code, led.headers["Location"]) == (302, f"{wanted}?month={month:%Y-%m}")


def test_a_code_of_a_unit_outside_is_as_if_it_did_not_exist(world: World) -> None:
    code = coded(world.units["C21"].pk, month_of(world.round.tree_on))

    assert reading(world, "township").get(reverse("monthly"), {"code": code}).status_code == 404


def test_a_wrong_code_is_told_on_the_page(world: World) -> None:
    page = reading(world, "township", "en").get(reverse("monthly"), {"code": "ABC-DEF"})

    assert page.status_code == 422
    assert "No sheet has this code." in page.content.decode()


def test_typing_in_goes_from_one_sheet_to_the_next_until_none_is_left(world: World) -> None:
    client = reading(world, "township", "en")
    first = client.get(sheet(world, "C11")).content.decode()

    answers = {"quarterly-meetings-missing": "2", "giver": "李某某", "post": "书记", **hidden(first)}
    led = client.post(sheet(world, "C11"), answers)
    second = client.get(led.headers["Location"]).content.decode()
    last = client.post(led.headers["Location"], {"giver": "王某某", **hidden(second)})

    assert led.headers["Location"] == sheet(world, "C12")
    assert last.headers["Location"] == f"{reverse('monthly')}?month={MONTH}"
    assert FactValue.objects.get(unit=world.units["C11"], source="self").value == 2
    listed = client.get(last.headers["Location"]).content.decode()
    assert "2 of 2 sheets are in." in listed
    assert "李某某" in listed
    assert "township" in listed


def test_a_sheet_without_a_name_is_shown_again_with_what_was_typed(world: World) -> None:
    client = reading(world, "township", "en")
    page = client.get(sheet(world, "C11")).content.decode()

    again = client.post(sheet(world, "C11"), {"posting-quarters": "7", **hidden(page)})

    assert again.status_code == 422
    assert "Who filled in the sheet is not entered." in again.content.decode()
    assert 'value="7"' in again.content.decode()
    assert not MonthlySheet.objects.exists()


def test_the_sheets_of_a_township_are_one_file_each_with_the_way_to_its_page(world: World) -> None:
    printed = reading(world, "township").get(reverse("monthly-print"), {"month": MONTH})

    assert printed.headers["Content-Type"] == "application/pdf"
    assert len(pages(printed.content)) == 2
    assert codes(printed.content) == [f"http://testserver{sheet(world, 'C11')}"]


def test_a_card_is_printed_once_and_its_pin_stands_on_no_page(world: World) -> None:
    client = reading(world, "township", "en")
    address = reverse("cards", args=[world.units["C11"].pk])

    card = client.post(address, {"do": "issue", "holder": "李某某", "key": "a"})
    again = client.post(address, {"do": "issue", "holder": "李某某", "key": "a"})

    pin = re.search(r"PIN(\d{8})", pages(card.content)[0])
    assert card.headers["Content-Type"] == "application/pdf"
    assert pin
    assert again.status_code == 422
    assert pin[1] not in client.get(address).content.decode()
    assert Card.objects.count() == 1


def test_a_card_of_another_unit_cannot_be_renewed_through_the_own_one(world: World) -> None:
    reading(world, "county").post(
        reverse("cards", args=[world.units["C21"].pk]), {"do": "issue", "holder": "李某某", "key": "a"}
    )
    card = Card.objects.get()

    tried = reading(world, "township").post(
        reverse("cards", args=[world.units["C11"].pk]), {"do": "renew", "card": card.pk, "version": card.version}
    )

    assert tried.status_code == 404
    assert Card.objects.get().renewed_at is None


def test_the_month_that_is_shown_can_always_be_seen_in_the_choice(world: World) -> None:
    page = reading(world, "township").get(reverse("monthly"), {"month": "2031-01"}).content.decode()

    assert '<option value="2031-01" selected>' in page
