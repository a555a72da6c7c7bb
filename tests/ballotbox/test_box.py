"""The box of a round, on SQLite and on PostgreSQL."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest

from jishi.ballotbox.boxes import Boxes, address_of
from jishi.ballotbox.tally import Tallies
from jishi.core.errors import Refusal
from jishi.store.home import Home
from tests.ballotbox.ground import DAY, boxes_of, count, files, handed, opened, questionnaire

pytestmark = pytest.mark.store


@pytest.fixture
def boxes(home: Home) -> Iterator[Boxes]:
    with boxes_of(home) as found:
        yield found


def chosen(tallies: Tallies) -> dict[tuple[str, str], int]:
    """Return how often each answer was given, of the first group."""
    counts = tallies.groups[0].tally.counts
    return {(question, choice): count for question, of in counts.items() for choice, count in of.items() if count}


def test_a_code_counts_once(boxes: Boxes) -> None:
    box, codes = opened(boxes, 1)

    assert count(box, codes[0], overall="satisfied") == "counted"
    assert count(box, codes[0], overall="dissatisfied") == "used"

    box.close()
    assert chosen(box.tally()) == {("overall", "satisfied"): 1}


def test_of_two_uses_in_one_group_the_first_counts(boxes: Boxes) -> None:
    box, codes = opened(boxes, 1)

    both = [handed(box, codes[0], overall="satisfied"), handed(box, codes[0], overall="dissatisfied")]

    assert [outcome.what for outcome in box.count(both, DAY)] == ["counted", "used"]


def test_of_many_uses_at_the_same_moment_exactly_one_counts(boxes: Boxes) -> None:
    box, codes = opened(boxes, 20)
    ready, told = threading.Barrier(6), []

    def use() -> None:
        own = box.again()
        own.issued()
        ready.wait()
        told.extend(outcome.what for code in codes for outcome in own.count([handed(own, code)], DAY))
        own.tables.close()

    threads = [threading.Thread(target=use) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert told.count("counted") == 20
    assert told.count("used") == 100
    assert sum(1 for _ in box.answers()) == 20


def test_a_blank_slip_is_counted_as_blank(boxes: Boxes) -> None:
    box, codes = opened(boxes, 2)

    assert count(box, codes[0]) == "counted"

    box.close()
    (group,) = box.tally().groups
    assert (group.issued, group.tally.slips, group.tally.blank) == (2, 1, 1)


def test_a_faulty_answer_leaves_its_code_unused(boxes: Boxes) -> None:
    box, codes = opened(boxes, 1)

    (outcome,) = box.count([handed(box, codes[0], times="20001", why=["venue"], nothing="x")], DAY)

    assert outcome.what == "faulty"
    assert sorted(fault.where for fault in outcome.faults) == ["satisfaction", "times", "why"]
    assert count(box, codes[0], overall="dissatisfied", why=["venue"]) == "counted"


def test_choices_numbers_and_texts_are_tallied(boxes: Boxes) -> None:
    box, codes = opened(boxes, 4)
    count(box, codes[0], overall="dissatisfied", why=["funds", "venue"], times="3", share="12.5")
    count(box, codes[1], overall="dissatisfied", why=["venue"], times="not-applicable", wish="一间活动室")
    count(box, codes[2], overall="satisfied", times="3", wish="Books")
    box.close()

    tally = box.tally()

    assert chosen(tally) == {
        ("overall", "satisfied"): 1,
        ("overall", "dissatisfied"): 2,
        ("why", "venue"): 2,
        ("why", "funds"): 1,
    }
    assert tally.groups[0].written == {"times": (3, 3), "share": (1250,), "wish": ("Books", "一间活动室")}


def test_a_unit_that_nobody_answered_is_in_the_tally(boxes: Boxes) -> None:
    box, _ = opened(boxes, 3)
    box.add_slips("12", "members", "satisfaction", 2)
    box.close()

    groups = {group.unit: (group.issued, group.tally.slips) for group in box.tally().groups}

    assert groups == {"11": (3, 0), "12": (2, 0)}


def test_nothing_is_counted_before_the_opening_after_the_close_or_after_the_last_day(boxes: Boxes) -> None:
    box = boxes.create("first", [questionnaire()])
    code, *_ = box.add_slips("11", "members", "satisfaction", 1)

    assert count(box, code) == "early"
    box.open(DAY, until=DAY + timedelta(days=2))
    assert count(box, code, DAY + timedelta(days=3)) == "closed"
    box.open(DAY)
    box.close()
    assert count(box, code) == "closed"
    assert box.issued()[0].used == 0


def test_a_clock_that_was_set_back_is_noticed_and_opens_nothing_again(boxes: Boxes) -> None:
    box, codes = opened(boxes, 3)
    assert count(box, codes[0], DAY + timedelta(days=10)) == "counted"

    assert count(box, codes[1], DAY + timedelta(days=9)) == "counted"
    assert count(box, codes[2], DAY + timedelta(days=8)) == "clock"
    assert box.issued()[0].used == 2


def test_a_code_of_another_round_is_not_known(boxes: Boxes) -> None:
    first, _ = opened(boxes, 1)
    _, others = opened(boxes, 1, "second")

    assert count(first, others[0]) == "foreign"


def test_a_closed_round_is_never_opened_again_and_takes_no_slips(boxes: Boxes) -> None:
    box, _ = opened(boxes, 1)
    box.close()

    for asked in (lambda: box.open(DAY), box.close, lambda: box.add_slips("11", "members", "satisfaction", 1)):
        with pytest.raises(Refusal, match="never opened again"):
            asked()


def test_nobody_watches_a_tally_grow(boxes: Boxes) -> None:
    box, _ = opened(boxes, 1)

    with pytest.raises(Refusal, match="not closed yet"):
        box.tally()
    with pytest.raises(Refusal, match="not closed yet"):
        boxes.destroy("first")


def schemas(boxes: Boxes) -> set[str]:
    """Return the boxes of the database, of whatever home; none where a box is a file."""
    if not boxes.database:
        return set()
    with psycopg.connect(boxes.database) as connection:
        found = connection.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'ballots%'").fetchall()
    return {name for (name,) in found}


def test_what_is_destroyed_leaves_no_file_no_schema_and_no_key(boxes: Boxes) -> None:
    before = schemas(boxes)
    box, codes = opened(boxes, 1)
    count(box, codes[0])
    box.close()
    box.tables.close()

    boxes.destroy("first")

    assert boxes.rounds() == ()
    assert files(boxes.folder) == []
    assert schemas(boxes) == before
    with pytest.raises(Refusal, match="no box"):
        boxes.box("first")


def test_a_round_has_one_box_and_a_name_that_leads_nowhere_else(boxes: Boxes) -> None:
    boxes.create("first", [questionnaire()]).tables.close()

    with pytest.raises(Refusal, match="has a box already"):
        boxes.create("first", [questionnaire()])
    with pytest.raises(Refusal, match="no name of a round"):
        boxes.create("../first", [questionnaire()])
    with pytest.raises(Refusal, match="no box"):
        boxes.box("../secrets")


def test_fresh_codes_are_all_different_and_read_however_they_are_typed(boxes: Boxes) -> None:
    box, codes = opened(boxes, 500)

    assert len(set(codes)) == 500
    assert box.digest(codes[0].lower().replace("-", " ").replace("0", "o")) == box.digest(codes[0])


def test_slips_of_an_unknown_questionnaire_or_without_number_are_refused(boxes: Boxes) -> None:
    box = boxes.create("first", [questionnaire()])

    with pytest.raises(Refusal, match='no questionnaire "survey"'):
        box.add_slips("11", "members", "survey", 1)
    with pytest.raises(Refusal, match="0 slips cannot"):
        box.add_slips("11", "members", "satisfaction", 0)


def test_the_address_of_slips_is_set_before_they_are_printed(boxes: Boxes) -> None:
    with pytest.raises(Refusal, match="jishi intake address"):
        address_of(boxes, "X")
    with pytest.raises(Refusal, match="no address"):
        boxes.set_address("javascript:alert(1)")

    boxes.set_address("https://ask.example.org/")

    assert address_of(boxes, "AV10-6YC0-GVGW-ENDN5") == "https://ask.example.org/s/AV10-6YC0-GVGW-ENDN5"


def test_a_backup_leaves_the_boxes_out(boxes: Boxes, home: Home) -> None:
    import tarfile

    from jishi.actions.backups import backup

    opened(boxes, 1)[0].tables.close()
    (home.path / "evidence" / "kept").write_bytes(b"x")

    backup(home.path / "whole.tar.gz")

    with tarfile.open(home.path / "whole.tar.gz") as tar:
        names = tar.getnames()
    assert "files/evidence/kept" in names
    assert [name for name in names if "ballots" in name or "first" in name] == []


def test_a_box_of_another_version_is_refused_and_left_as_it_is(boxes: Boxes) -> None:
    opened(boxes, 1)
    file = next(boxes.folder.glob("*.key"))
    ours = file.read_text()
    theirs = ours.replace('"format": 3', '"format": 2')
    file.write_text(theirs)

    with pytest.raises(Refusal, match="another version"):
        boxes.box(file.stem)

    assert file.read_text() == theirs
    file.write_text(ours)
