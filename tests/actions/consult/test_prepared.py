"""A consultation that is prepared first: begun later, or sent to a host outside and closed at the office."""

from datetime import date

import pytest

from jishi.actions.consult import left_over, outside
from jishi.actions.consult.boxes import boxes
from jishi.actions.consult.closing import close
from jishi.actions.consult.opening import (
    Electorate,
    People,
    begin,
    box_of,
    count_people,
    open_consultation,
    prepare,
    slips,
    taken,
)
from jishi.ballotbox import outside as host
from jishi.ballotbox.box import Handed
from jishi.ballotbox.boxes import Boxes
from jishi.ballotbox.intake.app import today
from jishi.core.errors import Refusal
from jishi.store import clock, events
from jishi.store.models.consult import Consultation
from jishi.store.models.told import Told
from tests.actions.consult.ground import as_
from tests.web.ground import World, pack

pytestmark = pytest.mark.django_db


@pytest.fixture
def prepared(world: World) -> Consultation:
    return prepare(as_(world, "county"), world.round, pack(), "survey")


def printed(world: World, survey: Consultation, count: int) -> tuple[str, ...]:
    members = Electorate(survey, world.units["C11"], "members", pack())
    count_people(as_(world, "county"), members, People(count, "党员册", date(2012, 3, 1)))
    return slips(as_(world, "county"), members, count)


def test_a_prepared_consultation_prints_slips_and_takes_answers_when_it_is_begun(
    world: World, prepared: Consultation
) -> None:
    codes = printed(world, prepared, 12)
    box = box_of(prepared)
    early = box.count([Handed(box.digest(codes[0]), {"overall": "satisfied"})], clock.today())

    begin(as_(world, "county"), prepared)

    assert [each.what for each in early] == ["early"]
    told = box.count([Handed(box.digest(codes[0]), {"overall": "satisfied"})], clock.today())
    assert ([each.what for each in told], taken(prepared)) == (["counted"], "open")


def test_a_round_goes_to_a_host_outside_and_is_closed_at_the_office(
    world: World, prepared: Consultation, tmp_path
) -> None:
    codes = printed(world, prepared, 12)
    out, back, abroad = tmp_path / "out", tmp_path / "back", Boxes(tmp_path / "host")

    packed = outside.pack_out(None, prepared.box, out)
    assert taken(prepared) == "away"
    for refused in (
        lambda: begin(as_(world, "county"), prepared),
        lambda: close(as_(world, "county"), prepared, pack()),
    ):
        with pytest.raises(Refusal, match="host outside"):
            refused()
    host.start(abroad, out, packed.words, today())
    away = abroad.box(prepared.box)
    handed = [Handed(away.digest(code), {"overall": "satisfied"}) for code in codes]
    assert {each.what for each in away.count(handed, today())} == {"counted"}
    away.tables.close()
    host.hand_in(abroad, prepared.box, back)
    outside.take_in(None, back)
    prepared.refresh_from_db()
    close(as_(world, "county"), prepared, pack())

    assert Told.objects.filter(consultation=prepared, unit=world.units["C11"]).exists()
    assert prepared.box not in boxes().rounds()


def test_a_close_that_was_cut_short_is_finished_later(
    world: World, survey: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed(world, survey, 3)
    with monkeypatch.context() as cut:
        cut.setattr(Boxes, "destroy", lambda *_: (_ for _ in ()).throw(OSError("the power went")))
        with pytest.raises(OSError, match="power"):
            close(as_(world, "county"), survey, pack())
    assert survey.box in boxes().rounds()

    assert left_over.destroy() == 1

    assert survey.box not in boxes().rounds()
    assert left_over.destroy() == 0


def test_an_opening_that_fails_leaves_no_box(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_drafts: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(events, "write", full)

    with pytest.raises(OSError, match="disk"):
        open_consultation(as_(world, "county"), world.round, pack(), "survey")

    assert (boxes().rounds(), Consultation.objects.count()) == ((), 0)
