"""Members who are registered become facts; a branch without a roster stays unknown, so what was typed counts."""

from datetime import date

import pytest

from jishi.core.columns import Column
from jishi.core.derivations import Count, Derivation, Rows, Window
from jishi.core.derive import Moment
from jishi.core.tree import Tree
from jishi.store.frames import Frame, units
from jishi.store.models.org import Unit
from jishi.store.models.people import Member, Person
from jishi.store.queries.derivations import derive_all
from tests.store.ground import a_round, a_tree

pytestmark = pytest.mark.django_db
ON = date(2012, 3, 1)


def derived(derivation: Derivation) -> tuple[Tree, Column]:
    tree = units(Frame(a_round().pk, None, ON, (), (), ()))[0]
    return tree, derive_all(derivation, tree, Moment(ON.toordinal(), ON.replace(month=1, day=1).toordinal()))


def told(tree: Tree, column: Column, made: dict[str, Unit]) -> dict[str, int | None]:
    codes = {unit.pk: code for code, unit in made.items()}
    return {
        codes[int(unit)]: int(column.values[row]) if column.valid[row] else None
        for row, unit in enumerate(tree.id.tolist())
    }


def register(unit: Unit, name: str, status: str = "full", to_on: date | None = None) -> None:
    person = Person.objects.create(name=name, unit=unit)
    Member.objects.create(person=person, unit=unit, status=status, from_on=date(2011, 1, 1), to_on=to_on)


def test_members_are_counted_where_a_roster_is_kept_and_unknown_elsewhere() -> None:
    made = a_tree()
    register(made["C11"], "甲一")
    register(made["C11"], "乙二", "activist")
    register(made["C12"], "丙三", to_on=date(2012, 2, 1))

    tree, column = derived(Count(Rows("persons", window=Window("on"))))

    assert told(tree, column, made) == {"C": None, "C1": None, "C11": 1, "C12": 0, "C2": None, "C21": None}


def test_a_subtree_is_known_as_far_as_a_roster_is_kept_in_it() -> None:
    made = a_tree()
    register(made["C11"], "甲一")

    tree, column = derived(Count(Rows("persons", axis="subtree", window=Window("on"))))

    assert told(tree, column, made) == {"C": 1, "C1": 1, "C11": 1, "C12": None, "C2": None, "C21": None}
