"""Where units stand in a round: the decided grade where there is one, else the one that the newest run proposes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jishi.actions.programme import pack_of
from jishi.actions.results import Results, of_run
from jishi.core.access import Scope
from jishi.core.columns import Column
from jishi.packs.pack import Pack
from jishi.store.models.assess import Grade, Round
from jishi.store.queries import rounds


@dataclass(frozen=True)
class Graded:
    """The units of a scope in a round.

    Attributes:
        round: the round.
        ids: of the judged units inside the scope, ascending, int64.
        grade: rank of each, 1 = best; null = neither decided nor proposed.
        score: hundredths.
        decided: how many of the grades are decided, not only proposed.
    """

    round: Round
    ids: NDArray[np.int64]
    grade: Column
    score: Column
    decided: int

    def of(self, ids: NDArray[np.int64]) -> tuple[Column, Column]:
        """Return grade and score of other units, in their order; null where a unit is not among these."""
        place = np.searchsorted(self.ids, ids)
        place = np.minimum(place, max(len(self.ids) - 1, 0))
        there = self.ids[place] == ids if len(self.ids) else np.zeros(len(ids), dtype=np.bool_)
        if not len(self.ids):
            return Column.empty(len(ids)), Column.empty(len(ids))
        return (
            Column.masked(self.grade.values[place], self.grade.valid[place] & there),
            Column.masked(self.score.values[place], self.score.valid[place] & there),
        )


def standing(scope: Scope, round_: Round) -> Graded | None:
    """Return where the units of a scope stand in a round; None = nothing was computed for it.

    Raises:
        Refusal: the files of the run are missing or damaged.
    """
    run = rounds.latest_run(scope, round_)
    return of_results(of_run(scope, run), pack_of(round_.cycle)) if run else None


def of_results(results: Results, pack: Pack) -> Graded:
    """Return where the units of a run's scope stand, decided grades laid over what it proposes."""
    rows = results.judged_rows
    ids = results.snapshot.tree.id[rows]
    order = np.argsort(ids)
    rows, ids = rows[order], ids[order]
    proposal, score = results.column("proposal"), results.column("score")
    values, valid = proposal.values[rows].copy(), proposal.valid[rows].copy()
    decided = 0
    said = Grade.objects.filter(round=results.run.round, state=Grade.State.DECIDED)
    for unit, grade in said.values_list("unit_id", "grade").iterator(chunk_size=20_000):
        place = int(np.searchsorted(ids, unit))
        rank = pack.rank_by_grade.get(grade)
        if place < len(ids) and ids[place] == unit and rank is not None:
            values[place], valid[place] = rank, True
            decided += 1
    return Graded(
        round=results.run.round,
        ids=ids,
        grade=Column.masked(values, valid),
        score=Column.masked(score.values[rows], score.valid[rows]),
        decided=decided,
    )


def lowest(graded: Graded, pack: Pack) -> NDArray[np.int64]:
    """Return the ids of units of the lowest grade, ascending."""
    return graded.ids[graded.grade.valid & (graded.grade.values == len(pack.grades.grades))]
