"""An edited paper is held against its record: figures, words, lines that came in or are gone."""

import pytest

from jishi.core.edited import MOST, AnotherPaper, Departure, Span, Spot, departures


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


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        pytest.param({"l0": ["汇总表 钱某甲填"]}, "words", id="into words"),
        pytest.param({"l2": ["1", "石桥 钱某甲", "85.50", "好"]}, "words", id="into a name"),
        pytest.param({"l2": ["1", "石桥", "钱某甲", "好"]}, "figure", id="over a figure"),
        pytest.param({"l2": ["1", "石桥", "85.50 钱某甲", "好"]}, "figure", id="beside a figure"),
        pytest.param({"l2": ["1", "石桥", "13900000000", "好"]}, "figure", id="a telephone over a figure"),
    ],
)
def test_what_somebody_typed_may_name_a_person(line: dict[str, list[str]], kind: str) -> None:
    (found,) = departures(MADE, came(**line))

    assert (found.kind, found.personal) == (kind, True)


@pytest.mark.parametrize("text", ["95.50", "1,234", "95%", "-3", ""])
def test_a_number_in_place_of_a_figure_names_nobody(text: str) -> None:
    (found,) = departures(MADE, came(l2=["1", "石桥", text, "好"]))

    assert (found.kind, found.personal) == ("figure", False)


def test_lines_that_say_nothing_are_nothing_in_common() -> None:
    record = [[Spot("好")], [Spot("一般")], *[[Spot("")]] * 10]

    with pytest.raises(AnotherPaper):
        departures(record, [["无"], *[[""]] * 10])


def test_of_a_thousand_lines_that_say_the_same_only_the_changed_one_is_told() -> None:
    same = ["—", "—", "—"]
    record = [[Spot(text) for text in same]] * 500 + [[Spot("甲"), Spot("5")]] + [[Spot(t) for t in same]] * 500

    found = departures(record, [same] * 500 + [["甲", "6"]] + [same] * 501)

    assert [(each.kind, each.record, each.file) for each in found] == [
        ("words", "5", "6"),
        ("added", "", "— · — · —"),
    ]


@pytest.mark.parametrize("more", [0, 1])
def test_a_file_may_hold_so_many_lines_more_and_no_more(more: int) -> None:
    record = [[Spot("甲")]]
    file = [["甲"], *([str(number)] for number in range(MOST + more))]

    if more:
        with pytest.raises(AnotherPaper):
            departures(record, file)
    else:
        assert len(departures(record, file)) == MOST


def test_a_figure_is_found_in_a_paragraph_too_long_to_be_held_against_letter_by_letter() -> None:
    words, other = "甲乙" * 1000, "乙甲" * 1000
    record = [[Spot(f"好5个{words}", (Span(1, 2, "好"),))]]

    found = departures(record, [[f"好5个{other}"]])

    assert [each.kind for each in found] == ["words"]
