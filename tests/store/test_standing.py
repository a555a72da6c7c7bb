"""Today's tree as columns: it says what the paths say, and never outlives a change of them."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from jishi.core.access import OPERATOR, Holding, Scope
from jishi.store import placing
from jishi.store.models.org import Axis, Unit
from jishi.store.queries import units
from jishi.store.standing import answered, answering, mark_of, seen, standing
from tests.store.ground import a_tree

pytestmark = [pytest.mark.django_db, pytest.mark.store]
DAY = date(2012, 3, 1)


@pytest.fixture
def tree() -> dict[str, Unit]:
    made = a_tree()
    placing.rebuild(DAY)
    return made


def of_c1(tree: dict[str, Unit]) -> Scope:
    return Scope((Holding("clerk", Axis.MANAGEMENT, units.path_of(tree["C1"])),))


def codes(scope: Scope) -> set[str]:
    return set(Unit.objects.filter(pk__in=seen(scope).tolist()).values_list("code", flat=True))


def test_a_scope_sees_in_the_columns_what_it_sees_by_the_paths(tree: dict[str, Unit]) -> None:
    for scope in (OPERATOR, of_c1(tree), Scope()):
        assert codes(scope) == set(units.visible(scope).values_list("code", flat=True))
        assert units.count(scope) == units.visible(scope).count()


def test_how_many_stand_below_each_and_who_below_whom(tree: dict[str, Unit]) -> None:
    held = standing()

    assert held.below(tree["C"].pk) == len(tree) - 1
    assert held.below(tree["C11"].pk) == 0
    assert held.is_below(tree["C11"].pk, tree["C1"].pk)
    assert not held.is_below(tree["C1"].pk, tree["C11"].pk)
    assert held.below(0) == 0
    assert not held.is_below(tree["C11"].pk, 0)


def test_a_unit_that_moves_is_seen_at_its_new_place_at_once(tree: dict[str, Unit]) -> None:
    assert "C21" not in codes(of_c1(tree))

    placing.move(tree["C21"], tree["C1"], DAY)
    placing.shift(tree["C21"], tree["C1"])

    assert "C21" in codes(of_c1(tree))


def test_a_change_that_is_taken_back_brings_the_tree_of_before_back(tree: dict[str, Unit]) -> None:
    before = mark_of(Axis.MANAGEMENT)
    with transaction.atomic():
        placing.uproot(tree["C11"], Axis.MANAGEMENT)
        assert "C11" not in codes(of_c1(tree))
        transaction.set_rollback(True)

    assert mark_of(Axis.MANAGEMENT) == before
    assert "C11" in codes(of_c1(tree))


def test_the_tree_is_read_once_while_it_stands(tree: dict[str, Unit]) -> None:
    scope = of_c1(tree)
    standing()

    with CaptureQueriesContext(connection) as queries:
        seen(scope)

    assert len(queries) == 1


def test_an_axis_that_nobody_uses_does_not_make_a_page_read_every_unit(tree: dict[str, Unit]) -> None:
    assert standing(Axis.TERRITORY).nowhere is None
    assert codes(OPERATOR) == set(units.visible(OPERATOR).values_list("code", flat=True))
    assert units.visible(OPERATOR, Axis.TERRITORY).count() == 0


def of_all(tree: dict[str, Unit]) -> Scope:
    return Scope((Holding("clerk", Axis.MANAGEMENT, units.path_of(tree["C"])),))


def seen_by_condition(scope: Scope) -> set[str]:
    return set(Unit.objects.filter(units.inside(scope, field="pk")).values_list("code", flat=True))


def test_who_sees_the_whole_tree_is_asked_no_paths_and_sees_the_same(tree: dict[str, Unit]) -> None:
    with CaptureQueriesContext(connection) as queries:
        found = seen_by_condition(of_all(tree))

    assert found == set(tree)
    assert "path" not in queries[-1]["sql"].lower()
    assert seen_by_condition(of_c1(tree)) == codes(of_c1(tree))
    assert seen_by_condition(Scope()) == set()


def test_a_unit_that_stands_nowhere_is_not_seen_even_from_the_top(tree: dict[str, Unit]) -> None:
    standing()
    Unit.objects.create(code="X", name="某支部", kind="branch", level="branch")
    came_since = seen_by_condition(of_all(tree))
    placing.uproot(tree["C21"], Axis.MANAGEMENT)

    uprooted = seen_by_condition(of_all(tree))

    assert came_since == set(tree)
    assert uprooted == set(tree) - {"C21"}


def test_a_place_cuts_what_is_seen_to_what_stands_at_and_below_it(tree: dict[str, Unit]) -> None:
    def below(scope: Scope, place: str) -> set[str]:
        where = units.inside(scope, tree[place], "pk")
        return set(Unit.objects.filter(where).values_list("code", flat=True))

    assert below(of_all(tree), "C1") == codes(of_c1(tree))
    assert below(of_c1(tree), "C") == codes(of_c1(tree))
    assert below(of_c1(tree), "C2") == set()


def test_a_request_that_read_a_change_that_was_taken_back_sees_the_tree_of_before(tree: dict[str, Unit]) -> None:
    answering()
    try:
        before = codes(of_c1(tree))
        with transaction.atomic():
            placing.uproot(tree["C11"], Axis.MANAGEMENT)
            meanwhile = codes(of_c1(tree))
            transaction.set_rollback(True)
        after = codes(of_c1(tree))
    finally:
        answered()

    assert meanwhile == before - {"C11"}
    assert after == before


def test_a_request_that_changes_the_tree_before_it_reads_one_sees_what_stays(tree: dict[str, Unit]) -> None:
    answering()
    try:
        with transaction.atomic():
            placing.uproot(tree["C11"], Axis.MANAGEMENT)
            standing()
            transaction.set_rollback(True)
        after = codes(of_c1(tree))
    finally:
        answered()

    assert "C11" in after
