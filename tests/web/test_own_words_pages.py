"""The page of what people wrote: shut until a purpose is stated, leading on to a problem in the reader's words."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from jishi.actions.consult.closing import close
from jishi.actions.consult.opening import open_consultation
from jishi.store.models.consult import Consultation
from jishi.store.models.improve import Problem
from jishi.store.models.office import Event
from tests.actions.consult.ground import as_
from tests.actions.consult.test_own_words import LAMP, ROAD, answered
from tests.web.ground import World, a_world, pack, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return a_world()


@pytest.fixture
def held(world: World) -> Consultation:
    held = open_consultation(as_(world, "county"), world.round, pack(), "survey")
    answered(world, held, "C11", 12, [ROAD])
    answered(world, held, "C12", 12, [LAMP])
    return held


def page_of(world: World, unit: str) -> str:
    return reverse("own-words", args=[world.units[unit].pk])


def test_the_page_shows_texts_only_after_a_purpose_and_then_who_read_them(world: World, held: Consultation) -> None:
    client = reading(world, "township", "en")
    before = client.get(page_of(world, "C11")).content.decode()
    close(as_(world, "county"), held, pack())

    asked = client.get(page_of(world, "C11")).content.decode()
    refused = client.post(page_of(world, "C11"), {"do": "show", "purpose": "other", "words": ""})
    shown = client.post(page_of(world, "C11"), {"do": "show", "purpose": "mend"}).content.decode()
    later = reading(world, "county", "en").get(page_of(world, "C11")).content.decode()

    assert "before that nobody reads" in before
    assert ROAD not in asked
    assert "What for" in asked
    assert refused.status_code == 422
    assert ROAD not in refused.content.decode()
    assert ROAD in shown
    assert LAMP not in shown
    assert "Your opinion" in shown
    assert "see what is to be mended" in later
    assert str(world.accounts["township"]) in later
    assert Event.objects.filter(name="words.read").count() == 1


def test_the_secretary_is_led_nowhere_and_the_committee_is(world: World, held: Consultation) -> None:
    close(as_(world, "county"), held, pack())
    address = f"{reverse('asked-in', args=[world.units['C11'].pk])}?c=survey"

    pages = {name: reading(world, name, "en").get(address).content.decode() for name in ("secretary", "township")}
    status = (
        reading(world, "secretary", "en").post(page_of(world, "C11"), {"do": "show", "purpose": "mend"}).status_code
    )

    assert ["In their own words" in pages[name] for name in ("secretary", "township")] == [False, True]
    assert status == 403


def test_a_place_lists_the_units_below_it_with_texts_and_asks_no_more_for_more(
    world: World, held: Consultation
) -> None:
    close(as_(world, "county"), held, pack())
    client = reading(world, "county", "en")
    client.get(page_of(world, "C2"))
    with CaptureQueriesContext(
        connection,
    ) as none:
        client.get(page_of(world, "C2"))
    with CaptureQueriesContext(connection) as two:
        page = client.get(page_of(world, "C1")).content.decode()

    assert page_of(world, "C11") in page
    assert page_of(world, "C12") in page
    assert len(two) <= len(none)


def test_the_workbook_holds_the_texts_and_is_a_reading_too(world: World, held: Consultation) -> None:
    close(as_(world, "county"), held, pack())

    sent = reading(world, "township", "en").post(page_of(world, "C11"), {"do": "file", "purpose": "review"})

    rows = list(load_workbook(io.BytesIO(sent.content)).active.iter_rows(values_only=True))
    assert ROAD in rows[-1]
    assert "C11" in rows[-1]
    assert Event.objects.get(name="words.read").detail.details["purpose"] == "review"


def test_a_problem_is_opened_from_it_in_the_readers_own_words(world: World, held: Consultation) -> None:
    close(as_(world, "county"), held, pack())
    client = reading(world, "township", "en")
    shown = client.post(page_of(world, "C11"), {"do": "show", "purpose": "mend"}).content.decode()
    address = f"{reverse('improve-unit', args=[world.units['C11'].pk])}?from=words"
    assert address in shown

    form = client.get(address).content.decode()

    assert "do not copy names or handwriting" in form
    assert ROAD not in form
    assert '<option value="consultation" selected>' in form
    kind = form.split('<select id="kind"')[1].split('value="')[1].split('"')[0]
    wish = {
        "do": "problem",
        "text": "路灯维修不及时",
        "kind": kind,
        "source": "consultation",
        "severity": "1",
        "urgency": "1",
    }
    assert client.post(address, wish).status_code == 302
    assert Problem.objects.get(text="路灯维修不及时").source == "consultation"
