"""A published plan: who is responsible on the board, nobody named on the internet, gone at its term."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jishi.actions.people.ground import By
from jishi.actions.publish.switching import PUBLIC_PAGES, switch
from jishi.store import clock
from jishi.store.models.improve import Remedy
from jishi.store.models.publish import Notice
from tests.web.ground import World, a_world, reading
from tests.web.improving import improving

pytestmark = pytest.mark.django_db

FORM = {"do": "publish", "title": "整改方案公开", "text": "现予公开。", "internet": "1"}


@pytest.fixture
def notice() -> Notice:
    world = a_world()
    unit = world.units["C11"]
    improving(unit)
    page = reverse("improve-unit", args=[unit.pk])
    client = reading(world, "secretary")
    client.post(page, {"do": "aim", "version": 0, "goal": "雨天能开会"})
    client.post(page, FORM)
    switch(By(), PUBLIC_PAGES, on=True)
    made: Notice = Notice.objects.get()
    made.world = world  # type: ignore[attr-defined]
    return made


def at(day, world: World | None = None):
    return clock.at(datetime.combine(day, time(4), UTC))


def test_the_board_names_who_is_responsible_and_the_public_page_does_not(notice: Notice) -> None:
    world: World = notice.world  # type: ignore[attr-defined]

    board = reading(world, "head", "en").get(reverse("notice", args=[notice.pk])).content.decode()
    public = Client().get(reverse("public-notice", args=[notice.token])).content.decode()

    assert "甲一" in board
    assert "修好屋顶" in public
    assert "甲一" not in public
    assert reverse("public-box", args=["C11"]) in public


def test_what_is_overdue_is_said_in_public(notice: Notice) -> None:
    Remedy.objects.update(due_on=clock.today() - timedelta(days=1))
    client = Client()
    client.cookies["django_language"] = "en"

    public = client.get(reverse("public-notice", args=[notice.token])).content.decode()

    assert "overdue" in public


def test_the_public_page_is_withdrawn_with_the_term(notice: Notice) -> None:
    address = reverse("public-notice", args=[notice.token])
    with at(notice.until):
        last = Client().get(address).status_code
    with at(notice.until + timedelta(days=1)):
        after = Client().get(address).status_code

    assert (last, after) == (200, 404)


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_the_poster_comes_in_the_chosen_language(notice: Notice, language: str) -> None:
    world: World = notice.world  # type: ignore[attr-defined]
    address = reverse("notice-poster", args=[notice.pk])

    answer = reading(world, "secretary").get(address, {"in": language})

    assert (answer.status_code, answer.content[:4]) == (200, b"%PDF")


def test_the_township_takes_it_back_and_the_county_head_cannot(notice: Notice) -> None:
    world: World = notice.world  # type: ignore[attr-defined]
    address = reverse("notice", args=[notice.pk])
    form = {"do": "take-back", "version": notice.version, "why": "时限写错"}

    denied = reading(world, "head").post(address, form)
    taken = reading(world, "township").post(address, form)

    assert (denied.status_code, taken.status_code) == (422, 302)
