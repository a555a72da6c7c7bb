"""Pages of tasks, supervision and the division of work."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from jishi.store import clock
from jishi.store.models.duties import FollowUp, Responsibility, Supervision, Task
from jishi.store.models.people import Person
from jishi.store.models.posts import Post, Tenure
from tests.store.ground import BEGAN
from tests.web.ground import World, a_world, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    with clock.at(datetime(2012, 5, 2, 4, tzinfo=UTC)):
        yield a_world()


def test_a_task_goes_from_the_township_to_the_branch_and_back(world: World) -> None:
    town, branch = reading(world, "township", "en"), reading(world, "secretary", "en")
    said = {"text": "补开党员大会", "code": "C11", "above": "C1", "due": "2012-06-01", "key": "a"}

    town.post(reverse("tasks"), said)
    row = Task.objects.get()
    address = reverse("task", args=[row.pk])
    town.post(address, {"do": "follow", "text": "已定会期", "key": "b"})
    refused = branch.post(address, {"do": "drop", "outcome": "不办", "version": row.version, "key": "c"})
    branch.post(address, {"do": "done", "outcome": "已开", "version": row.version, "key": "d"})
    page = town.get(address).content.decode()

    row.refresh_from_db()
    assert refused.status_code == 422
    assert (row.state, FollowUp.objects.count()) == ("done", 1)
    assert "已定会期" in page
    assert "Close it" not in page


def test_overdue_tasks_are_told_at_the_head_of_the_list(world: World) -> None:
    days = {"since": BEGAN, "due_on": BEGAN}
    Task.objects.create(kind="secretary", unit=world.units["C11"], set_by=world.units["C1"], text="补课", **days)

    page = reading(world, "township", "en").get(reverse("tasks")).content.decode()

    assert "1 is overdue" in page


def test_a_reminder_is_answered_by_the_unit_on_the_same_page(world: World) -> None:
    said = {"do": "say", "kind": "reminder", "code": "C11", "above": "C", "text": "整改逾期", "key": "a"}
    reading(world, "county").post(reverse("supervision"), {**said, "answer_by": "2012-06-01"})
    row = Supervision.objects.get()

    branch = reading(world, "secretary", "en")
    before = branch.get(reverse("supervision")).content.decode()
    answered = {"do": "answer", "row": row.pk, "version": row.version, "answer": "已整改", "key": "b"}
    branch.post(reverse("supervision"), answered)

    assert "waits for an answer" in before
    assert Supervision.objects.get().answer == "已整改"


def test_the_matrix_is_ticked_and_names_are_for_who_may_read_them(world: World) -> None:
    unit = world.units["C1"]
    post = Post.objects.create(unit=unit, kind="secretary", first_responsible=True)
    Tenure.objects.create(post=post, person=Person.objects.create(name="己六"), from_on=BEGAN)
    address = reverse("unit-division", args=[unit.pk])

    reading(world, "township").post(address, {"cell": f"{post.pk}:villages", "key": "a"})
    page = reading(world, "township", "en").get(address).content.decode()
    other = reading(world, "head", "en").get(address).content.decode()

    assert Responsibility.objects.get().area == "villages"
    assert "己六" in page
    assert "Nobody answers for:" in page
    assert "己六" not in other


def test_the_first_page_tells_what_the_own_unit_is_to_do_and_to_answer(world: World) -> None:
    days = {"since": BEGAN, "due_on": clock.today()}
    for code in ("C11", "C12"):
        Task.objects.create(
            kind="secretary", unit=world.units[code], set_by=world.units["C1"], text=f"{code}补课", **days
        )
    Supervision.objects.create(
        department=world.units["C"],
        unit=world.units["C11"],
        kind="reminder",
        text="台账不全",
        on=BEGAN,
        answer_by=clock.today(),
    )

    page = reading(world, "secretary", "en").get(reverse("home")).content.decode()

    assert "C11补课" in page
    assert "C12补课" not in page
    assert "台账不全" in page


def test_the_second_of_two_who_tick_the_matrix_is_told(world: World) -> None:
    unit = world.units["C1"]
    post = Post.objects.create(unit=unit, kind="secretary", first_responsible=True)
    client, address = reading(world, "township", "en"), reverse("unit-division", args=[unit.pk])
    client.post(address, {"cell": f"{post.pk}:villages", "seen": "", "key": "a"})

    second = client.post(address, {"cell": f"{post.pk}:whole", "seen": "", "key": "b"})
    page = client.get(address).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    both = [f"{post.pk}:villages", f"{post.pk}:whole"]
    client.post(address, {"cell": both, "seen": seen, "key": "c"})

    assert second.status_code == 422
    assert "changed by someone else" in second.content.decode()
    assert sorted(Responsibility.objects.values_list("area", flat=True)) == ["villages", "whole"]
