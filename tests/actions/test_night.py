"""The clock: one check for many changes, one night a day whatever is started again, nothing destroyed in a demo."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings
from django.utils import timezone

from jishi.actions import night, rules
from jishi.actions.jobs import Progress, run_now
from jishi.actions.night import last_check, parsed, tick
from jishi.store import clock
from jishi.store.home import Home, current
from jishi.store.models.office import Job
from jishi.store.models.posts import Post
from jishi.store.models.rules import Violation
from jishi.store.transact import action
from tests.web.ground import World, a_world

pytestmark = [pytest.mark.django_db, pytest.mark.store]

HERE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def world() -> World:
    """A county whose rules were checked after the last change, some days ago."""
    found = a_world()
    with clock.at(days_ago(3)):
        rules.check()
    return found


def days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def tonight(hour: int, minute: int, days: int = 0) -> datetime:
    today = timezone.localtime().replace(hour=hour, minute=minute, second=0, microsecond=0)
    return today + timedelta(days=days)


def changed(world: World, at: datetime, kind: str = "member") -> None:
    """Somebody opens a post that nobody holds."""
    with clock.at(at), action(None, "post.open") as event:
        event.about(Post.objects.create(unit=world.units["C11"], kind=kind))


def asked(kind: str) -> list[Job]:
    return list(Job.objects.filter(kind=kind).order_by("pk"))


def done(job: Job, at: datetime, took: timedelta = timedelta()) -> None:
    Job.objects.filter(pk=job.pk).update(state="done", started_at=at - took, finished_at=at)


def night_over() -> None:
    """Let the night of today be done, so that only changes make the clock ask."""
    Job.objects.create(kind="night", state="done", parameters={"day": timezone.localdate().isoformat()})


def test_many_changes_of_a_minute_make_one_check(world: World) -> None:
    night_over()
    now = timezone.now()
    for second, kind in enumerate(("member", "publicity-member", "organisation-member")):
        changed(world, now - timedelta(seconds=90 - second), kind)

    first, second = tick(now), tick(now + timedelta(seconds=10))

    assert ([job.kind for job in first], second) == (["rules"], [])


def test_a_change_rests_for_a_minute(world: World) -> None:
    night_over()
    now = timezone.now()
    changed(world, now)

    assert tick(now + timedelta(seconds=59)) == []
    assert len(tick(now + timedelta(seconds=60))) == 1


def test_without_a_change_nothing_is_checked(world: World) -> None:
    night_over()

    assert tick(timezone.now()) == []


def test_after_the_check_the_clock_is_still_until_the_next_change(world: World) -> None:
    night_over()
    now = timezone.now()
    changed(world, now - timedelta(minutes=2))
    (job,) = tick(now)
    rules.work(Progress(job))
    done(job, now)

    quiet = tick(now + timedelta(minutes=5))
    changed(world, now + timedelta(minutes=6), "publicity-member")
    again = tick(now + timedelta(minutes=8))

    assert Violation.objects.filter(rule="D42-vacant", unit__code="C11", closed_on__isnull=True).exists()
    assert (quiet, [job.kind for job in again]) == ([], ["rules"])


def test_what_changed_while_a_check_was_reading_is_checked_again(world: World, monkeypatch: object) -> None:
    night_over()
    now = timezone.now()
    keep = rules.violations.keep

    def late(*args: object) -> object:
        changed(world, now - timedelta(minutes=2))
        return keep(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(rules.violations, "keep", late)  # type: ignore[attr-defined]
    rules.check()
    monkeypatch.undo()  # type: ignore[attr-defined]

    assert [job.kind for job in tick(now + timedelta(minutes=5))] == ["rules"]


def test_a_check_that_took_long_is_not_begun_again_at_once(world: World) -> None:
    night_over()
    now = timezone.now()
    changed(world, now - timedelta(minutes=20))
    (job,) = tick(now - timedelta(minutes=10))
    rules.work(Progress(job))
    # It took half a minute, so ten minutes are rested.
    done(job, now, timedelta(seconds=30))
    changed(world, now, "publicity-member")

    assert tick(now + timedelta(minutes=9)) == []
    assert len(tick(now + timedelta(minutes=10))) == 1


def test_the_night_begins_at_the_time_of_the_home_and_once_a_day(world: World) -> None:
    before, after = tick(tonight(2, 29)), tick(tonight(2, 30))
    again = [*tick(tonight(2, 31)), *tick(tonight(23, 59))]
    next_night = tick(tonight(2, 30, days=1))

    assert [job.kind for job in before if job.kind == "night"] == []
    assert [job.kind for job in after] == ["night"]
    assert again == []
    assert [job.kind for job in next_night] == ["night"]


def test_a_worker_that_was_down_at_night_does_it_when_it_comes_up(world: World) -> None:
    assert [job.kind for job in tick(tonight(9, 0))] == ["night"]


def test_a_night_that_was_cut_short_is_begun_again_three_times_at_most(world: World) -> None:
    begun = []
    for minute in range(5):
        begun.append(len(tick(tonight(3, minute))))
        Job.objects.filter(kind="night").update(state="lost")

    assert begun == [1, 1, 1, 0, 0]


def test_two_workers_ask_for_one_night(world: World, monkeypatch: object) -> None:
    # Both look before either has asked: the key makes one of the two.
    both = [night._at_night(tonight(3, 0)), night._at_night(tonight(3, 0))]

    assert len(asked("night")) == 1
    assert [job is not None for job in both].count(True) >= 1


def test_the_night_checks_the_rules_and_keeps_to_the_terms(world: World) -> None:
    Post.objects.create(unit=world.units["C11"], kind="member")

    with override_settings(JISHI_DEMO=False):
        job = run_now("night", {"day": "2012-03-10"}, None)

    assert job.state == "done"
    assert Violation.objects.filter(rule="D42-vacant", unit__code="C11", closed_on__isnull=True).exists()
    assert set(job.result) == {"opened", "closed", "open", "lapsed", "records"}


def test_in_a_demo_nothing_lapses_and_nothing_is_destroyed(world: World) -> None:
    with override_settings(JISHI_DEMO=True):
        job = run_now("night", {"day": "2012-03-10"}, None)

    assert set(job.result) == {"opened", "closed", "open"}


def test_the_time_of_the_night_stays_with_the_home(world: World) -> None:
    assert current().night == time(2, 30)

    current().set_night(time(4, 5))

    assert Home(current().path).night == time(4, 5)
    current().set_night(time(2, 30))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("02:30", time(2, 30)), ("2:30", time(2, 30)), ("2：30", time(2, 30)), ("24:00", None), ("230", None)],
)
def test_times_are_read_as_offices_type_them(typed: str, meant: time | None) -> None:
    assert parsed(typed) == meant


def test_the_last_check_is_known_with_what_it_had_seen(world: World) -> None:
    seen = last_check()

    assert seen is not None
    assert seen.at.date() == days_ago(3).date()
    assert seen.number > 0
