"""Propose problems from the low indicators of a run: the whole tree at once, the heaviest losses of each unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jishi.actions.explained import cards
from jishi.actions.imports.keeping import root_of
from jishi.actions.improve.ground import improvement
from jishi.actions.jobs import Progress, job
from jishi.actions.programme import pack_of
from jishi.actions.results import Results, of_run
from jishi.core.access import OPERATOR, Scope
from jishi.core.errors import refuse, sentence
from jishi.core.improve.problems import severity_of
from jishi.core.scorecard import FULL, Scorecard, ScoredRow, indicator_formula
from jishi.packs.improvement import low_share
from jishi.packs.pack import Pack
from jishi.store import access, clock
from jishi.store.models.assess import Round
from jishi.store.models.improve import Problem
from jishi.store.models.office import Account
from jishi.store.queries import rounds
from jishi.store.transact import action

_BATCH = 2000
#: So many are proposed for a unit at most; more would be a list that nobody reads.
MOST = 3


@dataclass(frozen=True)
class Proposed:
    """What was proposed: how many problems, for how many units; how many were known already."""

    problems: int
    units: int
    known: int


@dataclass(frozen=True)
class Low:
    """Low indicators of the units of one domain: one entry for each.

    Attributes:
        units: ids, int64.
        share: basis points won, int64.
        row: the indicator.
    """

    units: NDArray[np.int64]
    share: NDArray[np.int64]
    row: ScoredRow


def propose(round_: Round, actor: Account | None = None, scope: Scope = OPERATOR, key: str = "") -> Proposed:
    """Propose problems from the newest run of a round; what was proposed once is not proposed again.

    Raises:
        Refusal: nothing was computed, the pack says nothing of problems, or its files are damaged.
    """
    run = rounds.latest_run(scope, round_)
    if run is None:
        raise refuse(
            str(round_),
            sentence("Nothing was computed for this round yet."),
            sentence(
                "Run: jishi assess --cycle %(cycle)s --round %(round)s", cycle=round_.cycle, round=round_.number
            ),
        )
    pack = pack_of(round_.cycle)
    improvement(pack)
    with action(actor, "problems.propose", key=key, content={"round": round_.pk, "run": run.pk}) as event:
        if event.repeated:
            return Proposed(**event.result)
        results = of_run(scope, run)
        rows = list(_rows(results, pack))
        known = set(Problem.objects.filter(round=round_).exclude(indicator="").values_list("unit_id", "indicator"))
        new = [row for row in rows if (row.unit_id, row.indicator) not in known]
        Problem.objects.bulk_create(new, batch_size=_BATCH)
        found = Proposed(len(new), len({row.unit_id for row in new}), len(rows) - len(new))
        event.note(root=root_of([row.unit_id, row.indicator, row.severity] for row in new), run=run.pk)
        event.result = found.__dict__
    return found


def _rows(results: Results, pack: Pack) -> Iterator[Problem]:
    """Yield the problems that a run shows, as rows that are not saved yet."""
    today, low = clock.today(), low_share(pack)
    for domain, card in cards(pack, results.run.tree_on).items():
        for found in heaviest(results, domain, card, low):
            kind = kind_of(pack, found.row)
            for unit, share in zip(found.units.tolist(), found.share.tolist(), strict=True):
                severity = severity_of(share, low)
                yield Problem(
                    unit_id=unit,
                    round=results.run.round,
                    run=results.run,
                    kind=kind,
                    source=Problem.Source.INDICATOR,
                    indicator=found.row.id,
                    severity=severity,
                    urgency=1,
                    priority=severity,
                    evidence={"share": share, "points": found.row.weight, "run": results.run.number},
                    state=Problem.State.PROPOSED,
                    found_on=today,
                )


def heaviest(results: Results, domain: str, card: Scorecard, low: int, most: int = MOST) -> list[Low]:
    """Return the low indicators of a domain's units, for each unit those by which it lost most points.

    Args:
        low: below this share an indicator is low, basis points.
        most: how many for each unit.

    Returns:
        One entry for each indicator that is low somewhere. An indicator that is not scored is not low.
    """
    rows = results.judged_rows
    if domain not in results.snapshot.domains or not card.rows:
        return []
    rows = rows[results.snapshot.domain[rows] == results.snapshot.domains.index(domain)]
    columns = [results.column(indicator_formula(each.id)) for each in card.rows]
    share = np.stack([column.values[rows] for column in columns])
    known = np.stack([column.valid[rows] for column in columns])
    weight = np.array([each.weight for each in card.rows], dtype=np.int64)[:, None]
    lost = np.where(known & (share < low), weight * (FULL - share), 0)
    # The rank of each loss within its unit; among equal ones the first of the standard counts.
    order = np.argsort(-lost, axis=0, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.arange(len(card.rows))[:, None], axis=0)
    chosen = (lost > 0) & (rank < most)
    ids = results.snapshot.tree.id[rows]
    return [
        Low(ids[chosen[place]], share[place, chosen[place]], row)
        for place, row in enumerate(card.rows)
        if chosen[place].any()
    ]


def kind_of(pack: Pack, row: ScoredRow) -> str:
    """Return the kind of problem that a low indicator is proposed as: by its dimension, else the last one."""
    kinds = improvement(pack).kinds
    return str(next((kind.id for kind in kinds if row.dimension in kind.dimensions), kinds[-1].id))


@job("problems")
def work(progress: Progress) -> dict[str, Any]:
    """Propose problems as a job."""
    wanted = progress.parameters
    actor = Account.objects.get(pk=wanted["account"]) if "account" in wanted else None
    # Looked up again: a grant may have ended while the job waited.
    scope = access.scope_of(actor, clock.today()) if actor else OPERATOR
    round_ = Round.objects.select_related("cycle").get(pk=wanted["round"])
    progress.begin(1, sentence("Looking for what is low …"))
    return propose(round_, actor, scope, key=f"job-{progress.job.pk}").__dict__
