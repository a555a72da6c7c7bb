"""Look at an Excel package before anything opens it: size, macros, encryption, foreign formats."""

import re
import zipfile
import zlib
from collections.abc import Iterator

from jishi.core.errors import Refusal, refuse, sentence
from jishi.sheets.workbook import Limits

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_CHUNK = 4 << 20
_ROW_END = re.compile(rb"</(?:\w+:)?row>")


def is_ole(content: bytes) -> bool:
    """Say whether the file is an old compound file (.xls, .et, or a workbook under a password)."""
    return content.startswith(_OLE)


def refuse_ole(name: str, content: bytes) -> Refusal:
    """Return the refusal of a compound file, naming what it is."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return refuse(
            name,
            sentence("The workbook is locked by a password."),
            sentence("Open it, take the password off (File, Info, Protect Workbook) and save it again."),
        )
    return refuse(
        name,
        sentence("The file is an old workbook (.xls or .et)."),
        sentence("Open it in Excel or WPS and save it as a workbook of the kind .xlsx."),
    )


def open_package(name: str, archive: zipfile.ZipFile, limits: Limits) -> None:
    """Check the package without unpacking it.

    Raises:
        Refusal: too large, too many parts, macros, or no Excel workbook.
    """
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    swollen = unpacked > limits.ratio_from_bytes and unpacked > limits.ratio * max(packed, 1)
    if len(entries) > limits.entries or unpacked > limits.unpacked_bytes or swollen:
        raise _too_large(name, unpacked, len(entries))
    parts = {entry.filename.lstrip("/") for entry in entries}
    if any(part.lower().endswith("vbaproject.bin") or part.startswith("xl/macrosheets/") for part in parts):
        raise refuse(
            name,
            sentence("The workbook carries macros, and macros are never opened."),
            sentence("Save it as a workbook without macros (.xlsx) and send that."),
        )
    if "EncryptedPackage" in parts or any(entry.flag_bits & 1 for entry in entries):
        raise refuse_ole(name, "EncryptedPackage".encode("utf-16-le"))
    if "xl/workbook.xml" not in parts:
        raise refuse(
            name,
            sentence("The file is a package, but not an Excel workbook of the kind .xlsx."),
            sentence("Open it in Excel or WPS and save it as a workbook of the kind .xlsx, or as .csv."),
        )


def check_parts(name: str, archive: zipfile.ZipFile, passed_over: set[str]) -> None:
    """Unpack every XML part once, piece by piece, so that no reader meets more than was declared.

    Args:
        name: the file, for messages.
        archive: a package that :func:`open_package` let pass.
        passed_over: parts that are read to their end elsewhere.

    Raises:
        Refusal: a part is damaged, larger than declared, or defines entities of its own.
    """
    for entry in archive.infolist():
        if entry.filename not in passed_over and entry.filename.endswith((".xml", ".rels")):
            for number, piece in enumerate(_pieces(name, archive, entry.filename)):
                if number == 0:
                    refuse_entities(name, piece)


def refuse_entities(name: str, beginning: bytes) -> None:
    """Refuse XML that defines entities: no office program writes it, and it can swell without end."""
    if b"<!DOCTYPE" in beginning or b"<!ENTITY" in beginning:
        raise refuse(
            name,
            sentence("The workbook defines XML entities, which no office program writes."),
            sentence("Copy its cells into a new workbook and send that."),
        )


def row_blocks(name: str, archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield the XML of a sheet in pieces that end with whole rows.

    Raises:
        Refusal: the part is damaged or defines entities.
    """
    rest = b""
    for number, piece in enumerate(_pieces(name, archive, part)):
        if number == 0:
            refuse_entities(name, piece)
        rest += piece
        end = 0
        for found in _ROW_END.finditer(rest, max(0, len(rest) - _CHUNK)):
            end = found.end()
        if end:
            yield rest[:end]
            rest = rest[end:]
    yield rest


def _pieces(name: str, archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    try:
        with archive.open(part) as stream:
            while piece := stream.read(_CHUNK):
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError) as damage:
        raise damaged(name) from damage


def damaged(name: str) -> Refusal:
    """Return the refusal of a package that cannot be unpacked."""
    return refuse(
        name,
        sentence("The workbook is damaged and cannot be unpacked."),
        sentence("Send the file again; if that does not help, copy its cells into a new workbook."),
    )


def _too_large(name: str, unpacked: int, entries: int) -> Refusal:
    return refuse(
        name,
        sentence(
            "Unpacked, the file would hold %(megabytes)s MB in %(entries)s parts; it is refused unopened.",
            megabytes=unpacked >> 20,
            entries=entries,
        ),
        sentence("Copy only the filled rows into a new workbook, or save the sheet as .csv."),
    )
