"""What others did about a weak indicator: practices of the library, and units of the area that improved in it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jishi.actions.improve.moving import computed
from jishi.actions.results import NOWHERE, Results, of_run
from jishi.core.access import Scope
from jishi.core.scorecard import indicator_formula
from jishi.store.models.improve import Practice
from jishi.store.models.org import Unit
from jishi.store.queries import practices, rounds, units

#: A unit improved when it won so many basis points more of an indicator than in the round before.
RISEN = 1000
MOST = 3


@dataclass(frozen=True)
class Example:
    """What helps with one indicator.

    Attributes:
        indicator: its id.
        practices: of the library, those taken over most often first.
        improved: units of the same domain inside the reader's scope, with what they won more, basis points.
    """

    indicator: str
    practices: tuple[Practice, ...]
    improved: tuple[tuple[Unit, int], ...]


def examples(scope: Scope, results: Results, unit: Unit, indicators: Sequence[str]) -> list[Example]:
    """Return what helps with a unit's weak indicators; those with which nothing helps are left out.

    Raises:
        Refusal: the files of the round before are damaged.
    """
    before = _before(scope, results)
    found = []
    for indicator in indicators:
        rows = practices.helping(practices.listed(scope), indicator, unit.domain).exclude(unit=unit)
        rows = rows.filter(published_on__isnull=False, withdrawn_on__isnull=True)
        improved = tuple(_improved(scope, results, before, unit, indicator)) if before else ()
        example = Example(indicator, tuple(rows[:MOST]), improved)
        if example.practices or example.improved:
            found.append(example)
    return found


def _before(scope: Scope, results: Results) -> Results | None:
    line = [round_.pk for round_ in computed(scope)]
    place = line.index(results.run.round_id) + 1 if results.run.round_id in line else len(line)
    if place >= len(line):
        return None
    earlier = next(round_ for round_ in computed(scope) if round_.pk == line[place])
    run = rounds.latest_run(scope, earlier)
    return of_run(scope, run) if run else None


def _improved(
    scope: Scope, results: Results, before: Results, unit: Unit, indicator: str
) -> list[tuple[Unit, int]]:
    own = results.row_of.get(unit.pk, NOWHERE)
    if own == NOWHERE:
        return []
    domain = results.snapshot.domain
    rows = results.judged_rows
    rows = rows[(domain[rows] == domain[own]) & (rows != own)]
    now, then = results.column(indicator_formula(indicator)), before.column(indicator_formula(indicator))
    ids = results.snapshot.tree.id[rows]
    earlier = before.snapshot.tree.id
    order = np.argsort(earlier)
    place = np.minimum(np.searchsorted(earlier[order], ids), len(earlier) - 1)
    old = order[place]
    both = (earlier[old] == ids) & now.valid[rows] & then.valid[old]
    gain = np.where(both, now.values[rows] - then.values[old], 0)
    best = np.argsort(-gain, kind="stable")[:MOST]
    wanted = {int(ids[at]): int(gain[at]) for at in best if gain[at] >= RISEN}
    named = {each.pk: each for each in units.visible(scope).filter(pk__in=wanted)} if wanted else {}
    return [(named[pk], more) for pk, more in wanted.items() if pk in named]
