"""The table is found wherever an office puts it."""

import io

import pytest
import xlsxwriter

from jishi.core.errors import Refusal
from jishi.sheets.columns import Form, FormColumn
from jishi.sheets.heading import find_tables
from jishi.sheets.reading import read
from jishi.sheets.staging import stage
from tests.sheets.files import Row, as_csv

FORM = Form(
    "units",
    {"en": "Register"},
    (
        FormColumn("code", {"zh-Hans": "组织编码", "en": "Code"}, "code", required=True, synonyms=("党组织代码",)),
        FormColumn("name", {"zh-Hans": "组织名称", "en": "Name"}, required=True, synonyms=("单位党组织名称",)),
        FormColumn("members", {"zh-Hans": "党员数", "en": "Members"}, "count"),
    ),
)
HEAD = ("组织编码", "组织名称", "党员数")


def values(*rows: Row) -> list[tuple[object, ...]]:
    staged = stage(read(as_csv(*rows), name="x.csv"), FORM)
    return [(row.values["code"], row.values["name"], row.values.get("members")) for row in staged.rows]


def notes(*rows: Row) -> list[str]:
    return [str(note.what) for note in stage(read(as_csv(*rows), name="x.csv"), FORM).notes]


@pytest.mark.parametrize(
    "head",
    [
        HEAD,
        ("組織編碼", "組織名稱", "黨員數"),
        ("Code", "NAME", "members"),
        ("党组织代码", "单位党组织名称(全称)", "党员数(人)"),
        (" 组织编码 ", "组 织 名 称", "党员数:"),
    ],
)
def test_heads_are_known_in_both_scripts_and_by_their_synonyms(head: Row) -> None:
    assert values(head, ("001", "甲村", "12")) == [("001", "甲村", 12)]


def test_titles_above_the_head_and_columns_beside_it_do_not_matter() -> None:
    rows = [("某县登记册",), ("填报单位:某县", "", "", "2012年"), (), ("序号", *HEAD), (1, "001", "甲村", "12")]

    assert values(*rows) == [("001", "甲村", 12)]


def test_counted_heads_samples_totals_and_foot_notes_are_no_rows() -> None:
    rows = [
        ("序号", *HEAD, "备注"),
        ("1", "2", "3", "4", "5"),
        ("示例", "000", "样本", "1", ""),
        ("1", "001", "甲村", "12", ""),
        ("", "", "小计", "12", ""),
        ("2", "002", "乙村", "8", ""),
        ("合 计", "", "", "20", ""),
        ("填表人:", "", "", "", ""),
        ("注:按季填报",),
    ]

    assert values(*rows) == [("001", "甲村", 12), ("002", "乙村", 8)]
    assert [text.split(";")[0].split(" is")[0] for text in notes(*rows)] == [
        "This sample row",
        "This row of totals",
        "This row of totals",
        "This note",
        "This note",
    ]


def test_full_width_digits_and_spaces_are_read() -> None:
    assert values(HEAD, ("\uff10\uff10\uff11", "\u3000甲村\u3000", "\uff11\uff12")) == [("001", "甲村", 12)]


def test_a_column_that_means_nothing_here_is_named() -> None:
    assert notes((*HEAD, "身份证号"), ("001", "甲村", "1", "x")) == ["The column “身份证号” is not read."]


def test_two_columns_of_the_same_meaning_are_refused() -> None:
    with pytest.raises(Refusal, match=r"x\.csv › C1: A second column “党组织代码” means the same"):
        values(("组织编码", "组织名称", "党组织代码"), ("001", "甲村", "001"))


def test_a_missing_column_is_named() -> None:
    with pytest.raises(Refusal, match=r"x\.csv › 1: The table lacks the columns Code"):
        values(("组织名称", "党员数"), ("甲村", "1"))


def test_merged_heads_and_merged_cells_are_filled_and_hidden_rows_are_told() -> None:
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept)
    book.add_worksheet("填表说明").write(0, 0, "按季填报")
    page = book.add_worksheet("甲乡")
    page.merge_range(0, 0, 0, 3, "某县登记册")
    page.merge_range(1, 0, 2, 0, "组织编码")
    page.merge_range(1, 1, 2, 1, "组织名称")
    page.merge_range(1, 2, 1, 3, "党员")
    page.write_row(2, 2, ["党员数", "其中女"])
    page.write_row(3, 0, ["001", None, 5])
    page.write_row(4, 0, ["002", None, 6])
    page.merge_range(3, 1, 4, 1, "联合支部")
    page.set_row(4, None, None, {"hidden": True})
    book.close()

    staged = stage(read(kept.getvalue(), name="x.xlsx"), FORM)

    assert [tuple(row.values.values()) for row in staged.rows] == [("001", "联合支部", 5), ("002", "联合支部", 6)]
    assert staged.rows[0].spot("members").address() == "甲乡 › C4"
    assert any("1 rows are hidden" in str(note.what) for note in staged.notes)


def test_every_visible_sheet_of_the_form_is_read() -> None:
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept)
    for tab in ("甲乡", "乙乡", "旧表"):
        page = book.add_worksheet(tab)
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, [tab, "支部"])
    page.hide()
    book.close()

    assert [table.sheet for table in find_tables(read(kept.getvalue(), name="x.xlsx"), FORM)] == ["甲乡", "乙乡"]


def test_the_wrong_sheet_is_refused_with_what_was_looked_for() -> None:
    with pytest.raises(Refusal, match=r"No sheet has a row of heads that is known here \(Code, Name\)"):
        values(("姓名", "年龄"), ("某", "30"))


def test_a_table_with_nothing_below_its_head_is_refused_as_such() -> None:
    for below in ([], [("", "", "")], [("合计", "", "0")]):
        with pytest.raises(Refusal, match=r"x\.csv › 1: Nothing is filled in below the head of the table\."):
            values(HEAD, *below)


def test_an_empty_sheet_beside_a_filled_one_does_not_matter() -> None:
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept)
    for name, rows in (("甲乡", [HEAD]), ("乙乡", [HEAD, ("001", "甲村", 12)])):
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()

    assert len(stage(read(kept.getvalue(), name="x.xlsx"), FORM).rows) == 1


def test_it_is_told_when_the_only_table_is_hidden() -> None:
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept)
    book.add_worksheet("封面")
    sheet = book.add_worksheet("登记册")
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, ("001", "甲村", 12))
    sheet.hide()
    book.close()

    with pytest.raises(Refusal, match=r"x\.xlsx › 登记册: Only this sheet has the columns .* hidden\."):
        stage(read(kept.getvalue(), name="x.xlsx"), FORM)
