from datetime import date

import pytest

from jishi.store.access import scope_of
from jishi.store.models.org import Unit
from jishi.store.models.people import Person
from jishi.store.models.posts import Dispatch, Pairing, Post, Tenure
from jishi.store.queries.chain import chain
from tests.store.ground import a_tree, an_account

pytestmark = pytest.mark.django_db
DAY = date(2012, 5, 1)


def held(unit: Unit, name: str) -> Post:
    post = Post.objects.create(unit=unit, kind="secretary", first_responsible=True)
    Tenure.objects.create(post=post, person=Person.objects.create(name=name), from_on=date(2011, 1, 1))
    return post


def test_the_chain_tells_who_answers_at_each_step_and_who_helps(django_assert_max_num_queries) -> None:
    tree = a_tree()
    top, branch = held(tree["C"], "甲一"), held(tree["C11"], "丙三")
    Pairing.objects.create(leader=top, paired=branch, from_on=date(2012, 1, 1))
    first = Person.objects.create(name="丁四")
    Dispatch.objects.create(kind="first-secretary", person=first, unit=tree["C11"], from_on=date(2012, 1, 1))
    scope = scope_of(an_account("town", tree["C1"]), DAY)

    with django_assert_max_num_queries(10):
        steps = chain(scope, tree["C11"], DAY)

    assert [step.unit.code for step in steps] == ["C", "C1", "C11"]
    assert [[holder.name for holder in step.first] for step in steps] == [["甲一"], [], ["丙三"]]
    assert [holder.work for holder in steps[2].helpers] == ["first-secretary"]
    assert [holder.name for holder in steps[2].paired] == ["甲一"]


def test_the_chain_of_a_unit_outside_does_not_exist() -> None:
    tree = a_tree()

    with pytest.raises(Unit.DoesNotExist):
        chain(scope_of(an_account("town", tree["C1"]), DAY), tree["C21"], DAY)
