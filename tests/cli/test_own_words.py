"""What people wrote, at the command line: listed, read for a purpose, written into a workbook, after the close."""

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from jishi.actions.consult.closing import close
from jishi.actions.consult.opening import open_consultation
from jishi.cli.main import jishi
from jishi.core.errors import Refusal
from jishi.store.home import Home
from jishi.store.models.office import Event
from tests.actions.consult.ground import as_
from tests.actions.consult.test_own_words import LAMP, ROAD, answered
from tests.web.ground import a_world, pack

pytestmark = pytest.mark.django_db(transaction=True)


def run(home: Home, *words: str) -> Result:
    return CliRunner().invoke(jishi, ["consult", *words, "--home", str(home.path)], env={"LANG": "en"})


def test_what_people_wrote_is_read_after_the_close_for_a_purpose(home: Home, tmp_path: Path) -> None:
    world = a_world()
    held = open_consultation(as_(world, "county"), world.round, pack(), "survey")
    answered(world, held, "C11", 12, [ROAD, LAMP])
    before = run(home, "texts", "survey", "C11", "--purpose", "看路灯的事").exception
    close(as_(world, "county"), held, pack())

    listed = json.loads(run(home, "texts-list", "survey", "C", "--json").stdout)
    without = run(home, "texts", "survey", "C11").exception
    told = run(home, "texts", "survey", "C11", "--round", "1", "--purpose", "看路灯的事")
    file = tmp_path / "words.xlsx"
    run(home, "texts", "survey", "C11", "--purpose", "看路灯的事", "--file", str(file))
    other = run(home, "texts", "survey", "C11", "--round", "2", "--purpose", "看路灯的事").exception

    for refused, why in ((before, "closed yet"), (without, "No purpose is stated"), (other, "closed yet")):
        assert isinstance(refused, Refusal)
        assert why in str(refused)
    assert [(each["unit"], each["texts"]) for each in listed] == [("C11", 2)]
    assert sorted(line.split("\t")[1] for line in told.stdout.splitlines()) == sorted([ROAD, LAMP])
    rows = list(load_workbook(io.BytesIO(file.read_bytes())).active.iter_rows(values_only=True))
    assert {row[-1] for row in rows} >= {ROAD, LAMP}
    assert Event.objects.filter(name="words.read", actor=None).count() == 2
