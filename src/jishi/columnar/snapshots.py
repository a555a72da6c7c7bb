"""Snapshots at rest: everything a run reads, as a folder of Parquet files."""

from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from jishi.columnar.folder import damaged, read_manifest, write_manifest, written_once
from jishi.columnar.table import StoredColumns, write_columns
from jishi.core.columns import Column, Snapshot
from jishi.core.tree import Tree

FORMAT = 1


@dataclass(frozen=True)
class SnapshotOrigin:
    """Where a snapshot comes from.

    Attributes:
        cycle: id of the cycle.
        round: id of the round.
        tree_date: ISO date on which the tree was taken.
        created: ISO moment of writing, with its offset.
    """

    cycle: str
    round: str
    tree_date: str
    created: str


@dataclass(frozen=True)
class StoredSnapshot:
    """A snapshot that was read back.

    Attributes:
        snapshot: its facts are read column by column when asked for.
        origin: where it comes from.
        digest: its logical digest, as ``Snapshot.digest()`` gave it when it was written.
    """

    snapshot: Snapshot
    origin: SnapshotOrigin
    digest: str


def write_snapshot(folder: Path, snapshot: Snapshot, origin: SnapshotOrigin) -> str:
    """Write a snapshot once.

    Returns:
        Its logical digest.

    Raises:
        Refusal: the folder exists, or there is no room; nothing half-written is left.
    """
    digest = snapshot.digest()
    with written_once(folder) as part:
        write_columns(part, "units", _units(snapshot))
        write_columns(part, "facts", snapshot.facts)
        write_columns(part, "previous", snapshot.previous)
        content: dict[str, object] = {
            "kind": "snapshot",
            "format": FORMAT,
            "digest": digest,
            "units": len(snapshot),
            "domains": list(snapshot.domains),
            "levels": list(snapshot.levels),
            "origin": asdict(origin),
        }
        write_manifest(part, content)
    return digest


def read_snapshot(folder: Path, *, verify: bool = False) -> StoredSnapshot:
    """Read a snapshot after checking the digests of its files.

    Args:
        folder: where it stands.
        verify: also compute the logical digest again; this reads every column.

    Raises:
        Refusal: a file is missing or damaged, or the logical digest is another.
    """
    manifest = read_manifest(folder, "snapshot")
    try:
        snapshot = _assembled(folder, manifest)
        origin = SnapshotOrigin(**manifest["origin"])  # type: ignore[arg-type]
        digest = str(manifest["digest"])
    except (KeyError, TypeError):
        raise damaged(folder / "manifest.json") from None
    if verify and snapshot.digest() != digest:
        raise damaged(folder)
    return StoredSnapshot(snapshot, origin, digest)


def _units(snapshot: Snapshot) -> dict[str, Column]:
    known = np.ones(len(snapshot), dtype=np.bool_)
    tree = snapshot.tree
    return {
        "id": Column(tree.id, known),
        "parent": Column(tree.parent, known),
        "end": Column(tree.end, known),
        "depth": Column(tree.depth.astype(np.int64), known),
        "domain": Column(snapshot.domain.astype(np.int64), known),
        "level": Column(snapshot.level.astype(np.int64), known),
    }


def _assembled(folder: Path, manifest: dict[str, object]) -> Snapshot:
    units = StoredColumns(folder, "units")
    tree = Tree(
        id=units["id"].values,
        parent=units["parent"].values,
        end=units["end"].values,
        depth=units["depth"].values.astype(np.int16),
    )
    return Snapshot(
        tree=tree,
        domains=tuple(str(name) for name in manifest["domains"]),  # type: ignore[attr-defined]
        domain=units["domain"].values.astype(np.int16),
        levels=tuple(str(name) for name in manifest["levels"]),  # type: ignore[attr-defined]
        level=units["level"].values.astype(np.int16),
        facts=StoredColumns(folder, "facts"),
        previous=StoredColumns(folder, "previous"),
    )
