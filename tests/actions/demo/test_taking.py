"""The demo's answers, over HTTP through an intake that is gone afterwards."""

import socket

import pytest

from jishi.actions.consult.opening import Electorate, box_of, open_consultation, slips
from jishi.actions.demo import taking
from jishi.actions.demo.ground import silent
from jishi.actions.demo.taking import take
from jishi.core.errors import Refusal
from jishi.store.models.consult import Consultation
from tests.actions.consult.ground import as_
from tests.web.ground import World, a_world, pack

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return a_world()


@pytest.fixture
def survey(world: World) -> Consultation:
    return open_consultation(as_(world, "county"), world.round, pack(), "survey")


def fresh(world: World, survey: Consultation, count: int) -> tuple[str, ...]:
    return slips(as_(world, "county"), Electorate(survey, world.units["C11"], "members", pack()), count)


def test_every_answer_is_counted_once_and_no_port_is_left_open(
    world: World, survey: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = taking._free_port()
    monkeypatch.setattr(taking, "_free_port", lambda: port)
    codes = fresh(world, survey, 150)
    told: list[tuple[int, int]] = []

    take(lambda _what, done, of: told.append((done, of)), survey, [(code, {}) for code in codes[:149]])

    box = box_of(survey)
    assert [(each.slips, each.used) for each in box.issued()] == [(150, 149)]
    assert len(list(box.answers())) == 149
    assert told[-1] == (149, 149)
    with pytest.raises(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):  # noqa: PT011
        pass


def test_an_answer_that_the_intake_turns_away_stops_the_demo_with_its_status(
    world: World, survey: Consultation
) -> None:
    (code,) = fresh(world, survey, 1)

    with pytest.raises(Refusal, match="409: 1"):
        take(silent, survey, [(code, {}), (code, {})])


def test_an_intake_that_does_not_begin_is_told_in_a_sentence(
    world: World, survey: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "SERVER", "jishi.no_such_server")
    (code,) = fresh(world, survey, 1)

    with pytest.raises(Refusal, match=r"did not take every answer \(.*no_such_server"):
        take(silent, survey, [(code, {})])
