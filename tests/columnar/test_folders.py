"""Snapshots and runs as folders: written once, whole or not at all, and checked when read."""

import errno
import os
import resource
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from jishi.columnar.folder import refusal_of
from jishi.columnar.runs import RunOrigin, read_run, write_run
from jishi.columnar.snapshots import SnapshotOrigin, read_snapshot, write_snapshot
from jishi.core.columns import Column, Snapshot
from jishi.core.errors import Refusal
from jishi.core.result import Column2D, Result
from jishi.core.tree import Tree

ORIGIN = SnapshotOrigin("2012", "first", "2012-06-30", "2012-07-01T08:00:00+08:00")
RUN = RunOrigin("year-2012", "1", "ab", "2012", "first", "2012-06-30", "cd", "native", "clerk", ORIGIN.created)


def a_snapshot(units: int = 4) -> Snapshot:
    children = units - 1
    tree = Tree(
        id=np.arange(units, dtype=np.int64) + 100,
        parent=np.array([-1] + [0] * children, dtype=np.int64),
        end=np.array([units, *range(2, units + 1)], dtype=np.int64),
        depth=np.array([0] + [1] * children, dtype=np.int16),
    )
    money = np.full(units, 2**40, dtype=np.int64)
    return Snapshot(
        tree=tree,
        domains=("village", "enterprise"),
        domain=np.array([-1] + [0] * children, dtype=np.int16),
        levels=("county", "branch"),
        level=np.array([0] + [1] * children, dtype=np.int16),
        facts={
            "members": Column.masked(np.arange(units), np.arange(units) % 2 == 0),
            "money.fen": Column(money, np.ones(units, dtype=np.bool_)),
        },
        previous={"members": Column.empty(units)},
    )


def a_result(rows: np.ndarray | None = None) -> Result:
    table = Column2D(np.array([[1, 0], [2, 0]]), np.array([[True, False], [True, True]]), rows)
    return Result({"score": Column.of([9000, None]), "proposal": Column.of([1, None])}, {"members": table})


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def test_a_snapshot_comes_back_as_it_was_written(tmp_path: Path) -> None:
    snapshot = a_snapshot()

    digest = write_snapshot(tmp_path / "one", snapshot, ORIGIN)
    stored = read_snapshot(tmp_path / "one", verify=True)

    assert stored.digest == digest == snapshot.digest() == stored.snapshot.digest()
    assert stored.origin == ORIGIN
    assert stored.snapshot.facts["members"].tolist() == [0, None, 2, None]
    assert stored.snapshot.facts["money.fen"].tolist() == [2**40] * 4
    assert "visits" not in stored.snapshot.facts


def test_a_snapshot_without_facts_or_units_comes_back_too(tmp_path: Path) -> None:
    none = np.zeros(0, dtype=np.int64)
    tree = Tree(none, none, none, none.astype(np.int16))
    empty = Snapshot(tree, (), none.astype(np.int16), (), none.astype(np.int16), {"members": Column.empty(0)})

    write_snapshot(tmp_path / "none", empty, ORIGIN)

    assert read_snapshot(tmp_path / "none", verify=True).snapshot.digest() == empty.digest()


@pytest.mark.parametrize("rows", [None, np.array([3, 8], dtype=np.int64)])
def test_a_run_comes_back_as_it_was_written(tmp_path: Path, rows: np.ndarray | None) -> None:
    result = a_result(rows)

    digest = write_run(tmp_path / "run", result, RUN)
    stored = read_run(tmp_path / "run", verify=True)

    assert stored.digest == digest
    assert stored.origin == RUN
    assert stored.result.differences(result) == ()


def test_a_run_without_figures_comes_back_too(tmp_path: Path) -> None:
    result = Result({"score": Column.of([None])})

    write_run(tmp_path / "run", result, RUN)

    assert read_run(tmp_path / "run", verify=True).result.differences(result) == ()


def test_what_is_written_is_never_written_again(tmp_path: Path) -> None:
    write_run(tmp_path / "run", a_result(), RUN)

    with pytest.raises(Refusal, match="written once and never changed"):
        write_run(tmp_path / "run", a_result(), RUN)


def test_no_space_left_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    with no_file_larger_than(2048), pytest.raises(Refusal, match="There is no space left to write big"):
        write_snapshot(tmp_path / "big", a_snapshot(20_000), ORIGIN)

    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_the_right_to_write_is_a_sentence(tmp_path: Path) -> None:
    error = PermissionError(errno.EACCES, "Permission denied")

    refusal = refusal_of(error, tmp_path / "run")

    assert "run may not be written into this folder" in str(refusal)


def test_an_error_of_another_kind_is_not_dressed_up(tmp_path: Path) -> None:
    assert refusal_of(OSError(errno.EIO, "Input/output error"), tmp_path / "run") is None


def test_a_killed_writer_leaves_nothing_under_the_name(tmp_path: Path) -> None:
    script = textwrap.dedent("""
        import os, signal, sys
        from pathlib import Path
        from jishi.columnar.folder import written_once
        with written_once(Path(sys.argv[1]) / "run") as part:
            (part / "columns.parquet").write_text("half")
            os.kill(os.getpid(), signal.SIGKILL)
    """)

    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False, env=_with_source())

    assert done.returncode == -signal.SIGKILL
    assert not (tmp_path / "run").exists()
    write_run(tmp_path / "run", a_result(), RUN)


def _with_source() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


@pytest.mark.parametrize("name", ["units-000.parquet", "facts-000.parquet", "manifest.json"])
def test_a_damaged_file_is_named(tmp_path: Path, name: str) -> None:
    write_snapshot(tmp_path / "one", a_snapshot(), ORIGIN)
    path = tmp_path / "one" / name
    path.write_bytes(path.read_bytes()[:-30] + b"x" * 30)

    with pytest.raises(Refusal, match=f"{name}: This file is missing, or it is not what Jishi wrote"):
        read_snapshot(tmp_path / "one")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    write_run(tmp_path / "run", a_result(), RUN)
    (tmp_path / "run" / "figures-000.parquet").unlink()

    with pytest.raises(Refusal, match=r"figures-000\.parquet: This file is missing"):
        read_run(tmp_path / "run")


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="The manifest is missing"):
        read_run(tmp_path / "never")


def test_a_snapshot_is_not_taken_for_a_run(tmp_path: Path) -> None:
    write_snapshot(tmp_path / "one", a_snapshot(), ORIGIN)

    with pytest.raises(Refusal, match="not the manifest of a run"):
        read_run(tmp_path / "one")


def test_a_manifest_that_claims_another_content_is_refused(tmp_path: Path) -> None:
    write_snapshot(tmp_path / "one", a_snapshot(), ORIGIN)
    manifest = tmp_path / "one" / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace(a_snapshot().digest(), "0" * 64), encoding="utf-8")

    with pytest.raises(Refusal, match="not what Jishi wrote"):
        read_snapshot(tmp_path / "one", verify=True)
