"""What a run computed, cut to what a reader may see."""

import numpy as np
import pytest

from jishi.actions.results import Places


def _places() -> Places:
    """Units 30, 10, 20, 40 in the rows 0 to 3, of which a reader sees the rows 1 and 3."""
    return Places(np.array([10, 20, 30, 40]), np.array([1, 2, 0, 3]), np.array([1, 3]))


def test_a_unit_inside_has_its_row() -> None:
    places = _places()

    assert (places[10], places[40]) == (1, 3)
    assert dict(places) == {10: 1, 40: 3}
    assert len(places) == 2


@pytest.mark.parametrize("unit", [20, 30, 15, 0, 99])
def test_a_unit_outside_or_unknown_has_none(unit: int) -> None:
    places = _places()

    assert unit not in places
    assert places.get(unit) is None


def test_a_reader_who_sees_nothing_finds_nothing() -> None:
    nothing = np.empty(0, dtype=np.int64)

    assert dict(Places(nothing, nothing, nothing)) == {}
    assert 10 not in Places(np.array([10]), np.array([0]), nothing)
