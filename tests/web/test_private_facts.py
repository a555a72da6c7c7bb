"""Sensitive facts of a unit: closed, opened for a purpose, and the unit's people see who did."""

import pytest
from django.urls import reverse

from jishi.actions.exports.facts import export
from jishi.actions.exports.sheet import Style
from jishi.actions.private_facts import readings
from jishi.store import clock
from jishi.store.access import scope_of
from jishi.store.facts import Entry, write
from jishi.store.models.office import Event, Grant
from jishi.store.transact import action
from jishi.web.programme import pack_of
from tests.web.ground import World, a_world, reading

pytestmark = pytest.mark.django_db
FACT = "serious-breach"


@pytest.fixture
def world() -> World:
    found = a_world()
    with action(None, "facts.enter"):
        write(found.round, [Entry(found.units["C11"].pk, FACT, "discipline", 0)])
    Grant.objects.filter(account=found.accounts["county"]).update(field_class=3)
    return found


def address(world: World) -> str:
    return reverse("why", args=[world.units["C11"].pk])


def name() -> str:
    pack = pack_of("year-2012")
    assert pack is not None
    assert pack.fact_by_id[FACT].privacy == 3
    return pack.fact_by_id[FACT].names.en


def facts_of(page: str) -> str:
    """Return the table of facts alone."""
    return page.partition("that this rests on")[2].partition("Sensitive facts")[0].partition("Who read what")[0]


def test_they_are_closed_until_a_purpose_is_stated_and_the_unit_sees_who_opened_them(world: World) -> None:
    client = reading(world, "county", "en")
    closed = client.get(address(world)).content.decode()
    events = Event.objects.count()

    opened = client.post(address(world), {"purpose": "other", "words": "objection of the branch"}).content.decode()

    assert name() not in facts_of(closed)
    assert name() in facts_of(opened)
    event = Event.objects.select_related("detail").latest("number")
    assert Event.objects.count() == events + 1
    assert (event.name, event.actor) == ("facts.read", world.accounts["county"].pk)
    assert set(event.detail.details["fields"]) >= {FACT, "discipline-opinion"}
    seen = reading(world, "secretary", "en").get(address(world)).content.decode()
    assert "objection of the branch" in seen


def test_without_a_purpose_nothing_is_opened_or_written_down(world: World) -> None:
    client = reading(world, "county", "en")
    events = Event.objects.count()

    answer = client.post(address(world), {"purpose": "", "words": ""})

    assert "No purpose is stated." in answer.content.decode()
    assert Event.objects.count() == events


def test_a_purpose_does_not_open_what_the_class_keeps_closed(world: World) -> None:
    events = Event.objects.count()

    page = reading(world, "township", "en").post(address(world), {"purpose": "form"}).content.decode()

    assert name() not in facts_of(page)
    assert Event.objects.count() == events


def test_an_export_of_the_area_is_seen_by_its_units_and_by_no_others(world: World) -> None:
    chosen = pack_of("year-2012")
    assert chosen is not None
    account = world.accounts["township"]
    Grant.objects.filter(account=account).update(field_class=3)

    export(scope_of(account, clock.today()), chosen, world.round, Style("csv", "en"), account)

    (seen,) = readings(world.units["C11"])
    assert (seen.by, seen.what) == (str(account), ["discipline-opinion", FACT])
    assert readings(world.units["C21"]) == []
