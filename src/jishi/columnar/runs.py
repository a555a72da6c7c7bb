"""Runs at rest: what an engine computed, and from what, as a folder of Parquet files."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from jishi.columnar.folder import damaged, read_manifest, write_manifest, written_once
from jishi.columnar.table import StoredColumns, write_columns
from jishi.core.columns import Column
from jishi.core.result import Column2D, Result

FORMAT = 1
PLACE = ("row", "domain")


@dataclass(frozen=True)
class RunOrigin:
    """From what, by what and for whom a run was computed.

    Attributes:
        pack, pack_version, pack_digest: the pack that gave the formulas.
        cycle, round, tree_date: what was assessed, and the ISO date of the tree.
        snapshot_digest: the logical digest of the snapshot.
        engine: name of the engine.
        asked_by: who asked for it.
        created: ISO moment of writing, with its offset.
    """

    pack: str
    pack_version: str
    pack_digest: str
    cycle: str
    round: str
    tree_date: str
    snapshot_digest: str
    engine: str
    asked_by: str
    created: str


@dataclass(frozen=True)
class StoredRun:
    """A run that was read back.

    Attributes:
        result: its columns are read one by one when asked for.
        origin: from what it was computed.
        digest: the logical digest of the result.
    """

    result: Result
    origin: RunOrigin
    digest: str


def result_digest(result: Result) -> str:
    """Return the SHA-256 of the logical content of a result, independent of file format and engine."""
    total = hashlib.sha256()
    for name in sorted(result.columns):
        column = result.columns[name]
        total.update(f"\ncolumn {name}\n".encode())
        total.update(np.ascontiguousarray(column.values).tobytes())
        total.update(np.packbits(column.valid).tobytes())
    for name in sorted(result.figures):
        figure = result.figures[name]
        total.update(f"\nfigure {name} {figure.values.shape}\n".encode())
        total.update(np.ascontiguousarray(figure.values).tobytes())
        total.update(np.packbits(figure.valid).tobytes())
    return total.hexdigest()


def write_run(folder: Path, result: Result, origin: RunOrigin) -> str:
    """Write a run once.

    Returns:
        The logical digest of the result.

    Raises:
        Refusal: the folder exists, or there is no room; nothing half-written is left.
    """
    digest = result_digest(result)
    with written_once(folder) as part:
        write_columns(part, "columns", result.columns)
        write_columns(part, "figures", _tall(result.figures))
        shape = next((figure.values.shape for figure in result.figures.values()), (0, 0))
        whole = all(figure.rows is None for figure in result.figures.values())
        content: dict[str, object] = {
            "kind": "run",
            "format": FORMAT,
            "digest": digest,
            "figures": {"rows": shape[0], "domains": shape[1], "whole": whole},
            "origin": asdict(origin),
        }
        write_manifest(part, content)
    return digest


def read_run(folder: Path, *, verify: bool = False) -> StoredRun:
    """Read a run after checking the digests of its files.

    Args:
        folder: where it stands.
        verify: also compute the logical digest again; this reads every column.

    Raises:
        Refusal: a file is missing or damaged, or the logical digest is another.
    """
    manifest = read_manifest(folder, "run")
    try:
        origin = RunOrigin(**manifest["origin"])  # type: ignore[arg-type]
        shape: dict[str, int] = manifest["figures"]  # type: ignore[assignment]
        figures = _figures(StoredColumns(folder, "figures"), shape)
        digest = str(manifest["digest"])
    except (KeyError, TypeError, ValueError):
        raise damaged(folder / "manifest.json") from None
    result = Result(StoredColumns(folder, "columns"), figures)
    if verify and result_digest(result) != digest:
        raise damaged(folder)
    return StoredRun(result, origin, digest)


def _tall(figures: Mapping[str, Column2D]) -> dict[str, Column]:
    """Return figures as columns with one row per kept unit and domain, units first."""
    if not figures:
        return {}
    first = next(iter(figures.values()))
    units, domains = first.values.shape
    rows: NDArray[np.int64] = np.arange(units) if first.rows is None else first.rows
    known = np.ones(units * domains, dtype=np.bool_)
    return {
        "row": Column(np.repeat(rows, domains), known),
        "domain": Column(np.tile(np.arange(domains, dtype=np.int64), units), known),
        **{name: Column(table.values.ravel(), table.valid.ravel()) for name, table in figures.items()},
    }


def _figures(stored: StoredColumns, shape: Mapping[str, int]) -> dict[str, Column2D]:
    units, domains = shape["rows"], shape["domains"]
    rows = None if shape["whole"] else stored["row"].values[::domains]
    names = [name for name in stored if name not in PLACE]
    return {
        name: Column2D(
            stored[name].values.reshape(units, domains), stored[name].valid.reshape(units, domains), rows
        )
        for name in names
    }
