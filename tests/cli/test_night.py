"""The night's work at the command line: when it begins, what came of it last, done at once."""

import json

import pytest

from jishi.core.errors import Refusal
from jishi.store.home import Home
from tests.cli.asking import Ask, asked_of
from tests.web.ground import a_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(home: Home, monkeypatch: pytest.MonkeyPatch) -> Ask:
    a_world()
    return asked_of(home, monkeypatch)


def test_the_time_is_set_and_kept(ask: Ask) -> None:
    told = ask("night", "--at", "02:30").stdout

    assert told.startswith("The night's work begins at 02:30.\nIt was not done yet")
    assert json.loads(ask("night", "--json").stdout) == {"at": "02:30", "last": None}


@pytest.mark.parametrize("at", ["25:00", "half past two", "2"])
def test_no_time_of_the_day_is_refused(ask: Ask, at: str) -> None:
    with pytest.raises(Refusal, match="This is no time of the day"):
        ask("night", "--at", at)


def test_the_work_is_done_at_once_and_tells_what_the_rules_found(ask: Ask) -> None:
    done = json.loads(ask("night", "--now", "--json").stdout)["last"]
    told = ask("night").stdout
    open_now = json.loads(ask("rules", "list", "--json").stdout)

    assert done["state"] == "done"
    assert open_now
    assert "Last time: done, " in told
