"""What each derivation gives, on rows that a person can count."""

from datetime import date

import pytest

from jishi.core.derivations import (
    Condition,
    Count,
    CountDistinct,
    Derivation,
    Exists,
    Filter,
    GapDays,
    Maximum,
    Minimum,
    PerPeriodMinimum,
    Rows,
    Sum,
    Window,
)
from jishi.core.derive import Moment, Row, derive, fulfils


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


NOVEMBER = Moment(on=day("2012-11-15"), cycle_from=day("2012-02-07"))
YEAR = Rows("activities", window=Window("year"))
MEETINGS: list[Row] = [
    {"on": day("2011-12-31"), "members": 9, "kind": "meeting"},
    {"on": day("2012-01-01"), "members": 8, "kind": "meeting"},
    {"on": day("2012-03-31"), "members": None, "kind": "lecture"},
    {"on": day("2012-11-15"), "members": 8, "kind": "meeting"},
    {"on": day("2012-11-16"), "members": 7, "kind": "meeting"},
]


@pytest.mark.parametrize(
    ("derivation", "expected"),
    [
        (Count(YEAR), 3),
        (Exists(YEAR), 1),
        (CountDistinct(YEAR, "members"), 1),
        (Sum(YEAR, "members"), 16),
        (Minimum(YEAR, "members"), 8),
        (Maximum(Rows("activities", window=Window("ever")), "members"), 9),
        (Count(Rows("activities", filters=(Filter("kind", "=", ("lecture",)),), window=Window("year"))), 1),
        (Count(Rows("activities", window=Window("days", days=1))), 1),
        (Count(Rows("activities", window=Window("cycle"))), 2),
        (GapDays(YEAR), day("2012-11-15") - day("2012-03-31")),
        (PerPeriodMinimum(YEAR, "quarter"), 2),
        (PerPeriodMinimum(YEAR, "quarter", least=2), 2),
        (PerPeriodMinimum(YEAR, "quarter", least=3, tell="rows"), 1 + 3 + 3),
        (PerPeriodMinimum(YEAR, "year"), None),
    ],
)
def test_each_derivation_gives_what_its_docstring_says(derivation: Derivation, expected: int | None) -> None:
    assert derive(derivation, MEETINGS, NOVEMBER) == expected


def test_a_unit_without_rows_has_none_but_a_register_that_is_not_kept_says_nothing() -> None:
    assert derive(Count(YEAR), [], NOVEMBER) == 0
    assert derive(Exists(YEAR), [], NOVEMBER) == 0
    assert derive(Sum(YEAR, "members"), [], NOVEMBER) is None
    assert derive(GapDays(YEAR), [], NOVEMBER) == day("2012-11-15") - day("2012-01-01")
    assert derive(Count(YEAR), None, NOVEMBER) is None


def test_a_quarter_that_began_before_the_cycle_or_still_runs_is_not_missed() -> None:
    cycle = Rows("activities", window=Window("cycle"))

    assert derive(PerPeriodMinimum(cycle, "quarter"), [], NOVEMBER) == 2


@pytest.mark.parametrize(
    ("begun", "ended", "holds"),
    [
        ("2012-11-15", None, 1),
        ("2012-11-16", None, 0),
        (None, "2012-11-16", 1),
        ("2010-01-01", "2012-11-15", 0),
        (None, None, 1),
    ],
)
def test_a_tenure_holds_from_its_first_day_until_the_day_before_its_end(
    begun: str | None, ended: str | None, holds: int
) -> None:
    row: Row = {"from": begun and day(begun), "to": ended and day(ended)}

    assert derive(Count(Rows("tenures", "post")), [row], NOVEMBER) == holds


@pytest.mark.parametrize(
    ("condition", "values", "fulfilled"),
    [
        ("=", (3,), True),
        ("!=", (3,), False),
        ("<", (3,), False),
        (">=", (3,), True),
        ("in", (1, 3), True),
        ("in", (1, 2), False),
        ("known", (), True),
        ("unknown", (), False),
        (">", ("2",), False),
    ],
)
def test_filters_compare_a_field(condition: Condition, values: tuple[int | str, ...], fulfilled: bool) -> None:
    assert fulfils({"age": 3}, Filter("age", condition, values)) is fulfilled


def test_what_is_not_known_is_neither_equal_nor_different() -> None:
    assert not fulfils({"age": None}, Filter("age", "=", (3,)))
    assert not fulfils({}, Filter("age", "!=", (3,)))
    assert fulfils({}, Filter("age", "unknown"))


def test_gaps_cannot_be_asked_of_a_window_without_a_first_day() -> None:
    with pytest.raises(ValueError, match="no first day"):
        derive(GapDays(Rows("activities", window=Window("ever"))), [], NOVEMBER)
