"""The country from Parquet to Parquet, as a process of its own: prints seconds, processor seconds and peak GiB."""

import sys
import time
from pathlib import Path

from jishi.cli.bench.country import DOMAINS, FIGURES, KEPT
from jishi.cli.bench.national import ORIGIN, PACK
from jishi.columnar.runs import RunOrigin, write_run
from jishi.columnar.snapshots import read_snapshot
from jishi.core.formulas import Assessment
from jishi.engines import native
from jishi.packs.load import load
from jishi.packs.lower import lower


def main(folder: Path) -> None:
    """Read the snapshot, score, grade and roll up, write the run."""
    whole = lower(load(PACK))
    formulas = tuple(each for each in whole.formulas if each.domain is None or each.domain in DOMAINS)
    assessment = Assessment(formulas, whole.figures[:FIGURES], whole.bounds)
    start = time.perf_counter()
    stored = read_snapshot(folder / "snapshot")
    result = native.run(assessment, stored.snapshot, KEPT)
    made_up = RunOrigin(
        pack="year-2012",
        pack_version="",
        pack_digest="",
        cycle=ORIGIN.cycle,
        round=ORIGIN.round,
        tree_date=ORIGIN.tree_date,
        snapshot_digest=stored.digest,
        engine="native",
        asked_by="bench",
        created=ORIGIN.created,
    )
    write_run(folder / "run", result, made_up)
    seconds = time.perf_counter() - start
    print(f"{seconds:.3f} {time.process_time():.3f} {_peak():.3f}")


def _peak() -> float:
    """Return the peak of this process in GiB.

    Not ru_maxrss: Linux hands the peak of the process that started this one down with it.
    """
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    peak = next(line for line in lines if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / 2**20


if __name__ == "__main__":
    main(Path(sys.argv[1]))
