"""One unit of the minimal pack, evaluated by the reference."""

from collections.abc import Mapping

import numpy as np

from jishi.core.columns import Column, Snapshot
from jishi.core.formulas import Assessment
from jishi.core.reference import evaluate
from jishi.core.tree import Tree
from jishi.packs.load import load
from jishi.packs.lower import lower
from tests.packs.folders import MINIMAL

ASSESSMENT = lower(load(MINIMAL))


def alone(facts: Mapping[str, int], previous: Mapping[str, int] | None = None, domain: int = 0) -> Snapshot:
    """Return a snapshot of one unit with these facts, as whole numbers; domain 0 is the graded one."""
    return Snapshot(
        tree=Tree(id=np.array([1]), parent=np.array([-1]), end=np.array([1]), depth=np.array([0], dtype=np.int16)),
        domains=("town", "farm"),
        domain=np.array([domain], dtype=np.int16),
        levels=("county", "circle"),
        level=np.array([1], dtype=np.int16),
        facts={name: Column.of([value]) for name, value in facts.items()},
        previous={name: Column.of([value]) for name, value in (previous or {}).items()},
    )


def values(snapshot: Snapshot, assessment: Assessment = ASSESSMENT) -> dict[str, int | None]:
    """Return formula id → value of the one unit; None = null."""
    return {name: column.tolist()[0] for name, column in evaluate(assessment, snapshot).columns.items()}
