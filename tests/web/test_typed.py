"""Signs that no text has, pasted into pages: taken out before anything reads them, on both databases."""

import pytest
from django.urls import reverse

from jishi.store.models.consult import Asked
from tests.web.ground import World, a_world, pack, reading

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def world() -> World:
    return a_world()


def test_a_search_with_control_characters_finds_what_it_finds_without(world: World) -> None:
    client = reading(world, "county", "en")

    plain, pasted = (client.get(reverse("units"), {"q": q}) for q in ("C11", "C\x0011\x07"))

    assert (plain.status_code, pasted.status_code) == (200, 200)
    assert "C11" in pasted.content.decode()


def test_a_text_with_control_characters_is_kept_without_them(world: World) -> None:
    from jishi.actions.consult.opening import open_consultation
    from tests.actions.consult.ground import as_

    survey = open_consultation(as_(world, "county"), world.round, pack(), "survey")
    form = {
        "do": "people",
        "ask": "members",
        "people": "30",
        "source": "党员\x00册\x1b",
        "on": "2012-03-01",
        "key": "k",
    }
    address = reverse("asked-in", args=[world.units["C11"].pk])

    answer = reading(world, "township", "en").post(f"{address}?c=survey", form)

    assert answer.status_code in (200, 302), answer.content.decode()
    assert Asked.objects.get(consultation=survey).people_source == "党员册"
