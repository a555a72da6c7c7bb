"""Rows → a file: text with separators, a workbook, Parquet or JSON, all with the same columns and order."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from jishi.sheets.separated import escape

if TYPE_CHECKING:
    import pyarrow as pa

Format = Literal["csv", "xlsx", "parquet", "json"]
Written = str | int | Decimal | None
FORMATS: tuple[Format, ...] = ("csv", "xlsx", "parquet", "json")


def write_rows(kind: Format, title: str, heads: Sequence[str], rows: Iterable[Sequence[Written]]) -> bytes:
    """Return the rows as a file.

    Args:
        kind: which kind of file.
        title: name of the sheet.
        heads: of the columns.
        rows: texts, whole and decimal numbers, None = empty; a text is never taken for a formula.
    """
    return _WRITERS[kind](title, heads, rows)


def _csv(title: str, heads: Sequence[str], rows: Iterable[Sequence[Written]]) -> bytes:
    kept = io.StringIO(newline="")
    writer = csv.writer(kept, lineterminator="\r\n")
    writer.writerow([escape(head) for head in heads])
    for row in rows:
        writer.writerow([escape(cell) if isinstance(cell, str) else _plain(cell) for cell in row])
    # The mark at the start tells Excel and WPS that the letters are UTF-8.
    return kept.getvalue().encode("utf-8-sig")


def _plain(cell: Written) -> str:
    return "" if cell is None else f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def _xlsx(title: str, heads: Sequence[str], rows: Iterable[Sequence[Written]]) -> bytes:
    # Late: it takes a tenth of a second, and a server's first page needs none of it.
    import xlsxwriter

    kept = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(kept, options)
    page = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    words = book.add_format({"num_format": "@"})
    page.freeze_panes(1, 0)
    page.set_column(0, max(len(heads) - 1, 0), 16)
    for column, head in enumerate(heads):
        page.write_string(0, column, head, bold)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(number, column, cell, words)
            elif cell is not None:
                page.write_number(number, column, cell)
    book.close()
    return kept.getvalue()


def _parquet(title: str, heads: Sequence[str], rows: Iterable[Sequence[Written]]) -> bytes:
    # Late: it takes a tenth of a second, and a server's first page needs none of it.
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _head in heads]
    arrays = [_array(column) for column in columns]
    kept = io.BytesIO()
    pq.write_table(pa.table(arrays, names=list(heads)), kept, compression="zstd")
    return kept.getvalue()


def _array(column: Sequence[Written]) -> "pa.Array":
    # Late: it takes a tenth of a second, and a server's first page needs none of it.
    import pyarrow as pa

    known = [cell for cell in column if cell is not None]
    if known and all(isinstance(cell, int) for cell in known):
        return pa.array(column, pa.int64())
    return pa.array([None if cell is None else _plain_text(cell) for cell in column], pa.string())


def _plain_text(cell: Written) -> str:
    return cell if isinstance(cell, str) else _plain(cell)


def _json(title: str, heads: Sequence[str], rows: Iterable[Sequence[Written]]) -> bytes:
    listed = [dict(zip(heads, map(_json_cell, row), strict=True)) for row in rows]
    return json.dumps(listed, ensure_ascii=False, indent=1).encode()


def _json_cell(cell: Written) -> str | int | None:
    return _plain(cell) if isinstance(cell, Decimal) else cell


_WRITERS: Mapping[Format, Callable[[str, Sequence[str], Iterable[Sequence[Written]]], bytes]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "parquet": _parquet,
    "json": _json,
}
