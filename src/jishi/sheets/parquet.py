"""Parquet → rows of cells: the first row holds the column names."""

import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from jishi.core.errors import refuse, sentence
from jishi.sheets.long import LongRows
from jishi.sheets.workbook import Cell, Limits, Sheet, Workbook
from jishi.sheets.xlsx import number_cell, too_many_cells

_BATCH = 4096


def read_parquet(name: str, content: bytes, limits: Limits) -> Workbook:
    """Read a Parquet file of flat columns.

    Raises:
        Refusal: a damaged file, nested columns, or too many cells.
    """
    # Late: it takes a tenth of a second, and a server's first page needs none of it.
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(io.BytesIO(content))
        size = file.metadata.num_rows, file.metadata.num_columns
        if (size[0] + 1) * size[1] > limits.cells or _unpacked(file.metadata) > limits.unpacked_bytes:
            raise too_many_cells(name, *size)
        table = file.read()
    except (pa.ArrowException, OSError) as damage:
        raise refuse(
            name,
            sentence("The Parquet file is damaged and cannot be read."),
            sentence("Export it again, or send the sheet as .xlsx or .csv."),
        ) from damage
    nested = [field.name for field in table.schema if pa.types.is_nested(field.type)]
    if nested:
        raise refuse(
            name,
            sentence("The column %(column)s holds lists or groups of values.", column=nested[0]),
            sentence("Write one value into each cell."),
        )
    if size[0] >= limits.held:
        return Workbook(name, "parquet", (Sheet("", LongRows(lambda: _read(table), size[0] + 1)),))
    return Workbook(name, "parquet", (Sheet("", tuple(_read(table))),))


def _read(table: Any) -> Iterator[tuple[Cell, ...]]:
    """Yield the names of the columns, then the rows, some thousand at a time."""
    yield tuple(table.column_names)
    for batch in table.to_batches(max_chunksize=_BATCH):
        yield from zip(*([_cell(value) for value in column.to_pylist()] for column in batch.columns), strict=True)


def _unpacked(metadata: Any) -> int:
    return sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))


def _cell(value: Any) -> Cell:
    if value is None or value == "":
        return None
    if isinstance(value, float):
        return None if value != value else number_cell(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value
    return value  # type: ignore[no-any-return]
