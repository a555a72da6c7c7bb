import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from jishi.actions import jobs
from jishi.actions.jobs import Progress, ask, job, mark_lost, run_now
from jishi.actions.sentences import spoken
from jishi.core.errors import Refusal, refuse, sentence
from jishi.store import clock
from jishi.store.home import Home
from jishi.store.models.office import Event, Job
from tests.store.ground import an_account

pytestmark = pytest.mark.django_db(transaction=True)


@job("test-count")
def count(progress: Progress) -> dict[str, int]:
    progress.begin(progress.parameters["to"], sentence("Counting"))
    progress.step(1, sentence("At %(number)s", number=1))
    return {"counted": progress.parameters["to"]}


@job("test-refuse")
def refuse_it(progress: Progress) -> dict[str, int]:
    raise refuse("a.csv:3", sentence("This is wrong."), sentence("Mend it."))


@job("test-fail")
def fail(progress: Progress) -> dict[str, int]:
    raise ValueError("张三 is in these words")


def work() -> None:
    call_command("db_worker", batch=True, startup_delay=False, reload=False, interval=0.0, verbosity=0)


def test_a_job_that_was_asked_for_is_done_by_the_worker() -> None:
    asked = ask("test-count", {"to": 3}, an_account("clerk"))
    assert Job.objects.get().state == "waiting"

    work()

    done = Job.objects.get(pk=asked.pk)
    assert (done.state, done.progress, done.total, done.result) == ("done", 3, 3, {"counted": 3})
    assert str(spoken(done.message)) == "Done."
    assert Event.objects.get().subject == f"job:{asked.pk}"


def test_asking_twice_under_one_key_makes_one_job() -> None:
    first = ask("test-count", {"to": 3}, None, key="k")
    second = ask("test-count", {"to": 3}, None, key="k")

    assert first == second
    assert Job.objects.count() == 1


def test_a_refusal_is_kept_with_its_reason_and_raised_on_the_command_line() -> None:
    ask("test-refuse", {}, None)
    work()
    with pytest.raises(Refusal, match="This is wrong"):
        run_now("test-refuse", {}, None)

    for found in Job.objects.all():
        assert found.state == "refused"
        assert found.result["refused"][0]["where"] == "a.csv:3"
        assert str(spoken(found.message)) == "This is wrong."


def test_the_words_of_a_fault_are_not_kept(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ValueError, match="张三"):
        run_now("test-fail", {}, None)

    found = Job.objects.get()
    assert found.state == "failed"
    assert "张三" not in str(found.message) + caplog.text
    assert "ValueError" in caplog.text


def test_a_job_that_was_given_up_is_not_begun() -> None:
    asked = ask("test-count", {"to": 3}, None)
    Job.objects.update(state="lost")

    work()

    assert Job.objects.get(pk=asked.pk).result == {}


def test_a_job_that_shows_signs_of_life_is_not_lost() -> None:
    Job.objects.create(kind="test-count", state="running", beat_at=clock.now())

    assert mark_lost() == 0


_SLEEPER = """
import sys, time
from pathlib import Path
from jishi.store.home import Home
Home.open(Path(sys.argv[1]))
from jishi.actions.jobs import job, run_now
@job("test-sleep")
def sleep(progress):
    print("working", flush=True)
    time.sleep(600)
run_now("test-sleep", {}, None)
"""


def test_a_killed_job_is_found_and_marked(home: Home) -> None:
    environment = {n: v for n, v in os.environ.items() if not n.startswith(("JISHI", "DJANGO"))}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    line = [sys.executable, "-c", _SLEEPER, str(home.path)]
    child = subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, text=True)
    assert child.stdout
    assert child.stdout.readline() == "working\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    time.sleep(0.01)

    marked = mark_lost(after=timedelta(0))

    assert marked == 1
    found = Job.objects.get()
    assert found.state == "lost"
    assert "ask for it again" in str(spoken(found.message))
    connection.close()


def test_every_kind_of_work_is_found_without_being_imported_first() -> None:
    kinds = {name for name in jobs._kinds if not name.startswith("test-")}

    with pytest.raises(KeyError):
        jobs._work_of("no-such-kind")

    assert kinds <= jobs._kinds.keys()
    assert len(jobs._kinds) > 3
