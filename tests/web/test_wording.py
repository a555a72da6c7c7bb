"""Numbers, dates and small drawings as readers see them."""

from datetime import date

import pytest
from django.utils import translation

from jishi.web import wording
from jishi.web.charts.bar import bar
from jishi.web.charts.line import line
from jishi.web.charts.shares import Part, stacked


@pytest.mark.parametrize(
    ("language", "said", "short"),
    [
        ("zh-hans", "2012年3月28日", "3月28日"),
        ("zh-hant", "2012年3月28日", "3月28日"),
        ("en", "28 Mar 2012", "28 Mar"),
    ],
)
def test_dates_follow_the_language(language: str, said: str, short: str) -> None:
    with translation.override(language):
        assert wording.day(date(2012, 3, 28)) == said
        assert wording.day(date(2012, 3, 28), year=False) == short


def test_hundredths_keep_two_places_and_short_ones_drop_zeros() -> None:
    assert [wording.hundredths(v) for v in (8135, 5, -50, 123456, None)] == [
        "81.35",
        "0.05",
        "-0.50",
        "1,234.56",
        "—",
    ]
    assert [wording.short_hundredths(v) for v in (1500, 1250, 1205, None)] == ["15", "12.5", "12.05", "—"]
    assert wording.percent(8620) == "86.20%"


@pytest.mark.parametrize(("left", "said"), [(0, "today"), (3, "in 3 days"), (-6, "6 days over")])
def test_deadlines_are_said_in_days(left: int, said: str) -> None:
    with translation.override("en"):
        assert wording.days_away(date.fromordinal(735000 + left), date.fromordinal(735000)) == said


def test_a_bar_under_the_median_is_marked_and_says_so_in_words() -> None:
    weak, strong = bar(5000, 7200, "5 of 10"), bar(9000, 7200, "9 of 10")

    assert 'class="value weak"' in weak
    assert "weak" not in strong
    assert 'aria-label="5 of 10"' in weak
    assert 'x="72.00%"' in weak


def test_an_unknown_value_draws_no_bar_and_a_foreign_text_is_escaped() -> None:
    drawn = bar(None, None, '"><script>')

    assert 'class="value' not in drawn
    assert "<script>" not in drawn


def test_parts_fill_the_whole_without_a_gap() -> None:
    drawn = stacked([Part("a", 1, "good"), Part("b", 1, "fair"), Part("c", 1, "poor")], "a b c")

    widths = [float(piece.split('width="')[1].split("%")[0]) for piece in drawn.split("<rect")[1:]]
    assert sum(widths) == pytest.approx(100)
    assert stacked([Part("a", 0, "good")], "nothing") == ""


def test_a_line_needs_two_points() -> None:
    assert line([("one", 1, "1")], "alone") == ""
    assert line([("one", 1, "1"), ("two", 3, "3")], "rising").count("<circle") == 2
