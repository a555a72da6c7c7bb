"""Columns of whole numbers and nulls to and from one Parquet file."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from jishi.columnar.folder import damaged
from jishi.core.columns import Column

ROWS_AT_ONCE = 1 << 18
KEPT_IN_MEMORY = 200_000


def narrowest(values: NDArray[np.int64]) -> "pa.DataType":
    """Return int32 where every value fits, else int64."""
    if len(values) == 0 or (int(values.min()) >= -(2**31) and int(values.max()) < 2**31):
        return pa.int32()
    return pa.int64()


def write_columns(path: Path, columns: Mapping[str, Column]) -> None:
    """Write columns of equal length, int32 where they fit, some hundred thousand rows at a time.

    Raises:
        OSError: the file could not be written.
    """
    schema = pa.schema([(name, narrowest(column.values)) for name, column in columns.items()])
    length = max((len(column) for column in columns.values()), default=0)
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=1) as writer:
        for start in range(0, length, ROWS_AT_ONCE):
            part = slice(start, start + ROWS_AT_ONCE)
            arrays = [
                pa.array(column.values[part], type=kind, mask=~column.valid[part])
                for column, kind in zip(columns.values(), schema.types, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))


def to_column(array: "pa.ChunkedArray") -> Column:
    """Return an Arrow column of integers as values and mask."""
    valid = np.asarray(array.is_valid().to_numpy(), dtype=np.bool_)
    values = np.asarray(array.fill_null(0).to_numpy()).astype(np.int64, copy=False)
    return Column(values, valid)


class StoredColumns(Mapping[str, Column]):
    """The columns of one Parquet file, read one by one when asked for.

    A country's facts do not fit into memory twice; an engine takes them column by column. A small population's
    columns are kept after the first reading.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._file = pq.ParquetFile(path, memory_map=True)
        except (OSError, pa.ArrowException):
            raise damaged(path) from None
        self._path = path
        self._names: tuple[str, ...] = tuple(self._file.schema_arrow.names)
        self._known = frozenset(self._names)
        self._kept: dict[str, Column] = {}

    @property
    def length(self) -> int:
        """Number of rows."""
        return int(self._file.metadata.num_rows)

    def __getitem__(self, name: str) -> Column:
        if name not in self._known:
            raise KeyError(name)
        if name in self._kept:
            return self._kept[name]
        try:
            # ``columns`` takes dotted paths, so a name with a dot is found by its place instead.
            place = self._names.index(name)
            batches = [
                self._file.reader.read_row_group(group, column_indices=[place]).column(0)
                for group in range(self._file.num_row_groups)
            ]
        except (OSError, pa.ArrowException):
            raise damaged(self._path) from None
        kind = self._file.schema_arrow.field(place).type
        column = to_column(pa.chunked_array([c for batch in batches for c in batch.chunks], type=kind))
        if self.length <= KEPT_IN_MEMORY:
            self._kept[name] = column
        return column

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._known
