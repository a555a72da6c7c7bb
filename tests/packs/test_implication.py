"""When one condition is seen to hold wherever another does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.core.formulas import All, Any, Compare, Comparison, Const, Expression, Fact, Not
from jishi.core.meaning import meaning
from jishi.packs.implication import implies

SHARE = Fact("share")


def compared(operator: Comparison, line: int) -> Compare:
    return Compare(operator, SHARE, Const(line))


@pytest.mark.parametrize(
    ("old", "new", "seen"),
    [
        (compared("<", 8000), compared("<", 9000), True),
        (compared("<", 9000), compared("<", 8000), False),
        (compared(">", 3), compared(">=", 4), True),
        (compared(">=", 4), compared(">", 4), False),
        (Not(compared(">=", 8000)), compared("<", 9000), True),
        (compared("<", 5), Any((compared("<", 5), Fact("vacant"))), True),
        (Any((compared("<", 5), Fact("vacant"))), compared("<", 5), False),
        (All((compared("<", 5), Fact("vacant"))), compared("<", 5), True),
        (compared("<", 5), All((compared("<", 5), Fact("vacant"))), False),
        (Compare(">", Const(8000), SHARE), compared("<", 9000), True),
        (compared("=", 3), compared("!=", 4), True),
        (compared("!=", 4), compared("=", 3), False),
    ],
)
def test_stricter_conditions_are_recognised(old: Expression, new: Expression, seen: bool) -> None:
    assert implies(old, new) is seen


OPERATORS = st.sampled_from(["<", "<=", "=", "!=", ">=", ">"])
COMPARISONS = st.builds(compared, OPERATORS, st.integers(-3, 3))
CONDITIONS = st.recursive(
    COMPARISONS,
    lambda inner: (
        st.builds(Not, inner) | st.builds(All, st.tuples(inner, inner)) | st.builds(Any, st.tuples(inner, inner))
    ),
    max_leaves=4,
)


def holds(node: Expression, share: int | None) -> int | None:
    match node:
        case Fact():
            return share
        case Const(value):
            return value
        case Compare(_, left, right):
            args = (left, right)
        case Not(arg):
            args = (arg,)
        case All(inner) | Any(inner):
            args = inner
        case _:
            raise AssertionError(node)
    return meaning(node, tuple(holds(arg, share) for arg in args))


@given(CONDITIONS, CONDITIONS)
def test_what_is_seen_to_follow_does_follow_for_every_number_and_for_null(old: Expression, new: Expression) -> None:
    if implies(old, new):
        assert not [share for share in (None, *range(-5, 6)) if holds(old, share) == 1 and holds(new, share) != 1]
