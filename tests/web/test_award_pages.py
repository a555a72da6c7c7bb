"""The page of the commendation: proposed below, decided above, put up, commended, published."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jishi.actions.cases.meeting import Sitting, hold
from jishi.actions.people.ground import By
from jishi.store import clock
from jishi.store.models.assess import Grade
from jishi.store.models.awards import Candidate
from jishi.store.models.cases import Meeting
from jishi.store.models.publish import Notice
from tests.web.ground import World, a_world, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = a_world()
    for code in ("C11", "C12"):
        Grade.objects.create(
            unit=world.units[code],
            round=world.round,
            committee=world.units["C1"],
            run=world.run,
            proposed="good",
            grade="good",
            state="approved",
            since=clock.today() - timedelta(days=30),
        )
    return world


def post(client: Client, **form: object) -> None:
    answer = client.post(reverse("awards"), {"key": str(sorted(form))[:60], **form})
    said = re.findall(r'class="notice poor">([^<]*)', answer.content.decode())
    assert answer.status_code == 302, said


def a_meeting(world: World) -> Meeting:
    names = ("甲一", "乙二", "丙三", "丁四")
    sitting = Sitting(held_on=clock.today(), minute_number="9", entitled=7, names=names)
    return hold(By(), world.units["C"], sitting)


def test_a_unit_is_proposed_approved_and_put_on_notice_on_pages_alone(world: World) -> None:
    township, county = reading(world, "township", "en"), reading(world, "county", "en")
    unit = world.units["C11"]
    offered = township.get(reverse("awards")).content.decode()
    post(township, do="propose", committee=world.units["C1"].pk, unit=unit.pk, **{f"merits-{unit.pk}": "Well done"})
    row = Candidate.objects.get()
    meeting = a_meeting(world)
    post(county, do="approve", meeting=meeting.pk, candidate=row.pk, **{f"version-{row.pk}": row.version})
    post(county, do="publish", committee=world.units["C"].pk, title="Notice", text="Objections are welcome.")

    shown = county.get(reverse("awards")).content.decode()

    assert unit.name in offered
    assert Candidate.objects.get().state == "notice"
    assert Notice.objects.get().content["rows"][0][0] == "C11"
    assert "On the board until" in shown


def test_markup_in_merits_stays_text(world: World) -> None:
    township, unit = reading(world, "township", "en"), world.units["C11"]
    merits = {f"merits-{unit.pk}": "<script>alert(1)</script>"}

    post(township, do="propose", committee=world.units["C1"].pk, unit=unit.pk, **merits)

    assert "<script>alert(1)" not in township.get(reverse("awards")).content.decode()


def test_somebody_without_the_duty_does_nothing_by_post(world: World) -> None:
    unit = world.units["C11"]
    form = {
        "do": "propose",
        "committee": world.units["C1"].pk,
        "unit": unit.pk,
        f"merits-{unit.pk}": "x",
        "key": "k",
    }

    statuses = {who: reading(world, who).post(reverse("awards"), form).status_code for who in ("secretary", "head")}

    assert statuses == {"secretary": 404, "head": 404}
    assert Candidate.objects.count() == 0


def test_the_candidates_are_a_workbook(world: World) -> None:
    assert reading(world, "county").get(reverse("awards-export")).content[:2] == b"PK"
