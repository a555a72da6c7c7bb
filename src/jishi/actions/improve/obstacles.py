"""Units that did not move between two rounds, and what stands in the way of each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Count

from jishi.actions.cases.ground import Docket, docket
from jishi.actions.improve.gate import Gates
from jishi.actions.improve.moving import Moved
from jishi.actions.results import Results, of_run
from jishi.core.access import Scope
from jishi.core.errors import Refusal, Sentence, sentence
from jishi.core.names import Named
from jishi.packs.schema.fields import Texts
from jishi.store.models.assess import Grade
from jishi.store.models.org import Unit
from jishi.store.queries import improve, rounds, units

_MANY = 900


@dataclass(frozen=True)
class Stuck:
    """A unit that did not move.

    Attributes:
        before, after: ranks, 1 = best.
        scores: hundredths, before and after; None = not known.
        why: what is on record against it, the weightiest first; empty = nothing is.
    """

    unit: Unit
    before: int | None
    after: int | None
    scores: tuple[int | None, int | None]
    why: tuple[Sentence, ...]


def stuck(scope: Scope, moved: Moved, today: date, most: int | None = None) -> list[Stuck]:
    """Return the units that did not move, by code; queries grow only with thousands of them.

    Args:
        most: no more than so many.
    """
    wanted = moved.stuck.tolist() if most is None else moved.stuck[:most].tolist()
    found: list[Stuck] = []
    for start in range(0, len(wanted), _MANY):
        found += _part(scope, moved, wanted[start : start + _MANY], today)
    return sorted(found, key=lambda each: each.unit.code)


def _part(scope: Scope, moved: Moved, wanted: Sequence[int], today: date) -> Iterator[Stuck]:
    named = list(units.visible(scope).filter(pk__in=wanted))
    ids = np.array([unit.pk for unit in named], dtype=np.int64)
    old, new = moved.before.of(ids), moved.after.of(ids)
    reasons = _reasons(scope, moved, [unit.pk for unit in named], today)
    for at, unit in enumerate(named):
        yield Stuck(
            unit,
            old[0].tolist()[at],
            new[0].tolist()[at],
            (old[1].tolist()[at], new[1].tolist()[at]),
            tuple(line for told in reasons for line in told(unit.pk)),
        )


_Told = Callable[[int], Iterator[Sentence]]


def _reasons(scope: Scope, moved: Moved, wanted: Sequence[int], today: date) -> list[_Told]:
    """Return for each kind of reason a function that tells it of a unit; what it needs is read at once."""
    run = rounds.latest_run(scope, moved.after.round)
    return [
        _limits(moved, of_run(scope, run)) if run else _nothing,
        _committee(moved, wanted),
        _gate(_docket(scope, moved), wanted, today),
        _counted(
            improve.without_remedy(scope).filter(unit__in=wanted),
            lambda count: sentence("%(count)s open problems have no remedy.", count=count),
        ),
        _counted(
            improve.overdue(improve.remedies(scope), today).filter(unit__in=wanted),
            lambda count: sentence("%(count)s remedies are overdue.", count=count),
        ),
    ]


def _nothing(unit: int) -> Iterator[Sentence]:
    return iter(())


def _docket(scope: Scope, moved: Moved) -> Docket | None:
    try:
        return docket(scope, moved.after.round)
    except Refusal:
        # A pack without a procedure for grades has no gate either.
        return None


def _limits(moved: Moved, results: Results) -> _Told:
    def told(unit: int) -> Iterator[Sentence]:
        for limit in moved.pack.grades.limits:
            if results.value(f"limit:{limit.id}", unit):
                yield sentence("A limit holds this unit: %(limit)s.", limit=_named(limit.names))

    return told


def _committee(moved: Moved, wanted: Sequence[int]) -> _Told:
    rows = Grade.objects.filter(round=moved.after.round, unit__in=wanted).exclude(reason="")
    said = dict(rows.values_list("unit_id", "reason"))

    def told(unit: int) -> Iterator[Sentence]:
        if unit in said:
            yield sentence("The committee says: %(reason)s", reason=said[unit])

    return told


def _gate(found: Docket | None, wanted: Sequence[int], today: date) -> _Told:
    if found is None:
        return _nothing
    gates = Gates(found, wanted)

    def told(unit: int) -> Iterator[Sentence]:
        proposed = found.results.value("proposal", unit)
        if proposed is not None and gates.rises(unit, proposed):
            yield from (each.what for each in gates.hindrances(unit, "", proposed, today))

    return told


def _counted(rows: "object", words: Callable[[int], Sentence]) -> _Told:
    counts: Mapping[int, int] = dict(
        rows.order_by().values("unit").annotate(n=Count("pk", distinct=True)).values_list("unit", "n")  # type: ignore[attr-defined]
    )

    def told(unit: int) -> Iterator[Sentence]:
        if counts.get(unit):
            yield words(counts[unit])

    return told


def _named(texts: Texts) -> Named:
    return Named({"zh-Hans": texts.zh_hans, "zh-Hant": texts.zh_hant, "en": texts.en})
