"""Who may read everything, files and system columns included, finds no way from the roll to an answer."""

import json
import logging
import sqlite3
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from jishi.ballotbox.box import Box
from jishi.ballotbox.boxes import Boxes
from jishi.core.consult import codes as reading
from jishi.store.home import Home
from tests.ballotbox.ground import DAY, boxes_of, handed, opened

pytestmark = pytest.mark.store

PEOPLE = 60


@pytest.fixture
def boxes(home: Home) -> Iterator[Boxes]:
    with boxes_of(home) as found:
        yield found


@pytest.fixture
def answered(boxes: Boxes) -> tuple[Box, tuple[str, ...]]:
    """Everybody has answered, one after the other in the order of the codes; then the intake was stopped."""
    box, codes = opened(boxes, PEOPLE)
    for number, code in enumerate(codes):
        box.count([handed(box, code, times=str(number))], DAY)
    box.tables.mix()
    return box, codes


def tables_of(boxes: Boxes, box: Box) -> dict[str, list[dict[str, Any]]]:
    """Every table with every column that can be asked for, those of the system included."""
    if not boxes.database:
        connection = sqlite3.connect(box.tables.path)
        connection.row_factory = sqlite3.Row
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")] for name in names}
    schema = box.tables.schema
    found = {}
    with psycopg.connect(boxes.database, row_factory=psycopg.rows.dict_row) as connection:
        for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema]).fetchall():
            name = row["tablename"]
            text = f"SELECT *, xmin::text, xmax::text, cmin::text, ctid::text FROM {schema}.{name}"
            found[name] = connection.execute(text).fetchall()
    return found


def test_the_columns_are_these_and_no_others(boxes: Boxes, answered: tuple[Box, tuple[str, ...]]) -> None:
    system = {"xmin", "xmax", "cmin", "ctid"}

    # A file keeps which slips were used apart from them, in bits by their place in the order of the digests.
    about = {"digest", "unit", "electorate", "questionnaire"}
    batches = {"begin", "slips", *about} - {"digest"}
    on_sqlite = {"slip": about | {"place"}, "batch": batches, "mark": {"part", "used"}}
    slips = {"slip": about | {"used"}} if boxes.database else on_sqlite

    columns = {name: set(rows[0]) - system for name, rows in tables_of(boxes, answered[0]).items()}

    assert (
        columns
        == {
            "setting": {"name", "value"},
            "paper": {"id", "content"},
            "answer": {"id", "sealed"},
        }
        | slips
    )


def test_no_value_of_a_slip_tells_one_answer_from_another(
    boxes: Boxes, answered: tuple[Box, tuple[str, ...]]
) -> None:
    tables = tables_of(boxes, answered[0])

    def values(name: str, column: str) -> set[object]:
        found = (row[column] for row in tables[name])
        return {bytes(value) if isinstance(value, memoryview) else value for value in found}

    for column in tables["slip"][0]:
        for other in tables["answer"][0]:
            left, right = values("slip", column), values("answer", other)
            # A value that all rows share joins everything with everything.
            telling = left & right if len(left) > 1 and len(right) > 1 else set()
            # Places in two tables: that row three of one is not row three of the other is another test.
            assert not telling or (column, other) == ("ctid", "ctid"), (column, other)


def test_rows_stand_in_the_order_of_random_keys_not_in_the_order_of_arrival(
    boxes: Boxes, answered: tuple[Box, tuple[str, ...]]
) -> None:
    box, _ = answered
    tables = tables_of(boxes, box)
    if boxes.database:
        for name in ("slip", "answer"):
            tables[name].sort(key=lambda row: tuple(map(int, row["ctid"].strip("()").split(","))))
            assert len({row["xmin"] for row in tables[name]}) == 1

    keys = [bytes(row["id"]) for row in tables["answer"]]
    digests = [bytes(row["digest"]) for row in tables["slip"]]

    assert keys == sorted(keys)
    assert digests == sorted(digests)
    arrived = [json.loads(box.key.unseal(bytes(row["sealed"])))[3]["times"] for row in tables["answer"]]
    assert sorted(arrived) == list(range(PEOPLE))
    assert arrived != sorted(arrived)
    # One in sixty stands where it arrived, by chance; a row of them would be a way back.
    assert sum(a == b for a, b in enumerate(arrived)) < PEOPLE / 4


def test_even_with_the_key_an_answer_names_no_code(answered: tuple[Box, tuple[str, ...]]) -> None:
    box, _ = answered

    answers = list(box.answers())

    assert {tuple(answer) for answer in answers} == {("unit", "electorate", "questionnaire", "given")}
    assert {(a["unit"], a["electorate"], a["questionnaire"]) for a in answers} == {
        ("11", "members", "satisfaction")
    }
    assert {tuple(answer["given"]) for answer in answers} == {("times",)}


def test_no_file_of_the_box_holds_a_code_or_a_readable_answer(
    boxes: Boxes, answered: tuple[Box, tuple[str, ...]]
) -> None:
    box, codes = answered
    box.tables.close()

    written = b"".join(path.read_bytes() for path in sorted(boxes.folder.iterdir()))

    assert not [code for code in codes if code.encode() in written or reading.read(code).encode() in written]
    assert b"times" not in written.replace(json.dumps({"id": "times"})[1:-1].encode(), b"")


def test_no_answer_is_logged(boxes: Boxes, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    box, codes = opened(boxes, 1)

    box.count([handed(box, codes[0], times="7")], DAY)

    assert caplog.text == ""


def test_settings_know_one_day_for_all_and_no_time(boxes: Boxes, answered: tuple[Box, tuple[str, ...]]) -> None:
    settings = answered[0].tables.settings()

    assert settings == {"state": "open", "until": "", "reached": DAY.isoformat()}


def test_answers_of_one_length_look_alike(answered: tuple[Box, tuple[str, ...]]) -> None:
    box, _ = answered

    assert {len(sealed) for sealed in box.tables.every_answer()} == {12 + 128 + 16}
