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
_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
#: Frames around what stands on the paper: a field to fill in, what was written in or came from elsewhere.
_FRAMES = {qn(name) for name in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo")}
#: What was crossed out, and what was moved: it stands where it went.
_GONE = {qn("w:del"), qn("w:moveFrom")}


def is_word(content: bytes) -> bool:
    """Say whether this is a Word package (.docx), by what is in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _BODY in archive.namelist()
    except zipfile.BadZipFile:
        return False


def lines_of(content: bytes, name: str = "") -> list[tuple[str, ...]]:
    """Return the lines of a Word file: a paragraph is one of one cell, a row of a table one of its cells.

    What was crossed out with changes tracked is gone; what was written in stands, and what was moved where it went.
    A table inside a cell is part of what the cell says.

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
    for each in _inside(place, _PARAGRAPH, _TABLE):
        if each.tag == _PARAGRAPH:
            yield (_text(each),)
        else:
            for row in _inside(each, _ROW):
                yield tuple(_cell(cell) for cell in _inside(row, _CELL))


def _inside(place: Any, *tags: str) -> Iterator[Any]:
    """Yield what stands right inside a place, or inside frames there."""
    for each in place.iterchildren():
        if each.tag in tags:
            yield each
        elif each.tag in _FRAMES:
            yield from _inside(each, *tags)


def _cell(cell: Any) -> str:
    return "\n".join(_text(each) for each in _paragraphs(cell)).strip()


def _paragraphs(place: Any) -> Iterator[Any]:
    """Yield the paragraphs of a cell, those of tables in it too; what stands in a paragraph is read with it."""
    for each in place.iterchildren():
        if each.tag == _PARAGRAPH:
            yield each
        else:
            yield from _paragraphs(each)


def _text(paragraph: Any) -> str:
    return "".join(_said(paragraph))


def _said(place: Any) -> Iterator[str]:
    for each in place.iterchildren():
        if each.tag == qn("w:t"):
            yield each.text or ""
        elif each.tag in _BREAKS:
            yield _BREAKS[each.tag]
        elif each.tag not in _GONE:
            yield from _said(each)
