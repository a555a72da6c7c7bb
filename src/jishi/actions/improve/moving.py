"""What became of units from one round to the next, and over the years."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jishi.actions.improve.standing import Graded, standing
from jishi.actions.programme import pack_of
from jishi.core.access import Scope
from jishi.core.improve import movement as moves
from jishi.packs.pack import Pack
from jishi.store.models.assess import Round, Run
from jishi.store.models.org import Unit
from jishi.store.queries import rounds, units


@dataclass(frozen=True)
class Moved:
    """Two rounds, compared.

    Attributes:
        before, after: where the units stood and stand.
        pack: of the later round; both have the same grades.
        found: the movement.
        stuck: ids of units that did not move.
    """

    before: Graded
    after: Graded
    pack: Pack
    found: moves.Movement
    stuck: NDArray[np.int64]


def compared(scope: Scope, place: Unit | None = None) -> Moved | None:
    """Compare the two latest rounds that were computed, inside a scope, at or below a unit.

    Returns:
        None = fewer than two rounds were computed, or their packs have different grades.

    Raises:
        Refusal: the files of a run are missing or damaged.
    """
    pair = _pair(scope)
    if pair is None:
        return None
    earlier, later = pair
    pack = pack_of(later.cycle)
    if list(pack_of(earlier.cycle).rank_by_grade) != list(pack.rank_by_grade):
        return None
    before, after = standing(scope, earlier), standing(scope, later)
    if before is None or after is None:
        return None
    ids = np.union1d(before.ids, after.ids)
    if place is not None:
        below = units.subtree(scope, place).order_by().values_list("pk", flat=True)
        ids = ids[np.isin(ids, np.fromiter(below, dtype=np.int64))]
    old, new = moves.Standing(*before.of(ids)), moves.Standing(*after.of(ids))
    found = moves.movement(old, new, len(pack.grades.grades))
    return Moved(before, after, pack, found, ids[moves.unmoved(old, new)])


def _pair(scope: Scope) -> tuple[Round, Round] | None:
    found = computed(scope)[:2]
    return (found[1], found[0]) if len(found) == 2 else None


def computed(scope: Scope) -> list[Round]:
    """Return the rounds that have a finished run, the latest first; at most twelve."""
    return list(rounds.rounds(scope).filter(runs__state=Run.State.DONE).distinct()[:12])


@dataclass(frozen=True)
class Year:
    """One unit in one round.

    Attributes:
        rank, score: null = not known.
    """

    round: Round
    rank: int | None
    score: int | None


def history(scope: Scope, unit: Unit, among: Sequence[Round] | None = None) -> list[Year]:
    """Return a unit's grades and scores over the rounds, the latest first.

    Raises:
        Unit.DoesNotExist: the unit lies outside.
    """
    units.one(scope, unit.pk)
    wanted = np.array([unit.pk], dtype=np.int64)
    found = []
    for round_ in among if among is not None else computed(scope):
        graded = standing(scope, round_)
        if graded is None:
            continue
        grade, score = (column.tolist()[0] for column in graded.of(wanted))
        found.append(Year(round_, grade, score))
    return found
