"""The page of sheets and the first pages: who has none, how many days are left, one click for those ticked."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.urls import reverse

from jishi.actions.improve.handing import hand_over
from jishi.actions.people.ground import By
from jishi.store import clock
from jishi.store.models.improve import BranchSheet
from tests.web.ground import World, a_world, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return a_world()


def after(world: World, days: int):
    return clock.at(datetime.combine(world.round.closes_on + timedelta(days=days), time(4), UTC))


def home(world: World, who: str) -> str:
    return reading(world, who, "en").get(reverse("home")).content.decode()


def test_it_waits_on_the_first_page_of_county_and_township_with_the_days(world: World) -> None:
    with after(world, 0):
        early = home(world, "township")
    with after(world, 10):
        county, township = home(world, "county"), home(world, "township")
    with after(world, 33):
        late = home(world, "township")

    assert "Branches that do not have their sheet yet" not in early
    assert all("Branches that do not have their sheet yet" in page for page in (county, township, late))
    assert "in 20 days" in county
    assert "3 days over" in late


def test_a_branch_sees_by_when_its_sheet_comes_and_that_it_came(world: World) -> None:
    with after(world, 10):
        before = home(world, "secretary")
        hand_over(By(), world.round, [world.units["C11"]])
        then = home(world, "secretary")

    assert "comes by" in before
    assert "handed over on" in then
    assert "Branches that do not have their sheet yet" not in before


def test_those_ticked_have_it_and_leave_the_list(world: World) -> None:
    with after(world, 10):
        client = reading(world, "township", "en")
        address = reverse("branch-sheets")
        sent = client.post(address, {"unit": [world.units["C11"].pk], "on": clock.today().isoformat(), "key": "k"})
        page = client.get(address).content.decode()

    assert (sent.status_code, BranchSheet.objects.count()) == (302, 1)
    assert "长安社区党支部" in page
    assert "石桥村党支部" not in page.split("Do not have it yet")[1]


def test_a_unit_outside_is_no_unit_at_all(world: World) -> None:
    with after(world, 10):
        sent = reading(world, "township", "en").post(
            reverse("branch-sheets"), {"unit": [world.units["C21"].pk], "key": "k"}
        )

    assert (sent.status_code, BranchSheet.objects.count()) == (422, 0)


def test_the_sheets_of_an_area_come_as_one_file(world: World) -> None:
    with after(world, 10):
        answer = reading(world, "township").get(reverse("branch-sheets-print", args=[world.units["C1"].pk]))

    assert (answer.status_code, answer.content[:4]) == (200, b"%PDF")


def test_where_more_are_missing_than_a_pager_counts_the_figures_are_still_those_of_all(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("jishi.store.queries.counts", "jishi.web.pages.standing"):
        monkeypatch.setattr(f"{module}.COUNTED", 1)
    with after(world, 10):
        page = reading(world, "county", "en").get(reverse("branch-sheets"))

    assert [page.context[name] for name in ("due", "have", "missing")] == [3, 0, 3]
