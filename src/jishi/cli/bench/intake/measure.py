"""``jishi bench intake``: three servers take turns, and the report of them."""

import math
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median

from jishi.cli.bench.intake.rounds import Bounds, Turn, bind_postgres, free_postgres, turn
from jishi.cli.bench.timing import Comparison, Report

Say = Callable[[str], None]

GOALS = {"sqlite": 10.0, "postgresql": 5.0}
SHARE = 0.5
P99 = 0.3
#: Answers per second of a nation's last day (see docs/explanation/performance.md).
NATION = 1_700
_SERVERS = ("intake", "Django ORM", "no database")


def measure(bounds: Bounds, rounds: int, database: str | None, say: Say) -> Report:
    """Measure on SQLite and, where an address is given, on PostgreSQL.

    Args:
        bounds: of one turn.
        rounds: how often the three take turns, after one that is not counted.
        database: address of a PostgreSQL; None = not measured.
        say: told of the progress.

    Raises:
        Refusal: an answer was refused, or acknowledged and not kept; then times mean nothing.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    limits: dict[str, object] = {"processors": os.cpu_count(), "pinned": cores > 1, "postgresql": bool(database)}
    size: dict[str, object] = {
        "seconds_each": bounds.seconds,
        "rounds": rounds,
        "connections": bounds.connections,
        "questions": 7,
    }
    report = Report("intake", size, limits)
    for kind, address in (("sqlite", None), ("postgresql", database)):
        if kind == "postgresql" and not address:
            continue
        bound = bool(address) and bind_postgres(str(address))
        if address:
            limits["postgresql_pinned"] = bound
        try:
            turns = _taken(kind, address, bounds, rounds, say)
        finally:
            if bound:
                free_postgres(str(address))
        found = list(_compared(kind, turns))
        report.results += found
        say("\n".join(str(each) for each in found))
    return report


def _taken(kind: str, address: str | None, bounds: Bounds, rounds: int, say: Say) -> dict[str, list[Turn]]:
    found: dict[str, list[Turn]] = {name: [] for name in _SERVERS}
    for number in range(rounds + 1):
        for name in _SERVERS:
            seen = turn(name, address, bounds)
            say(f"{kind}, round {number}, {name}: {_said(seen)}")
            if number:
                found[name].append(seen)
    return found


@dataclass(frozen=True)
class _Medians:
    """Of each server: seconds for a thousand answers, and processor seconds for them."""

    wall: Mapping[str, float]
    processor: Mapping[str, float]

    @classmethod
    def of(cls, turns: Mapping[str, list[Turn]]) -> "_Medians":
        return cls(
            {name: median(1000 / each.rate for each in seen) for name, seen in turns.items()},
            {name: median(1000 * each.processor / each.counted for each in seen) for name, seen in turns.items()},
        )


def _compared(kind: str, turns: Mapping[str, list[Turn]]) -> Iterator[Comparison]:
    """Compare seconds for a thousand answers: the server's core is the limit, so this is per core."""
    found = _Medians.of(turns)
    ours, orm, nothing = (found.wall[name] for name in _SERVERS)
    least = GOALS[kind]
    yield Comparison(
        f"1,000 durable answers on {kind}, one core",
        ours,
        "Django ORM",
        orm,
        f">= {least:g} x one ORM transaction each",
        orm >= least * ours,
        f"{_middle('intake', turns)}; {_middle('Django ORM', turns)}; {_by_round(turns)};"
        f" by processor seconds {found.processor['Django ORM'] / found.processor['intake']:.1f}",
    )
    yield _waiting(kind, turns)
    yield Comparison(
        f"1,000 answers on {kind} beside the same server without a database",
        ours,
        "no database",
        nothing,
        f">= {SHARE:g} x no database",
        nothing >= SHARE * ours,
        _middle("no database", turns),
    )
    here = os.cpu_count() or 1
    cores = NATION * ours / 1000
    yield Comparison(
        f"cores for a nation's last day on {kind}",
        cores,
        "cores here",
        float(here),
        f"{NATION} answers a second",
        math.ceil(cores) <= here,
        f"{NATION / 1000 * found.processor['intake']:.2f} by processor seconds alone",
        "cores",
    )


def _waiting(kind: str, turns: Mapping[str, list[Turn]]) -> Comparison:
    ours = turns["intake"]
    slowest = max(each.p99 for each in ours)
    return Comparison(
        f"p99 of an answer on {kind}",
        slowest,
        "goal",
        P99,
        "< 300 ms",
        slowest < P99,
        f"worst round; p50 {1000 * median(each.p50 for each in ours):.0f} ms,"
        f" longest {1000 * max(each.longest for each in ours):.0f} ms;"
        f" Django ORM p99 {1000 * max(each.p99 for each in turns['Django ORM']):.0f} ms",
    )


def _by_round(turns: Mapping[str, list[Turn]]) -> str:
    ratios = [ours.rate / orm.rate for ours, orm in zip(turns["intake"], turns["Django ORM"], strict=True)]
    return f"ratio by round {min(ratios):.1f}-{max(ratios):.1f}"


def _middle(name: str, turns: Mapping[str, list[Turn]]) -> str:
    rates = sorted(each.rate for each in turns[name])
    return f"{name} {median(rates):.0f}/s ({rates[0]:.0f}-{rates[-1]:.0f})"


def _said(seen: Turn) -> str:
    return (
        f"{seen.rate:.0f}/s, p50 {seen.p50 * 1000:.0f} ms, p99 {seen.p99 * 1000:.0f} ms,"
        f" processor {1e6 * seen.processor / max(seen.counted, 1):.0f} µs each"
    )
