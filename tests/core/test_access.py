"""Who may see and do what: nothing, unless a grant says so."""

from hypothesis import given
from hypothesis import strategies as st

from jishi.core.access import NOBODY, OPERATOR, Holding, Scope, scope

PATHS = st.text("AB", max_size=4)
HOLDINGS = st.lists(
    st.builds(Holding, role=st.just("clerk"), axis=st.sampled_from(["management", "territory"]), path=PATHS),
    max_size=4,
)


def town(**fields: object) -> Scope:
    return scope([Holding("clerk", "management", "AB", **fields)])  # type: ignore[arg-type]


def test_nobody_sees_reads_and_does_nothing() -> None:
    assert not NOBODY.sees("management", "A")
    assert NOBODY.reads("management", "A") == -1
    assert not NOBODY.has("enter")
    assert NOBODY.roots("management") == ()


def test_the_subtree_is_seen_and_neither_what_stands_above_nor_beside() -> None:
    seen = [path for path in ("A", "AB", "ABA", "AA", "B") if town().sees("management", path)]

    assert seen == ["AB", "ABA"]


def test_a_grant_on_one_axis_says_nothing_on_another() -> None:
    assert not town().sees("territory", "AB")


def test_a_grant_for_a_unit_without_a_place_covers_nothing() -> None:
    lost = scope([Holding("clerk", "management", "", field_class=3, duties=frozenset({"enter"}))])

    assert not lost.sees("management", "A")
    assert lost.reads("management", "A") == -1
    assert not lost.may("enter", "management", "A")
    assert lost.roots("management") == ()


def test_the_most_private_class_of_all_grants_that_cover_a_place_is_read_there() -> None:
    both = scope([Holding("leader", "management", "A", 1), Holding("secretary", "management", "AB", 3)])

    assert [both.reads("management", path) for path in ("A", "AA", "AB", "ABB", "B")] == [1, 1, 3, 3, -1]


def test_a_duty_at_one_place_is_none_at_another() -> None:
    clerk = town(duties=frozenset({"enter"}))

    assert clerk.may("enter", "management", "ABA")
    assert not clerk.may("enter", "management", "A")
    assert not clerk.may("assess", "management", "ABA")
    assert clerk.has("enter")


def test_the_operator_of_the_machine_sees_everything() -> None:
    assert OPERATOR.sees("management", "")
    assert OPERATOR.reads("territory", "B") == 3
    assert OPERATOR.may("assess", "management", "A")


@given(HOLDINGS, PATHS)
def test_what_lies_in_the_ranges_of_the_roots_is_exactly_what_is_seen(holdings: list[Holding], path: str) -> None:
    held = scope(holdings)

    roots = held.roots("management")

    assert any(root <= path < root + "~" for root in roots) == held.sees("management", path)
    assert not any(a != b and a.startswith(b) for a in roots for b in roots)
