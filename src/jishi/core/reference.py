"""The meaning of an assessment, one unit at a time, in plain Python: the oracle of every engine.

It is written to be read and believed, not to be fast: use it for one unit, for worked examples and for tests.

Beyond what :mod:`jishi.core.formulas` says:

- A fact without a column, and a reference to a formula that has none for the unit's domain, is null.
- A level that the snapshot does not name has no units, so no unit has a rank within it.
- ``min`` and ``max`` without arguments are null, ``add`` is 0.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from jishi.core.columns import Column, Integers, Snapshot
from jishi.core.dependencies import PopulationNoun, children, chosen, order
from jishi.core.formulas import (
    Assessment,
    Expression,
    Fact,
    Figure,
    Formula,
    Previous,
    Quota,
    Rank,
    Ref,
    RollUp,
)
from jishi.core.meaning import Value, aggregate, meaning
from jishi.core.result import Column2D, Result

Tracer = Callable[[Expression, tuple[Value, ...], Value], None]
Population = Callable[[PopulationNoun], Value]


@dataclass(frozen=True)
class UnitFacts:
    """What is known of one unit.

    Attributes:
        domain: name of its domain; None = it belongs to none.
        facts: fact id → value in this round; None or absent = null.
        previous: the same for the round before.
    """

    domain: str | None
    facts: Mapping[str, Value]
    previous: Mapping[str, Value] = field(default_factory=dict)


def of_alone(noun: PopulationNoun) -> Value:
    """Refuse a value for a noun that needs other units; for evaluators that have only one unit."""
    raise LookupError(f"{type(noun).__name__} needs the other units, and only one was given")


@dataclass(frozen=True)
class Program:
    """An assessment whose references have been checked, ready to be evaluated.

    Attributes:
        formulas: formulas by id and domain.
        order: formula ids, each after what it refers to.
        figures: the figures of the assessment.
    """

    formulas: Mapping[tuple[str, str | None], Formula]
    order: tuple[str, ...]
    figures: tuple[Figure, ...]

    @classmethod
    def of(cls, assessment: Assessment) -> "Program":
        """Check an assessment.

        Raises:
            Refusal: unknown references, circles, two formulas of one name and domain.
        """
        return cls(chosen(assessment), order(assessment), assessment.figures)

    def formula(self, formula_id: str, domain: str | None) -> Formula | None:
        """Return the formula that counts for a domain: its own, else the general one, else None."""
        own = self.formulas.get((formula_id, domain))
        return own or self.formulas.get((formula_id, None))


class Evaluator:
    """Computes formulas of one unit, each once.

    Args:
        program: the checked assessment.
        unit: what is known of the unit.
        population: gives the value of a noun that needs more than this unit.
        tracer: called after every step with the node, its arguments and its value. A reference has its value as
            only argument when the formula behind it was computed just now, and none when it was known already or
            does not exist for the domain; a noun that needs other units has none.

    Example:
        >>> from jishi.core.formulas import Deduct
        >>> held = Formula("meetings", Deduct(Fact("missed"), start=10000, each=2500))
        >>> program = Program.of(Assessment((held,)))
        >>> Evaluator(program, UnitFacts("village", {"missed": 1})).formula("meetings")
        7500
    """

    def __init__(
        self, program: Program, unit: UnitFacts, population: Population = of_alone, tracer: Tracer | None = None
    ) -> None:
        self._program = program
        self._unit = unit
        self._population = population
        self._tracer = tracer
        self._known: dict[str, Value] = {}

    def suppose(self, formulas: Mapping[str, Value]) -> "Evaluator":
        """Return an evaluator of the same unit that takes these formulas as given: what if?"""
        other = Evaluator(self._program, self._unit, self._population)
        other._known.update(formulas)
        return other

    def formula(self, formula_id: str) -> Value:
        """Return the value of a formula; None = null."""
        return self.value(Ref(formula_id))

    def value(self, node: Expression) -> Value:
        """Return the value of an expression; None = null."""
        args, value = self._step(node)
        if self._tracer:
            self._tracer(node, args, value)
        return value

    def _step(self, node: Expression) -> tuple[tuple[Value, ...], Value]:
        match node:
            case Fact(fact):
                return (), self._unit.facts.get(fact)
            case Previous(fact):
                return (), self._unit.previous.get(fact)
            case Ref(formula_id):
                return self._reference(formula_id)
            case RollUp() | Rank() | Quota():
                return (), self._population(node)
        args = tuple(self.value(child) for child in children(node))
        return args, meaning(node, args)

    def _reference(self, formula_id: str) -> tuple[tuple[Value, ...], Value]:
        if formula_id in self._known:
            return (), self._known[formula_id]
        formula = self._program.formula(formula_id, self._unit.domain)
        value = None if formula is None else self.value(formula.expression)
        self._known[formula_id] = value
        return (() if formula is None else (value,)), value


def unit_facts(snapshot: Snapshot, row: int) -> UnitFacts:
    """Return what a snapshot knows of the unit at a row, without touching other rows."""
    return UnitFacts(
        snapshot.domains[snapshot.domain[row]] if snapshot.domain[row] >= 0 else None,
        _at(snapshot.facts, row),
        _at(snapshot.previous, row),
    )


def _at(columns: Mapping[str, Column], row: int) -> dict[str, Value]:
    return {name: int(column.values[row]) if column.valid[row] else None for name, column in columns.items()}


class Everyone:
    """The whole population of a snapshot, each value computed when first asked for.

    Args:
        program: the checked assessment.
        snapshot: the units.
    """

    def __init__(self, program: Program, snapshot: Snapshot) -> None:
        self._program = program
        self._snapshot = snapshot
        self._evaluators: dict[int, Evaluator] = {}

    def at(self, row: int) -> Evaluator:
        """Return the evaluator of the unit at a row."""
        if row not in self._evaluators:
            facts = unit_facts(self._snapshot, row)
            self._evaluators[row] = Evaluator(self._program, facts, lambda noun: self.noun(noun, row))
        return self._evaluators[row]

    def noun(self, noun: PopulationNoun, row: int) -> Value:
        """Return what a population noun gives for the unit at a row; None = null."""
        match noun:
            case RollUp(arg, how):
                rows = range(row, int(self._snapshot.tree.end[row]))
                return aggregate((self.at(other).value(arg) for other in rows), how)
            case Rank(arg, within):
                return self._rank(arg, within, row)[0]
            case Quota(arg, within, share):
                rank, peers = self._rank(arg, within, row)
                return None if rank is None else int(rank <= peers * share // 10000)

    def _rank(self, arg: Expression, within: str, row: int) -> tuple[Value, int]:
        own = self.at(row).value(arg)
        ancestor = self._ancestor(row, within)
        if own is None or ancestor is None or self._domain(row) < 0:
            return None, 0
        values = [self.at(peer).value(arg) for peer in self._peers(row, ancestor, within)]
        known = [value for value in values if value is not None]
        return 1 + sum(1 for value in known if value > own), len(known)

    def _peers(self, row: int, ancestor: int, within: str) -> Iterable[int]:
        for other in range(ancestor, int(self._snapshot.tree.end[ancestor])):
            if self._domain(other) == self._domain(row) and self._ancestor(other, within) == ancestor:
                yield other

    def _ancestor(self, row: int, within: str) -> int | None:
        if within not in self._snapshot.levels:
            return None
        level = self._snapshot.levels.index(within)
        while row >= 0 and int(self._snapshot.level[row]) != level:
            row = int(self._snapshot.tree.parent[row])
        return row if row >= 0 else None

    def _domain(self, row: int) -> int:
        return int(self._snapshot.domain[row])


def evaluate(assessment: Assessment, snapshot: Snapshot) -> Result:
    """Compute every formula for every unit and every figure.

    Args:
        assessment: formulas in any order, and figures.
        snapshot: units in preorder.

    Returns:
        One column per formula id, shape (units,), in the order of computation; one table per figure, shape
        (units, domains), columns in the order of ``snapshot.domains``. Null = not known.

    Raises:
        Refusal: unknown references, circles, two formulas of one name and domain.
    """
    program = Program.of(assessment)
    everyone = Everyone(program, snapshot)
    rows = range(len(snapshot))
    columns = {name: Column.of(everyone.at(row).formula(name) for row in rows) for name in program.order}
    return Result(columns, {figure.id: _table(figure, everyone, snapshot) for figure in program.figures})


def _table(figure: Figure, everyone: Everyone, snapshot: Snapshot) -> Column2D:
    of = [everyone.at(row).value(figure.of) for row in range(len(snapshot))]
    domain: list[int] = snapshot.domain.tolist()
    end: list[int] = snapshot.tree.end.tolist()
    values: Integers = np.zeros((len(snapshot), len(snapshot.domains)), dtype=np.int64)
    valid = np.zeros(values.shape, dtype=np.bool_)
    for row in range(len(snapshot)):
        for column in range(len(snapshot.domains)):
            inside = (of[unit] for unit in range(row, end[row]) if domain[unit] == column)
            value = aggregate(inside, figure.how)
            values[row, column], valid[row, column] = value or 0, value is not None
    return Column2D(values, valid)
