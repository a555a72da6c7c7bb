"""Papers as PDF: letter by letter, every letter with a shape, numbered pages."""

import pytest

from jishi.core.errors import Refusal
from jishi.documents import document as d
from jishi.documents.document import texts
from jishi.documents.fonts import Fonts, fonts_in, used
from jishi.documents.grid import placed
from jishi.documents.pdf import pdf
from tests.documents.papers import HOSTILE, a_form, a_notice
from tests.documents.reading import codes, embedded, pages


def closed(text: str) -> str:
    return "".join(text.split())


def test_what_looks_like_markup_is_printed_letter_by_letter() -> None:
    everywhere = d.Document(
        "zh-Hans",
        HOSTILE,
        (
            d.Title(HOSTILE),
            d.Heading(HOSTILE),
            d.Paragraph(HOSTILE),
            d.Ticks((d.Tick(HOSTILE),)),
            d.Slots((d.Slot(HOSTILE, HOSTILE, unit=HOSTILE),)),
            d.Opinion(HOSTILE, (HOSTILE,), HOSTILE),
            d.Table((d.Column(),), (d.Row((d.Cell(HOSTILE),)),)),
            d.Signed(HOSTILE, HOSTILE),
        ),
        foot=HOSTILE,
    )

    printed = "".join(pages(pdf(everywhere)))

    assert printed.count(closed(HOSTILE)) >= 13


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("paper", [a_form, a_notice])
def test_every_letter_of_a_paper_has_a_shape_in_a_font_inside_the_file(language: d.Language, paper) -> None:
    made = a_form(language) if paper is a_form else a_notice()

    lacking = set(closed(texts(made))) - embedded(pdf(made))

    assert lacking == set()


def test_a_letter_that_no_font_has_would_be_noticed() -> None:
    nowhere = "\U0010fffd"

    assert nowhere not in embedded(pdf(d.Document("zh-Hans", "x", (d.Paragraph(f"甲{nowhere}"),))))


def test_each_paper_of_a_file_counts_its_own_pages() -> None:
    printed = pages(pdf(a_form(), a_form()))

    assert [page[-3:] for page in printed] == ["1/2", "2/2", "1/2", "2/2"]


def test_the_running_foot_stands_on_every_page() -> None:
    assert all("JS-04·2012-1·链首3f2a9c0d" in page for page in pages(pdf(a_form())))


def test_a_red_head_that_the_sheets_carry_already_only_keeps_its_room() -> None:
    with_head, without = pages(pdf(a_notice())), pages(pdf(a_notice(printed=False)))

    assert "中共某县委组织部文件" in with_head[0]
    assert "中共某县委组织部文件" not in without[0]
    assert "某组发〔2012〕6号" in without[0]
    assert len(with_head) == len(without)


def test_a_qr_code_on_a_paper_is_read_back() -> None:
    assert codes(pdf(a_form())) == ["HTTPS://JISHI.EXAMPLE/P/AB12"]


def test_the_same_paper_is_the_same_file() -> None:
    assert pdf(a_form()) == pdf(a_form())


def test_cells_that_reach_over_others_push_the_next_ones_aside() -> None:
    table = next(block for block in a_form().blocks if isinstance(block, d.Table))

    third = [(one.row, one.column) for one in placed(table) if one.row == 2]

    assert third == [(2, 1), (2, 3)]


@pytest.mark.parametrize(("cells", "wrong"), [(1, "few"), (3, "many")])
def test_a_row_with_the_wrong_number_of_cells_is_refused(cells: int, wrong: str) -> None:
    table = d.Table((d.Column(), d.Column()), (d.Row((d.Cell("x"),) * cells),))

    with pytest.raises(ValueError, match=f"too {wrong} cells"):
        list(placed(table))


def test_the_offices_own_font_comes_first_and_one_with_all_letters_last() -> None:
    known = Fonts(fonts_in().found, {"simhei": "SimHei", "仿宋": "仿宋", "noto serif cjk sc": "Noto Serif CJK SC"})

    assert known.of("body", "zh-Hans") == ("仿宋", "Noto Serif CJK SC")
    assert known.of("heading", "zh-Hans") == ("SimHei", "Noto Serif CJK SC")


def test_traditional_text_is_not_set_in_a_font_of_simplified_letters() -> None:
    known = Fonts(fonts_in().found, {"仿宋": "仿宋", "noto serif cjk tc": "Noto Serif CJK TC"})

    assert known.of("body", "zh-Hant") == ("Noto Serif CJK TC",)


def test_a_machine_without_chinese_letters_is_told_what_to_install() -> None:
    known = Fonts(fonts_in().found, {"simhei": "SimHei", "dejavu sans": "DejaVu Sans"})

    with pytest.raises(Refusal, match=r"no font with all Chinese letters.*Install Noto"):
        known.of("heading", "zh-Hans")


def test_the_check_at_the_start_names_a_font_for_every_face() -> None:
    found = {one.face: one for one in used()}

    assert set(found) == {"body", "title", "heading", "kai"}
    assert found["body"].wanted == "仿宋_GB2312"
    assert all(one.font for one in found.values())
