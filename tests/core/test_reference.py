"""The meaning of every noun, with numbers that a person can check in the head."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.core.columns import Column, Snapshot
from jishi.core.errors import Refusal
from jishi.core.formulas import (
    Add,
    All,
    Any,
    Assessment,
    Compare,
    Const,
    CountTrue,
    DateAdd,
    DaysBetween,
    Deduct,
    DivideFloor,
    Expression,
    Fact,
    Figure,
    Formula,
    Grade,
    IfNull,
    IsNull,
    Limit,
    Lookup,
    Max,
    Min,
    Multiply,
    Not,
    Previous,
    Quota,
    Rank,
    Ref,
    RollUp,
    Subtract,
    Table,
    WeightedSum,
)
from jishi.core.reference import Evaluator, Program, UnitFacts, evaluate
from jishi.core.tree import Tree

A, B = Fact("a"), Fact("b")
TRUTHS = st.sampled_from([0, 1, None])
# 0 is a township; 1 and 2 are villages with groups 3 … 5 below: preorder 0, 1, 3, 4, 2, 5 as rows 0 … 5.
TREE = Tree(
    id=np.array([10, 11, 13, 14, 12, 15]),
    parent=np.array([-1, 0, 1, 1, 0, 4]),
    end=np.array([6, 4, 3, 4, 6, 6]),
    depth=np.array([0, 1, 2, 2, 1, 2], dtype=np.int16),
)


def value_of(node: Expression, **facts: int | None) -> int | None:
    return Evaluator(Program.of(Assessment(())), UnitFacts("village", facts, {"a": 77})).value(node)


def township(*, domain: list[int], **facts: list[int | None]) -> Snapshot:
    columns = {name: Column.of(values) for name, values in facts.items()}
    level = np.array([0, 1, 2, 2, 1, 2], dtype=np.int16)
    levels = ("township", "village", "group")
    return Snapshot(TREE, ("farm", "firm"), np.array(domain, dtype=np.int16), levels, level, columns)


def computed(node: Expression, snapshot: Snapshot) -> list[int | None]:
    return evaluate(Assessment((Formula("it", node),)), snapshot).columns["it"].tolist()


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (Const(None), None),
        (A, 7),
        (Fact("never-asked"), None),
        (Previous("a"), 77),
        (Previous("b"), None),
        (Compare("<", A, B), 0),
        (Compare("<=", A, A), 1),
        (Compare("=", A, A), 1),
        (Compare("!=", A, A), 0),
        (Compare(">=", A, B), 1),
        (Compare(">", A, A), 0),
        (Compare(">", A, Const(None)), None),
        (Add((A, B, Const(1))), 5),
        (Add((A, Const(None))), None),
        (Subtract(A, B), 10),
        (Multiply(A, B), -21),
        (Min((A, B)), -3),
        (Max((A, B)), 7),
        (Min((A, Const(None))), None),
        (DivideFloor(Const(-7), Const(2)), -4),
        (DivideFloor(Const(7), Const(-2)), -4),
        (DivideFloor(A, Const(0)), None),
        (IsNull(Const(None)), 1),
        (IsNull(A), 0),
        (IfNull((Const(None), A, B)), 7),
        (IfNull((Const(None),)), None),
        (CountTrue((Const(1), Const(0), Const(None), Const(1))), 2),
        (CountTrue((Const(None), Const(None))), None),
        (Lookup(A, ((7, 100), (8, 50))), 100),
        (Lookup(B, ((7, 100),)), None),
        (Lookup(B, ((7, 100),), otherwise=20), 20),
        (Lookup(Const(None), ((7, 100),), otherwise=20), None),
        (WeightedSum(((2, Const(100)), (1, Const(99)), (5, Const(None)))), 99),
        (WeightedSum(((2, Const(100)), (5, Const(None))), at_least=3), None),
        (WeightedSum(((2, Const(None)),)), None),
        (Deduct(Const(3), start=10000, each=2500), 2500),
        (Deduct(Const(5), start=10000, each=2500, floor=1000), 1000),
        (Deduct(Const(None), start=10000, each=2500), None),
    ],
)
def test_each_noun_means_what_its_docstring_says(node: Expression, expected: int | None) -> None:
    assert value_of(node, a=7, b=-3) == expected


@pytest.mark.parametrize(("value", "result"), [(91, 1), (90, 1), (89, 2), (60, 3), (59, 4), (None, None)])
def test_a_band_begins_exactly_at_its_threshold(value: int | None, result: int | None) -> None:
    bands = Table(Const(value), ((90, 1), (80, 2), (60, 3)), below=4)

    assert value_of(bands) == result


def test_a_deadline_over_the_leap_day_counts_it() -> None:
    start = date(2012, 2, 28).toordinal()

    due = value_of(DateAdd(Const(start), Const(2)))

    assert due == date(2012, 3, 1).toordinal()
    assert value_of(DaysBetween(Const(due), Const(start))) == -2


def limit(when: int | None, kind: str, grade: int) -> Limit:
    return Limit("limit", Const(when), "exactly" if kind == "exactly" else "at_most", grade)


@pytest.mark.parametrize(
    ("band", "limits", "grade"),
    [
        (1, [], 1),
        (1, [limit(1, "at_most", 3)], 3),
        (4, [limit(1, "at_most", 3)], 4),
        (1, [limit(0, "at_most", 3)], 1),
        (1, [limit(None, "at_most", 3)], 1),
        (1, [limit(1, "at_most", 2), limit(1, "at_most", 3)], 3),
        (4, [limit(1, "at_most", 4), limit(1, "exactly", 2)], 2),
        (1, [limit(1, "exactly", 2), limit(1, "exactly", 3)], 3),
        (None, [limit(1, "at_most", 3)], None),
        (None, [limit(1, "exactly", 4)], 4),
    ],
)
def test_exactly_beats_at_most_beats_band_and_among_equals_the_worst_wins(
    band: int | None, limits: list[Limit], grade: int | None
) -> None:
    assert value_of(Grade(Const(band), tuple(limits))) == grade


@given(st.lists(TRUTHS, max_size=5))
def test_all_and_any_know_what_can_be_known(truths: list[int | None]) -> None:
    args = tuple(Const(truth) for truth in truths)
    fillings = [0, 1]

    all_possible = {value_of(All(tuple(Const(t if t is not None else f) for t in truths))) for f in fillings}
    any_possible = {value_of(Any(tuple(Const(t if t is not None else f) for t in truths))) for f in fillings}

    assert value_of(All(args)) == (all_possible.pop() if len(all_possible) == 1 else None)
    assert value_of(Any(args)) == (any_possible.pop() if len(any_possible) == 1 else None)


@given(st.lists(TRUTHS, max_size=5))
def test_not_all_is_any_not(truths: list[int | None]) -> None:
    args = tuple(Const(truth) for truth in truths)

    assert value_of(Not(All(args))) == value_of(Any(tuple(Not(arg) for arg in args)))


def test_a_roll_up_counts_the_unit_itself_and_leaves_nulls_out() -> None:
    snapshot = township(domain=[-1, 0, 0, 0, 0, 0], members=[None, 5, None, 2, None, None])

    assert computed(RollUp(Fact("members"), "sum"), snapshot) == [7, 7, None, 2, None, None]
    assert computed(RollUp(Fact("members"), "count"), snapshot) == [2, 2, 0, 1, 0, 0]
    assert computed(RollUp(Fact("members"), "max"), snapshot) == [5, 5, None, 2, None, None]


def test_equals_share_the_better_rank_among_peers_of_one_domain() -> None:
    snapshot = township(domain=[-1, 1, 0, 0, 0, 0], members=[9, 9, 4, 8, 8, None])

    assert computed(Rank(Fact("members"), "township"), snapshot) == [None, 1, 3, 1, 1, None]
    assert computed(Rank(Fact("members"), "village"), snapshot) == [None, 1, 2, 1, 1, None]
    assert computed(Rank(Fact("members"), "province"), snapshot) == [None] * 6


@pytest.mark.parametrize(("share", "inside"), [(4999, [0, 0]), (5000, [0, 1]), (10000, [1, 1])])
def test_a_quota_rounds_the_number_of_places_down(share: int, inside: list[int]) -> None:
    snapshot = township(domain=[-1, -1, 0, 0, -1, 0], members=[1, 1, 4, 8, 1, None])

    assert computed(Quota(Fact("members"), "township", share), snapshot) == [None, None, *inside, None, None]


def test_the_formula_of_the_own_domain_comes_before_the_general_one() -> None:
    formulas = (Formula("x", Const(1)), Formula("x", Const(2), "firm"), Formula("y", Const(3), "firm"))
    snapshot = township(domain=[-1, 0, 1, 1, 0, 0])

    result = evaluate(Assessment(formulas), snapshot)

    assert result.columns["x"].tolist() == [1, 1, 2, 2, 1, 1]
    assert result.columns["y"].tolist() == [None, None, 3, 3, None, None]


def test_formulas_may_be_declared_before_what_they_refer_to() -> None:
    formulas = (Formula("twice", Add((Ref("once"), Ref("once")))), Formula("once", Fact("members")))

    result = evaluate(Assessment(formulas), township(domain=[0] * 6, members=[1, 2, None, 4, 5, 6]))

    assert result.columns["twice"].tolist() == [2, 4, None, 8, 10, 12]


def test_a_figure_is_told_apart_by_domain_and_null_where_nothing_is_known() -> None:
    snapshot = township(domain=[-1, 0, 0, 1, 0, 1], members=[100, 5, None, 2, None, 1])

    result = evaluate(Assessment((), (Figure("members", Fact("members"), "sum"),)), snapshot)

    table = result.figures["members"]
    assert table.values[0].tolist() == [5, 3]
    assert table.valid[4].tolist() == [False, True]
    assert table.values[4].tolist() == [0, 1]


def test_formulas_in_a_circle_are_refused_and_the_circle_is_named() -> None:
    formulas = (Formula("a", Ref("b")), Formula("b", Not(Ref("c"))), Formula("c", Ref("b"), "farm"))

    with pytest.raises(Refusal) as refusal:
        evaluate(Assessment(formulas), township(domain=[0] * 6))

    assert "in a circle: b → c → b" in str(refusal.value)


def test_a_reference_to_nothing_is_refused_with_its_name() -> None:
    with pytest.raises(Refusal) as refusal:
        Program.of(Assessment((Formula("score", Ref("sorce")),), (Figure("shown", Ref("scoer"), "sum"),)))

    assert [complaint.where for complaint in refusal.value.complaints] == ["score", "shown"]
    assert "sorce" in str(refusal.value)


def test_two_formulas_of_one_name_and_domain_are_refused() -> None:
    with pytest.raises(Refusal, match="Two formulas have this name"):
        Program.of(Assessment((Formula("x", Const(1)), Formula("x", Const(2)))))


def test_every_step_is_told_with_its_arguments_and_each_formula_only_once() -> None:
    steps: list[tuple[str, tuple[int | None, ...], int | None]] = []
    program = Program.of(Assessment((Formula("b", Add((Ref("a"), Ref("a")))), Formula("a", Fact("held")))))

    def note(node: Expression, args: tuple[int | None, ...], value: int | None) -> None:
        steps.append((type(node).__name__, args, value))

    Evaluator(program, UnitFacts(None, {"held": 3}), tracer=note).formula("b")

    assert steps == [("Fact", (), 3), ("Ref", (3,), 3), ("Ref", (), 3), ("Add", (3, 3), 6), ("Ref", (6,), 6)]
