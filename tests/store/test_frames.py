"""Rows become columns: the tree on a date, values by source, the round before."""

from datetime import date
from threading import Thread

import pytest
from django.db import connection

from jishi.core.columns import Column
from jishi.core.tree import Tree
from jishi.store.frames import FactColumn, Frame, snapshot
from jishi.store.models.assess import Cycle, FactName, FactValue, Round
from jishi.store.models.org import Link, Unit

pytestmark = pytest.mark.django_db

SPRING = date(2012, 4, 30)


def _unit(code: str, parent: Unit | None = None, domain: str = "village") -> Unit:
    unit = Unit.objects.create(code=code, name=code, kind="branch", level="branch", domain=domain)
    Link.objects.create(unit=unit, parent=parent, from_on=date(2000, 1, 1))
    return unit


@pytest.fixture
def rounds() -> tuple[Round, Round]:
    made = []
    for year in (2011, 2012):
        cycle = Cycle.objects.create(
            code=str(year),
            name=str(year),
            pack="year-2012",
            pack_version="1",
            pack_digest="0" * 64,
            starts_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
        )
        days = dict.fromkeys(("opens_on", "entry_deadline", "closes_on", "tree_on"), date(year, 4, 30))
        made.append(Round.objects.create(cycle=cycle, number=1, **days))
    return made[0], made[1]


def _say(
    round_: Round, unit: Unit, fact: str, value: int | None, source: str = "self", on: date | None = None
) -> None:
    name, _ = FactName.objects.get_or_create(code=fact)
    FactValue.objects.create(round=round_, unit=unit, fact=name, source=source, value=value, on=on)


def _frame(rounds: tuple[Round, Round], *facts: FactColumn) -> Frame:
    return Frame(rounds[1].pk, rounds[0].pk, SPRING, ("county", "branch"), ("village", "school"), facts)


def test_rows_stand_in_preorder_by_code_with_level_and_domain(rounds: tuple[Round, Round]) -> None:
    late = _unit("02", _unit("0", domain=""))
    root = Unit.objects.get(code="0")
    early = _unit("01", root, "school")
    below = _unit("011", early, "nowhere")

    found = snapshot(_frame(rounds))

    assert found.tree.id.tolist() == [root.pk, early.pk, below.pk, late.pk]
    assert found.tree.parent.tolist() == [-1, 0, 1, 0]
    assert found.domain.tolist() == [-1, 1, -1, 0]
    assert found.level.tolist() == [1, 1, 1, 1]


def test_the_tree_is_that_of_its_date(rounds: tuple[Round, Round]) -> None:
    root, old = _unit("0"), _unit("1")
    moved = _unit("2", old)
    Link.objects.filter(unit=moved).update(to_on=SPRING)
    Link.objects.create(unit=moved, parent=root, from_on=SPRING)

    found = snapshot(_frame(rounds))

    assert found.tree.id.tolist() == [root.pk, moved.pk, old.pk]


def test_a_unit_below_a_body_that_is_gone_stands_at_the_top_and_stops_nobody(rounds: tuple[Round, Round]) -> None:
    root, gone = _unit("0"), _unit("1")
    left = _unit("2", gone)
    Link.objects.filter(unit=gone).update(to_on=date(2011, 12, 31))
    _say(rounds[1], left, "posts", 5)

    found = snapshot(_frame(rounds, FactColumn("posts", ("self",))))

    assert found.tree.id.tolist() == [root.pk, left.pk]
    assert found.tree.parent.tolist() == [-1, -1]
    assert found.facts["posts"].tolist() == [None, 5]


def test_the_first_source_that_gave_a_value_counts(rounds: tuple[Round, Round]) -> None:
    a, b, c = _unit("1"), _unit("2"), _unit("3")
    _say(rounds[1], a, "dues", 90, "self")
    _say(rounds[1], a, "dues", 70, "register")
    _say(rounds[1], b, "dues", 80, "self")
    _say(rounds[1], b, "dues", None, "register")
    _say(rounds[1], c, "dues", 60, "superior")

    found = snapshot(_frame(rounds, FactColumn("dues", ("register", "self")), FactColumn("unknown", ("self",))))

    assert found.facts["dues"].tolist() == [70, 80, None]
    assert found.facts["unknown"].tolist() == [None, None, None]


def test_a_stale_value_counts_as_missing(rounds: tuple[Round, Round]) -> None:
    a, b, undated = _unit("1"), _unit("2"), _unit("3")
    _say(rounds[1], a, "area", 90, on=date(2011, 4, 29))
    _say(rounds[1], b, "area", 80, on=date(2011, 4, 30))
    _say(rounds[1], undated, "area", 70)

    found = snapshot(_frame(rounds, FactColumn("area", ("self",), fresh_months=12)))

    assert found.facts["area"].tolist() == [None, 80, 70]


def test_the_round_before_stands_beside(rounds: tuple[Round, Round]) -> None:
    unit = _unit("1")
    _say(rounds[0], unit, "area", 100)

    found = snapshot(_frame(rounds, FactColumn("area", ("self",))))

    assert found.facts["area"].tolist() == [None]
    assert found.previous["area"].tolist() == [100]


def test_what_was_derived_counts_where_nobody_said_anything(rounds: tuple[Round, Round]) -> None:
    a, _b, _c = _unit("1"), _unit("2"), _unit("3")
    _say(rounds[1], a, "posts", 5)

    found = snapshot(
        _frame(rounds, FactColumn("posts", ("self",))), lambda tree: {"posts": Column.of([3, 4, None])}
    )

    assert found.facts["posts"].tolist() == [5, 4, None]


@pytest.mark.django_db(transaction=True)
def test_all_of_a_snapshot_is_of_one_moment_though_another_writes_meanwhile(rounds: tuple[Round, Round]) -> None:
    early = _unit("1")
    _say(rounds[1], early, "posts", 1)
    _say(rounds[0], early, "posts", 5)

    def write() -> None:
        _say(rounds[0], _unit("0"), "posts", 7)
        FactValue.objects.update(value=9)
        connection.close()

    def gather(tree: Tree) -> dict[str, Column]:
        writer = Thread(target=write)
        writer.start()
        writer.join()
        return {"area": Column.of([3] * len(tree))}

    found = snapshot(_frame(rounds, FactColumn("posts", ("self",)), FactColumn("area", ("self",))), gather)

    assert Unit.objects.count() == 2
    assert (found.facts["posts"].tolist(), found.facts["area"].tolist()) == ([1], [3])
    assert found.previous["posts"].tolist() == [5]


def test_an_empty_home_has_an_empty_snapshot(rounds: tuple[Round, Round]) -> None:
    found = snapshot(_frame(rounds, FactColumn("posts", ("self",))))

    assert len(found) == 0
    assert found.facts["posts"].tolist() == []
