from datetime import date

import pytest

from jishi.core.access import OPERATOR
from jishi.core.errors import Refusal
from jishi.store import facts
from jishi.store.access import scope_of
from jishi.store.facts import Entry, Written
from jishi.store.models.assess import FactValue
from jishi.store.models.org import Unit
from jishi.store.queries import facts as asked
from tests.store.ground import a_round, a_tree, an_account

pytestmark = pytest.mark.django_db


def test_writing_twice_changes_nothing_the_second_time() -> None:
    unit, round_ = a_tree()["C11"], a_round()
    entries = [Entry(unit.pk, "members", "self", 12), Entry(unit.pk, "members", "register", 11)]

    first = facts.write(round_, entries)
    second = facts.write(round_, entries)

    assert (first, second) == (Written(added=2), Written(same=2))
    assert sorted(FactValue.objects.values_list("source", "value")) == [("register", 11), ("self", 12)]


def test_a_new_value_replaces_what_the_same_source_said_and_counts_its_version() -> None:
    unit, round_ = a_tree()["C11"], a_round()
    facts.write(round_, [Entry(unit.pk, "members", "self", 12)])

    done = facts.write(round_, [Entry(unit.pk, "members", "self", None, on=date(2012, 3, 1), sheet="s", row=7)])

    fact = FactValue.objects.get()
    assert done == Written(changed=1)
    assert (fact.value, fact.version, fact.sheet, fact.row) == (None, 2, "s", 7)
    assert bytes(fact.seal) == facts.seal_of(fact)


def test_a_changed_value_breaks_its_seal() -> None:
    unit, round_ = a_tree()["C11"], a_round()
    facts.write(round_, [Entry(unit.pk, "members", "self", 12)])

    FactValue.objects.update(value=13)

    fact = FactValue.objects.get()
    assert bytes(fact.seal) != facts.seal_of(fact)


def test_a_locked_round_takes_no_facts() -> None:
    unit, round_ = a_tree()["C11"], a_round()
    facts.write(round_, [Entry(unit.pk, "members", "self", 12)])
    facts.lock(round_)

    with pytest.raises(Refusal, match="locked"):
        facts.write(round_, [Entry(unit.pk, "members", "self", 13)])

    assert round_.facts_digest == facts.digest_of(round_)


def test_whole_numbers_of_64_bits_come_back_whole() -> None:
    unit, round_ = a_tree()["C11"], a_round()

    facts.write(round_, [Entry(unit.pk, "money", "self", 2**63 - 1), Entry(unit.pk, "less", "self", -(2**63))])

    assert sorted(FactValue.objects.values_list("value", flat=True)) == [-(2**63), 2**63 - 1]


def test_facts_of_a_unit_outside_are_not_there() -> None:
    tree, round_ = a_tree(), a_round()
    facts.write(round_, [Entry(tree[code].pk, "members", "self", 1) for code in ("C11", "C21")])
    clerk = scope_of(an_account("clerk", tree["C1"]), date(2012, 6, 1))

    assert [fact.unit for fact in asked.of_round(clerk, round_)] == [tree["C11"]]
    assert asked.of_round(OPERATOR, round_).count() == 2
    assert [fact.value for fact in asked.of_unit(clerk, tree["C11"], round_)] == [1]
    with pytest.raises(Unit.DoesNotExist):
        asked.of_unit(clerk, tree["C21"], round_)
