"""``jishi bench import``: the whole measurement, step by step."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from statistics import median
from typing import Any

from jishi.cli.bench.imports.homes import Yard, environment, run
from jishi.cli.bench.timing import Comparison, Report
from jishi.core.errors import refuse, sentence
from jishi.sample.province import Province

Say = Callable[[str], None]

GOAL, MEMORY = 12.0, 1.0
RIVAL = "openpyxl, a commit for each row"
_CHILD = ("-m", "jishi.cli.bench.imports.child")
WHOLE = "whole"


@dataclass(frozen=True)
class Wish:
    """What is measured.

    Attributes:
        units, members: of the whole province; no units = only the slice.
        slice: units of the small province that both ways bring in; ten members each.
        rounds: how often they take turns.
        server: a PostgreSQL where databases may be made; None = SQLite.
        keep: the folder where the home of the whole province stays; None = it is thrown away.
    """

    units: int
    members: int
    slice: int
    rounds: int
    server: str | None = None
    keep: Path | None = None


def measure(wish: Wish, say: Say) -> Report:
    """Measure everything.

    Raises:
        Refusal: the two ways differ, or the home does not hold what the workbooks say; then times mean nothing.
    """
    size: dict[str, object] = {"units": wish.units, "members": wish.members, "slice_units": wish.slice}
    size |= {"slice_members": wish.slice * 10, "rounds": wish.rounds}
    limits: dict[str, object] = {
        "processors": os.cpu_count(),
        "database": "postgresql" if wish.server else "sqlite",
    }
    report = Report("import", size, limits)
    with tempfile.TemporaryDirectory(prefix="jishi-bench-") as folder:
        yard = Yard(wish.keep or Path(folder), wish.server)
        yard.folder.mkdir(parents=True, exist_ok=True)
        try:
            yard.prepare()
            report.results += _side_by_side(wish, yard, say) if wish.rounds else []
            report.results += _whole(wish, yard, say) if wish.units else []
        finally:
            yard.clear(*([WHOLE] if wish.keep else []))
    return report


def _side_by_side(wish: Wish, yard: Yard, say: Say) -> list[Comparison]:
    province = Province(wish.slice, wish.slice * 10)
    books = yard.folder / "slice"
    register, roster = next(province.books(books)), books / "members.xlsx"
    province.write_people(roster, range(len(province.counties)))
    turns: dict[str, list[dict[str, Any]]] = {"ours": [], "rival": []}
    for number in range(wish.rounds):
        for way, found in turns.items():
            home = yard.fresh(f"{way}_{number}")
            found.append(json.loads(run(*_CHILD, "turn", way, str(home), str(register), str(roster))))
            yard.drop(home.name)
            units, members = (found[-1][what][0] for what in ("units", "members"))
            say(f"round {number}, {way}: units {units:.2f} s, members {members:.2f} s")
    shutil.rmtree(books)
    _agree([each["seen"] for each in chain(*turns.values())])
    return [_ratio(what, rows, turns) for what, rows in (("units", wish.slice), ("members", wish.slice * 10))]


def _agree(seen: list[dict[str, Any]]) -> None:
    for name in seen[0]:
        if any(each[name] != seen[0][name] for each in seen):
            raise refuse(
                name,
                sentence(
                    "The two ways do not write the same rows (%(counts)s).", counts=[each[name] for each in seen]
                ),
                sentence("Report this; their times mean nothing."),
            )


def _ratio(what: str, rows: int, turns: dict[str, list[dict[str, Any]]]) -> Comparison:
    ours, other = ([each[what] for each in turns[way]] for way in ("ours", "rival"))
    wall = median(each[0] for each in ours), median(each[0] for each in other)
    ratios = [b[0] / a[0] for a, b in zip(ours, other, strict=True)]
    processor = median(each[1] for each in other) / median(each[1] for each in ours)
    return Comparison(
        f"workbook of {rows} {what}, checked and written",
        wall[0],
        RIVAL,
        wall[1],
        f">= {GOAL:g} x {RIVAL}",
        wall[1] >= GOAL * wall[0],
        f"ratio by round {min(ratios):.1f}-{max(ratios):.1f}; by processor seconds of the process {processor:.1f};"
        f" {rows / wall[0]:.0f} rows/s against {rows / wall[1]:.0f}; the same rows, by digest",
    )


def _whole(wish: Wish, yard: Yard, say: Say) -> Iterator[Comparison]:
    province, home = Province(wish.units, wish.members), yard.fresh(WHOLE)
    told = list(_brought_in(province, home, yard.folder / "books", say))
    _complete(province, home)
    register, rosters = told[0], told[1:]
    for what, found in (("register", [register]), ("members, county by county", rosters)):
        rows = sum(each["added"] for each in found)
        wall, processor = (sum(each["seconds"][place] for each in found) for place in (0, 1))
        yield Comparison(
            f"whole province: {what}, {rows} rows",
            wall,
            "goal",
            wall,
            "none; told for the record",
            True,
            f"{rows / wall:.0f} rows/s; processor {processor:.0f} s; {len(found)} workbooks;"
            f" slowest {max(each['seconds'][0] for each in found):.1f} s",
        )
    most, first = max(each["peak"] for each in told), rosters[0]["peak"]
    yield Comparison(
        "whole province: peak memory",
        most,
        "goal",
        MEMORY,
        f"< {MEMORY:g} GiB",
        most < MEMORY,
        f"after the register {register['peak']:.2f} GiB, after the first roster {first:.2f} GiB",
        "GiB",
    )


def _brought_in(province: Province, home: Path, folder: Path, say: Say) -> Iterator[dict[str, Any]]:
    """Write one workbook after another, and let another process bring in the one before meanwhile."""
    pipe = subprocess.PIPE
    words = [sys.executable, *_CHILD, "whole", str(home)]
    with subprocess.Popen(words, env=environment(), stdin=pipe, stdout=pipe, text=True) as child:
        assert child.stdin
        assert child.stdout
        waiting: Path | None = None
        for file in chain(province.books(folder), [None]):
            if waiting is not None:
                answer = json.loads(child.stdout.readline())
                waiting.unlink()
                said = f"{answer['added']} rows in {answer['seconds'][0]:.1f} s, {answer['peak']:.2f} GiB"
                say(f"{answer['file']}: {said}")
                yield answer
            if file is not None:
                child.stdin.write(f"{file}\n")
                child.stdin.flush()
            waiting = file
        child.stdin.close()


def _complete(province: Province, home: Path) -> None:
    """Compare what the home holds with what the workbooks said."""
    words = json.loads(run("-m", "jishi.cli.bench.imports.complete", str(home)))
    sizes = province.sizes()
    wanted = {"units": len(list(chain(*province.codes))), "members": province.members, "numbers": province.members}
    differing = [name for name, count in wanted.items() if words[name] != count]
    differing += [code for code, count in sizes.items() if words["counties"].get(code, 0) != count]
    if differing:
        raise refuse(
            ", ".join(differing[:10]),
            sentence("The home does not hold what the workbooks say."),
            sentence("Report this; the times mean nothing."),
        )
