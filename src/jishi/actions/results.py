"""What a run computed, cut to what a reader may see."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from jishi.columnar.runs import StoredRun, read_run
from jishi.columnar.snapshots import StoredSnapshot, read_snapshot
from jishi.core.access import Scope
from jishi.core.columns import Column, Snapshot
from jishi.core.lineage import heirs
from jishi.core.result import Result
from jishi.store import standing
from jishi.store.home import current as current_home
from jishi.store.models.assess import Run
from jishi.store.queries import lineage, rounds

JUDGED = "scoreable"
NOWHERE = -1
# Fewer peers would let somebody work out who they are.
FEWEST_PEERS = 5


@dataclass(frozen=True, eq=False)
class Places(Mapping[int, int]):
    """Unit → row, of the units inside a scope: found by halving, never gone through.

    Attributes:
        ids: of all units, ascending, int64.
        rows: the row of each of them, int64.
        seen: rows inside the scope, ascending, int64.
    """

    ids: NDArray[np.int64]
    rows: NDArray[np.int64]
    seen: NDArray[np.int64]

    def __getitem__(self, unit: int) -> int:
        place = _found(self.ids, unit)
        if place == NOWHERE or _found(self.seen, int(self.rows[place])) == NOWHERE:
            raise KeyError(unit)
        return int(self.rows[place])

    def __iter__(self) -> Iterator[int]:
        inside = np.isin(self.rows, self.seen)
        return iter(self.ids[inside].tolist())

    def __len__(self) -> int:
        return len(self.seen)


def _found(ascending: NDArray[np.int64], wanted: int) -> int:
    """Return where a number stands among ascending ones."""
    place = int(np.searchsorted(ascending, wanted))
    return place if place < len(ascending) and ascending[place] == wanted else NOWHERE


@dataclass(frozen=True)
class Results:
    """A run and the rows of it that a scope sees.

    Attributes:
        run: the run.
        snapshot: what it was computed from; its rows are the run's rows.
        result: what was computed.
        row_of: unit → row, of the units inside the scope.
    """

    run: Run
    snapshot: Snapshot
    result: Result
    row_of: Places

    @property
    def seen(self) -> NDArray[np.int64]:
        """The rows inside the scope, ascending, int64."""
        return self.row_of.seen

    def column(self, formula: str) -> Column:
        """Return a formula's column for all rows; all null when the run has no such formula."""
        found = self.result.columns.get(formula)
        return found if found is not None else Column.empty(len(self.snapshot))

    def value(self, formula: str, unit: int) -> int | None:
        """Return a formula's value for a unit; None = not known, or not inside."""
        row = self.row_of.get(unit, NOWHERE)
        return self.at(formula, row) if row != NOWHERE else None

    def at(self, formula: str, row: int) -> int | None:
        """Return a formula's value in a row; None = not known."""
        column = self.column(formula)
        return int(column.values[row]) if column.valid[row] else None

    def judged(self, unit: int) -> bool:
        """Say whether the unit is judged by a standard at all."""
        return self.value(JUDGED, unit) is not None

    @cached_property
    def judged_rows(self) -> NDArray[np.int64]:
        """Return the rows inside the scope that are judged by a standard."""
        return self.seen[self.column(JUDGED).valid[self.seen]]

    def below(self, unit: int) -> NDArray[np.int64]:
        """Return the judged rows of a unit's subtree, the unit itself included."""
        row = self.row_of[unit]
        end = int(self.snapshot.tree.end[row])
        return self.judged_rows[(self.judged_rows >= row) & (self.judged_rows < end)]

    def counts(self, rows: NDArray[np.int64], grades: int) -> list[int]:
        """Return how many of the rows are proposed each grade, the best first; then how many none."""
        column = self.column("proposal")
        ranks = np.where(column.valid[rows], column.values[rows], 0)
        counted = np.bincount(ranks, minlength=grades + 1).tolist()
        return [*counted[1 : grades + 1], counted[0]]

    def median(self, formula: str, rows: NDArray[np.int64]) -> int | None:
        """Return the lower median of what is known in the rows; None when nothing is."""
        column = self.column(formula)
        known = np.sort(column.values[rows[column.valid[rows]]])
        return int(known[(len(known) - 1) // 2]) if len(known) else None

    def peer_median(self, row: int, part: tuple[str, str]) -> int | None:
        """Return the lower median, among all units of the row's domain, of what share of a part is won.

        Args:
            row: the unit's row.
            part: the formulas of what is won and of what is possible.

        Returns:
            Basis points; None when fewer than :data:`FEWEST_PEERS` units have it: a median of few is somebody's.
        """
        won, possible = self.column(part[0]), self.column(part[1])
        peers = self.snapshot.domain == self.snapshot.domain[row]
        known = np.flatnonzero(peers & won.valid & possible.valid & (possible.values > 0))
        if len(known) < FEWEST_PEERS:
            return None
        shares = np.sort(won.values[known] * 10000 // possible.values[known])
        return int(shares[(len(shares) - 1) // 2])


def of_run(scope: Scope, run: Run) -> Results:
    """Read a run for a reader.

    Raises:
        Refusal: its files are missing or damaged.
    """
    stored, taken, by_id = _stored(current_home().path, run.folder, run.snapshot_folder)
    tree_ids = taken.snapshot.tree.id
    if scope.everything:
        seen = np.arange(len(tree_ids), dtype=np.int64)
    else:
        inside = standing.seen(scope)
        within = np.isin(tree_ids, inside)
        # A unit that was merged since is seen by whoever sees the one that carries it on.
        if ended := lineage.ends(run.tree_on):
            within |= np.isin(heirs(tree_ids, ended, run.tree_on.toordinal()), inside)
        seen = np.flatnonzero(within).astype(np.int64)
    return Results(run, taken.snapshot, stored.result, Places(tree_ids[by_id], by_id, seen))


def latest(scope: Scope) -> Results | None:
    """Return the newest finished run of the current round, else of any round; None = nothing was computed yet."""
    run = newest(scope)
    return of_run(scope, run) if run else None


def newest(scope: Scope) -> Run | None:
    """Return the newest finished run of the current round, else of any round."""
    round_ = rounds.latest(scope)
    found = rounds.latest_run(scope, round_) if round_ else None
    return found or rounds.runs(scope).filter(state=Run.State.DONE).first()


@lru_cache(maxsize=4)
def _stored(
    home: Path, run_folder: str, snapshot_folder: str
) -> tuple[StoredRun, StoredSnapshot, NDArray[np.int64]]:
    # Runs never change, so what was read and checked once stays good; so does the order of the ids.
    taken = read_snapshot(home / snapshot_folder)
    return read_run(home / run_folder), taken, np.argsort(taken.snapshot.tree.id)
