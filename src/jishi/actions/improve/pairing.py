"""An exemplary unit brings a weak one along (D74, D79): who fits whom, begun, ended with what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from numpy.typing import NDArray

from jishi.actions.improve.ground import called, tidy
from jishi.actions.improve.standing import Graded, lowest, standing
from jishi.actions.posts.holding import By, refuse_outside
from jishi.actions.results import Results, of_run
from jishi.core.access import Scope
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.assess import Round
from jishi.store.models.improve import Partnership
from jishi.store.models.org import Unit
from jishi.store.queries import practices, rounds, units
from jishi.store.transact import action, change

#: So many exemplars are suggested for a weak unit.
OFFERED = 3
#: Whoever brings so many along already is not suggested for one more.
BRINGS_MOST = 3
_MANY = 900


def pair(by: By, exemplar: Unit, unit: Unit, purpose: str = "", since: date | None = None) -> Partnership:
    """Let an exemplary unit bring a weak one along.

    Raises:
        Refusal: the role does not allow it at the weak unit, both are the same, or they are paired already.
    """
    content = {"exemplar": exemplar.pk, "unit": unit.pk, "purpose": purpose}
    with action(by.actor, "partnership.begin", key=by.key, content=content) as event:
        if event.repeated:
            return Partnership.objects.get(pk=event.result["partnership"])
        refuse_outside(by, unit)
        if exemplar.pk == unit.pk:
            raise refuse(
                called(unit), sentence("A unit is not paired with itself."), sentence("Choose another unit.")
            )
        try:
            with transaction.atomic():
                row = Partnership.objects.create(
                    exemplar=exemplar,
                    unit=unit,
                    purpose=tidy(called(unit), purpose),
                    from_on=since or clock.today(),
                )
        except IntegrityError as error:
            raise refuse(
                called(unit),
                sentence("These two units are paired already."),
                sentence("Load the page again to see it."),
            ) from error
        event.about(row)
        event.note(unit=unit.pk, exemplar=exemplar.pk)
        event.result = {"partnership": row.pk}
    return row


def end(by: By, found: Partnership, version: int, outcome: str, on: date | None = None) -> Partnership:
    """End a pairing, with what came of it.

    Raises:
        Refusal: the role does not allow it at the weak unit, nothing says what came of it, or it has ended already.
    """
    last = on or clock.today()
    with action(by.actor, "partnership.end", key=by.key, content={"pair": found.pk, "outcome": outcome}) as event:
        if event.repeated:
            return found
        refuse_outside(by, found.unit)
        text = tidy(called(found.unit), outcome)
        if not text:
            raise refuse(
                called(found.unit),
                sentence("Nothing says what came of the pairing."),
                sentence("Write in a few words what changed, or why it ends."),
            )
        if found.to_on is not None or last <= found.from_on:
            raise refuse(
                called(found.unit),
                sentence("This pairing has ended already, or would end before it began."),
                sentence("Load the page again to see it."),
            )
        change(found, version, to_on=last, outcome=text)
        event.about(found)
        event.note(unit=found.unit_id, exemplar=found.exemplar_id)
        event.result = {"partnership": found.pk}
    return found


@dataclass(frozen=True)
class Offer:
    """A weak unit without a partner, and exemplary units that fit it, the best first.

    Attributes:
        near: of each exemplar, whether both stand under the same unit.
        gained: of each exemplar, by how much its score rose since the round before, hundredths; None = not known.
    """

    unit: Unit
    exemplars: tuple[Unit, ...]
    near: tuple[bool, ...]
    gained: tuple[int | None, ...]


def offers(scope: Scope, pack: Pack, round_: Round, today: date, most: int | None = None) -> list[Offer]:
    """Return for each weak unit without a partner who could bring it along, in the order of the tree.

    With ``most`` no more than so many.

    Exemplars have the best grade and the same domain; those under the same unit come first, then those whose score
    rose most, then the nearest. Queries grow only with thousands of weak units.
    """
    graded, run = standing(scope, round_), rounds.latest_run(scope, round_)
    if graded is None or run is None:
        return []
    results = of_run(scope, run)
    have = set(_in_force(today).values_list("unit_id", flat=True))
    weak = [unit for unit in lowest(graded, pack).tolist() if unit not in have]
    if not weak:
        return []
    field = _Field.of(results, graded, _before(scope, round_), _busy(today))
    lying = sorted((results.row_of[unit], unit) for unit in weak if unit in results.row_of)
    chosen = {unit: field.fitting(row) for row, unit in (lying if most is None else lying[:most])}
    named = _named(scope, {*chosen, *(each for some in chosen.values() for each, _near, _more in some)})
    return [
        Offer(
            named[unit],
            tuple(named[each] for each, _near, _more in some if each in named),
            tuple(near for each, near, _more in some if each in named),
            tuple(more for each, _near, more in some if each in named),
        )
        for unit, some in chosen.items()
        if unit in named
    ]


def _in_force(today: date) -> "QuerySet[Partnership]":
    return Partnership.objects.filter(in_force(today))


def _busy(today: date) -> frozenset[int]:
    rows = _in_force(today).order_by().values("exemplar").annotate(n=Count("pk")).filter(n__gte=BRINGS_MOST)
    return frozenset(rows.values_list("exemplar", flat=True))


def _before(scope: Scope, round_: Round) -> Graded | None:
    earlier = [each for each in rounds.rounds(scope) if each.opens_on < round_.opens_on]
    return standing(scope, earlier[0]) if earlier else None


def _named(scope: Scope, wanted: set[int]) -> Mapping[int, Unit]:
    found: dict[int, Unit] = {}
    listed = sorted(wanted)
    for start in range(0, len(listed), _MANY):
        found |= {each.pk: each for each in units.visible(scope).filter(pk__in=listed[start : start + _MANY])}
    return found


@dataclass(frozen=True)
class _Field:
    """Every exemplary unit of a run, as columns; the same order in all.

    Attributes:
        rows: in the run, ascending, int64.
        gained: by how much each score rose, hundredths; 0 = not known, or not at all.
    """

    results: Results
    rows: NDArray[np.int64]
    gained: NDArray[np.int64]

    @classmethod
    def of(cls, results: Results, graded: Graded, before: Graded | None, busy: frozenset[int]) -> "_Field":
        best = graded.ids[graded.grade.valid & (graded.grade.values == 1)]
        best = best[~np.isin(best, np.fromiter(busy, dtype=np.int64, count=len(busy)))]
        known = [(results.row_of[unit], unit) for unit in best.tolist() if unit in results.row_of]
        known.sort()
        rows = np.array([row for row, _unit in known], dtype=np.int64)
        ids = np.array([unit for _row, unit in known], dtype=np.int64)
        gained = np.zeros(len(ids), dtype=np.int64)
        if before is not None and len(ids):
            now, then = graded.of(ids)[1], before.of(ids)[1]
            gained = np.where(now.valid & then.valid, np.maximum(now.values - then.values, 0), 0)
        return cls(results, rows, gained)

    def fitting(self, row: int) -> list[tuple[int, bool, int | None]]:
        """Return (unit, stands under the same unit, gain) of who fits the unit of a row best."""
        tree, domain = self.results.snapshot.tree, self.results.snapshot.domain
        same = np.flatnonzero(domain[self.rows] == domain[row])
        near = tree.parent[self.rows[same]] == tree.parent[row]
        order = np.lexsort((np.abs(self.rows[same] - row), -self.gained[same], ~near))[:OFFERED]
        return [
            (int(tree.id[self.rows[same[at]]]), bool(near[at]), int(self.gained[same[at]]) or None)
            for at in order.tolist()
        ]


def under_way(scope: Scope, today: date) -> "QuerySet[Partnership]":
    """Return the pairings that hold on a day and whose weak unit the scope sees, by its code."""
    return practices.partnerships(scope).filter(in_force(today))


def since(graded: Graded | None, pairs: Sequence[Partnership]) -> Mapping[int, int]:
    """Return weak unit → its rank now, for those that have one."""
    if graded is None:
        return {}
    ids = np.array([each.unit_id for each in pairs], dtype=np.int64)
    grade = graded.of(ids)[0].tolist()
    return {unit: rank for unit, rank in zip(ids.tolist(), grade, strict=True) if rank}
