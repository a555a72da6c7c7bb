"""What offices send by mistake, and what strangers send on purpose: each gets a sentence, none gets in."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from jishi.core.errors import Refusal
from jishi.sheets.reading import read
from jishi.sheets.workbook import ROWS_OF_EXCEL, Fault, Limits
from tests.sheets.files import as_csv, as_xlsx

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def rezipped(content: bytes, **parts: bytes) -> bytes:
    """The package with parts replaced or added; ``__`` in a name stands for a slash, ``_`` for a dot."""
    kept = io.BytesIO()
    new = {name.replace("__", "/").replace("_", "."): part for name, part in parts.items()}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in old.infolist():
            if entry.filename not in new:
                made.writestr(entry.filename, old.read(entry.filename))
        for name, part in new.items():
            made.writestr(name, part)
    return kept.getvalue()


def sheet_xml(rows: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def with_rows(rows: str) -> bytes:
    return rezipped(as_xlsx(("a",)), xl__worksheets__sheet1_xml=sheet_xml(rows))


@pytest.mark.parametrize("content", [b"", b"  \r\n \n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal, match=r"empty\.csv: The file is empty"):
        read(content, name="empty.csv")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"none\.xlsx: There is no such file"):
        read(tmp_path / "none.xlsx")


def test_a_file_over_the_size_limit_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "large.csv").write_bytes(b"a,b\n" * 600_000)

    with pytest.raises(Refusal, match="The file has 2 MB; 1 MB are accepted"):
        read(tmp_path / "large.csv", Limits(file_bytes=1 << 20))


def test_a_zip_bomb_is_refused_by_its_declared_size() -> None:
    bomb = rezipped(as_xlsx(("a",)), xl__worksheets__sheet1_xml=b" " * (80 << 20))

    assert len(bomb) < 200_000
    with pytest.raises(Refusal, match=r"Unpacked, the file would hold 80 MB .* it is refused unopened"):
        read(bomb, name="bomb.xlsx")


def test_a_zip_bomb_that_lies_about_its_size_is_refused() -> None:
    honest = rezipped(as_xlsx(("a",)), xl__sharedStrings_xml=b"<sst>" + b" " * (8 << 20) + b"</sst>")
    size, lie = struct.pack("<L", (8 << 20) + 11), struct.pack("<L", 900)

    with pytest.raises(Refusal, match="The workbook is damaged and cannot be unpacked"):
        read(honest.replace(size, lie), name="liar.xlsx")


def test_a_package_of_thousands_of_parts_is_refused() -> None:
    kept = io.BytesIO(as_xlsx(("a",)))
    with zipfile.ZipFile(kept, "a") as package:
        for number in range(2_100):
            package.writestr(f"x/{number}", b"")

    with pytest.raises(Refusal, match="2110 parts"):
        read(kept.getvalue(), name="parts.xlsx")


def test_a_cell_far_away_does_not_make_a_sheet_of_billions_of_cells() -> None:
    content = with_rows(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="900000"><c r="XFD900000"><v>1</v></c></row>'
    )

    with pytest.raises(Refusal, match="The filled area is 900000 rows by 16384 columns"):
        read(content, name="far.xlsx")


def test_xml_with_entities_of_its_own_is_refused() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + sheet_xml("")

    with pytest.raises(Refusal, match="defines XML entities"):
        read(rezipped(as_xlsx(("a",)), xl__worksheets__sheet1_xml=laughs), name="laughs.xlsx")


def test_a_workbook_with_macros_is_refused() -> None:
    with pytest.raises(Refusal, match=r"macros\.xlsm: The workbook carries macros, and macros are never opened"):
        read(rezipped(as_xlsx(("a",)), xl__vbaProject_bin=b"x"), name="macros.xlsm")


def test_an_old_workbook_is_named_as_such() -> None:
    with pytest.raises(Refusal, match=r"The file is an old workbook \(\.xls or \.et\)"):
        read(_OLE + b"\0" * 600, name="2011.xls")


def test_a_workbook_under_a_password_is_named_as_such() -> None:
    with pytest.raises(Refusal, match="The workbook is locked by a password"):
        read(_OLE + "EncryptedPackage".encode("utf-16-le"), name="locked.xlsx")


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"\x89PNG\r\n", b"\xff\xd8\xff\xe0"])
def test_a_picture_or_a_print_is_no_table(content: bytes) -> None:
    with pytest.raises(Refusal, match="The file is not a table"):
        read(content, name="scan")


def test_a_package_that_is_no_workbook_is_refused() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as package:
        package.writestr("word/document.xml", "<x/>")

    with pytest.raises(Refusal, match=r"not an Excel workbook of the kind \.xlsx"):
        read(kept.getvalue(), name="letter.docx")


@pytest.mark.parametrize("cut", [100, 1000, 3000])
def test_a_file_that_was_cut_off_is_refused(cut: int) -> None:
    with pytest.raises(Refusal, match="The workbook is damaged"):
        read(as_xlsx(("a", "b"))[:cut], name="cut.xlsx")


def test_a_cut_off_parquet_file_is_refused() -> None:
    with pytest.raises(Refusal, match="The Parquet file is damaged"):
        read(b"PAR1" + b"\0" * 40, name="cut.parquet")


def test_a_sheet_that_is_full_to_its_last_row_is_refused() -> None:
    content = with_rows(f'<row r="{ROWS_OF_EXCEL}"><c r="A{ROWS_OF_EXCEL}"><v>1</v></c></row>')

    with pytest.raises(Refusal, match=f"filled down to its very last row \\({ROWS_OF_EXCEL}\\)"):
        read(content, name="full.xlsx")


def test_a_sheet_that_is_only_formatted_to_its_last_row_is_read() -> None:
    first = '<row r="1"><c r="A1" t="inlineStr"><is><t>编码</t></is></c></row>'
    content = with_rows(f'{first}<row r="{ROWS_OF_EXCEL}"><c r="B{ROWS_OF_EXCEL}" s="0"/></row>')

    assert read(content, name="formatted.xlsx").sheets[0].rows == (("编码",),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_whatever_encoding_an_office_saves(encoding: str) -> None:
    workbook = read(as_csv(("编码", "名称"), ("001", "甲村")), name="units.csv")

    again = read(as_csv(("编码", "名称"), ("001", "甲村"), encoding=encoding), name="units.csv")

    assert again.sheets == workbook.sheets
    assert again.sheets[0].rows[1] == ("001", "甲村")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_traditional_letters_are_read_whichever_of_the_two_encodings_they_are_saved_in(encoding: str) -> None:
    rows = (("組織編碼", "組織名稱"), ("01", "中共某縣委員會"), ("0101", "來鳳街道"))

    assert read(as_csv(*rows, encoding=encoding), name="units.csv").sheets[0].rows == rows


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_text_is_read_with_whatever_separator(delimiter: str) -> None:
    content = as_csv(("编码", "名称"), ("001", "甲村"), delimiter=delimiter)

    assert read(content, name="units.csv").sheets[0].rows[1] == ("001", "甲村")


def test_letters_of_no_encoding_are_refused_with_their_line() -> None:
    with pytest.raises(Refusal, match=r"units\.csv › 2: The letters of this line fit no encoding"):
        read("编码,名称\n".encode() + b"\xff\xff\xff\xff,x\n", name="units.csv")


def test_an_unclosed_quotation_mark_is_refused_with_its_row() -> None:
    with pytest.raises(Refusal, match=r"units\.csv › 2: A quotation mark is opened and never closed"):
        read(b'code,name\n001,"open\n', name="units.csv")


def test_a_formula_is_never_computed_and_a_missing_result_is_not_an_empty_cell() -> None:
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept)
    page = book.add_worksheet()
    page.write_formula(0, 0, "=cmd|' /C calc'!A0", None, "")
    page.write_formula(0, 1, "=1/0", None, "#DIV/0!")
    page.write_formula(0, 2, "=1+1", None, 2)
    book.close()

    assert read(kept.getvalue(), name="formulas.xlsx").sheets[0].rows == ((Fault(""), Fault("#DIV/0!"), 2),)


def test_json_that_is_no_list_of_rows_is_refused() -> None:
    with pytest.raises(Refusal, match="This is no list of flat JSON objects"):
        read(b'[{"code": {"deep": 1}}]', name="deep.json")
