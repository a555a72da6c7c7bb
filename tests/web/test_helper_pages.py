"""Helpers and teams on pages: sent to a workplace, planned before they are formed, judged, brought home."""

from datetime import date

import pytest
from django.urls import reverse

from jishi.actions.dispatch import sending
from jishi.actions.posts.holding import By
from jishi.store.models.org import Workplace
from jishi.store.models.posts import Dispatch, Evaluation, Team
from tests.web.ground import World, a_world, reading

pytestmark = pytest.mark.django_db

SINCE = date(2012, 3, 1)


@pytest.fixture
def world() -> World:
    return a_world()


def a_workplace(world: World, code: str, at: str) -> Workplace:
    return Workplace.objects.create(code=code, name=f"{code} 示例厂", place=world.units[at], domain="enterprise")


def a_first_secretary(world: World) -> Dispatch:
    wish = sending.Sending("first-secretary", "乙二", SINCE, unit=world.units["C11"])
    return sending.send(By(), wish)


def test_an_instructor_is_sent_to_a_workplace_that_has_no_unit(world: World) -> None:
    place = a_workplace(world, "W1", "C11")
    client = reading(world, "township", "en")
    asked = {"kind": "instructor", "name": "丙三", "workplace": "W1", "from": "2012-03-01"}

    sent = client.post(reverse("helpers"), asked)

    assert Dispatch.objects.get().workplace == place
    assert place.name in client.get(sent.headers["Location"]).content.decode()
    assert place.name in client.get(reverse("helpers")).content.decode()


def test_nobody_is_sent_to_a_workplace_of_another_township(world: World) -> None:
    a_workplace(world, "W2", "C21")

    refused = reading(world, "township", "en").post(
        reverse("helpers"), {"kind": "instructor", "name": "丙三", "workplace": "W2", "from": "2012-03-01"}
    )

    assert refused.status_code in (404, 422)
    assert not Dispatch.objects.exists()


def test_survey_teams_are_planned_on_the_page_before_any_is_formed(world: World) -> None:
    client = reading(world, "county", "en")
    address = reverse("helpers-teams")

    planned = client.post(address, {"do": "plan", "code": "C1"}).content.decode()
    nothing = Team.objects.count()
    client.post(address, {"do": "assign", "code": "C1", "from": "2012-03-01"})
    shown = client.get(address).content.decode()

    assert "2 units, 1 teams, 1 of them newly formed." in planned
    assert nothing == 0
    assert {sent.unit.code for sent in Dispatch.objects.filter(kind="survey-team")} == {"C11", "C12"}
    assert Team.objects.get().name in shown


def test_where_every_branch_has_a_team_the_page_says_so(world: World) -> None:
    client = reading(world, "county", "en")
    asked = {"do": "assign", "code": "C1", "from": "2012-03-01"}
    client.post(reverse("helpers-teams"), asked)

    again = client.post(reverse("helpers-teams"), asked)

    assert again.status_code == 422
    assert "has a survey team" in again.content.decode()
    assert Team.objects.count() == 1


def test_a_village_judges_its_first_secretary_by_counts_of_enough_people(world: World) -> None:
    address = reverse("helper", args=[a_first_secretary(world).pk])
    client = reading(world, "county", "en")
    counts = {"do": "evaluate", "on": "2012-03-20", "satisfied": "6", "basically": "2", "dissatisfied": "1"}

    few = client.post(address, {**counts, "present": "9"})
    kept = client.post(address, {**counts, "present": "20"})

    assert few.status_code == 422
    assert kept.status_code == 302
    assert Evaluation.objects.get().present == 20


def test_an_assignment_ends_with_what_became_of_it(world: World) -> None:
    sent = a_first_secretary(world)
    client = reading(world, "county", "en")
    address = reverse("helper", args=[sent.pk])

    client.post(address, {"do": "end", "version": sent.version, "on": "2012-03-31", "outcome": "returned"})

    sent.refresh_from_db()
    assert sent.to_on == date(2012, 3, 31)
    assert "乙二" not in client.get(reverse("helpers")).content.decode()
    assert "乙二" in client.get(reverse("helpers"), {"state": "ended"}).content.decode()
