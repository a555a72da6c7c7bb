"""What another pack would make of the same facts; nothing is written."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jishi.actions.assess import engine_of, snapshot_of
from jishi.actions.results import Results
from jishi.core.columns import Column
from jishi.core.tree import rows_of
from jishi.packs.lower import lower
from jishi.packs.pack import Pack

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Trial:
    """The same facts under two packs.

    Attributes:
        moves: int64, shape (grades + 1, grades + 1): units by their grade in the run (row) and under the other
            pack (column); the last row and column are units without a proposal.
        units: ids of the units whose proposal would change, int64.
        before, after: their ranks, 0 = none.
    """

    moves: Rows
    units: Rows
    before: Rows
    after: Rows

    @property
    def better(self) -> int:
        """How many units would get a better grade."""
        return int(np.count_nonzero((self.before > 0) & (self.after > 0) & (self.after < self.before)))

    @property
    def worse(self) -> int:
        """How many units would get a worse grade."""
        return int(np.count_nonzero((self.before > 0) & (self.after > 0) & (self.after > self.before)))


def try_pack(results: Results, pack: Pack, engine: str = "native") -> Trial:
    """Grade the round of a run again under another pack, from the facts as they stand today.

    Raises:
        Refusal: there is no such engine.
    """
    round_ = results.run.round
    snapshot = snapshot_of(round_, pack)
    result = engine_of(engine)(lower(pack, round_.tree_on), snapshot)
    rows = rows_of(snapshot.tree, results.snapshot.tree.id)
    judged = result.columns.get("scoreable", Column.empty(len(snapshot))).valid
    both = np.flatnonzero((rows >= 0) & (results.column("scoreable").valid | judged[rows]))
    before = _ranks(results.column("proposal"))[both]
    after = _ranks(result.columns.get("proposal", Column.empty(len(snapshot))))[rows[both]]
    grades = max(len(pack.grades.grades), int(before.max(initial=0)))
    moves = np.zeros((grades + 1, grades + 1), dtype=np.int64)
    np.add.at(moves, ((before - 1) % (grades + 1), (after - 1) % (grades + 1)), 1)
    changed = before != after
    return Trial(moves, results.snapshot.tree.id[both][changed], before[changed], after[changed])


def _ranks(column: Column) -> Rows:
    return np.where(column.valid, column.values, 0)
