"""The sample county for tests: made once in a process, as columns and as sheets."""

import atexit
import shutil
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np

from jishi.core.columns import Column, Snapshot
from jishi.core.formulas import Assessment
from jishi.core.tree import build
from jishi.packs.lower import lower
from jishi.packs.pack import Pack
from jishi.sample.answers.sources import Said
from jishi.sample.county import County, Sheets


@cache
def pack() -> Pack:
    from jishi.actions.demo.county import sample_pack

    return sample_pack()


@cache
def county() -> County:
    from jishi.actions.demo.county import county_for

    return county_for(pack())


@cache
def said() -> tuple[list[Said], list[Said]]:
    """What every source says in this round and in the one before."""
    return county().said()


@cache
def assessment() -> Assessment:
    assert pack().programme
    return lower(pack(), pack().programme.rounds[0].cutoff)


@cache
def sheets() -> Sheets:
    """The workbooks of the office, in a folder that goes with the process."""
    folder = Path(tempfile.mkdtemp(prefix="jishi-county-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return county().write(folder)


@cache
def snapshot() -> Snapshot:
    """The county as columns, without any database."""
    units = county().units
    rows = {unit.code: row for row, unit in enumerate(units)}
    ids = np.arange(len(units), dtype=np.int64)
    parents = np.array([rows.get(unit.parent, -1) for unit in units], dtype=np.int64)
    tree = build(ids, parents, [unit.code for unit in units])
    domains = tuple(domain.id for domain in pack().vocabulary.domains)
    levels = tuple(level.id for level in pack().vocabulary.levels)
    now, before = said()
    # The survey tells the rest, by the rules of its close.
    now = [*now, *county().heard()]
    return Snapshot(
        tree=tree,
        domains=domains,
        domain=np.array([domains.index(u.domain) if u.domain else -1 for u in units], dtype=np.int16),
        levels=levels,
        level=np.array([levels.index(u.level) for u in units], dtype=np.int16),
        facts=_columns(now, rows),
        previous=_columns(before, rows),
    )


def _columns(values: Iterable[Said], rows: dict[str, int]) -> dict[str, Column]:
    order = {str(fact.id): {source: at for at, source in enumerate(fact.sources)} for fact in pack().facts}
    best: dict[str, dict[int, tuple[int, int]]] = {fact: {} for fact in order}
    for one in values:
        place = order[one.fact][one.source]
        row = rows[one.unit]
        if row not in best[one.fact] or place < best[one.fact][row][0]:
            best[one.fact][row] = (place, one.value)
    return {
        fact: Column.of(found[row][1] if row in found else None for row in range(len(rows)))
        for fact, found in best.items()
    }


def row_of(code: str) -> int:
    """The row of a unit in :func:`snapshot`."""
    return next(row for row, unit in enumerate(county().units) if unit.code == code)
