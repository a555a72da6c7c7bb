"""The monthly sheet and the card keep to their size."""

import io

import pypdf
import pytest

from jishi.documents.cards import CardPaper, card
from jishi.documents.monthly import Line, MonthlyPaper, monthly
from jishi.documents.pdf import pdf
from tests.documents.reading import LANGUAGES, codes, pages, say

ADDRESS = "http://jishi.example:8000/units/12345/monthly?month=2012-05"


def a_sheet(lines: int) -> MonthlyPaper:
    return MonthlyPaper(
        name="党支部每月一表",
        purpose="只填支部才知道的情况；已掌握的已经印好，不对的改在右边。乡镇（街道）代为录入，不用登录系统。",
        unit="重庆市某县某街道石桥村第一党支部",
        month="2012年5月",
        standing="党员28名；书记：李某某",
        code="Z3-TR",
        lines=tuple(Line("到期意见按时答复了百分之几？没有意见填100。", "100%", "%") for _ in range(lines)),
        giver="李某某 书记",
        address=ADDRESS,
    )


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_eleven_questions_of_two_lines_fit_on_one_side(language: str) -> None:
    printed = pdf(monthly(a_sheet(11), say(language)))

    assert len(pages(printed)) == 1
    assert codes(printed) == [ADDRESS]


def test_choices_are_boxes_and_what_is_not_held_is_a_dash() -> None:
    sheet = MonthlyPaper("表", "", "支部", "5月", "", "Z3-TR", (Line("有场所吗？", choices=("是", "否")),))

    (page,) = pages(pdf(monthly(sheet, say("zh_Hans"))))

    assert "1有场所吗？—是否" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_is_one_page_of_the_size_of_a_bank_card(language: str) -> None:
    paper = CardPaper("石桥村党支部", "李某某", "s12", "10621523", "2012-05-02", "http://jishi.example:8000/login")
    printed = pdf(card(paper, say(language)))

    (page,) = pypdf.PdfReader(io.BytesIO(printed)).pages
    assert (round(float(page.mediabox.width) / 72 * 25.4), round(float(page.mediabox.height) / 72 * 25.4)) == (
        86,
        54,
    )
    assert "s12" in page.extract_text()
    assert "10621523" in page.extract_text()
