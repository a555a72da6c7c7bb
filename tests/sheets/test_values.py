"""Cells become values exactly, or say why not."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from jishi.sheets.columns import Choice, FormColumn, Type
from jishi.sheets.unreadable import Unreadable
from jishi.sheets.values import read_value
from jishi.sheets.workbook import Cell, Fault

LEVELS = (
    Choice("own", {"zh-Hans": "自有", "zh-Hant": "自有", "en": "Own"}),
    Choice("shared", {"zh-Hans": "合用", "zh-Hant": "合用", "en": "Shared"}),
)


def value(type_: Type, cell: Cell) -> object:
    return read_value(FormColumn("x", {"en": "x"}, type_, choices=LEVELS), cell)


@pytest.mark.parametrize(
    ("type_", "cell", "expected"),
    [
        ("count", "35", 35),
        ("count", "35 人", 35),
        ("count", "\uff13\uff15", 35),
        ("share", "\uff19\uff15\uff05", 9500),
        ("code", "\uff10\uff10\uff11", "001"),
        ("count", "1,234", 1234),
        ("count", 35, 35),
        ("share", "95%", 9500),
        ("share", "95.5%", 9550),
        ("share", Decimal("95.5"), 9550),
        ("share", "33.339%", 3333),
        ("share", 0, 0),
        ("money", "0.1", 10),
        ("money", "1234.56", 123_456),
        ("money", "¥1,234.56", 123_456),
        ("money", "3.5万元", 3_500_000),
        ("money", Decimal("0.29"), 29),
        ("area", "120.5㎡", 12_050),
        ("months", "18个月", 18),
        ("yes-no", "是", 1),
        ("yes-no", "无", 0),
        ("yes-no", "Y", 1),
        ("yes-no", "√", 1),
        ("yes-no", True, 1),
        ("yes-no", 0, 0),
        ("level", "合用", 1),
        ("level", "own", 0),
        ("choice", " 自有 ", "own"),
        ("code", "'0012", "0012"),
        ("code", "001 2", "0012"),
        ("code", 12, "12"),
        ("code", "00\u200b12", "0012"),
        ("text", " 甲村 支部 ", "甲村 支部"),
        ("text", None, None),
        ("count", "—", None),
        ("count", "不详", None),
        ("date", "—", None),
    ],
)
def test_a_cell_is_read_as_its_column_means_it(type_: Type, cell: Cell, expected: object) -> None:
    assert value(type_, cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "20120207",
        "2012-02-07",
        "2012.2.7",
        "2012/2/7",
        "2012年2月7日",
        "\uff12\uff10\uff11\uff12年\uff12月\uff17日",
        "二〇一二年二月七日",
        date(2012, 2, 7),
        datetime(2012, 2, 7, 8, 30),
        "2012-02-07 00:00:00",
        40946,
        20120207,
    ],
)
def test_a_date_is_read_in_any_shape(cell: Cell) -> None:
    assert value("date", cell) == date(2012, 2, 7).toordinal()


@pytest.mark.parametrize("cell", ["201202", "2012.2", "2012年2月", "2012-02"])
def test_a_month_means_its_first_day(cell: Cell) -> None:
    assert value("date", cell) == date(2012, 2, 1).toordinal()


@pytest.mark.parametrize(
    ("type_", "cell", "expected"),
    [
        ("count", "约30", "“约30” is not a number."),
        ("count", "1,2,3", "“1,2,3” is not a number."),
        ("count", Decimal("1.5"), "“1.5” has more decimals than are kept."),
        ("count", "95%", "“95%” is a percentage; a number is asked for."),
        ("share", Decimal("0.95"), "0.95 may mean 95 % or 0.95 %."),
        ("share", 1, "1 may mean 100 % or 1 %."),
        ("money", "0.125", "“0.125” has more decimals than are kept."),
        ("yes-no", "2", "“2” is neither yes nor no."),
        ("level", "租用", "“租用” is not one of the choices."),
        ("date", "2012-13-40", "“2012-13-40” is not a date that can be read without guessing."),
        ("date", Decimal("2012.1"), "“2012.1” was typed as a number: 2012.1 and 2012.10 look the same to a sheet."),
        ("code", 5.1e17, "The code was typed as a number and has lost its last digits."),
        ("text", "=1+1", "“=1+1” begins like a formula."),
        ("text", "@SUM(A1)", "“@SUM(A1)” begins like a formula."),
        ("text", "某\u202e村", "The cell holds letters that cannot be seen."),
        ("text", "某\u200b村", "The cell holds letters that cannot be seen."),
        ("count", Fault("#REF!"), "The cell shows the error #REF!."),
        ("count", Fault(""), "The cell holds a formula without a result; formulas are never computed here."),
    ],
)
def test_a_cell_that_cannot_be_read_says_why(type_: Type, cell: Cell, expected: str) -> None:
    with pytest.raises(Unreadable) as refused:
        value(type_, cell)

    assert str(refused.value.what) == expected


def test_a_choice_is_known_without_what_stands_in_brackets_unless_that_names_two() -> None:
    levels = (
        Choice("township", {"zh-Hans": "乡镇（街道）"}),
        Choice("old", {"zh-Hans": "校（老）"}),
        Choice("new", {"zh-Hans": "校（新）"}),
    )
    column = FormColumn("level", {"en": "Level"}, "choice", choices=levels)

    assert read_value(column, "乡镇") == read_value(column, "鄉鎮（街道）") == "township"
    assert read_value(column, "校（新）") == "new"
    with pytest.raises(Unreadable):
        read_value(column, "校")
