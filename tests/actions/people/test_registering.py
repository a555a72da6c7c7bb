"""Persons are entered with the least, sealed, found by their number, and read only for a purpose."""

from datetime import date

import pytest

from jishi.actions.people.own_record import own_record
from jishi.actions.people.reading import Purpose, readings, reveal
from jishi.actions.people.registering import Newcomer, correct, enter
from jishi.core.errors import Refusal
from jishi.store import persons
from jishi.store.models.office import Event, EventDetail
from jishi.store.models.org import Unit
from jishi.store.models.people import Member, Person
from jishi.store.queries import members
from jishi.store.vault import Unreadable, keys
from tests.actions.people.people import FULL, PHONE, a_member, a_secretary, by
from tests.core.people.numbers import a_number, a_wrong_number

pytestmark = pytest.mark.django_db
Tree = dict[str, Unit]


def test_numbers_are_sealed_at_rest_and_masked_to_read(tree: Tree) -> None:
    member = a_member(tree["C11"])

    person = Person.objects.get(pk=member.person_id)
    assert a_number().encode() not in bytes(person.identity)
    assert PHONE.encode() not in bytes(person.phone)
    assert persons.masked(keys(), person, "identity") == "•" * 14 + a_number()[-4:]
    assert (person.born_on, person.sex) == (date(1956, 7, 1), "female")


def test_a_sealed_number_moved_to_another_row_does_not_open(tree: Tree) -> None:
    one, other = a_member(tree["C11"]).person, a_member(tree["C11"], "乙二", "004").person
    Person.objects.filter(pk=other.pk).update(identity=bytes(one.identity), identity_index=None)

    with pytest.raises(Unreadable):
        persons.opened(keys(), Person.objects.get(pk=other.pk), "identity")


def test_a_person_is_found_by_the_whole_number_in_either_form(tree: Tree) -> None:
    member = a_member(tree["C11"])
    long = a_number()
    old = long[:6] + long[8:17]

    for typed in (long.lower(), old):
        index = persons.index_of(keys(), "identity", typed)
        assert list(members.numbered(members.listed(by().scope), index)) == [member]


def test_a_member_in_two_branches_is_refused_and_told_where_only_to_whom_it_concerns(tree: Tree) -> None:
    a_member(tree["C11"])
    again = Newcomer("甲一", "full", FULL, identity=a_number())
    county = a_secretary(tree["C"])
    other_town = a_secretary(tree["C2"])

    with pytest.raises(Refusal, match="is in 石桥村党支部 already"):
        enter(by(county), tree["C21"], again)
    with pytest.raises(Refusal, match="is in another branch already"):
        enter(by(other_town), tree["C21"], again)


def test_a_wrong_number_is_refused_without_being_repeated(tree: Tree) -> None:
    wrong = a_wrong_number()

    with pytest.raises(Refusal) as refusal:
        enter(by(), tree["C11"], Newcomer("甲一", "full", FULL, identity=wrong))

    assert "check digit" in str(refusal.value)
    assert wrong not in str(refusal.value)
    assert Person.objects.count() == 0


def test_only_who_keeps_the_branch_enters_members(tree: Tree) -> None:
    reader = a_secretary(tree["C12"])

    with pytest.raises(Refusal, match="does not keep the records"):
        enter(by(reader), tree["C11"], Newcomer("甲一"))


def test_the_same_request_twice_enters_one_member(tree: Tree) -> None:
    asked = by()
    key = type(asked)(asked.actor, asked.scope, "k1")

    first = enter(key, tree["C11"], Newcomer("甲一"))
    again = enter(key, tree["C11"], Newcomer("甲一"))

    assert first == again
    assert Member.objects.count() == 1


def test_every_full_view_is_an_event_with_a_purpose_that_the_person_can_read(tree: Tree) -> None:
    person = a_member(tree["C11"]).person
    clerk = a_secretary(tree["C1"], "clerk")

    shown = reveal(by(clerk), person, Purpose("letter", "开介绍信"), ["identity"])

    assert shown == {"identity": a_number()}
    event = Event.objects.get(name="person.read")
    assert (event.subject, event.actor) == (f"person:{person.pk}", clerk.pk)
    (reading,) = own_record(by(clerk).scope, person.pk).readings
    assert (reading.by, reading.purpose, reading.words, list(reading.what)) == (
        "clerk",
        "letter",
        "开介绍信",
        ["identity"],
    )


def test_without_a_purpose_nothing_is_shown(tree: Tree) -> None:
    person = a_member(tree["C11"]).person

    for purpose in (Purpose(""), Purpose("curious"), Purpose("other", "看看")):
        with pytest.raises(Refusal, match="No purpose"):
            reveal(by(), person, purpose)
    assert readings(person) == []


def test_no_event_holds_a_number_in_the_clear(tree: Tree) -> None:
    member = a_member(tree["C11"])
    correct(by(), member.person, member.person.version, {"identity": a_number(order="006")})

    said = " ".join(str(detail.details) for detail in EventDetail.objects.all())
    assert a_number() not in said
    assert PHONE not in said


def test_a_record_is_corrected_and_the_second_of_two_is_told(tree: Tree) -> None:
    person = a_member(tree["C11"]).person
    seen = person.version

    correct(by(), person, seen, {"name": "甲益", "education": "高中"})

    with pytest.raises(Refusal, match="changed by someone else"):
        correct(by(), person, seen, {"name": "甲易"})
    assert list(members.named(members.listed(by().scope), "jy")) == [Member.objects.get()]


def test_another_persons_number_is_not_taken(tree: Tree) -> None:
    a_member(tree["C11"])
    other = a_member(tree["C11"], "乙二", "004").person

    with pytest.raises(Refusal, match="Another record has this identity number"):
        correct(by(), other, other.version, {"identity": a_number()})


def test_members_are_seen_inside_the_scope_by_who_reads_personal_fields(tree: Tree) -> None:
    member = a_member(tree["C11"])
    town, other, low = a_secretary(tree["C1"]), a_secretary(tree["C2"]), a_secretary(tree["C"], "low", 1)

    assert list(members.listed(by(town).scope)) == [member]
    for account in (other, low):
        assert list(members.listed(by(account).scope)) == []
        with pytest.raises(Person.DoesNotExist):
            members.person(by(account).scope, member.person_id)
        with pytest.raises(Member.DoesNotExist):
            members.one(by(account).scope, member.pk)
