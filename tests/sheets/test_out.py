"""What is written out: templates, marked copies, files that no sheet program takes for a program."""

import io

import openpyxl
import pytest

from jishi.core.errors import sentence
from jishi.sheets.columns import Choice, Form, FormColumn
from jishi.sheets.marking import mark
from jishi.sheets.reading import read
from jishi.sheets.separated import escape, unescape
from jishi.sheets.template import write_template
from jishi.sheets.workbook import Remark, Spot
from jishi.sheets.writing import Format, write_rows
from tests.sheets.files import as_csv, as_xlsx

FORM = Form(
    "units",
    {"zh-Hans": "登记册", "zh-Hant": "登記冊", "en": "Register"},
    (
        FormColumn("code", {"zh-Hans": "组织编码", "zh-Hant": "組織編碼", "en": "Code"}, "code", required=True),
        FormColumn(
            "kind",
            {"zh-Hans": "类别", "zh-Hant": "類別", "en": "Kind"},
            "choice",
            choices=(Choice("branch", {"zh-Hans": "党支部", "zh-Hant": "黨支部", "en": "Branch"}),),
            note={"zh-Hans": "从下拉列表中选。", "zh-Hant": "從下拉列表中選。", "en": "Choose from the list."},
        ),
        FormColumn("venue", {"zh-Hans": "有场所", "zh-Hant": "有場所", "en": "Has a venue"}, "yes-no"),
    ),
)
REMARKS = [Remark(Spot("登记册", 1, 1), sentence("This is wrong."), sentence("Correct it."))]
NASTY = ("=cmd|' /C calc'!A0", "+1", "-1", "@x", "\tx", "'=1", "'", "plain", "'001")


@pytest.mark.parametrize(
    ("language", "heads", "kinds"),
    [
        ("zh-Hans", ["组织编码", "类别", "有场所"], "党支部"),
        ("zh-Hant", ["組織編碼", "類別", "有場所"], "黨支部"),
        ("en", ["Code", "Kind", "Has a venue"], "Branch"),
    ],
)
def test_a_template_has_heads_notes_and_drop_downs_in_its_language(
    language: str, heads: list[str], kinds: str
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_template(FORM, language)))

    page, dictionary = book.worksheets
    assert [cell.value for cell in page[1]] == heads
    assert page["B1"].comment.text == FORM.columns[1].note[language]
    assert dictionary.sheet_state == "hidden"
    assert dictionary["B1"].value == kinds
    assert {str(rule.sqref) for rule in page.data_validations.dataValidation} == {"B2:B2001", "C2:C2001"}


def test_a_template_locks_its_head_only_and_keeps_codes_as_text() -> None:
    page = openpyxl.load_workbook(io.BytesIO(write_template(FORM, "zh-Hans"))).worksheets[0]

    assert page.protection.sheet
    assert page["A1"].protection.locked
    assert not page.column_dimensions["A"].protection.locked
    assert page.column_dimensions["A"].number_format == "@"
    assert page.freeze_panes == "B2"


def test_errors_are_written_beside_their_cells_in_a_copy_of_the_office_s_own_workbook() -> None:
    content = as_xlsx(("组织编码", "类别"), ("001", "党小支"))

    marked = mark(content, read(content, name="x.xlsx"), REMARKS, str)

    cell = openpyxl.load_workbook(io.BytesIO(marked))["登记册"]["B2"]
    assert cell.value == "党小支"
    assert cell.comment.text == "This is wrong. Correct it."
    assert cell.fill.start_color.rgb == "FFFFC7CE"


def test_errors_of_a_text_file_are_listed_in_a_workbook_of_their_own() -> None:
    content = as_csv(("组织编码", "类别"), ("001", "=1+1"))
    remarks = [Remark(Spot("", 1, 1), sentence("This is wrong."), sentence("Correct it."))]

    page = openpyxl.load_workbook(io.BytesIO(mark(content, read(content, name="x.csv"), remarks, str))).active

    assert page is not None
    assert [cell.value for cell in page[2]][1:5] == [2, "B", "This is wrong.", "Correct it."]
    assert page["H2"].value == "=1+1"
    assert page["H2"].data_type == "s"


def test_a_workbook_of_over_twenty_thousand_rows_is_not_loaded_to_be_marked() -> None:
    content = as_xlsx(*[("001", "党小支")] * 20_001)

    book = openpyxl.load_workbook(io.BytesIO(mark(content, read(content, name="x.xlsx"), REMARKS, str)))

    assert book.sheetnames == ["问题 Errors"]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet", "json"])
def test_texts_that_look_like_formulas_go_out_harmless_and_come_back_the_same(kind: Format) -> None:
    content = write_rows(kind, "x", ["a", "b"], [(text, 1) for text in NASTY])

    sheet = read(content, name=f"x.{kind}").sheets[0]

    assert [row[0] for row in sheet.rows[1:]] == list(NASTY)


def test_no_cell_of_a_text_file_begins_like_a_formula() -> None:
    lines = write_rows("csv", "x", ["a"], [(text,) for text in NASTY]).decode("utf-8-sig").split("\r\n")

    assert not [line for line in lines if line.lstrip('"').startswith(("=", "+", "-", "@", "\t"))]


@pytest.mark.parametrize("text", [*NASTY, "''", "'''=", "甲村", ""])
def test_unescaping_gives_back_what_was_escaped(text: str) -> None:
    assert unescape(escape(text)) == text
