"""One way in: a file of any kind that an office sends → a :class:`Workbook`."""

from pathlib import Path

from jishi.core.errors import refuse, sentence
from jishi.sheets.listed import read_json
from jishi.sheets.package import is_ole, refuse_ole
from jishi.sheets.parquet import read_parquet
from jishi.sheets.separated import read_separated
from jishi.sheets.workbook import Limits, Workbook
from jishi.sheets.xlsx import read_xlsx


def read(source: Path | bytes, limits: Limits | None = None, name: str = "") -> Workbook:
    """Read ``.xlsx``, ``.csv``, ``.parquet`` or ``.json``, told apart by content, not by name.

    Args:
        source: a path, or the content itself.
        limits: how much one file may hold.
        name: the file's name for messages; the path's own by default.

    Raises:
        Refusal: the file is missing, empty, too large, locked, damaged or of another kind.
    """
    limits = limits or Limits()
    name = name or (source.name if isinstance(source, Path) else "")
    content = content_of(source, limits, name)
    if not content.strip():
        raise refuse(
            name,
            sentence("The file is empty."),
            sentence(
                "Choose the file that holds the table, or fill in a template ("
                "from the page Imports, or with jishi template)."
            ),
        )
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return read_xlsx(name, content, limits)
    if is_ole(content):
        raise refuse_ole(name, content)
    if content.startswith(b"PAR1"):
        return read_parquet(name, content, limits)
    if content.lstrip()[:1] == b"[":
        return read_json(name, content, limits)
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")):
        raise refuse(
            name,
            sentence("The file is not a table."),
            sentence("Send an Excel workbook (.xlsx), a text file with separators (.csv), or Parquet."),
        )
    return read_separated(name, content, limits)


def content_of(source: Path | bytes, limits: Limits, name: str = "") -> bytes:
    """Return the content of a file, after a look at its size.

    Raises:
        Refusal: there is no such file, or it is too large.
    """
    name = name or (source.name if isinstance(source, Path) else "")
    if isinstance(source, bytes):
        size = len(source)
    elif not source.is_file():
        raise refuse(name, sentence("There is no such file."), sentence("Check the path and the name."))
    else:
        size = source.stat().st_size
    if size > limits.file_bytes:
        raise refuse(
            name,
            sentence(
                "The file has %(megabytes)s MB; %(limit)s MB are accepted.",
                megabytes=size >> 20,
                limit=limits.file_bytes >> 20,
            ),
            sentence("Split it, or send it as Parquet."),
        )
    return source if isinstance(source, bytes) else source.read_bytes()
