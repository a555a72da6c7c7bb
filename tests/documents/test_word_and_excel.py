"""Papers that an office goes on writing in: Word and Excel."""

import io

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from jishi.documents import document as d
from jishi.documents.excel import excel
from jishi.documents.word.file import word
from tests.documents.papers import HOSTILE, a_form, a_notice


def opened(paper: d.Document):
    return docx.Document(io.BytesIO(word(paper)))


def fonts(file) -> dict[str, str]:
    """Each run's text with the Chinese font that it asks for."""
    return {
        run.text: run._element.rPr.rFonts.get(qn("w:eastAsia")) for line in file.paragraphs for run in line.runs
    }


def test_word_is_asked_for_the_fonts_that_offices_have() -> None:
    asked = fonts(opened(a_notice()))

    assert asked["关于做好分类定级工作的通知"] == "方正小标宋简体"
    assert asked["现就做好分类定级工作通知如下。"] == "仿宋_GB2312"
    assert (asked["一、总体要求"], asked["（一）坚持客观公正"]) == ("黑体", "楷体_GB2312")


def test_an_official_page_in_word_has_the_margins_of_the_standard() -> None:
    page = opened(a_notice()).sections[0]

    sides = (page.top_margin, page.right_margin, page.bottom_margin, page.left_margin)
    assert tuple(round(side.mm) for side in sides) == (37, 26, 35, 28)


def test_what_looks_like_markup_stays_text_in_word() -> None:
    file = opened(a_form(name=HOSTILE))

    assert file.tables[0].cell(0, 1).text == HOSTILE


def test_a_letter_that_word_files_cannot_hold_does_not_break_them() -> None:
    file = opened(d.Document("zh-Hans", "x", (d.Paragraph("甲\x00\x0b乙"),)))

    assert [line.text for line in file.paragraphs] == ["甲乙"]


def test_cells_are_merged_in_word_as_on_paper() -> None:
    table = opened(a_form()).tables[0]

    assert table.cell(1, 0).text == table.cell(2, 0).text == "党员数"
    assert table.cell(3, 1).text == table.cell(3, 3).text
    assert "（党委章）" in table.cell(3, 2).text


def test_the_same_paper_is_the_same_word_file() -> None:
    assert word(a_form()) == word(a_form())


def test_a_table_in_excel_has_its_title_merged_and_its_numbers_as_numbers() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(excel(a_form()))).worksheets[0]

    assert sheet["A1"].value == "分类定级审批表"
    assert {"A1:D1", "A4:A5", "B6:D6"} <= {str(area) for area in sheet.merged_cells.ranges}
    assert (sheet["D4"].value, sheet["D5"].value) == (28, 2)
    assert sheet.freeze_panes == "A4"


def test_nothing_that_looks_like_a_formula_becomes_one_in_excel() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(excel(a_form(name="=1+1")))).worksheets[0]

    assert (sheet["B3"].value, sheet["B3"].data_type) == ("=1+1", "s")


def test_a_paper_without_a_table_is_no_sheet() -> None:
    with pytest.raises(ValueError, match="without a table"):
        excel(a_notice())


def test_a_second_table_with_a_head_begins_a_sheet_of_its_own() -> None:
    head = d.Row((d.Cell("甲", head=True), d.Cell("乙", head=True)))
    other = d.Row(tuple(d.Cell(name, head=True) for name in ("丙", "丁", "戊")))
    first = d.Table(
        (d.Column(1), d.Column(3)), (head, d.Row((d.Cell("1", number=1), d.Cell("2", number=2)))), heads=1
    )
    second = d.Table((d.Column(1),) * 3, (other, d.Row((d.Cell("a"), d.Cell("b"), d.Cell("c")))), heads=1)
    line = d.Table((d.Column(1), d.Column(1)), (d.Row((d.Cell("单位：某镇"), d.Cell("日期：今天"))),), lines=False)
    paper = d.Document("zh-Hans", "汇总表", (d.Title("汇总表"), line, first, d.Heading("按领域统计", 2), second))

    book = openpyxl.load_workbook(io.BytesIO(excel(paper)))

    assert book.sheetnames == ["汇总表", "按领域统计"]
    assert [sheet.freeze_panes for sheet in book] == ["A4", "A3"]
    assert book.worksheets[0]["A2"].value == "单位：某镇　　　　日期：今天"
    assert [cell.value for cell in book.worksheets[1][2]] == ["丙", "丁", "戊"]


def test_a_long_text_in_excel_is_as_high_as_its_lines() -> None:
    table = d.Table((d.Column(1),), (d.Row((d.Cell("甲"),)),))
    paper = d.Document("zh-Hans", "报告", (d.Paragraph("字" * 200), table))

    sheet = openpyxl.load_workbook(io.BytesIO(excel(paper))).worksheets[0]

    assert sheet.row_dimensions[1].height > 80
