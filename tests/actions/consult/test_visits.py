"""Visits, minutes and opinions become records and facts; never by the hand of those they are about."""

from dataclasses import replace
from datetime import date

import pytest

from jishi.actions.consult.ground import hears
from jishi.actions.consult.minutes import Comment, Meeting, comment, keep_minutes
from jishi.actions.consult.visits import AnotherVisit, Seen, keep
from jishi.core.errors import Refusal
from jishi.store.models.assess import FactValue
from jishi.store.models.consult import Minutes, Opinion, Visit
from jishi.store.models.office import Event
from jishi.store.models.org import Unit
from jishi.store.queries import visits
from tests.actions.consult.ground import as_
from tests.web.ground import World, pack

pytestmark = pytest.mark.django_db

SEEN = Seen(
    on=date(2012, 3, 5),
    visitors="甲一、乙二",
    talk="谈了班子分工",
    life="参加主题党日",
    faces=6,
    heard="希望修好村口的路",
    answers={"topics-and-duties": ""},
    key="phone-1",
)


def fact(world: World, code: str, unit: str = "C11") -> int | None:
    row = FactValue.objects.filter(unit=world.units[unit], fact__code=code).first()
    return row.value if row else None


def a_window(world: World) -> Unit:
    """A unit whose standard asks its visitors something."""
    unit = world.units["C11"]
    unit.domain = "window"
    unit.save()
    return unit


def test_a_visit_is_a_record_and_says_that_its_channel_was_used(world: World) -> None:
    done = keep(as_(world, "township"), world.units["C11"], world.round, pack(), SEEN)

    assert (done.created, done.missing) == (True, ())
    assert fact(world, "channel-visit") == 1
    assert Event.objects.filter(name="visit.keep").count() == 1


def test_what_was_seen_becomes_facts_of_the_source_visit(world: World) -> None:
    window = a_window(world)
    keep(as_(world, "township"), window, world.round, pack(), replace(SEEN, answers={"counters-empty": "２"}))

    row = FactValue.objects.get(unit=window, fact__code="counters-empty")

    assert (row.source, row.value) == ("visit", 2)


def test_the_same_record_is_kept_once_however_often_it_arrives(world: World) -> None:
    first = keep(as_(world, "township"), world.units["C11"], world.round, pack(), SEEN)
    again = keep(as_(world, "county"), world.units["C11"], world.round, pack(), SEEN)

    assert (again.created, again.visit.pk) == (False, first.visit.pk)
    assert Visit.objects.count() == 1


def test_another_content_under_the_same_key_is_refused_and_changes_nothing(world: World) -> None:
    keep(as_(world, "township"), world.units["C11"], world.round, pack(), SEEN)

    with pytest.raises(AnotherVisit, match="kept before, with another content"):
        keep(as_(world, "township"), world.units["C11"], world.round, pack(), replace(SEEN, heard="另一件事"))

    assert Visit.objects.get().heard == "希望修好村口的路"


def test_those_who_are_assessed_write_down_nothing_that_others_say_of_them(world: World) -> None:
    secretary = as_(world, "secretary")

    with pytest.raises(Refusal, match="never by the unit itself"):
        keep(secretary, world.units["C11"], world.round, pack(), SEEN)

    assert not hears(secretary.scope, world.units["C11"])
    assert not Visit.objects.exists()


def test_a_visit_with_an_impossible_answer_keeps_nothing(world: World) -> None:
    wrong = replace(SEEN, answers={"counters-empty": "many"})

    with pytest.raises(Refusal, match="many"):
        keep(as_(world, "township"), a_window(world), world.round, pack(), wrong)

    assert (Visit.objects.count(), fact(world, "channel-visit")) == (0, None)


def test_the_list_says_who_is_still_to_be_visited(world: World) -> None:
    township = as_(world, "township")
    keep(township, world.units["C11"], world.round, pack(), SEEN)

    rows = {unit.code: unit.visited for unit in visits.to_visit(township.scope, world.round)}

    assert rows == {"C11": date(2012, 3, 5), "C12": None}


def test_who_stands_for_a_unit_reads_nowhere_what_others_told_about_it(world: World) -> None:
    by = as_(world, "township")
    keep(by, world.units["C11"], world.round, pack(), SEEN)
    keep_minutes(by, world.units["C11"], world.round, pack(), Meeting(date(2012, 3, 6), "甲一", 12, 8, "多开会"))
    secretary = as_(world, "secretary").scope

    found = (visits.visits(secretary, world.round), visits.minutes(secretary, world.round))
    above = (visits.visits(by.scope, world.round), visits.minutes(by.scope, world.round))

    assert [rows.count() for rows in found] == [0, 0]
    assert [rows.count() for rows in above] == [1, 1]


def test_minutes_are_counts_and_words_and_say_that_their_channel_was_used(world: World) -> None:
    meeting = Meeting(date(2012, 3, 6), "甲一", 12, 8, "大家希望多开会")
    by = replace(as_(world, "township"), key="m1")

    kept = keep_minutes(by, world.units["C11"], world.round, pack(), meeting)
    again = keep_minutes(by, world.units["C11"], world.round, pack(), meeting)

    assert (kept.pk, Minutes.objects.count()) == (again.pk, 1)
    assert (kept.members, kept.public, fact(world, "channel-meeting")) == (12, 8, 1)


def test_an_opinion_is_given_once_and_the_second_of_two_hands_is_told(world: World) -> None:
    said = Comment(date(2012, 3, 7), "班子团结", {"leaders-unity": ""})
    by = as_(world, "township")
    comment(by, world.units["C11"], world.round, pack(), said)

    with pytest.raises(Refusal, match="changed by someone else"):
        comment(by, world.units["C11"], world.round, pack(), replace(said, version=7, words="班子不团结"))
    comment(by, world.units["C11"], world.round, pack(), replace(said, version=1, words="班子较团结"))

    assert (Opinion.objects.get().words, fact(world, "channel-superior")) == ("班子较团结", 1)


def test_an_opinion_without_words_is_refused(world: World) -> None:
    with pytest.raises(Refusal, match="without reasons helps nobody"):
        comment(as_(world, "township"), world.units["C11"], world.round, pack(), Comment(date(2012, 3, 7), " ", {}))
