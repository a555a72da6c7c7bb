"""Two records of one person become one; two persons never do."""

from datetime import date

import pytest

from jishi.actions.people.caring import care_for
from jishi.actions.people.merging import merge
from jishi.actions.people.stages import leave
from jishi.core.errors import Refusal
from jishi.store import persons
from jishi.store.models.org import Unit
from jishi.store.models.people import Member, Person
from jishi.store.models.posts import Post, Tenure
from jishi.store.queries import doubles
from jishi.store.vault import keys
from tests.actions.people.people import PHONE, a_member, by
from tests.core.people.numbers import a_number

pytestmark = pytest.mark.django_db
Tree = dict[str, Unit]


def test_records_with_one_telephone_or_one_name_and_birthday_are_shown_as_doubles(tree: Tree) -> None:
    one = a_member(tree["C11"], identity="").person
    two = a_member(tree["C11"], "甲一", identity="", phone="").person
    three = a_member(tree["C12"], "乙二", identity="").person
    Person.objects.filter(pk__in=[one.pk, two.pk]).update(born_on=date(1956, 7, 1))

    pairs = {(pair.one.pk, pair.other.pk) for pair in doubles.pairs(by().scope)}

    assert pairs == {(one.pk, three.pk), (one.pk, two.pk)}


def test_two_different_identity_numbers_are_two_persons(tree: Tree) -> None:
    one, two = a_member(tree["C11"]).person, a_member(tree["C11"], order="004").person

    assert list(doubles.pairs(by().scope)) == []
    with pytest.raises(Refusal, match="two persons"):
        merge(by(), one, one.version, two)


def test_the_kept_record_takes_over_what_the_copy_held(tree: Tree) -> None:
    kept = a_member(tree["C11"], identity="", phone="", dates={}, status="activist")
    copy = a_member(tree["C11"], "甲一", dates={"applied_on": date(2010, 1, 1)}, status="activist")
    care = care_for(by(), copy, "old")
    post = Post.objects.create(unit=tree["C11"], kind="secretary")
    Tenure.objects.create(post=post, person=copy.person, from_on=date(2011, 1, 1))

    merge(by(), kept.person, kept.person.version, copy.person)

    kept.refresh_from_db()
    care.refresh_from_db()
    assert Member.objects.get() == kept
    assert kept.applied_on == date(2010, 1, 1)
    assert care.member == kept
    assert Tenure.objects.get().person == kept.person
    assert persons.opened(keys(), kept.person, "identity") == a_number()
    assert persons.opened(keys(), kept.person, "phone") == PHONE
    assert Person.objects.get(pk=copy.person_id).merged_into == kept.person
    assert Person.objects.get(pk=copy.person_id).identity is None


def test_records_in_two_branches_are_not_merged_before_one_is_left(tree: Tree) -> None:
    kept, copy = a_member(tree["C11"], identity=""), a_member(tree["C12"])

    with pytest.raises(Refusal, match="are in 石桥村党支部 and in 长安社区党支部"):
        merge(by(), kept.person, kept.person.version, copy.person)
    leave(by(on=date(2011, 1, 1)), copy, copy.version, "lapsed")
    Member.objects.filter(pk=kept.pk).update(from_on=date(2011, 1, 2))
    merge(by(), kept.person, kept.person.version, copy.person)

    assert kept.person.memberships.count() == 2


def test_what_both_hold_at_the_same_time_stops_the_merge_and_changes_nothing(tree: Tree) -> None:
    kept, copy = a_member(tree["C11"], identity=""), a_member(tree["C12"])
    leave(by(on=date(2011, 6, 1)), copy, copy.version, "lapsed")

    with pytest.raises(Refusal, match="same thing at the same time"):
        merge(by(), kept.person, kept.person.version, copy.person)

    copy.refresh_from_db()
    assert copy.person_id != kept.person_id


def test_a_record_is_merged_once(tree: Tree) -> None:
    kept, copy = a_member(tree["C11"], identity=""), a_member(tree["C11"])
    merge(by(), kept.person, kept.person.version, copy.person)

    with pytest.raises(Refusal, match="merged already"):
        merge(by(), kept.person, kept.person.version, Person.objects.get(pk=copy.person_id))
