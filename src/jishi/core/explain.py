"""Why a unit has its grade: grade ← limits ← dimensions ← indicators ← facts ← who said so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from jishi.core.columns import Column, Snapshot
from jishi.core.formulas import Assessment, Grade, Limit
from jishi.core.lift import Lift, lift
from jishi.core.meaning import Value
from jishi.core.reference import Program
from jishi.core.replay import Replay, Step, population_of, replay
from jishi.core.result import Result
from jishi.core.scorecard import (
    BAND,
    PROPOSAL,
    SCORE,
    SCOREABLE,
    Scorecard,
    ScoredRow,
    dimension_formula,
    indicator_formula,
    possible_formula,
)

State = Literal["applies", "does not apply", "unknown"]


@dataclass(frozen=True)
class Provenance:
    """What one source said of one fact.

    Attributes:
        source: register, self, members, public, superior, visit …
        value: what it said; None = it had no answer.
        on: the day of it, an ordinal; None = not known.
        place: where it was read, e.g. ``register.xlsx › units › row 4``; empty = typed in.
        chosen: whether this is the value that the assessment used.
    """

    source: str
    value: Value
    on: int | None = None
    place: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Recorded:
    """What was recorded beside the snapshot.

    Attributes:
        run: the run that assessed it; None = none.
        said: fact id → what every source said of this unit's fact.
    """

    run: Result | None = None
    said: Mapping[str, tuple[Provenance, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class FactUsed:
    """A fact that decided something.

    Attributes:
        id: the fact.
        value: its value in this round; None = not known.
        previous: its value in the round before; None = not known.
        said: what every source said of it.
    """

    id: str
    value: Value
    previous: Value
    said: tuple[Provenance, ...]


@dataclass(frozen=True)
class IndicatorShown:
    """One row of the standard.

    Attributes:
        row: its id, dimension and points.
        score: 0 … 10000 of the row; None = not scored, so its points are neither won nor lost.
        won, possible, lost: hundredths of a point; all 0 when not scored.
        facts: ids of the facts it read.
        steps: how the score came about; None = no formula for the domain.
    """

    row: ScoredRow
    score: Value
    won: int
    possible: int
    lost: int
    facts: tuple[str, ...]
    steps: Step | None


@dataclass(frozen=True)
class DimensionShown:
    """One part of the standard.

    Attributes:
        id: the dimension.
        won: points won, hundredths of a point; None = nothing in it was scored.
        possible: points that could be scored, hundredths of a point; None = not known.
        indicators: its rows.
    """

    id: str
    won: Value
    possible: Value
    indicators: tuple[IndicatorShown, ...]

    @property
    def rounding(self) -> int:
        """Hundredths of a point that the rows, each rounded down, leave over against the dimension."""
        return 0 if self.won is None else self.won - sum(row.won for row in self.indicators)


@dataclass(frozen=True)
class LimitShown:
    """A cap, a veto or a direct determination, and whether it bound this unit.

    Attributes:
        limit: its name, kind and grade.
        state: applies, does not apply, or unknown (which does not apply either).
        decides: whether the proposed grade comes from this limit (among others of the same grade).
        facts: ids of the facts it read.
        steps: how its condition came about.
    """

    limit: Limit
    state: State
    decides: bool
    facts: tuple[str, ...]
    steps: Step


@dataclass(frozen=True)
class Explanation:
    """One unit's grade with everything that it rests on.

    Attributes:
        unit: stable id of the unit.
        domain: its domain; None = it belongs to none.
        proposal, band: grade ranks, 1 = best; None = no grade.
        score: hundredths of 100 points; None = too little is known.
        scoreable: points of which enough is known, hundredths; None = no such formula.
        limits: in the order of the pack.
        dimensions: in the order of the standard.
        facts: every fact that a limit or an indicator read, by id.
        lift: what would lift the grade.
        replay: every formula and every step.
    """

    unit: int
    domain: str | None
    proposal: Value
    band: Value
    score: Value
    scoreable: Value
    limits: tuple[LimitShown, ...]
    dimensions: tuple[DimensionShown, ...]
    facts: Mapping[str, FactUsed]
    lift: Lift
    replay: Replay


def explain(
    assessment: Assessment | Program,
    snapshot: Snapshot,
    row: int,
    cards: Mapping[str, Scorecard],
    recorded: Recorded | None = None,
) -> Explanation:
    """Compute one unit again by the reference, keeping every step.

    Other units are looked at only for population nouns that the recorded run does not hold.

    Args:
        assessment: what the run was made by; a Program spares checking it again for every unit.
        snapshot: what the run read.
        row: the unit's row.
        cards: domain → rows of its standard; a domain without one is explained without indicators.
        recorded: the run, and who said what.

    Raises:
        Refusal: the assessment has circles or unknown references.
        IndexError: the snapshot has no such row.
    """
    if not 0 <= row < len(snapshot):
        raise IndexError(f"no row {row} in a snapshot of {len(snapshot)}")
    known = recorded or Recorded()
    program = assessment if isinstance(assessment, Program) else Program.of(assessment)
    again = replay(program, snapshot, row, known.run)
    card = cards.get(again.domain or "", Scorecard("", ()))
    limits = limits_shown(again)
    dimensions = tuple(_dimension(again, card, dimension) for dimension in card.dimensions())
    read = [limit.facts for limit in limits]
    read += [indicator.facts for dimension in dimensions for indicator in dimension.indicators]
    ids = dict.fromkeys(fact for facts in read for fact in facts)
    return Explanation(
        unit=int(snapshot.tree.id[row]),
        domain=again.domain,
        proposal=again.values.get(PROPOSAL),
        band=again.values.get(BAND),
        score=again.values.get(SCORE),
        scoreable=again.values.get(SCOREABLE),
        limits=limits,
        dimensions=dimensions,
        facts={fact: _fact(snapshot, row, fact, known) for fact in ids},
        lift=lift(program, snapshot, again, card, population_of(program, snapshot, row, known.run)),
        replay=again,
    )


def limits_shown(again: Replay) -> tuple[LimitShown, ...]:
    """Return what every limit did to the proposed grade; empty when no limit could touch it."""
    proposal = again.steps.get(PROPOSAL)
    grading = proposal.first(Grade) if proposal else None
    if grading is None or not isinstance(grading.node, Grade):
        return ()
    pairs = list(zip(grading.node.limits, grading.args[1:], strict=True))
    return tuple(
        LimitShown(
            limit,
            "unknown" if step.value is None else "applies" if step.value else "does not apply",
            decides=_decides(limit, step, grading),
            facts=again.facts_of(step.node),
            steps=again.behind(step),
        )
        for limit, step in pairs
    )


def _decides(limit: Limit, step: Step, grading: Step) -> bool:
    if not step.value or limit.grade != grading.value or not isinstance(grading.node, Grade):
        return False
    holding = zip(grading.node.limits, grading.args[1:], strict=True)
    exact = any(other.kind == "exactly" and told.value for other, told in holding)
    if exact:
        return limit.kind == "exactly"
    return grading.args[0].value != grading.value


def _dimension(again: Replay, card: Scorecard, dimension: str) -> DimensionShown:
    return DimensionShown(
        dimension,
        again.values.get(dimension_formula(dimension)),
        again.values.get(possible_formula(dimension)),
        tuple(_indicator(again, row) for row in card.of(dimension)),
    )


def _indicator(again: Replay, row: ScoredRow) -> IndicatorShown:
    name = indicator_formula(row.id)
    score = again.values.get(name)
    won, possible = (0, 0) if score is None else (row.won(score), row.weight)
    return IndicatorShown(row, score, won, possible, possible - won, again.facts(name), again.steps.get(name))


def _fact(snapshot: Snapshot, row: int, fact: str, known: Recorded) -> FactUsed:
    now, before = _value(snapshot.facts, fact, row), _value(snapshot.previous, fact, row)
    return FactUsed(fact, now, before, known.said.get(fact, ()))


def _value(columns: Mapping[str, Column], fact: str, row: int) -> Value:
    column = columns.get(fact)
    return int(column.values[row]) if column is not None and column.valid[row] else None
