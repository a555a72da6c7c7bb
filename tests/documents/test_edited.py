"""A Word file is read back as lines of cells; what is no such file, or too much of one, is refused."""

import io
import zipfile

import pytest

from jishi.core.errors import Refusal
from jishi.documents.document import Cell, Column, Document, Paragraph, Row, Table, Title
from jishi.documents.edited import is_word, lines_of
from jishi.documents.word.file import word

BODY = "word/document.xml"


def a_paper() -> bytes:
    table = Table((Column(), Column()), (Row((Cell("石桥"), Cell("85.50"))), Row((Cell("合计", columns=2),))))
    return word(Document("zh-Hans", "表", (Title("汇总表"), Paragraph("好5个。"), table)))


def package(parts: dict[str, bytes]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return raw.getvalue()


def test_paragraphs_and_rows_come_back_as_they_stand() -> None:
    found = [line for line in lines_of(a_paper()) if any(line)]

    assert found == [("汇总表",), ("好5个。",), ("石桥", "85.50"), ("合计",)]


def test_what_was_crossed_out_is_gone_and_what_was_written_in_stands() -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    said = "<w:p><w:r><w:t>好</w:t></w:r><w:del><w:r><w:delText>5</w:delText></w:r></w:del>"
    said += "<w:ins><w:r><w:t>6</w:t></w:r></w:ins><w:r><w:t>个</w:t></w:r></w:p>"
    body = f"<w:document {space}><w:body>{said}</w:body></w:document>".encode()

    assert lines_of(package({BODY: body})) == [("好6个",)]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"%PDF-1.4", id="another file"),
        pytest.param(package({"word/other.xml": b"<a/>"}), id="no body"),
        pytest.param(package({BODY: b"<a"}), id="damaged"),
        pytest.param(package({BODY: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), id="entities"),
        pytest.param(package({BODY: b"<a/>", "word/vbaProject.bin": b"x"}), id="macros"),
        pytest.param(package({BODY: b" " * (65 << 20)}), id="too large"),
    ],
)
def test_what_is_no_plain_word_file_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal):
        lines_of(content, "a.docx")


def test_a_word_file_is_told_by_what_is_in_it() -> None:
    assert (is_word(a_paper()), is_word(b"%PDF-1.4"), is_word(package({"xl/workbook.xml": b"<a/>"}))) == (
        True,
        False,
        False,
    )


def lines_in(body: str) -> list[tuple[str, ...]]:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return lines_of(package({BODY: f"<w:document {space}><w:body>{body}</w:body></w:document>".encode()}))


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_what_was_moved_stands_where_it_went_and_only_there() -> None:
    came = f"<w:p><w:moveTo>{run('一')}</w:moveTo>{run('二')}</w:p>"
    left = f"<w:p>{run('三')}<w:moveFrom>{run('一')}</w:moveFrom></w:p>"

    assert lines_in(came + left) == [("一二",), ("三",)]


def test_a_table_in_a_cell_is_read_once_with_its_cell() -> None:
    def table(*cells: str) -> str:
        return "<w:tbl><w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr></w:tbl>"

    inner = table(f"<w:p>{run('内一')}</w:p>", f"<w:p>{run('内二')}</w:p>")

    assert lines_in(table(f"<w:p>{run('外')}</w:p>{inner}", f"<w:p>{run('右')}</w:p>")) == [
        ("外\n内一\n内二", "右")
    ]


def test_rows_and_cells_in_a_frame_to_fill_in_are_read() -> None:
    cell = f"<w:sdt><w:sdtContent><w:tc><w:p>{run('甲')}</w:p></w:tc></w:sdtContent></w:sdt>"
    row = f"<w:sdt><w:sdtContent><w:tr>{cell}</w:tr></w:sdtContent></w:sdt>"

    assert lines_in(f"<w:tbl>{row}</w:tbl>") == [("甲",)]
