from datetime import date

import pytest

from jishi.core.access import NOBODY, OPERATOR
from jishi.store.access import scope_of
from jishi.store.models.office import Grant
from jishi.store.models.org import Unit
from jishi.store.queries import units
from tests.store.ground import a_tree, an_account

pytestmark = pytest.mark.django_db
TODAY = date(2012, 6, 1)


def test_a_grant_shows_the_unit_and_all_below_it_and_nothing_else() -> None:
    tree = a_tree()

    scope = scope_of(an_account("clerk", tree["C1"]), TODAY)

    assert [unit.code for unit in units.visible(scope)] == ["C1", "C11", "C12"]
    assert units.one(scope, tree["C11"].pk) == tree["C11"]
    with pytest.raises(Unit.DoesNotExist):
        units.one(scope, tree["C"].pk)
    with pytest.raises(Unit.DoesNotExist):
        units.coded(scope, "C21")


def test_without_a_grant_nothing_is_seen() -> None:
    tree = a_tree()

    scope = scope_of(an_account("stranger"), TODAY)

    assert scope == NOBODY
    assert not units.visible(scope).exists()
    assert not units.search(scope, "C").exists()
    with pytest.raises(Unit.DoesNotExist):
        units.one(scope, tree["C11"].pk)


@pytest.mark.parametrize("change", ["ended", "not yet begun", "account closed"])
def test_a_grant_that_is_not_in_force_shows_nothing(change: str) -> None:
    account = an_account("clerk", a_tree()["C1"])
    if change == "ended":
        Grant.objects.update(to_on=TODAY)
    elif change == "not yet begun":
        Grant.objects.update(from_on=date(2012, 6, 2))
    else:
        account.is_active = False

    scope = scope_of(account, TODAY)

    assert scope.holdings == ()


def test_duties_and_field_classes_hold_only_inside_their_own_grant() -> None:
    tree = a_tree()
    account = an_account("clerk", tree["C1"], duties="enter import", field_class=2)
    Grant.objects.create(account=account, role="reader", unit=tree["C2"], from_on=date(2010, 1, 1))

    scope = scope_of(account, TODAY)
    own, other = units.path_of(tree["C11"]), units.path_of(tree["C21"])

    assert scope.may("enter", "management", own)
    assert not scope.may("enter", "management", other)
    assert not scope.may("grant", "management", own)
    assert (scope.reads("management", own), scope.reads("management", other)) == (2, 1)
    assert scope.reads("management", units.path_of(tree["C"])) == -1
    assert scope.has("import")
    assert not scope.has("office")


def test_overlapping_grants_show_every_unit_once() -> None:
    tree = a_tree()
    account = an_account("clerk", tree["C"])
    Grant.objects.create(account=account, role="reader", unit=tree["C1"], from_on=date(2010, 1, 1))

    scope = scope_of(account, TODAY)

    assert [unit.code for unit in units.visible(scope)] == ["C", "C1", "C11", "C12", "C2", "C21"]
    assert len(scope.roots("management")) == 1


@pytest.mark.parametrize("text", ["石桥", "石橋", "sqc", "SQC", "C11", "支部 石桥"])
def test_a_unit_is_found_in_both_scripts_by_initials_and_by_code(text: str) -> None:
    a_tree()

    found = [unit.code for unit in units.search(OPERATOR, text)]

    assert found == ["C11"]


def test_a_word_with_two_readings_is_read_as_the_place_is_called() -> None:
    a_tree()

    assert [unit.code for unit in units.search(OPERATOR, "cqc")] == ["C21"]


def test_the_way_up_ends_where_the_scope_ends() -> None:
    tree = a_tree()
    clerk = scope_of(an_account("clerk", tree["C1"]), TODAY)

    assert [unit.code for unit in units.ancestors(OPERATOR, tree["C11"])] == ["C", "C1"]
    assert [unit.code for unit in units.ancestors(clerk, tree["C11"])] == ["C1"]
    assert [unit.code for unit in units.children(OPERATOR, tree["C"])] == ["C1", "C2"]
    assert [unit.code for unit in units.children(clerk, tree["C"])] == ["C1"]
    assert [unit.code for unit in units.subtree(OPERATOR, tree["C1"])] == ["C1", "C11", "C12"]
    assert [unit.code for unit in units.tops(clerk)] == ["C1"]
    assert [unit.code for unit in units.tops(OPERATOR)] == ["C"]
