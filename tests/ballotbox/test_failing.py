"""A database that fails: who waits is told the truth, and nothing half-written stays."""

import asyncio
import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from jishi.ballotbox.box import Box
from jishi.ballotbox.boxes import Boxes
from jishi.ballotbox.intake import app as intake
from jishi.ballotbox.intake.counting import Counting
from jishi.ballotbox.outcome import Outcome
from jishi.ballotbox.sqlite import SqliteTables
from jishi.core.consult import codes as reading
from tests.ballotbox.ground import DAY, opened


class Tight(SqliteTables):
    """A file that may not grow by a page: the disk is full."""

    def _connected(self) -> sqlite3.Connection:
        fresh = self._connection is None
        connection = super()._connected()
        if fresh:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    def again(self) -> "Tight":
        return Tight(self.path, self.patience)


def counted(box: Box, codes: tuple[str, ...], wish: str = "") -> list[str]:
    """Hand answers in as the intake does, all at once."""

    async def run() -> list[Outcome]:
        counting = Counting(box, lambda: DAY)
        given: dict[str, object] = {"wish": wish} if wish else {}
        told = await asyncio.gather(*(counting.count(reading.read(code), given) for code in codes))
        await counting.end(mix=False)
        return list(told)

    return [outcome.what for outcome in asyncio.run(run())]


def test_without_room_nothing_is_counted_and_every_code_stays_good(tmp_path: Path) -> None:
    box, codes = opened(Boxes(tmp_path), 60)

    told = counted(Box("first", Tight(box.tables.path), box.key), codes, "一间活动室")

    assert set(told) <= {"full", "counted"}
    assert "full" in told
    used = told.count("counted")
    assert (box.issued()[0].used, sum(1 for _ in box.answers())) == (used, used)
    assert counted(box, codes).count("counted") == 60 - used


def test_on_a_disk_that_is_full_in_earnest_whoever_was_not_counted_is_told_and_counted_later(
    tmp_path: Path,
) -> None:
    box, codes = opened(Boxes(tmp_path), 400)
    # Some hundred kilobytes of log: enough for a part of the answers.
    most = box.tables.path.stat().st_size + 40_000
    words = [sys.executable, "-m", "tests.ballotbox.tight", str(tmp_path), str(most)]

    child = subprocess.run(words, input=json.dumps(codes), capture_output=True, text=True, timeout=120, check=True)

    told = json.loads(child.stdout)
    assert set(told) <= {"full", "broken", "counted"}
    assert set(told) & {"full", "broken"}
    used = told.count("counted")
    assert (box.issued()[0].used, sum(1 for _ in box.answers())) == (used, used)
    assert counted(box, codes).count("counted") == 400 - used


def test_a_database_that_somebody_else_holds_is_told_as_busy(tmp_path: Path) -> None:
    box, codes = opened(Boxes(tmp_path), 2)
    other = sqlite3.connect(box.tables.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    told = counted(Box("first", SqliteTables(box.tables.path, patience=0.1), box.key), codes)

    other.execute("ROLLBACK")
    assert told == ["busy", "busy"]
    assert box.issued()[0].used == 0


def test_a_file_that_went_away_does_not_come_back_empty(tmp_path: Path) -> None:
    box, codes = opened(Boxes(tmp_path), 1)
    box.tables.drop()

    assert counted(box, codes) == ["foreign"]
    assert not box.tables.path.exists()


def test_the_log_of_a_failure_holds_neither_code_nor_answer(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    box, codes = opened(Boxes(tmp_path), 1)
    with sqlite3.connect(box.tables.path) as damaged:
        damaged.execute("DROP TABLE answer")

    told = counted(box, codes, "一间活动室")

    assert told == ["broken"]
    assert "no such table" in caplog.text
    assert "活动室" not in caplog.text
    assert reading.read(codes[0]) not in caplog.text
    assert box.digest(codes[0]).hex() not in caplog.text


def test_a_box_that_cannot_be_opened_is_told_once_and_not_every_two_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    boxes = Boxes(tmp_path)
    opened(boxes, 1)
    key = next(tmp_path.glob("*.key"))
    key.write_text(key.read_text().replace('"format": 3', '"format": 2'))
    monkeypatch.setattr(intake, "LOOK_AGAIN", 0.01)

    async def run(seconds: float) -> None:
        app = intake.Intake(boxes, day=lambda: DAY)
        await app.begin()
        await asyncio.sleep(seconds)
        await app.end()

    asyncio.run(run(0.3))
    once = caplog.text.count("cannot be opened")
    monkeypatch.setattr(intake, "TELL_AGAIN", 0.0)
    asyncio.run(run(0.3))

    assert once == 1
    assert caplog.text.count("cannot be opened") > 3
