"""The interval of an expression holds every value that it can take."""

from hypothesis import given
from hypothesis import strategies as st

from jishi.core.dependencies import children
from jishi.core.formulas import (
    Add,
    All,
    Any,
    Compare,
    Const,
    CountTrue,
    Deduct,
    DivideFloor,
    Expression,
    Fact,
    IfNull,
    IsNull,
    Lookup,
    Max,
    Min,
    Multiply,
    Not,
    Subtract,
    Table,
    WeightedSum,
)
from jishi.core.meaning import meaning
from jishi.packs.intervals import Interval, interval

KNOWN = {"a": Interval(0, 4), "b": Interval(-3, 3), "yes": Interval(0, 1)}

leaves: st.SearchStrategy[Expression] = st.sampled_from([Fact("a"), Fact("b"), Const(0), Const(2), Const(-5)])
truths = st.sampled_from([Fact("yes"), Const(0), Const(1)])


SIGNS = ("<", "<=", "=", "!=", ">=", ">")


def larger(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    two = st.tuples(inner, inner)
    truth = st.one_of(truths, st.builds(Compare, st.sampled_from(SIGNS), inner, inner))
    truth_or_logic = st.one_of(
        truth,
        st.builds(Not, truth),
        st.builds(IsNull, inner),
        st.builds(All, st.tuples(truth, truth)),
        st.builds(Any, st.tuples(truth, truth)),
        st.builds(CountTrue, st.tuples(truth, truth)),
    )
    return st.one_of(
        truth_or_logic,
        *(st.builds(noun, two) for noun in (Add, Min, Max, IfNull)),
        *(st.builds(noun, inner, inner) for noun in (Subtract, Multiply, DivideFloor)),
        st.builds(Deduct, inner, st.just(10), st.just(3), st.just(-2)),
        st.builds(Table, inner, st.just(((3, 30), (0, 7))), st.just(-1)),
        st.builds(Lookup, inner, st.just(((0, 5), (2, 9))), st.sampled_from([None, 1])),
        two.map(lambda pair: WeightedSum(((2, pair[0]), (3, pair[1])))),
    )


def value(node: Expression, facts: dict[str, int | None]) -> int | None:
    if isinstance(node, Fact):
        return facts[node.id]
    return meaning(node, tuple(value(child, facts) for child in children(node)))


@given(
    st.recursive(leaves, larger, max_leaves=6),
    st.none() | st.integers(0, 4),
    st.none() | st.integers(-3, 3),
    st.none() | st.integers(0, 1),
)
def test_no_value_lies_outside(node: Expression, a: int | None, b: int | None, yes: int | None) -> None:
    found = value(node, {"a": a, "b": b, "yes": yes})
    stretch = interval(node, KNOWN)

    assert found is None or (stretch is not None and stretch.least <= found <= stretch.most)
