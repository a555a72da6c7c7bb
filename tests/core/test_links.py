"""Dated parent links: at most one parent on every date."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.core.errors import Refusal
from jishi.core.links import OPEN, Links, check_links, links_on
from jishi.core.tree import build

Span = tuple[int, int, int, int]


def links(*spans: Span) -> Links:
    table = np.array(spans, dtype=np.int64).reshape(-1, 4)
    return Links(table[:, 0], table[:, 1], table[:, 2], table[:, 3])


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def test_the_tree_of_a_date_is_built_from_the_links_that_hold_on_it() -> None:
    moved = links((1, -1, 0, OPEN), (2, 1, 0, OPEN), (3, 1, 0, 100), (3, 2, 100, OPEN))

    before, after = links_on(moved, 99), links_on(moved, 100)

    assert build(moved.unit[before], moved.parent[before]).depth.tolist() == [0, 1, 1]
    assert build(moved.unit[after], moved.parent[after]).depth.tolist() == [0, 1, 2]


def test_a_link_may_begin_on_the_day_on_which_the_last_one_ends() -> None:
    check_links(links((3, 2, 100, OPEN), (3, 1, 0, 100), (4, 1, 0, OPEN)), "management")


def test_overlapping_links_are_named_with_both_rows_and_the_day() -> None:
    both = links((3, 2, day("2012-03-01"), OPEN), (3, 1, 0, day("2012-04-01")))

    with pytest.raises(Refusal) as refusal:
        check_links(both, "management")

    (complaint,) = refusal.value.complaints
    assert complaint.where == "row 1"
    assert str(complaint.what) == (
        "On the axis management the unit 3 has two parents from 2012-03-01 on: this link begins before the link in "
        "row 2 ends (2012-04-01)."
    )


def test_a_long_link_clashes_with_later_ones_beyond_its_neighbour() -> None:
    with pytest.raises(Refusal) as refusal:
        check_links(links((3, 1, 0, 100), (3, 2, 1, 2), (3, 2, 50, 60)), "territory")

    assert [complaint.where for complaint in refusal.value.complaints] == ["row 2", "row 3"]


def test_a_link_that_never_holds_is_refused() -> None:
    with pytest.raises(Refusal, match="it never holds"):
        check_links(links((3, 1, day("2012-03-01"), day("2012-03-01"))), "management")


spans = st.tuples(st.integers(0, 2), st.just(9), st.integers(0, 8), st.integers(1, 6)).map(
    lambda span: (span[0], span[1], span[2], span[2] + span[3])
)


@given(st.lists(spans, max_size=8))
def test_links_are_refused_exactly_when_some_unit_has_two_parents_on_some_day(listed: list[Span]) -> None:
    held = [(unit, on) for unit, _, begin, end in listed for on in range(begin, end)]

    try:
        check_links(links(*listed), "management")
        refused = False
    except Refusal:
        refused = True

    assert refused == (len(held) != len(set(held)))
