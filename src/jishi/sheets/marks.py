"""What the fast reader of a sheet does not tell: errors, unfinished formulas, percent signs, hidden rows, extent.

One pass of patterns over the sheet's XML, piece by piece; no tree of elements is built.
"""

import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree import ElementTree

from jishi.sheets.package import row_blocks
from jishi.sheets.workbook import column_number

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT_MAIN = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_STRICT_OFFICE = "{http://purl.oclc.org/ooxml/officeDocument/relationships}"

_C = rb"<(?:\w+:)?c\b"
# A cell with something in it: its start tag is not closed at once.
_FILLED = re.compile(_C + rb"[^>]*?\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>/]*>")
_ERROR = re.compile(
    _C + rb"(?=[^>]*\bt\s*=\s*[\"']e[\"'])[^>]*?\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>"
    rb"(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<",
    re.DOTALL,
)
_UNFINISHED = re.compile(
    _C + rb"[^>]*?\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>\s*"
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_HIDDEN = re.compile(
    rb"<(?:\w+:)?row\b(?=[^>]*\bhidden\s*=\s*[\"'](?:1|true)[\"'])[^>]*?\br\s*=\s*[\"'](\d{1,7})[\"']"
)


@dataclass
class Marks:
    """What was seen in one sheet; rows and columns count from 0."""

    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    percents: set[tuple[int, int]] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    last_row: int = -1
    last_column: int = -1


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return tab name → part of the package, in the order of the tabs."""
    targets = {}
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    for link in links:
        target = str(link.get("Target", ""))
        targets[link.get("Id")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    parts = {}
    for sheet in [*book.iter(f"{_MAIN}sheet"), *book.iter(f"{_STRICT_MAIN}sheet")]:
        link_id = sheet.get(f"{_OFFICE}id") or sheet.get(f"{_STRICT_OFFICE}id")
        parts[str(sheet.get("name"))] = targets.get(link_id, "")
    return parts


def percent_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """Return the cell styles that show a number as a percentage."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    root = ElementTree.fromstring(archive.read("xl/styles.xml"))
    space = root.tag.removesuffix("styleSheet")
    percents = {9, 10}
    for shape in root.iter(f"{space}numFmt"):
        if "%" in shape.get("formatCode", ""):
            percents.add(int(shape.get("numFmtId", "-1")))
    styles = root.find(f"{space}cellXfs")
    if styles is None:
        return frozenset()
    return frozenset(number for number, style in enumerate(styles) if int(style.get("numFmtId", "0")) in percents)


def read_marks(name: str, archive: zipfile.ZipFile, part: str, percents: Iterable[int]) -> Marks:
    """Scan the XML of one sheet.

    Args:
        name: the file, for messages.
        archive: the checked package.
        part: the sheet's part in it.
        percents: styles of :func:`percent_styles`.
    """
    marks = Marks()
    styled = _styled(percents)
    for block in row_blocks(name, archive, part):
        _measure(block, marks)
        if b"hidden" in block:
            marks.hidden.update(int(row) - 1 for row in _HIDDEN.findall(block))
        if b't="e"' in block or b"t='e'" in block:
            for letters, row, text in _ERROR.findall(block):
                marks.faults[_place(letters, row)] = text.decode("utf-8", "replace")
        if b"<f" in block or b":f" in block:
            for letters, row in _UNFINISHED.findall(block):
                marks.faults[_place(letters, row)] = ""
        if styled:
            marks.percents.update(_place(letters, row) for letters, row in styled.findall(block))
    return marks


def _measure(block: bytes, marks: Marks) -> None:
    found = _FILLED.findall(block)
    if found:
        columns = {letters for letters, _row in found}
        marks.last_column = max(marks.last_column, *(column_number(c.decode()) for c in columns))
        marks.last_row = max(marks.last_row, *(int(row) - 1 for row in {row for _c, row in found}))


def _styled(percents: Iterable[int]) -> re.Pattern[bytes] | None:
    numbers = "|".join(str(number) for number in sorted(percents))
    if not numbers:
        return None
    style = rf"(?=[^>]*\bs\s*=\s*[\"'](?:{numbers})[\"'])".encode()
    return re.compile(_C + style + rb"[^>]*?\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>/]*>")


def _place(letters: bytes, row: bytes) -> tuple[int, int]:
    return int(row) - 1, column_number(letters.decode())
