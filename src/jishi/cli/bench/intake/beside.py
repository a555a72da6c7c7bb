"""How long answers wait while our own import brings in a million members into the same machine and database."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from jishi.cli.bench.imports.homes import Yard, environment
from jishi.cli.bench.intake.rounds import Bounds, Turn, turn
from jishi.cli.bench.timing import Comparison, Report
from jishi.sample.province import Province

Say = Callable[[str], None]

#: No answer may wait longer, whatever else the machine does.
LONGEST = 1.0
# Members of a branch, as in the province of the full size.
_IN_BRANCH = 20
_CHILD = (sys.executable, "-m", "jishi.cli.bench.imports.child", "whole")


def measure(rows: int, bounds: Bounds, database: str | None, say: Say) -> Report:
    """Load the intake again and again until an import of so many members has ended.

    Args:
        rows: members that are imported, in workbooks of a county each.
        bounds: of one turn of the intake.
        database: address of a PostgreSQL that holds both, where databases may be made; None = SQLite.
        say: told of the progress.

    Raises:
        Refusal: an answer was refused, or acknowledged and not kept; or a workbook was refused.
    """
    province = Province(max(rows // _IN_BRANCH, 20), rows)
    with tempfile.TemporaryDirectory(prefix="jishi-bench-") as folder:
        yard = Yard(Path(folder), database)
        try:
            yard.prepare()
            say("writing the workbooks …")
            register, *rosters = province.books(yard.folder / "books")
            with _importing(yard.fresh("beside"), register, rosters) as running:
                turns = list(_turns(running, bounds, database, say))
        finally:
            yard.clear()
    size: dict[str, object] = {"rows": rows, "seconds_each": bounds.seconds, "connections": bounds.connections}
    report = Report("intake-beside-import", size, {"processors": os.cpu_count()})
    report.results.append(_told(rows, turns, "postgresql" if database else "sqlite"))
    return report


def _turns(running: threading.Thread, bounds: Bounds, database: str | None, say: Say) -> Iterator[Turn]:
    while running.is_alive():
        seen = turn("intake", database, bounds)
        say(f"beside the import: {seen.rate:.0f}/s, p99 {seen.p99 * 1000:.0f} ms, longest {seen.longest:.3f} s")
        yield seen


@contextmanager
def _importing(home: Path, register: Path, rosters: list[Path]) -> Iterator[threading.Thread]:
    """Bring the register in, then the rosters while the body runs; their thread ends with the last of them."""
    pipe = subprocess.PIPE
    with subprocess.Popen((*_CHILD, str(home)), env=environment(), stdin=pipe, stdout=pipe, text=True) as child:
        assert child.stdin
        assert child.stdout
        _ask(child.stdin, [register])
        json.loads(child.stdout.readline())
        _ask(child.stdin, rosters)
        answers: list[str] = []
        running = threading.Thread(target=lambda: answers.extend(child.stdout or ()), daemon=True)
        child.stdin.close()
        running.start()
        try:
            yield running
        finally:
            if running.is_alive():
                child.kill()
            running.join()
    if len(answers) < len(rosters):
        raise ChildProcessError(f"{len(answers)} of {len(rosters)} workbooks were brought in")


def _ask(child: IO[str], files: list[Path]) -> None:
    child.write("".join(f"{file}\n" for file in files))
    child.flush()


def _told(rows: int, turns: list[Turn], kind: str) -> Comparison:
    longest = max(each.longest for each in turns)
    counted = sum(each.counted for each in turns)
    return Comparison(
        f"longest wait of an answer on {kind} beside an import of {rows} members",
        longest,
        "goal",
        LONGEST,
        f"< {LONGEST:g} s",
        longest < LONGEST,
        f"{counted} answers in {len(turns)} turns; worst p99 {1000 * max(each.p99 for each in turns):.0f} ms",
    )
