"""After the close nobody finds out what single people counted: in no row, digest or file."""

import sqlite3
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from jishi.actions.consult import counting, forgetting
from jishi.actions.consult.closing import close
from jishi.actions.consult.counting import Counted
from jishi.actions.consult.ground import By
from jishi.actions.consult.opening import Electorate
from jishi.store.databases import SQLITE_START
from jishi.store.digests import keyed
from jishi.store.models.consult import Consultation, Received
from jishi.store.models.office import IdempotencyKey
from tests.actions.consult.ground import as_
from tests.web.ground import World, pack

pytestmark = [pytest.mark.django_db, pytest.mark.store]

#: What two people said on the telephone.
TWO = Counted("phone", 2, 0, {"overall": {"satisfied": 1, "dissatisfied": 1}})


@pytest.fixture
def entered(world: World, survey: Consultation) -> list[By]:
    by = [By(who.actor, who.scope, "key-of-the-form") for who in (as_(world, "township"), as_(world, "county"))]
    for each in by:
        counting.enter(each, Electorate(survey, world.units["C11"], "members", pack()), TWO)
    return by


def tried_out(survey: Consultation, world: World) -> list[tuple[int, int]]:
    """Try every count of two people against the digests that are kept, as somebody with the home would."""
    kept = set(IdempotencyKey.objects.values_list("key", "content"))
    found = []
    for satisfied in range(3):
        counts = {"overall": {"satisfied": satisfied, "dissatisfied": 2 - satisfied}}
        told = asdict(replace(TWO, counts=counts))
        content = {"consultation": survey.pk, "unit": world.units["C11"].pk, "ask": "members", "counted": told}
        found += [(satisfied, 2 - satisfied) for key, digest in kept if keyed(key.encode(), content) == digest]
    return found


def test_after_the_close_no_digest_tells_what_two_people_said(
    world: World, survey: Consultation, entered: list[By]
) -> None:
    assert set(tried_out(survey, world)) == {(1, 1)}

    close(as_(world, "county"), survey, pack())

    assert tried_out(survey, world) == []


def test_the_same_request_after_the_close_is_still_the_same_request(
    world: World, survey: Consultation, entered: list[By]
) -> None:
    close(as_(world, "county"), survey, pack())

    again = counting.enter(entered[0], Electorate(survey, world.units["C11"], "members", pack()), TWO)

    assert again.counters == 0
    assert IdempotencyKey.objects.filter(action=forgetting.COUNT).count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_files_of_the_database_are_emptied_of_what_was_deleted(caplog: pytest.LogCaptureFixture) -> None:
    Received.objects.all().delete()

    forgetting.leave_no_trace()

    assert "not erased" not in caplog.text


def test_what_is_deleted_stands_neither_in_the_file_nor_in_its_log(tmp_path: Path) -> None:
    file, mark = tmp_path / "db.sqlite3", "丙一说不满意" * 20
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        for line in filter(None, map(str.strip, SQLITE_START.split(";"))):
            database.execute(line)
        database.execute("CREATE TABLE counted (counts TEXT)")
        database.executemany("INSERT INTO counted VALUES (?)", [(mark,)] * 50)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert mark.encode() in file.read_bytes()

        database.execute("DELETE FROM counted")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

        assert all(mark.encode() not in each.read_bytes() for each in tmp_path.glob("db.*"))
