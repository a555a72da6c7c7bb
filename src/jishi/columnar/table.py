"""Columns of whole numbers and nulls to and from one Parquet file."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from jishi.columnar.folder import damaged
from jishi.core.columns import Column

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

ROWS_AT_ONCE = 1 << 18
KEPT_IN_MEMORY = 200_000
CELLS_AT_ONCE = 1 << 26


def narrowest(values: NDArray[np.int64]) -> "pa.DataType":
    """Return int32 where every value fits, else int64."""
    # Late: it takes a tenth of a second, and a server's first page needs none of it.
    import pyarrow as pa

    if len(values) == 0 or (int(values.min()) >= -(2**31) and int(values.max()) < 2**31):
        return pa.int32()
    return pa.int64()


def write_columns(folder: Path, stem: str, columns: Mapping[str, Column]) -> None:
    """Write columns of equal length, int32 where they fit, to ``<stem>-000.parquet`` and so on.

    A file takes as many columns as can stand in memory together, so each is asked for once: a county's table is one
    file, a country's a dozen.

    Raises:
        OSError: a file could not be written.
    """
    names = list(columns)
    first = columns[names[0]] if names else Column.empty(0)
    at_once = max(1, CELLS_AT_ONCE // max(1, len(first)))
    for number, start in enumerate(range(0, max(1, len(names)), at_once)):
        batch = {name: columns[name] for name in names[start : start + at_once]}
        _write_file(folder / f"{stem}-{number:03}.parquet", batch)


def _write_file(path: Path, columns: Mapping[str, Column]) -> None:
    # Late: it takes a tenth of a second, and a server's first page needs none of it.
    import pyarrow as pa
    import pyarrow.parquet as pq

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
    """The columns that :func:`write_columns` wrote, read one by one when asked for.

    A country's facts do not fit into memory twice; an engine takes them column by column. A small population's
    columns are kept after the first reading.
    """

    def __init__(self, folder: Path, stem: str) -> None:
        self._home: dict[str, tuple[Path, int]] = {}
        self._kept: dict[str, Column] = {}
        for path in sorted(folder.glob(f"{stem}-*.parquet")):
            names = _opened(path).schema_arrow.names
            self._home.update((name, (path, place)) for place, name in enumerate(names))

    def __getitem__(self, name: str) -> Column:
        if name in self._kept:
            return self._kept[name]
        column = _read(*self._home[name])
        if len(column) <= KEPT_IN_MEMORY:
            self._kept[name] = column
        return column

    def __iter__(self) -> Iterator[str]:
        return iter(self._home)

    def __len__(self) -> int:
        return len(self._home)

    def __contains__(self, name: object) -> bool:
        return name in self._home


def _opened(path: Path) -> "pq.ParquetFile":
    # Late: it takes a tenth of a second, and a server's first page needs none of it.
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.ParquetFile(path, memory_map=True)
    except (OSError, pa.ArrowException):
        raise damaged(path) from None


def _read(path: Path, place: int) -> Column:
    """Read one column by its place: by name a dot would be taken for a path into a structure."""
    # Late: it takes a tenth of a second, and a server's first page needs none of it.
    import pyarrow as pa

    with _opened(path) as file:
        kind = file.schema_arrow.field(place).type
        try:
            groups = [
                file.reader.read_row_group(group, column_indices=[place]).column(0)
                for group in range(file.num_row_groups)
            ]
        except (OSError, pa.ArrowException):
            raise damaged(path) from None
        return to_column(pa.chunked_array([chunk for group in groups for chunk in group.chunks], type=kind))
