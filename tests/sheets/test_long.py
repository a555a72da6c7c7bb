"""A sheet too long to be held reads the same as a short one, and is never held."""

import io
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from jishi.sheets.columns import Choice, Form, FormColumn
from jishi.sheets.long import LongRows, Row
from jishi.sheets.reading import read
from jishi.sheets.staging import Staged, stage, staged_parts
from jishi.sheets.workbook import Limits
from tests.sheets.files import as_csv

FORM = Form(
    "units",
    {"en": "Units"},
    (
        FormColumn("code", {"zh-Hans": "组织编码", "en": "Code"}, type="code", required=True),
        FormColumn("name", {"zh-Hans": "组织名称", "en": "Name"}, required=True),
        FormColumn("share", {"zh-Hans": "比例", "en": "Share"}, type="share"),
        FormColumn("kept", {"zh-Hans": "是否", "en": "Kept"}, type="choice", choices=(Choice("a", {"en": "甲"}),)),
    ),
)
HEAD = ("组织编码", "组织名称", "比例", "是否")
SHORT, LONG = Limits(), Limits(held=2)


def workbook() -> bytes:
    """A sheet with everything that has to be looked for: title, merged cells, percents, errors, totals …"""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept)
    page = book.add_worksheet("登记册")
    percent = book.add_format({"num_format": "0.00%"})
    page.merge_range(0, 0, 0, 3, "某县登记册")
    page.write_row(1, 0, HEAD)
    for row in range(2, 102):
        page.write_row(row, 0, [f"0{row}", f"第{row}支部"])
        page.write_number(row, 2, 0.5, percent)
    page.merge_range(50, 1, 52, 1, "联合支部")
    page.write_number(60, 0, 61)
    page.write_formula(70, 3, "=1/0", None, "#DIV/0!")
    page.write_row(80, 0, ["合计", "", ""])
    page.set_row(90, None, None, {"hidden": True})
    page.write_string(99, 3, "乙")
    book.close()
    return kept.getvalue()


def plain(staged: Staged) -> list[object]:
    """Everything that was read and said, comparable."""
    said = [
        sorted((r.spot.address(), str(r.what), str(r.fix)) for r in each) for each in (staged.errors, staged.notes)
    ]
    return [[(row.sheet, row.row, dict(row.values), row.unread) for row in staged.rows], *said]


def test_a_long_workbook_is_read_like_a_short_one_down_to_merged_cells_percents_and_errors() -> None:
    short, long = (stage(read(workbook(), limits, "x.xlsx"), FORM) for limits in (SHORT, LONG))

    assert len(long.rows) == 99
    assert plain(long) == plain(short)
    assert [row.values["name"] for row in long.rows[48:51]] == ["联合支部"] * 3
    assert {str(error.spot.address()) for error in long.errors} == {"登记册 › A61", "登记册 › D71", "登记册 › D100"}


def test_a_long_text_file_and_a_long_parquet_file_are_read_like_short_ones() -> None:
    rows = [(f"0{number}", f"第{number}支部", "95%", "甲") for number in range(30)]
    columns = {name: [row[place] for row in rows] for place, name in enumerate(HEAD)}
    kept = io.BytesIO()
    pq.write_table(pa.table(columns), kept)
    for content in (as_csv(HEAD, *rows), kept.getvalue()):
        short, long = (stage(read(content, limits, "x"), FORM) for limits in (SHORT, LONG))

        assert len(long.rows) == 30
        assert plain(long) == plain(short)


def test_rows_come_in_parts_and_one_progress_counts_them_all() -> None:
    told: list[tuple[int, int]] = []

    parts = list(staged_parts(read(workbook(), LONG, "x.xlsx"), FORM, lambda *at: told.append(at), size=40))

    assert [len(part.rows) for part in parts] == [40, 40, 19]
    assert [error.spot.row for error in parts[0].errors] == []
    assert {error.spot.row for error in parts[1].errors} == {60, 70}
    assert told == [(40, 99), (80, 99), (99, 99)]


class Counted:
    """A reader that counts how many rows it gave."""

    def __init__(self, rows: int) -> None:
        self.rows, self.given = rows, 0

    def __call__(self) -> Iterator[Row]:
        for number in range(self.rows):
            self.given += 1
            yield (number,)


def test_rows_that_are_asked_for_in_order_are_read_once() -> None:
    reader = Counted(1_000)
    rows = LongRows(reader, 1_000)
    first = reader.given

    assert [rows[place][0] for place in (0, 63, 100, 500, 999)] == [0, 63, 100, 500, 999]
    assert first == 64
    assert reader.given == first + 1_000
    assert rows[100] == (100,)
    assert rows[998:] == ((998,), (999,))
    with pytest.raises(IndexError):
        rows[1_000]
