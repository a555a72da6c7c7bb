"""The roll of members: who took part, one sealed value, seen by nobody and gone at the close."""

import gc
import logging
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.db import connection

from jishi.actions.consult import roll
from jishi.actions.consult.boxes import boxes
from jishi.actions.consult.closing import close
from jishi.actions.consult.ground import By
from jishi.actions.consult.opening import Electorate, box_of, open_consultation, slips
from jishi.actions.consult.own_words import opened
from jishi.actions.consult.roll import CrossedOff, cross_off, outstanding
from jishi.ballotbox import roll as sealing
from jishi.ballotbox.box import Box, Handed
from jishi.core.errors import Refusal
from jishi.store import clock, dump
from jishi.store.home import current
from jishi.store.models.consult import Asked, Consultation, Roll
from jishi.store.models.office import Event
from jishi.store.models.people import Member, Person
from jishi.store.models.words import OwnWords
from jishi.store.vault import keys
from tests.actions.consult.ground import as_
from tests.ballotbox.ground import boxes_of
from tests.web.ground import World, pack

pytestmark = pytest.mark.django_db

PEOPLE = 60


@pytest.fixture
def survey(world: World) -> Iterator[Consultation]:
    with boxes_of(current()):
        yield open_consultation(as_(world, "county"), world.round, pack(), "survey")


@pytest.fixture
def people(world: World) -> list[int]:
    """Members of C11, in the order in which they will come: the one that the world made is an applicant."""
    unit = world.units["C11"]
    made = [Person.objects.create(name=f"甲{number:02}", unit=unit) for number in range(PEOPLE)]
    for person in made:
        Member.objects.create(person=person, unit=unit, status="full", from_on=date(2010, 1, 1))
    return [person.pk for person in made]


def members(survey: Consultation, world: World) -> Electorate:
    return Electorate(survey, world.units["C11"], "members", pack())


def listed(*people: int, anew: bool = False) -> CrossedOff:
    return CrossedOff(people, clock.today(), anew)


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every table of the office's database with every column, those of the system included."""
    system = ", xmin::text, ctid::text" if connection.vendor == "postgresql" else ", rowid"
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(f'SELECT *{system} FROM "{table}"')
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def files(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file of the home with its size and the time of its last change; the database's own apart."""
    return {
        str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and path.name != str(current().database)
    }


def test_crossing_off_changes_one_sealed_value_and_nothing_else(
    world: World, survey: Consultation, people: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    cross_off(as_(world, "township"), members(survey, world), listed(*people[:10]))
    # What the opening left open is closed now, and not in between.
    gc.collect()
    before, kept, events = everything(), files(current().path), Event.objects.count()

    cross_off(as_(world, "township"), members(survey, world), listed(*people[10:20]))

    after = everything()
    assert [table for table in after if after[table] != before[table]] == ["store_roll"]
    assert (len(after["store_roll"]), Event.objects.count()) == (1, events)
    assert {name: size for name, size in files(current().path).items() if kept.get(name) != size} == {}
    assert not [line for line in caplog.messages if "甲" in line or any(f" {pk} " in line for pk in people)]


def test_the_roll_has_no_order_and_one_day_for_all(world: World, survey: Consultation, people: list[int]) -> None:
    by, asked = as_(world, "township"), members(survey, world)
    cross_off(by, asked, listed(*reversed(people[:9])))
    cross_off(by, asked, listed(*people[9:20]))
    row, key = Roll.objects.get(), box_of(survey).key

    found = sealing.unseal(key, f"asked:{row.asked_id}", bytes(row.sealed))

    again = sealing.seal(key, f"asked:{row.asked_id}", found.on, reversed(people[:20]))
    assert (row.count, found) == (20, sealing.Roll(clock.today(), frozenset(people[:20])))
    assert len(row.sealed) == len(again) == 12 + 512 + 16


def test_who_reads_everything_joins_the_roll_to_no_answer(
    world: World, survey: Consultation, people: list[int]
) -> None:
    # Everybody comes one after the other, takes the next slip and answers at once; the list is entered at the end.
    asked, box = members(survey, world), box_of(survey)
    codes = slips(as_(world, "township"), asked, PEOPLE)
    choices = ("satisfied", "mostly", "dissatisfied", "unknown")
    said = {person: choices[(number * 7 + number // 5) % 4] for number, person in enumerate(people)}
    for person, code in zip(people, codes, strict=True):
        box.count([Handed(box.digest(code), {"overall": said[person]})], clock.today())
    cross_off(as_(world, "township"), asked, listed(*people))
    box.tables.mix()

    row = Roll.objects.get()
    on_roll = sorted(sealing.unseal(box.key, f"asked:{row.asked_id}", bytes(row.sealed)).people)
    answers = [answer["given"]["overall"] for answer in box.answers()]
    # The reader holds both keys and tries every order of answers that a table or a file shows against the roll.
    orders = [answers, answers[::-1], sorted(answers)]
    hits = [sum(said[person] == given for person, given in zip(on_roll, order, strict=True)) for order in orders]

    assert sorted(answers) == sorted(said.values())
    # Chance alone gives a quarter: fifteen of sixty, give or take thirteen in all but one of ten thousand.
    assert all(2 <= hit <= 28 for hit in hits), hits
    shared = set(answers) & set(repr(everything()["store_roll"]).split())
    assert shared == set()


def test_who_kept_the_roll_joins_it_to_nothing_that_was_written(
    world: World, people: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    # Everybody comes one after the other and writes something of their own; the reader copies the roll in time.
    with boxes_of(current()):
        held = open_consultation(as_(world, "county"), world.round, pack(), "rectification")
        asked, box = Electorate(held, world.units["C11"], "members", pack()), box_of(held)
        codes = slips(as_(world, "township"), asked, PEOPLE)
        wrote = {person: f"愿望{number:02}" for number, person in enumerate(people)}
        for person, code in zip(people, codes, strict=True):
            box.count([Handed(box.digest(code), {"overall": "mostly", "opinion": wrote[person]})], clock.today())
        cross_off(as_(world, "township"), asked, listed(*people))
        row = Roll.objects.get()
        on_roll = sorted(sealing.unseal(box.key, f"asked:{row.asked_id}", bytes(row.sealed)).people)
        caplog.set_level(logging.DEBUG)

        close(as_(world, "county"), held, pack())

    vault, system = keys(), "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key FROM store_ownwords ORDER BY {system}")
        placed = [OwnWords.objects.get(key=row[0]) for row in cursor.fetchall()]
    texts = [opened(vault, each) for each in placed]
    # The reader holds all keys and tries every order that a table shows against the roll.
    orders = [texts, texts[::-1], [opened(vault, each) for each in OwnWords.objects.order_by("sealed")]]
    hits = [sum(wrote[person] == text for person, text in zip(on_roll, order, strict=True)) for order in orders]
    assert sorted(texts) == sorted(wrote.values())
    # Chance alone gives one of sixty; eight come in less than one of a hundred thousand.
    assert all(hit < 8 for hit in hits), hits
    assert not [line for line in caplog.messages if "愿望" in line]
    assert not [table for table, rows in everything().items() if any("愿望" in str(row) for row in rows)]


def test_no_column_of_the_system_joins_the_roll_to_an_answer(
    world: World, survey: Consultation, people: list[int]
) -> None:
    asked, box = members(survey, world), box_of(survey)
    codes = slips(as_(world, "township"), asked, PEOPLE)
    for code in codes[:20]:
        box.count([Handed(box.digest(code), {"overall": "mostly"})], clock.today())
    cross_off(as_(world, "township"), asked, listed(*people[:20]))
    box.tables.mix()

    roll_, answers = of_the_system(box)

    # One row of the roll; twenty answers that have nothing of the system, or all the same.
    assert (len(roll_), len(answers)) == (1, 20)
    assert len(set(answers)) == 1
    assert not roll_ & set(answers)


def of_the_system(box: Box) -> tuple[set[str], list[str]]:
    """Return what the database itself keeps of the roll's rows, and of each answer: its own marks of writing."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT xmin::text FROM store_roll")
            roll_ = {row[0] for row in cursor.fetchall()}
            with psycopg.connect(boxes().database) as other:
                return roll_, [
                    row[0] for row in other.execute(f"SELECT xmin::text FROM {box.tables.schema}.answer")
                ]
        cursor.execute("SELECT 'rowid ' || rowid FROM store_roll")
        roll_ = {row[0] for row in cursor.fetchall()}
    with sqlite3.connect(box.tables.path) as other:
        # Without a row id there is only the random key, in whose order the rows stand.
        with pytest.raises(sqlite3.OperationalError, match="no such column"):
            other.execute("SELECT rowid FROM answer")
        keys = [row[0] for row in other.execute("SELECT id FROM answer")]
        assert keys == sorted(keys)
    return roll_, ["" for _key in keys]


def test_after_the_close_the_roll_is_gone_and_what_a_log_kept_of_it_cannot_be_read(
    world: World, survey: Consultation, people: list[int]
) -> None:
    cross_off(as_(world, "township"), members(survey, world), listed(*people[:10]))
    row = Roll.objects.get()
    place, sealed = f"asked:{row.asked_id}", bytes(row.sealed)

    close(as_(world, "county"), survey, pack())

    assert (Roll.objects.count(), survey.box in boxes().rounds()) == (0, False)
    other = open_consultation(as_(world, "county"), world.round, pack(), "democratic-evaluation")
    with pytest.raises(ValueError, match="another key"):
        sealing.unseal(box_of(other).key, place, sealed)


def test_no_backup_holds_the_roll(world: World, survey: Consultation, people: list[int], tmp_path: Path) -> None:
    cross_off(as_(world, "township"), members(survey, world), listed(*people[:10]))

    dump.write_tables(tmp_path)

    assert (tmp_path / "store_asked.jsonl").exists()
    assert not (tmp_path / "store_roll.jsonl").exists()
    assert not (tmp_path / "store_papercount.jsonl").exists()
    assert not (tmp_path / "store_received.jsonl").exists()


def test_the_secretary_sees_who_is_outstanding_and_nobody_else_does(
    world: World, survey: Consultation, people: list[int]
) -> None:
    asked = members(survey, world)
    assert outstanding(as_(world, "secretary").scope, asked) is None
    cross_off(as_(world, "township"), asked, listed(*people[:58]))

    seen = {
        name: outstanding(as_(world, name).scope, asked) for name in ("secretary", "township", "county", "head")
    }

    assert seen == {"secretary": ["甲58", "甲59"], "township": None, "county": None, "head": None}
    assert outstanding(By().scope, asked) is None
    close(as_(world, "county"), survey, pack())
    assert outstanding(as_(world, "secretary").scope, asked) is None


def test_a_name_crossed_off_by_mistake_goes_with_a_list_that_replaces_the_first(
    world: World, survey: Consultation, people: list[int]
) -> None:
    by, asked = as_(world, "township"), members(survey, world)
    cross_off(by, asked, listed(*people[:10]))

    assert cross_off(by, asked, listed(*people[:8], anew=True)) == 8


def test_lists_that_would_tell_when_somebody_came_are_refused(
    world: World, survey: Consultation, people: list[int]
) -> None:
    by, asked = as_(world, "township"), members(survey, world)

    with pytest.raises(Refusal, match="would tell when somebody came"):
        cross_off(by, asked, listed(*people[:4]))
    # Four new names are as few when the others were entered before.
    cross_off(by, asked, listed(*people[:10]))
    with pytest.raises(Refusal, match="4 new names are too few"):
        cross_off(by, asked, listed(*people[:14]))
    with pytest.raises(Refusal, match="1 new names are too few"):
        cross_off(by, asked, listed(*people[1:11], anew=True))
    assert cross_off(by, asked, listed(*people[:10])) == 10
    assert cross_off(by, asked, listed(*people[10:15])) == 15
    # The last two of a branch come in with the whole of it.
    assert cross_off(by, asked, listed(*people[:58])) == 58
    assert cross_off(by, asked, listed(*people[58:])) == 60


def test_the_whole_of_a_small_branch_is_not_too_few(world: World, survey: Consultation, people: list[int]) -> None:
    by, asked = as_(world, "township"), members(survey, world)
    Member.objects.filter(unit=asked.unit, person__in=people[3:]).update(to_on=date(2011, 1, 1))
    assert cross_off(by, asked, listed(*people[:3])) == 3


def test_what_is_no_list_of_members_is_refused(world: World, survey: Consultation, people: list[int]) -> None:
    by, asked = as_(world, "township"), members(survey, world)
    elsewhere = world.members["C21"].person_id

    with pytest.raises(Refusal, match="no member of this unit"):
        cross_off(by, asked, listed(*people[:5], elsewhere))
    with pytest.raises(Refusal, match="before the opening"):
        cross_off(by, asked, CrossedOff(people, date(2011, 1, 1)))
    with pytest.raises(Refusal, match="names are kept of members only"):
        cross_off(by, Electorate(survey, asked.unit, "public", pack()), listed(*people))
    with pytest.raises(Refusal, match="never by the unit itself"):
        cross_off(as_(world, "secretary"), asked, listed(*people))
    close(as_(world, "county"), survey, pack())
    with pytest.raises(Refusal, match="closed"):
        cross_off(by, asked, listed(*people))
    assert not Asked.objects.filter(roll__isnull=False).exists()


def test_a_name_of_two_people_stands_on_the_list_twice_or_is_asked_about(world: World, people: list[int]) -> None:
    unit = world.units["C11"]
    twin = Person.objects.create(name="甲00", unit=unit)
    Member.objects.create(person=twin, unit=unit, status="probationary", from_on=date(2011, 1, 1))

    assert roll.named(unit, ["甲00", "甲00", "甲01"]) == {people[0], people[1], twin.pk}
    for names in (["甲00"], ["乙"]):
        with pytest.raises(Refusal, match="nobody here, or several people"):
            roll.named(unit, names)
