"""An edited paper is held against its record: figures, words, lines that came in or are gone."""

import pytest

from jishi.core.edited import Departure, Span, Spot, departures


def figure(text: str, label: str) -> Spot:
    return Spot(text, (Span(0, len(text), label),))


MADE = [
    [Spot("汇总表")],
    [Spot("好5个，占62.5%。", (Span(1, 2, "好"), Span(5, 10, "占比")))],
    [Spot("1"), Spot("石桥"), figure("85.50", "石桥 · 得分"), figure("好", "石桥 · 等次")],
    [Spot("2"), Spot("长安"), figure("60.00", "长安 · 得分"), figure("一般", "长安 · 等次")],
]


def came(**changed: list[str]) -> list[list[str]]:
    lines = {f"l{place}": [spot.text for spot in line] for place, line in enumerate(MADE)} | changed
    return [lines[key] for key in sorted(lines)]


def test_what_comes_back_unchanged_departs_in_nothing() -> None:
    assert departures(MADE, came()) == ()


@pytest.mark.parametrize("text", ["85.5", " 85.50 ", "８５.５０"])
def test_another_way_to_write_the_same_number_is_no_departure(text: str) -> None:
    assert departures(MADE, came(l2=["1", "石桥", text, "好"])) == ()


def test_a_changed_figure_of_a_table_is_told_with_its_row() -> None:
    found = departures(MADE, came(l2=["1", "石桥", "95.50", "好"]))

    assert found == (Departure("figure", "石桥 · 得分", "85.50", "95.50"),)


def test_a_changed_figure_inside_a_sentence_is_told_alone() -> None:
    found = departures(MADE, came(l1=["好15个，占62.5%。"]))

    assert found == (Departure("figure", "好", "5", "15"),)


def test_words_around_a_figure_may_change_and_the_figure_is_still_the_same() -> None:
    found = departures(MADE, came(l1=["全镇好的有5个，占62.5%。"]))

    assert [(each.kind, each.file) for each in found] == [("words", "全镇好的有5个，占62.5%。")]


def test_a_figure_that_was_struck_out_is_told() -> None:
    found = departures(MADE, came(l1=["好的占62.5%。"]))

    assert ("figure", "好", "5", "") in [(each.kind, each.label, each.record, each.file) for each in found]


def test_a_line_that_comes_in_between_moves_no_other() -> None:
    file = came()
    file.insert(3, ["1a", "新桥", "70.00", "较好"])

    assert [(each.kind, each.file) for each in departures(MADE, file)] == [("added", "1a · 新桥 · 70.00 · 较好")]


def test_a_line_that_is_gone_is_told() -> None:
    file = came()
    del file[2]

    assert [(each.kind, each.record) for each in departures(MADE, file)] == [("left-out", "1 · 石桥 · 85.50 · 好")]


def test_cells_left_empty_at_the_end_of_a_line_say_nothing() -> None:
    assert departures(MADE, came(l0=["汇总表", "", ""])) == ()
