"""Jobs on pages: asked for, watched, done, refused, lost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from jishi.actions.assess_turn import turn
from jishi.actions.jobs import perform
from jishi.store import clock
from jishi.store.models.assess import Run
from jishi.store.models.office import Grant, Job
from tests.web.ground import World, a_world, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return a_world()


def ask(world: World) -> tuple[object, Job, str]:
    """Press "Compute now" as the county's office; return its browser, the job and the job's address."""
    client = reading(world, "county", "en")
    answer = client.post(reverse("runs"), {"key": "k"})
    job = Job.objects.latest("pk")
    assert answer.headers["Location"] == reverse("job", args=[job.pk])
    return client, job, answer.headers["Location"]


def test_a_run_asked_for_on_a_page_waits_for_the_worker_and_is_shown_when_it_is_done(world: World) -> None:
    client, job, address = ask(world)
    assert Run.objects.count() == 1
    assert "waiting" in client.get(address).content.decode()
    assert address in client.get(reverse("runs")).content.decode()

    perform.call(job.pk)

    run = Run.objects.latest("pk")
    assert run.asked_by == world.accounts["county"]
    assert client.get(address).headers["Location"] == reverse("run", args=[run.pk])
    assert client.get(address, headers={"HX-Request": "true"}).headers["HX-Redirect"] == reverse(
        "run", args=[run.pk]
    )
    job.refresh_from_db()
    assert (job.state, job.progress, job.total) == ("done", 6, 6)


def test_pressing_twice_asks_for_one_run(world: World) -> None:
    client, _job, address = ask(world)

    again = client.post(reverse("runs"), {"key": "k"})

    assert again.headers["Location"] == address
    assert Job.objects.filter(kind="assess").count() == 1


def test_a_run_beside_another_one_is_refused_with_the_reason(world: World) -> None:
    client, job, address = ask(world)

    with turn(world.round):
        perform.call(job.pk)

    page = client.get(address).content.decode()
    assert "This round is being assessed already." in page
    assert "hx-trigger" not in page


def test_a_job_whose_worker_was_ended_is_told_as_lost_with_what_to_do(world: World) -> None:
    client, job, address = ask(world)
    Job.objects.filter(pk=job.pk).update(state="running", beat_at=clock.now() - timedelta(minutes=5))

    page = client.get(address).content.decode()

    assert "The program that did this was ended. Nothing was changed; ask for it again." in page
    assert Job.objects.get(pk=job.pk).state == "lost"
    assert reverse("runs") in page


def test_a_job_that_nobody_begins_says_how_the_worker_is_started(world: World) -> None:
    client, job, address = ask(world)
    Job.objects.filter(pk=job.pk).update(created_at=clock.now() - timedelta(minutes=5))

    assert "jishi work" in client.get(address).content.decode()


def test_who_may_no_longer_assess_when_the_job_begins_is_refused(world: World) -> None:
    client, job, address = ask(world)
    Grant.objects.filter(account=world.accounts["county"]).update(duties="enter")

    perform.call(job.pk)

    assert Run.objects.count() == 1
    assert "Your role does not start runs." in client.get(address).content.decode()


def test_nobody_else_sees_a_job(world: World) -> None:
    _, _, address = ask(world)

    assert reading(world, "township").get(address).status_code == 404
