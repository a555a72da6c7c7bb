"""Exactly one managing body on every day, and lists of the units where it is not so."""

from datetime import date

import pytest
from django.db import connection

from jishi.core.access import OPERATOR
from jishi.store.access import scope_of
from jishi.store.models.org import Link, Unit, UnitPath
from jishi.store.placing import leave, rebuild
from jishi.store.queries import bodies
from tests.store.ground import a_tree, a_unit, an_account

pytestmark = pytest.mark.django_db
DAY = date(2012, 5, 1)
TOPS = ("committee",)


def codes(lack: bodies.Lack, scope=OPERATOR) -> list[str]:
    return [unit.code for unit in bodies.units_with(lack, scope, DAY, TOPS)]


@pytest.fixture
def tree() -> dict[str, Unit]:
    units = a_tree()
    Unit.objects.filter(code="C").update(kind="committee")
    return units


def test_a_tree_in_order_has_no_unit_on_any_list(tree) -> None:
    assert [codes(lack) for lack in bodies.LACKS] == [[], [], [], [], []]


def test_a_unit_that_stands_nowhere_or_on_top_without_being_a_top_has_no_managing_body(tree) -> None:
    leave(tree["C11"], date(2012, 4, 1))
    a_unit("LOST")
    Link.objects.create(unit=a_unit("ROOT"), from_on=date(2011, 1, 1))
    Unit.objects.filter(code="C12").update(dissolved_on=date(2012, 1, 1))

    assert codes("none") == ["C11", "LOST", "ROOT"]


def test_whoever_sees_the_last_superior_sees_the_unit_that_was_lost(tree) -> None:
    leave(tree["C11"], date(2012, 4, 1))
    rebuild(DAY)
    town, other = (scope_of(an_account(f"at-{code}", tree[code]), DAY) for code in ("C1", "C2"))

    assert codes("none", town) == ["C11"]
    assert codes("none", other) == []
    assert bodies.last_superiors([tree["C11"]]) == {tree["C11"].pk: tree["C1"]}


def test_a_superior_that_is_gone_manages_nothing(tree) -> None:
    Unit.objects.filter(code="C2").update(dissolved_on=date(2012, 4, 1))

    assert codes("inactive") == ["C21"]


def test_whoever_sees_where_the_body_stood_that_is_gone_sees_the_unit_below_it(tree) -> None:
    leave(tree["C2"], date(2012, 4, 1))
    Unit.objects.filter(code="C2").update(dissolved_on=date(2012, 4, 1))
    rebuild(DAY)
    UnitPath.objects.filter(unit=tree["C21"]).delete()
    county, town = (scope_of(an_account(f"at-{code}", tree[code]), DAY) for code in ("C", "C1"))

    assert codes("inactive", county) == ["C21"]
    assert bodies.lost(county, "C21") == tree["C21"]
    assert codes("inactive", town) == []


def test_two_superiors_are_found_even_where_the_guard_was_removed(tree) -> None:
    table = " ON store_link" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER link_overlap_insert{table}")
    Link.objects.create(unit=tree["C11"], parent=tree["C2"], from_on=date(2011, 1, 1), to_on=date(2013, 1, 1))

    assert codes("several") == ["C11"]


def test_days_without_a_managing_body_in_the_past_are_found(tree) -> None:
    Link.objects.filter(unit=tree["C11"]).update(to_on=date(2011, 6, 1))
    Link.objects.create(unit=tree["C11"], parent=tree["C1"], from_on=date(2011, 7, 1))
    Link.objects.filter(unit=tree["C12"]).update(to_on=date(2011, 6, 1))
    Link.objects.create(unit=tree["C12"], parent=tree["C2"], from_on=date(2011, 6, 1))

    assert codes("gap") == ["C11"]
