"""A print job that is killed in the middle: its codes are void, once."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import connection

from jishi.actions.consult.boxes import boxes
from jishi.actions.consult.opening import Electorate, open_consultation
from jishi.actions.consult.printing import Wanted, send
from jishi.actions.jobs import mark_lost, perform
from jishi.actions.sentences import spoken
from jishi.store.home import Home
from jishi.store.models.consult import Asked
from jishi.store.models.office import Event
from tests.actions.consult.ground import as_
from tests.web.ground import World, pack

pytestmark = pytest.mark.django_db(transaction=True)

_KILLED = """
import sys
from pathlib import Path
from jishi.store.home import Home
Home.open(Path(sys.argv[1]))
import time
from jishi.actions.consult import printing
from jishi.actions.jobs import perform
def sheets(*words, **more):
    print("codes were made", flush=True)
    time.sleep(600)
printing.slip_sheets = sheets
perform.call(int(sys.argv[2]))
"""


def killed_in_the_middle(home: Home, job: int) -> None:
    surroundings = {n: v for n, v in os.environ.items() if not n.startswith(("JISHI", "DJANGO"))}
    surroundings["PYTHONPATH"] = os.pathsep.join(sys.path)
    line = [sys.executable, "-c", _KILLED, str(home.path), str(job)]
    child = subprocess.Popen(line, env=surroundings, stdout=subprocess.PIPE, text=True)
    assert child.stdout
    assert child.stdout.readline() == "codes were made\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    time.sleep(0.01)


def test_its_slips_count_as_left_over_exactly_once_and_the_next_print_is_whole(home: Home, world: World) -> None:
    boxes().set_address("https://ask.example.org")
    survey = open_consultation(as_(world, "county"), world.round, pack(), "survey")
    people = Electorate(survey, world.units["C11"], "members", pack())
    job = send(as_(world, "township"), people, Wanted(12), "en")
    killed_in_the_middle(home, job.pk)
    before = Asked.objects.get(ask="members")

    marked = [mark_lost(after=timedelta(0)), mark_lost(after=timedelta(0))]
    again = send(as_(world, "township"), people, Wanted(12), "en")
    perform.call(again.pk)

    job.refresh_from_db()
    again.refresh_from_db()
    after = Asked.objects.get(ask="members")
    assert (before.printed, before.spoiled) == (12, 0)
    assert marked == [1, 0]
    assert (job.state, again.state) == ("lost", "done")
    assert (after.printed, after.spoiled) == (24, 12)
    assert "Its 12 slips were given to nobody" in str(spoken(job.message))
    assert Event.objects.filter(name="slips.void").count() == 1
    connection.close()
