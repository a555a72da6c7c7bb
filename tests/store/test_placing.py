from datetime import date

import pytest

from jishi.core.access import OPERATOR
from jishi.core.errors import Refusal
from jishi.store.models.org import Link, UnitPath
from jishi.store.placing import leave, move, rebuild
from jishi.store.queries import units
from tests.store.ground import a_tree

pytestmark = pytest.mark.django_db


def test_a_move_changes_today_and_leaves_the_past() -> None:
    tree = a_tree()

    move(tree["C11"], tree["C2"], date(2012, 5, 1))
    moved = rebuild(date(2012, 6, 1))

    assert moved == 1
    assert [unit.code for unit in units.subtree(OPERATOR, tree["C2"])] == ["C11", "C2", "C21"]
    rebuild(date(2012, 4, 30))
    assert [unit.code for unit in units.subtree(OPERATOR, tree["C2"])] == ["C2", "C21"]


def test_moving_twice_on_one_day_keeps_the_last_place() -> None:
    tree = a_tree()

    move(tree["C11"], tree["C2"], date(2012, 5, 1))
    move(tree["C11"], tree["C"], date(2012, 5, 1))

    assert Link.objects.filter(unit=tree["C11"]).count() == 2
    assert Link.objects.get(unit=tree["C11"], to_on=None).parent == tree["C"]


def test_a_unit_that_left_has_no_place_after_its_last_day() -> None:
    tree = a_tree()

    leave(tree["C11"], date(2012, 5, 1))

    assert rebuild(date(2012, 5, 1)) == 0
    assert rebuild(date(2012, 5, 2)) == 1
    assert not UnitPath.objects.filter(unit=tree["C11"]).exists()


def test_a_unit_below_itself_is_named() -> None:
    tree = a_tree()
    move(tree["C1"], tree["C11"], date(2012, 5, 1))

    with pytest.raises(Refusal, match=r"龙泉街道党工委 \(C1\)|石桥村党支部 \(C11\)"):
        rebuild(date(2012, 5, 1))
