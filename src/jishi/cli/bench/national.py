"""``jishi bench national``: the whole measurement, step by step."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from jishi.cli.bench.bandwidth import bandwidth
from jishi.cli.bench.bears import BearRollUp, BearScoring
from jishi.cli.bench.country import FIGURES, KEPT, Nation
from jishi.cli.bench.duck import DuckRollUp, DuckScoring
from jishi.cli.bench.measured import MeasureTable
from jishi.cli.bench.timing import Comparison, Report, Times, alternate, rivalry
from jishi.columnar.snapshots import SnapshotOrigin, write_snapshot
from jishi.core.columns import Column
from jishi.core.errors import refuse, sentence
from jishi.core.formulas import Assessment, Formula
from jishi.engines.compiled import Compiled
from jishi.engines.measures import Measures
from jishi.engines.plan import plan
from jishi.engines.population import NULL, Values
from jishi.engines.what_if import WhatIf, changed_figures

PACK = Path(__file__).parents[4] / "packs" / "year-2012"
ORIGIN = SnapshotOrigin("made-up", "first", "2012-06-30", "2012-06-30T00:00:00+08:00")

Say = Callable[[str], None]


def measure(units: int, rounds: int, say: Say) -> Report:
    """Measure everything.

    Args:
        units: size of the country.
        rounds: how often rivals take turns after the warming up.
        say: told of the progress.

    Raises:
        Refusal: engines disagree; then there is nothing to compare.
    """
    say("measuring the memory …")
    limits: dict[str, object] = {"processors": os.cpu_count(), **bandwidth()}
    say("making the country …")
    nation = Nation.of(units, PACK)
    say("loading its facts …")
    facts = sum(matrix.shape[0] for matrix in nation.resident.narrow.values())
    size: dict[str, object] = {
        "units": len(nation.snapshot),
        "domains": len(nation.snapshot.domains),
        "indicators": nation.indicators,
        "facts_read_by_domain": round(facts / len(nation.resident.narrow)),
        "figures": FIGURES,
        "missing": 0.08,
        "rounds": rounds,
    }
    report = Report("national", size, limits)
    steps = (
        lambda: _scoring(nation, rounds, limits, say),
        lambda: _rolling_up(nation, rounds, limits, say),
        lambda: _what_if(nation, rounds, say),
        lambda: _parquet(nation, say),
    )
    for step in steps:
        found = step()
        report.results += found
        say("\n".join(str(each) for each in found))
    return report


def _scoring(nation: Nation, rounds: int, limits: dict[str, object], say: Say) -> list[Comparison]:
    """Score and grade beside DuckDB and Polars, and beside the memory's limit."""
    planned = nation.planned(nation.scoring)
    ours = Compiled(nation.resident, nation.slots, planned)
    say("score and grade: loading DuckDB and Polars …")
    duck, bear = DuckScoring(nation, planned), BearScoring(nation, planned)
    say("score and grade: taking turns …")
    times = alternate({"jishi": ours.run, "DuckDB": duck.run, "Polars": bear.run}, rounds)
    found = {name: column.values for name, column in ours.result().columns.items()}
    for name, rival in (("DuckDB", duck.result()), ("Polars", bear.result())):
        for column in KEPT:
            _agree(
                f"score and grade, {name}, {column}",
                found[column],
                np.where(rival[column] == NULL, 0, rival[column]),
            )
    against = rivalry("score and grade", {"jishi": times["jishi"], "DuckDB": times["DuckDB"]}, 20)
    against += [
        replace(each, goal="none", met=True)
        for each in rivalry("score and grade", {name: times[name] for name in ("jishi", "Polars")}, 0)
    ]
    read = sum(matrix.nbytes for matrix in nation.resident.narrow.values())
    return [*against, _limit("score and grade", times["jishi"], read, limits, 10)]


def _limit(what: str, ours: Times, read: int, limits: dict[str, object], most: float) -> Comparison:
    """Compare with the time that reading the input once takes at the measured bandwidth."""
    least = read / float(str(limits["read_gb_per_s"])) / 1e9
    times = ours.middle / least
    return Comparison(
        what,
        ours.middle,
        "memory limit",
        least,
        f"<= {most:g} x the limit",
        times <= most,
        f"{read / 1e9:.2f} GB read; {times:.1f} x the limit (best round {min(ours.wall) / least:.1f} x)",
    )


def _rolling_up(nation: Nation, rounds: int, limits: dict[str, object], say: Say) -> list[Comparison]:
    """Roll up fifty known measures beside DuckDB and Polars."""
    say("roll-up: computing fifty measures …")
    figures = nation.assessment.figures
    columns = _measures(nation)
    table = MeasureTable(nation.snapshot, {f"m{n}": figure for n, figure in enumerate(figures)}, columns)
    say("roll-up: loading DuckDB and Polars …")
    ours, duck, bear = Measures(nation.snapshot, figures, columns), DuckRollUp(table), BearRollUp(table)
    say("roll-up: taking turns …")
    times = alternate({"jishi": ours.roll_up, "DuckDB": duck.run, "Polars": bear.run}, rounds)
    found = ours.roll_up().tables()
    duck_found, bear_found = duck.result(), bear.result()
    for figure in figures:
        own = np.where(found[figure.id].valid, found[figure.id].values, NULL)
        _agree(f"roll-up, DuckDB, {figure.id}", own, duck_found[figure.id])
        # Polars sums nothing but nulls to 0.
        rival = bear_found[figure.id]
        _agree(f"roll-up, Polars, {figure.id}", np.where(own == NULL, 0, own), np.where(rival == NULL, 0, rival))
    limit = _limit("roll-up", times["jishi"], ours.bytes_read, limits, 3)
    return [*rivalry("roll-up of resident data", times, 6), limit]


def _measures(nation: Nation) -> dict[str, Column]:
    """Return what the figures add up, unit by unit."""
    formulas = tuple(Formula(f"measure:{figure.id}", figure.of) for figure in nation.assessment.figures)
    names = tuple(formula.id for formula in formulas)
    asked = Assessment((*nation.assessment.formulas, *formulas), (), nation.assessment.bounds)
    run = Compiled(nation.resident, nation.slots, plan(asked, nation.resident.setting(), names))
    run.run()
    columns = run.result().columns
    return {figure.id: columns[f"measure:{figure.id}"] for figure in nation.assessment.figures}


def _what_if(nation: Nation, rounds: int, say: Say) -> list[Comparison]:
    """Change weights and bands, then plan, score, grade and roll up again what that changes."""
    say("what-if …")
    changed, base = nation.what_if(), WhatIf(nation.resident, nation.assessment, KEPT)
    times = alternate({"what-if": lambda: base.run(changed)}, rounds)["what-if"]
    run, figures = base.run(changed)
    whole = Compiled(nation.resident, nation.slots, nation.planned(changed))
    whole.run()
    again, found = figures.tables(), whole.figures().tables()
    for name, table in found.items():
        _agree(f"what-if, {name}", table.values, again[name].values)
    for name, column in whole.result().columns.items():
        _agree(f"what-if, {name}", column.values, run.result().columns[name].values)
    goal = "< 1 s for the whole country"
    anew = len(changed_figures(nation.assessment, changed))
    details = f"planning included, {anew} of {len(found)} figures can change: {times}"
    return [Comparison("what-if", times.middle, "goal", 1.0, goal, times.middle < 1, details)]


def _parquet(nation: Nation, say: Say) -> list[Comparison]:
    """Run from Parquet to Parquet in a process of its own, whose memory is then known."""
    with tempfile.TemporaryDirectory(prefix="jishi-bench-") as folder:
        say("Parquet to Parquet: writing the snapshot …")
        write_snapshot(Path(folder) / "snapshot", nation.snapshot, ORIGIN)
        say("Parquet to Parquet: running …")
        script = [sys.executable, "-m", "jishi.cli.bench.parquet", folder]
        source = str(Path(__file__).parents[3])
        done = subprocess.run(
            script, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": source}
        )
    seconds, processor, peak = (float(part) for part in done.stdout.split())
    details = f"{seconds:.1f} s, processor {processor:.1f} s, single run"
    return [Comparison("Parquet to Parquet, peak memory", peak, "goal", 4.0, "< 4 GiB", peak < 4, details, "GiB")]


def _agree(what: str, ours: Values, theirs: Values) -> None:
    differing = int((ours != theirs).sum())
    if differing:
        raise refuse(
            what,
            sentence("The engines disagree on %(count)s values.", count=differing),
            sentence("Report this with the size of the country; its times mean nothing."),
        )
