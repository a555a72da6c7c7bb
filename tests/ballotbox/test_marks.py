"""Marks of used slips, a bit for each, stay right across parts, batches and connections."""

from pathlib import Path

from jishi.ballotbox.sqlite import SqliteTables


def digest(number: int) -> bytes:
    return number.to_bytes(16, "big")


def boxed(path: Path) -> SqliteTables:
    tables = SqliteTables(path / "box.sqlite3")
    tables.make()
    return tables


def used(tables: SqliteTables) -> set[int]:
    return {int.from_bytes(name, "big") for name, slip in tables.every_slip() if slip.used}


def test_slips_of_one_batch_over_several_parts_are_marked_one_by_one(tmp_path: Path) -> None:
    tables = boxed(tmp_path)
    with tables.turn():
        tables.add_slips([digest(number) for number in range(20_000)], "unit", "members", "asked")
    chosen = {0, 7, 8, 8_191, 8_192, 16_384, 19_999}

    with tables.turn():
        counted = tables.use([(digest(number), b"sealed") for number in chosen])

    assert counted == {digest(number) for number in chosen}
    assert used(tables.again()) == chosen
    assert (tables.issued()[0].slips, tables.issued()[0].used) == (20_000, len(chosen))


def test_a_second_batch_leaves_the_marks_of_the_first_as_they_were(tmp_path: Path) -> None:
    tables = boxed(tmp_path)
    with tables.turn():
        tables.add_slips([digest(number) for number in range(10)], "first", "members", "asked")
    with tables.turn():
        tables.use([(digest(9), b"sealed")])

    with tables.turn():
        tables.add_slips([digest(number) for number in range(10, 9_000)], "second", "public", "asked")
    with tables.turn():
        again = tables.use([(digest(9), b"sealed"), (digest(10), b"sealed"), (digest(8_999), b"sealed")])

    assert again == {digest(10), digest(8_999)}
    assert used(tables) == {9, 10, 8_999}
    assert [(each.unit, each.slips, each.used) for each in tables.issued()] == [
        ("first", 10, 1),
        ("second", 8_990, 2),
    ]


def test_a_turn_that_fails_leaves_no_mark(tmp_path: Path) -> None:
    tables = boxed(tmp_path)
    with tables.turn():
        tables.add_slips([digest(1)], "unit", "members", "asked")

    try:
        with tables.turn():
            tables.use([(digest(1), b"sealed")])
            raise OSError("the disk is full")
    except OSError:
        pass

    assert used(tables) == set()
    assert list(tables.every_answer()) == []


def test_slips_of_one_unit_made_in_many_batches_are_counted_together_and_alone(tmp_path: Path) -> None:
    tables = boxed(tmp_path)
    with tables.turn():
        for place in range(60):
            unit = "even" if place % 2 == 0 else "odd"
            names = [digest(place * 1_000 + number) for number in range(300)]
            tables.add_slips(names, unit, "members", "asked")
    with tables.turn():
        tables.use([(digest(place * 1_000 + 299), b"sealed") for place in range(59)])

    assert [(each.unit, each.slips, each.used) for each in tables.issued()] == [
        ("even", 9_000, 30),
        ("odd", 9_000, 29),
    ]
    assert tables.issued("odd") == [each for each in tables.issued() if each.unit == "odd"]
    assert tables.issued("nobody") == []
