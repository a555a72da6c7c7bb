"""A home that was restored from a backup made while a consultation was open: its slips are not there."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.db import connections
from django.urls import reverse

from jishi.actions import backups
from jishi.actions.consult import left_over
from jishi.actions.consult.boxes import boxes
from jishi.actions.consult.closing import close
from jishi.actions.consult.counting import Counted, enter
from jishi.actions.consult.opening import Electorate, People, count_people, open_consultation, slips
from jishi.actions.consult.voiding import end_without_answers
from jishi.core.errors import Refusal
from jishi.store.home import Home
from jishi.store.models.consult import Consultation
from jishi.store.models.office import Event
from jishi.store.models.told import Told
from tests.actions.consult.ground import as_
from tests.web.ground import World, a_world, pack, reading


def members(survey: Consultation, world: World) -> Electorate:
    return Electorate(survey, world.units["C11"], "members", pack())


@pytest.fixture
def lost(world: World, survey: Consultation) -> Consultation:
    """A survey whose people were counted and whose slips were printed, in a home without its box."""
    by = as_(world, "township")
    count_people(by, members(survey, world), People(20, "党员册", date(2012, 3, 1)))
    slips(by, members(survey, world), 20)
    shutil.rmtree(boxes().folder)
    return survey


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "about"),
    [
        ("consultations", ""),
        ("asked-in", "C11"),
        ("asked-in", "C1"),
        ("roll-in", "C11"),
        ("phones", ""),
        ("why", "C11"),
    ],
)
def test_every_page_says_that_the_slips_are_elsewhere_or_goes_on_without(
    world: World, lost: Consultation, page: str, about: str
) -> None:
    names = [world.units[about].pk] if about else []

    answer = reading(world, "county", "en").get(reverse(page, args=names))

    assert answer.status_code == 200
    if page in ("consultations", "asked-in"):
        assert "not on this machine" in answer.content.decode()
    assert 'value="print"' not in answer.content.decode()


@pytest.mark.django_db
def test_without_its_box_nothing_is_counted_printed_or_closed(world: World, lost: Consultation) -> None:
    by = as_(world, "township")

    for act in (
        lambda: slips(by, members(lost, world), 5),
        lambda: enter(by, members(lost, world), Counted("paper", 3, 0, {"overall": {"satisfied": 3}})),
        lambda: close(as_(world, "county"), lost, pack()),
    ):
        with pytest.raises(Refusal, match="not on this machine"):
            act()


@pytest.mark.django_db
def test_it_is_ended_without_answers_and_nothing_is_told(world: World, lost: Consultation) -> None:
    with pytest.raises(Refusal, match="without a reason"):
        end_without_answers(as_(world, "county"), lost, " ")
    with pytest.raises(Refusal, match="Your role closes no consultations"):
        end_without_answers(as_(world, "township"), lost, "the disk failed")
    browser = reading(world, "county", "en")

    sent = {"do": "void", "code": "survey", "why": "the disk failed", "key": "k"}
    assert browser.post(reverse("consultations"), sent).status_code == 302

    lost.refresh_from_db()
    assert (lost.state, lost.outcome) == ("closed", {})
    assert not Told.objects.exists()
    event = Event.objects.order_by("-number").first()
    assert event is not None
    assert event.name == "consultation.void"
    assert "ended without answers" in browser.get(reverse("consultations")).content.decode()
    with pytest.raises(Refusal, match="never opened again"):
        close(as_(world, "county"), lost, pack())


@pytest.mark.django_db
def test_whose_answers_are_here_is_closed_and_not_ended(world: World, survey: Consultation) -> None:
    with pytest.raises(Refusal, match="are on this machine"):
        end_without_answers(as_(world, "county"), survey, "no time")


def jishi(*words: object) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JISHI", "DJANGO"))}
    environment |= {"PYTHONPATH": os.pathsep.join(sys.path), "JISHI_LANG": "en"}
    line = [sys.executable, "-m", "jishi", *map(str, words)]
    return subprocess.run(line, env=environment, capture_output=True, text=True, timeout=120)


@pytest.mark.django_db(transaction=True)
def test_a_restored_home_ends_what_was_open_when_it_was_backed_up(home: Home, tmp_path: Path) -> None:
    world = a_world()
    survey = open_consultation(as_(world, "county"), world.round, pack(), "survey")
    slips(as_(world, "township"), members(survey, world), 20)
    backups.backup(tmp_path / "a.jishi")
    connections.close_all()
    other = tmp_path / "other"
    # The made-up county stands in the tables without events, which the check after it remarks; the home is there.
    jishi("restore", tmp_path / "a.jishi", "--home", other)

    assert not (other / "ballots").exists()
    refused = jishi("consult", "close", "survey", "--home", other, "--json")
    ended = jishi("consult", "void", "survey", "--why", "the disk failed", "--home", other)
    listed = jishi("consult", "list", "--json", "--home", other)

    assert "not on this machine" in refused.stdout + refused.stderr
    assert ended.stdout == "survey ended without answers; nothing is told of it.\n"
    assert {each["state"] for each in json.loads(listed.stdout) if each["code"] == "survey"} == {"closed"}


@pytest.mark.django_db
def test_a_box_that_comes_back_after_its_consultation_was_ended_is_destroyed(
    world: World, survey: Consultation, tmp_path: Path
) -> None:
    folder = boxes().folder
    shutil.copytree(folder, tmp_path / "kept")
    shutil.rmtree(folder)
    end_without_answers(as_(world, "county"), survey, "机器已毁")
    shutil.copytree(tmp_path / "kept", folder, dirs_exist_ok=True)

    assert left_over.destroy() == 1

    assert survey.box not in boxes().rounds()


@pytest.mark.django_db
def test_a_box_that_refuses_is_left_and_told_in_the_log(
    world: World, survey: Consultation, caplog: pytest.LogCaptureFixture
) -> None:
    key = next(boxes().folder.glob("*.key"))
    kept = key.read_text()
    close(as_(world, "county"), survey, pack())
    key.write_text(kept.replace('"format": 3', '"format": 2'))

    assert left_over.destroy() == 0

    assert "another version" in caplog.text
