"""What a close tells of one share: of units, places and pools, and which pool stands in for a hidden unit."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jishi.actions.consult.again import earlier
from jishi.actions.consult.occasions import occasion_of
from jishi.core.consult.pools import pooled
from jishi.core.consult.release import Figures, derivable, release, withheld
from jishi.core.consult.tally import Tally, base
from jishi.core.tree import Tree, rows_of
from jishi.packs.consultations import policy, share
from jishi.packs.pack import Pack
from jishi.packs.schema.consultations import Ask, Becomes
from jishi.store import facts as stored
from jishi.store.bulk import insert
from jishi.store.models.assess import FactValue
from jishi.store.models.consult import Asked, Consultation, Pool
from jishi.store.models.told import PoolTold, Substitute, Told

SOURCES = {"members": "members", "public": "public", "representatives": "public"}
POOLED = "pooled"
_log = logging.getLogger("jishi.consult")
_TOLD = ("consultation_id", "unit_id", "ask", "question", "fact", "whole", "state", "low", "high", "answers")

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Ground:
    """What a close counts on.

    Attributes:
        tree, domain_of: the round's tree, and the number of each unit's domain in the pack.
    """

    consultation: Consultation
    pack: Pack
    tree: Tree
    domain_of: NDArray[np.int16]


@dataclass
class Lines:
    """What is to be written: shares of units and places, of pools, what stands in, and the facts."""

    told: list[tuple[Any, ...]] = field(default_factory=list)
    pools: list[PoolTold] = field(default_factory=list)
    instead: list[Substitute] = field(default_factory=list)
    entries: list[stored.Entry] = field(default_factory=list)

    def keep(self) -> None:
        """Write all but the facts; call it inside an action."""
        insert(Told, _TOLD, self.told)
        PoolTold.objects.bulk_create(self.pools, batch_size=500)
        Substitute.objects.bulk_create(self.instead, batch_size=500)


@dataclass(frozen=True)
class _Pools:
    """The pools of one ask, and the number of each unit's pool in the tree's row order; -1 = it is in none."""

    rows: Sequence[Pool]
    pool_of: Numbers


def tell(
    ground: Ground, ask: Ask, becomes: Becomes, own: Mapping[int, Tally], lines: Lines
) -> tuple[Figures, Figures]:
    """Add what is told of one share, and the fact that it becomes; return it of units, and of places.

    If a hidden group could be worked out nevertheless, nothing of the share is told at all, and the log says so.
    """
    pools = _pools(ground, ask)
    joined = pooled(ground.tree, pools.pool_of)
    answered, favourable = np.zeros((2, len(joined.tree)), dtype=np.int64)
    answered[joined.units], favourable[joined.units] = _counts(ground, becomes, own)
    before = earlier(ground.consultation, joined.tree, ask.id, becomes)
    told = release(joined.tree, answered, favourable, policy(ask), before)
    if derivable(told).any():
        _log.error("a hidden group could be worked out: nothing is told of %s %s", ask.id, becomes.question)
        told = withheld(told)
    units, places, ids = told.own.at(joined.units), told.whole.at(joined.units), ground.tree.id
    again = occasion_of(ground.consultation) is not None
    for whole, figures in ((False, units), (True, places)):
        head = (ask.id, becomes.question, becomes.fact, whole)
        for row, state, low, high in _rows(figures):
            answers = int(figures.size[row]) if again and state == "told" else None
            lines.told.append((ground.consultation.pk, int(ids[row]), *head, state, low, high, answers))
    if becomes.fact:
        for row in np.flatnonzero(units.shown).tolist():
            lines.entries.append(_entry(ground, ask, becomes, row, int(units.low[row])))
        lines.entries += _silenced(ground, ask, becomes, ~units.shown & (units.size > 0))
    of_pools = told.whole.at(joined.pools)
    for number, state, low, high in _rows(of_pools):
        pool = pools.rows[number]
        lines.pools.append(
            PoolTold(pool=pool, question=becomes.question, fact=becomes.fact, state=state, low=low, high=high)
        )
        if becomes.fact and low is not None and high is not None and ask.substitute == POOLED:
            hidden = (pools.pool_of == number) & ~units.shown & (units.size > 0)
            for row in np.flatnonzero(hidden).tolist():
                lines.instead.append(_instead(ground, becomes, pool, int(ground.tree.id[row]), (low, high)))
                lines.entries.append(_entry(ground, ask, becomes, row, low))
    return units, places


def _silenced(ground: Ground, ask: Ask, becomes: Becomes, hidden: NDArray[np.bool_]) -> Iterator[stored.Entry]:
    """Yield "not known" for hidden units of which something was typed before: hidden is null to engines too."""
    source = SOURCES[ask.electorate]
    said = FactValue.objects.filter(round=ground.consultation.round, fact__code=becomes.fact, source=source)
    units = np.fromiter(said.filter(value__isnull=False).values_list("unit_id", flat=True), dtype=np.int64)
    rows = rows_of(ground.tree, units)
    for unit, row in zip(units.tolist(), rows.tolist(), strict=True):
        if row >= 0 and hidden[row]:
            yield stored.Entry(unit, becomes.fact, source, None)


def _entry(ground: Ground, ask: Ask, becomes: Becomes, row: int, low: int) -> stored.Entry:
    return stored.Entry(int(ground.tree.id[row]), becomes.fact, SOURCES[ask.electorate], low)


def _instead(ground: Ground, becomes: Becomes, pool: Pool, unit: int, band: tuple[int, int]) -> Substitute:
    low, high = band
    return Substitute(
        consultation=ground.consultation,
        unit_id=unit,
        ask=pool.ask,
        fact=becomes.fact,
        pool=pool,
        low=low,
        high=high,
        decided_on=pool.decided_on,
    )


def _counts(ground: Ground, becomes: Becomes, own: Mapping[int, Tally]) -> tuple[Numbers, Numbers]:
    """Return of each unit how many answers count for the share, and how many are favourable."""
    tree, included = ground.tree, _included(ground, becomes)
    answered, favourable = np.zeros((2, len(tree)), dtype=np.int64)
    units = np.array(sorted(own), dtype=np.int64)
    for unit, row in zip(units.tolist(), rows_of(tree, units).tolist(), strict=True):
        if row >= 0 and included[row]:
            answered[row], favourable[row] = base(own[unit], share(becomes))
    return answered, favourable


def _included(ground: Ground, becomes: Becomes) -> NDArray[np.bool_]:
    if not becomes.domains:
        return np.ones(len(ground.tree), dtype=np.bool_)
    domains = [domain.id for domain in ground.pack.vocabulary.domains]
    return np.isin(ground.domain_of, [domains.index(each) for each in becomes.domains])


def _pools(ground: Ground, ask: Ask) -> _Pools:
    """Return the pools whose units still stand below one place in the round's tree; others join nobody."""
    tree = ground.tree
    inside: dict[int, list[int]] = {}
    found = Asked.objects.filter(consultation=ground.consultation, ask=ask.id, pool__isnull=False)
    pairs = np.array(list(found.values_list("pool_id", "unit_id")), dtype=np.int64).reshape(-1, 2)
    for pool, row in zip(pairs[:, 0].tolist(), rows_of(tree, pairs[:, 1]).tolist(), strict=True):
        inside.setdefault(pool, []).append(row)
    known = Pool.objects.in_bulk(list(inside))
    kept: list[Pool] = []
    pool_of = np.full(len(tree), -1, dtype=np.int64)
    for number, rows in inside.items():
        at = np.array(rows)
        if at.min() >= 0 and len(set(tree.parent[at].tolist())) == 1 and (tree.end[at] == at + 1).all():
            pool_of[at] = len(kept)
            kept.append(known[number])
    return _Pools(kept, pool_of)


def _rows(figures: Figures) -> Iterator[tuple[int, str, int | None, int | None]]:
    for row in np.flatnonzero(figures.size > 0).tolist():
        shown = bool(figures.shown[row])
        band = (int(figures.low[row]), int(figures.high[row])) if shown else (None, None)
        yield (row, figures.state(row), *band)
