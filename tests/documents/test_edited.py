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
