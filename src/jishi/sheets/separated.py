"""Text with separators (.csv, .tsv) → rows of cells; every cell stays text."""

import csv
import io
from collections.abc import Iterator, Sequence

from jishi.core.errors import Refusal, refuse, sentence
from jishi.sheets.long import LongRows
from jishi.sheets.workbook import Cell, Limits, Sheet, Workbook
from jishi.sheets.xlsx import too_many_cells

_SEPARATORS = (",", "\t", ";", "|", "\uff0c")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_PLAIN = ("utf-8", "gb18030", "big5hkscs")
# First bytes of the letters that everybody uses; both encodings sort by use first.
_COMMON = {"gb18030": (b"\xb0", b"\xd7"), "big5hkscs": (b"\xa4", b"\xc6")}
# What a sheet program could take for a formula; such a text is written with an apostrophe before it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "'")


def read_separated(name: str, content: bytes, limits: Limits) -> Workbook:
    """Read a text file with separators, in whatever encoding an office saves.

    Raises:
        Refusal: letters that no encoding explains, an unclosed quotation mark, or too many cells.
    """
    text, encoding = _decode(name, content)
    if "\x00" in text:
        raise _no_text(name)
    mark = _separator(text)
    rows: list[tuple[Cell, ...]] = []
    count = widest = 0
    try:
        for row in _read(text, mark):
            count += 1
            widest = max(widest, len(row))
            if count * widest > limits.cells:
                raise too_many_cells(name, count, widest)
            if count <= limits.held:
                rows.append(row)
    except csv.Error as error:
        raise refuse(
            f"{name} › {count + 1}",
            sentence("A quotation mark is opened and never closed, or the cell is longer than any text."),
            sentence("Close the quotation mark at this row, or save the sheet again as .xlsx."),
        ) from error
    held: Sequence[tuple[Cell, ...]] = tuple(rows)
    if count > limits.held:
        held = LongRows(lambda: _read(text, mark), count)
    return Workbook(name, "csv", (Sheet("", held),), encoding)


def _read(text: str, mark: str) -> Iterator[tuple[Cell, ...]]:
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True):
        yield tuple(_cell(value) for value in row)


def escape(text: str) -> str:
    """Return the text so that no sheet program takes it for a formula.

    Example:
        >>> escape("=cmd|'/c calc'!A1")
        "'=cmd|'/c calc'!A1"
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def unescape(text: str) -> str:
    """Return what :func:`escape` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def _cell(value: str) -> Cell:
    return unescape(value) if value else None


def _decode(name: str, content: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(name, content, encoding), encoding
    head = content[:4096]
    if head.count(0) > len(head) // 4:
        encoding = "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
        return _strictly(name, content, encoding), encoding
    readings = [(text, encoding) for encoding in _PLAIN if (text := _decoded(content, encoding)) is not None]
    if not readings:
        raise _no_text(name, _first_bad_line(content))
    if readings[0][1] == "utf-8":
        return readings[0]
    # Letters of Big5 mostly are letters of GB18030 too, but rare ones.
    return max(readings, key=lambda reading: _common(*reading))


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _common(text: str, encoding: str) -> float:
    """Return the share of common letters among the Chinese ones of a text, by the encoding's own first plane."""
    first, last = _COMMON[encoding]
    letters = [letter for letter in text[:20_000] if "\u3400" <= letter <= "\u9fff" or letter >= "\ue000"]
    common = sum(first <= letter.encode(encoding)[:1] <= last for letter in letters)
    return common / len(letters) if letters else 1.0


def _strictly(name: str, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _no_text(name, content[: error.start].count(b"\n") + 1) from error


def _first_bad_line(content: bytes) -> int:
    try:
        content.decode("gb18030")
    except UnicodeDecodeError as error:
        return content[: error.start].count(b"\n") + 1
    return 1


def _no_text(name: str, line: int = 1) -> Refusal:
    return refuse(
        f"{name} › {line}",
        sentence("The letters of this line fit no encoding (UTF-8, UTF-16, GB18030 and Big5 were tried)."),
        sentence("Open the file where it looks right and save it as .xlsx, or as CSV UTF-8."),
    )


def _separator(text: str) -> str:
    lines = [line for line in text[:65536].splitlines() if line.strip()][:20]
    return max(_SEPARATORS, key=lambda mark: sum(min(line.count(mark), 50) for line in lines))
