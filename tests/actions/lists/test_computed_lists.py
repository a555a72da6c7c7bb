"""Lists that only go out: weak units and helpers, the table of coverage, doubles."""

from datetime import date

import pytest

from jishi.actions.dispatch.sending import Sending, send
from jishi.actions.exports.sheet import Style
from jishi.actions.imports.outcome import Asked
from jishi.actions.lists.frame import Leaving, bring, sheet
from jishi.actions.lists.registry import LISTINGS
from jishi.actions.posts.holding import By
from jishi.actions.results import latest
from jishi.actions.uploads import KINDS
from jishi.core.access import OPERATOR, Scope
from jishi.core.errors import Refusal
from jishi.store.access import scope_of
from jishi.store.models.org import Unit, Workplace
from jishi.store.models.people import Person
from jishi.store.queries import doubles
from tests.actions.people.people import TODAY, a_member, a_secretary
from tests.store.ground import a_tree
from tests.web.ground import a_world, pack

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def lines(kind: str, scope: Scope = OPERATOR, unit: Unit | None = None) -> list[list[str]]:
    leaving = Leaving(scope, pack(), unit=unit)
    text = sheet(LISTINGS[kind], leaving, Style("csv", "zh-Hans")).file("csv").decode("utf-8-sig")
    return [line.split(",") for line in text.splitlines()]


def test_weak_units_go_out_with_the_helpers_that_they_have() -> None:
    world = a_world()
    results = latest(OPERATOR)
    column = results.result.columns["proposal"]
    column.values[results.judged_rows] = 4
    column.valid[results.judged_rows] = True
    send(By(), Sending("first-secretary", "甲一", date(2012, 3, 1), unit=world.units["C11"]))

    heads, *rows = lines("weak")

    helped = {row[0]: row[3] for row in rows}
    assert heads[:4] == ["组织编码", "组织名称", "领域", "已有应派力量"]
    assert helped["C11"] == "是"
    assert {helped[code] for code in helped if code != "C11"} <= {"否"}
    assert rows[0][heads.index("第一书记")] == "是"


def test_the_table_of_coverage_goes_out_with_every_division_in_one_sheet() -> None:
    tree = a_tree()
    for code, domain, unit in (
        ("W1", "enterprise", tree["C11"]),
        ("W2", "enterprise", None),
        ("W3", "social", None),
    ):
        Workplace.objects.create(code=code, name=code, domain=domain, place=tree["C1"], unit=unit, full_members=5)

    _heads, *rows = lines("coverage")
    below = lines("coverage", unit=tree["C2"])

    assert rows[0][:7] == ["合计", "", "3", "1", "33.33%", "1", "33.33%"]
    domains = {row[1]: row[2:4] for row in rows if row[0] == "领域"}
    assert sorted(domains.values()) == [["1", "0"], ["2", "1"]]
    assert below[1:] == []


def test_doubles_are_found_by_name_inside_one_branch_where_nothing_else_is_known() -> None:
    tree = a_tree()
    one = a_member(tree["C11"], identity="", phone="")
    other = a_member(tree["C11"], identity="", phone="")
    a_member(tree["C12"], identity="", phone="")

    (pair,) = doubles.pairs(OPERATOR)

    assert (pair.why, pair.one, pair.other) == ("branch", one.person, other.person)
    assert lines("doubles")[1][0] == "同一支部姓名相同"


def test_two_of_one_name_with_different_birthdays_or_numbers_are_no_doubles() -> None:
    tree = a_tree()
    one = a_member(tree["C11"], identity="", phone="")
    other = a_member(tree["C11"], identity="", phone="")
    Person.objects.filter(pk=one.person_id).update(born_on=date(1950, 1, 1))
    Person.objects.filter(pk=other.person_id).update(born_on=date(1980, 1, 1))

    assert list(doubles.pairs(OPERATOR)) == []


def test_more_than_a_hundred_groups_are_all_found_in_as_many_queries_as_one(django_assert_max_num_queries) -> None:
    tree = a_tree()
    for number in range(130):
        for _twice in range(2):
            a_member(tree["C11"], f"某{number}", identity="", phone="")

    with django_assert_max_num_queries(4):
        found = doubles.groups(OPERATOR)
    with django_assert_max_num_queries(4):
        pairs = doubles.of_groups(OPERATOR, found[:60])

    assert (len(found), len(pairs)) == (130, 60)
    assert len(list(doubles.pairs(OPERATOR))) == 130


def test_doubles_outside_the_own_scope_are_nobodys_business() -> None:
    tree = a_tree()
    for code in ("C11", "C21"):
        a_member(tree[code], identity="")
    other = scope_of(a_secretary(tree["C2"]), TODAY)

    assert len(lines("doubles")) == 2
    assert len(lines("doubles", other)) == 1


def test_what_is_computed_does_not_come_in() -> None:
    a_tree()

    with pytest.raises(Refusal, match="it only goes out"):
        bring(LISTINGS["coverage"], Asked(b"x", "coverage.csv"), pack(), only_try=True)
    assert not {"coverage", "weak", "doubles"} & set(KINDS)
