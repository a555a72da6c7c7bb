"""A Word file that an office has gone on writing in → its lines of cells, as they stand on the paper."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from jishi.core.errors import Refusal, refuse, sentence

_BODY = "word/document.xml"
#: More than the longest paper takes.
_UNPACKED, _PARTS = 64 << 20, 2_000
_ENTITIES = b"<!ENTITY"
_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n"}


def is_word(content: bytes) -> bool:
    """Say whether this is a Word package (.docx), by what is in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _BODY in archive.namelist()
    except zipfile.BadZipFile:
        return False


def lines_of(content: bytes, name: str = "") -> list[tuple[str, ...]]:
    """Return the lines of a Word file: a paragraph is one of one cell, a row of a table one of its cells.

    What was crossed out with changes tracked is gone; what was written in stands.

    Raises:
        Refusal: it is no such file, too large, damaged, or carries macros.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            body = _body(archive, name)
        root = parse_xml(body)
    except (zipfile.BadZipFile, zlib.error, KeyError, SyntaxError, NotImplementedError, RuntimeError) as error:
        raise _no_word(name) from error
    found = root.find(qn("w:body"))
    if found is None:
        raise _no_word(name)
    return list(_lines(found))


def _body(archive: zipfile.ZipFile, name: str) -> bytes:
    entries = archive.infolist()
    if len(entries) > _PARTS or sum(entry.file_size for entry in entries) > _UNPACKED:
        raise refuse(
            name, sentence("The file is larger than a paper is."), sentence("Send the paper without pictures.")
        )
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        raise refuse(
            name,
            sentence("The document carries macros, and macros are never opened."),
            sentence("Save it as a document without macros (.docx) and send that."),
        )
    with archive.open(_BODY) as part:
        # What a package says of its own size may be a lie.
        body = part.read(_UNPACKED + 1)
    if len(body) > _UNPACKED or _ENTITIES in body:
        raise _no_word(name)
    return body


def _no_word(name: str) -> Refusal:
    return refuse(
        name,
        sentence("The file is damaged, or no document of the kind .docx."),
        sentence("Open it in Word or WPS and save it as a document of the kind .docx."),
    )


def _lines(place: Any) -> Iterator[tuple[str, ...]]:
    for each in place.iterchildren():
        if each.tag == qn("w:p"):
            yield (_text(each),)
        elif each.tag == qn("w:tbl"):
            for row in each.iter(qn("w:tr")):
                yield tuple(_cell(cell) for cell in row.iterchildren(qn("w:tc")))
        elif each.tag == qn("w:sdt"):
            for inner in each.iterchildren(qn("w:sdtContent")):
                yield from _lines(inner)


def _cell(cell: Any) -> str:
    return "\n".join(_text(each) for each in cell.iter(qn("w:p"))).strip()


def _text(paragraph: Any) -> str:
    said = []
    for each in paragraph.iter():
        if each.tag == qn("w:t"):
            said.append(each.text or "")
        elif each.tag in _BREAKS:
            said.append(_BREAKS[each.tag])
    return "".join(said)
