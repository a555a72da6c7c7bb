"""What would lift a unit to the next grade: the cheapest missing points, and the limits that would hold it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from jishi.core.columns import Snapshot
from jishi.core.formulas import Grade, Limit, Table
from jishi.core.meaning import Value
from jishi.core.reference import Evaluator, Population, Program, unit_facts
from jishi.core.replay import Replay
from jishi.core.scorecard import BAND, FULL, PROPOSAL, SCORE, Scorecard, ScoredRow, indicator_formula


@dataclass(frozen=True)
class Mend:
    """One indicator brought to its full points.

    Attributes:
        row: the indicator.
        before: its score now (0 … 10000); None = not scored for want of facts.
        points: points it would win more, in hundredths; all of its points when not scored now.
        score: the unit's score after this and all mends before it; None = still too little is known.
        band: the grade rank of that score; None = none.
    """

    row: ScoredRow
    before: Value
    points: int
    score: Value
    band: Value


@dataclass(frozen=True)
class Lift:
    """What would lift a unit by one grade.

    Attributes:
        target: the next better rank (the worst one for a unit that has none); None = the band is the best already,
            or there are no bands.
        mends: indicators to bring to full points, the cheapest for a point first; after the last one the target is
            reached. When not even all of them reach it, all that would help are listed and ``reached`` is False.
        reached: whether the mends reach the target.
        proposal: the grade proposed after the mends; None = none.
        holding: limits that apply after the mends and keep the proposal worse than the band then reached.
    """

    target: Value
    mends: tuple[Mend, ...]
    reached: bool
    proposal: Value
    holding: tuple[Limit, ...]


def lift(program: Program, snapshot: Snapshot, again: Replay, card: Scorecard, population: Population) -> Lift:
    """Find the cheapest missing points, one after the other, until the band is one grade better.

    Cheapest = least effort for a point; then no mend is kept that turns out not to be needed, and one mend alone is
    preferred where it reaches the target with less effort. Every trial is computed by the unit's own formulas.
    Ranks among peers are taken as they stand: what others do is not foreseen.

    Args:
        program: the checked assessment.
        snapshot: the units.
        again: the unit as it is.
        card: the rows of its standard.
        population: gives the unit the values of nouns that need other units.
    """
    indicators = [indicator_formula(row.id) for row in card.rows]
    now = {name: again.values[name] for name in indicators if name in again.values}
    trial = _Trial(Evaluator(program, unit_facts(snapshot, again.row), population), now)
    target = _target(again)
    chosen = [] if target is None else _cheapest(_open_rows(again, card), trial, target)
    after = trial.after(chosen)
    return Lift(
        target=target,
        mends=tuple(_mend(again, chosen, number, trial) for number in range(len(chosen))),
        reached=target is not None and trial.reaches(chosen, target),
        proposal=after.formula(PROPOSAL),
        holding=_holding(again, after),
    )


class _Trial:
    """Computes the unit with some indicators at full points and all others as they are now."""

    def __init__(self, evaluator: Evaluator, now: Mapping[str, Value]) -> None:
        self._evaluator = evaluator
        self._now = now

    def after(self, rows: list[ScoredRow]) -> Evaluator:
        return self._evaluator.suppose({**self._now, **{indicator_formula(row.id): FULL for row in rows}})

    def reaches(self, rows: list[ScoredRow], target: int) -> bool:
        band = self.after(rows).formula(BAND)
        return band is not None and band <= target


def _target(again: Replay) -> Value:
    """Return the next better rank; the worst one for a unit without a band, since any is better than none."""
    steps = again.steps.get(BAND)
    bands = steps.first(Table) if steps else None
    if steps is None or bands is None or not isinstance(bands.node, Table):
        return None
    if steps.value is None:
        return max(bands.node.below, *(rank for _, rank in bands.node.steps))
    return steps.value - 1 if steps.value > 1 else None


def _open_rows(again: Replay, card: Scorecard) -> list[ScoredRow]:
    """Return the rows with points missing, the least effort for a point first."""
    missing = {row: row.weight - row.won(_score(again.values, row)) for row in card.rows}
    open_rows = [row for row, points in missing.items() if points > 0]
    return sorted(open_rows, key=lambda row: (Fraction(row.effort, missing[row]), -missing[row]))


def _cheapest(open_rows: list[ScoredRow], trial: _Trial, target: int) -> list[ScoredRow]:
    chosen: list[ScoredRow] = []
    for row in open_rows:
        if trial.reaches(chosen, target):
            break
        chosen.append(row)
    if not trial.reaches(chosen, target):
        return chosen
    # The dearest first: a cheap mend is kept where either would do.
    for row in reversed(chosen.copy()):
        left = [one for one in chosen if one is not row]
        if trial.reaches(left, target):
            chosen = left
    effort = sum(row.effort for row in chosen)
    alone = [row for row in open_rows if row.effort < effort and trial.reaches([row], target)]
    return [min(alone, key=lambda row: row.effort)] if alone else chosen


def _score(values: Mapping[str, Value], row: ScoredRow) -> int:
    return values.get(indicator_formula(row.id)) or 0


def _mend(again: Replay, chosen: list[ScoredRow], number: int, trial: _Trial) -> Mend:
    row = chosen[number]
    after = trial.after(chosen[: number + 1])
    return Mend(
        row,
        before=again.values.get(indicator_formula(row.id)),
        points=row.weight - row.won(_score(again.values, row)),
        score=after.formula(SCORE),
        band=after.formula(BAND),
    )


def _holding(again: Replay, after: Evaluator) -> tuple[Limit, ...]:
    step = again.steps.get(PROPOSAL)
    grading = step.first(Grade) if step else None
    if grading is None or not isinstance(grading.node, Grade):
        return ()
    reached = after.value(grading.node.band)
    return tuple(
        limit
        for limit in grading.node.limits
        if after.value(limit.when) and (reached is None or limit.grade > reached)
    )
