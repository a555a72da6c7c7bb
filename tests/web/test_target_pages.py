"""The page of targets: the whole, its parts, who is behind."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from jishi.store import clock
from jishi.store.models.targets import Target
from tests.web.ground import World, a_world, reading

pytestmark = pytest.mark.django_db
SUMMER = datetime(2012, 7, 1, 4, tzinfo=UTC)


@pytest.fixture
def world():
    with clock.at(SUMMER):
        yield a_world()


def held(world: World) -> dict[str, int | None]:
    return dict(Target.objects.order_by("unit__code").values_list("unit__code", "number"))


def test_the_county_sets_its_target_and_breaks_it_down(world: World) -> None:
    client, county = reading(world, "county", "en"), world.units["C"]
    address = reverse("targets-in", args=[county.pk])
    client.post(address, {"do": "own", f"number-{county.pk}": "10", "key": "a"})
    parts = {f"number-{world.units[code].pk}": number for code, number in (("C1", "6"), ("C2", "3"))}

    client.post(address, {"do": "parts", "key": "b", **parts})
    page = client.get(address).content.decode()

    assert held(world) == {"C": 10, "C1": 6, "C2": 3}
    assert "1 of the target are given to nobody." in page
    assert "3 targets are behind" in page


def test_a_township_breaks_its_own_down_but_does_not_set_it(world: World) -> None:
    town = world.units["C1"]
    Target.objects.create(
        cycle=world.round.cycle, kind="new-organisations", unit=town, number=4, set_on=clock.today()
    )
    client, address = reading(world, "township", "en"), reverse("targets-in", args=[town.pk])

    refused = client.post(address, {"do": "own", f"number-{town.pk}": "1", "key": "a"})
    client.post(address, {"do": "parts", f"number-{world.units['C11'].pk}": "4", "key": "b"})

    assert refused.status_code == 422
    assert "set by the unit above" in refused.content.decode()
    assert held(world) == {"C1": 4, "C11": 4}


def test_what_is_no_number_is_told_and_nothing_is_set(world: World) -> None:
    county = world.units["C"]

    answer = reading(world, "county", "en").post(
        reverse("targets-in", args=[county.pk]), {"do": "own", f"number-{county.pk}": "ten", "key": "a"}
    )

    assert answer.status_code == 422
    assert "is no number of a target" in answer.content.decode()
    assert held(world) == {}


def test_the_head_is_not_told_how_many_joined(world: World) -> None:
    page = reading(world, "head", "en").get(reverse("targets")).content.decode()

    assert "New organisations" in page
    assert "Members who join" not in page


def test_who_sends_a_cell_as_it_was_shown_takes_nothing_back(world: World) -> None:
    county, (one, two) = world.units["C"], (world.units[code].pk for code in ("C1", "C2"))
    client, address = reading(world, "county", "en"), reverse("targets-in", args=[county.pk])
    shown = {f"{name}-{unit}": value for unit in (one, two) for name, value in (("shown", ""), ("version", "0"))}
    both = {**shown, f"number-{one}": "", f"number-{two}": ""}

    client.post(address, {**both, "do": "parts", f"number-{one}": "6", "key": "a"})
    client.post(address, {**both, "do": "parts", f"number-{two}": "3", "key": "b"})
    third = client.post(address, {**both, "do": "parts", f"number-{one}": "9", "key": "c"})

    assert held(world) == {"C1": 6, "C2": 3}
    assert third.status_code == 422
    assert "changed by someone else" in third.content.decode()
