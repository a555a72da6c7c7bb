"""A home that is updated while it takes answers in an older form: told before anything changes, and a way out."""

from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.urls import reverse

from jishi.actions.consult.boxes import boxes
from jishi.actions.consult.closing import close
from jishi.actions.updating import update, update_without_answers
from jishi.core.errors import Refusal
from jishi.store.home import current
from jishi.store.models.consult import Consultation
from jishi.store.models.told import Told
from tests.actions.consult.ground import as_
from tests.web.ground import World, pack, reading

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture
def older(survey: Consultation) -> Consultation:
    """A survey that is open, and whose box the program of before made."""
    key = boxes().folder / f"{survey.box}.key"
    key.write_text(key.read_text().replace('"format": 3', '"format": 2'))
    return survey


def one_step_back() -> tuple[str, str]:
    """Let the database be one step behind, as it is after the program was replaced; return the step."""
    recorder = MigrationRecorder(connection)
    last = max(name for app, name in recorder.applied_migrations() if app == "store")
    recorder.record_unapplied("store", last)
    return "store", last


def test_it_is_told_before_anything_changes(older: Consultation) -> None:
    step = one_step_back()

    with pytest.raises(Refusal, match=r"Nothing was changed.*with the program of before.*jishi update"):
        update(current())

    assert current().is_behind()
    assert step not in MigrationRecorder(connection).applied_migrations()
    assert older.box in boxes().rounds()


def test_where_nothing_would_change_it_stands_in_nobody_s_way(older: Consultation) -> None:
    update(current())

    assert boxes().older() == (older.box,)


def test_its_answers_can_be_given_up(older: Consultation) -> None:
    ended = update_without_answers(current(), "新程序读不了旧票")

    older.refresh_from_db()
    assert (ended, older.state, older.outcome) == (["survey"], "closed", {})
    assert boxes().rounds() == ()
    assert list(Path(boxes().folder).glob(f"{older.box}*")) == []
    assert not Told.objects.exists()


def test_the_close_says_what_to_do_and_the_page_offers_the_way_out(world: World, older: Consultation) -> None:
    with pytest.raises(Refusal, match="Close the consultation with that version, or end it without answers"):
        close(as_(world, "county"), older, pack())
    page = reading(world, "county", "en")

    shown = page.get(reverse("consultations")).content.decode()
    done = page.post(reverse("consultations"), {"do": "void", "code": "survey", "why": "旧票", "key": "k"})

    assert "made by another version of the program" in shown
    assert 'value="void"' in shown
    assert (done.status_code, boxes().rounds()) == (302, ())


def test_what_the_program_reads_is_not_ended_by_an_update(survey: Consultation) -> None:
    assert update_without_answers(current(), "x") == []

    survey.refresh_from_db()
    assert survey.state == "open"
