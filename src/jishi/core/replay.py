"""One unit computed again, with every step kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from jishi.core.columns import Column, Snapshot
from jishi.core.dependencies import PopulationNoun, walk
from jishi.core.formulas import Expression, Fact, Previous, Ref
from jishi.core.meaning import Value
from jishi.core.peers import from_column
from jishi.core.reference import Evaluator, Everyone, Population, Program, unit_facts
from jishi.core.result import Result


@dataclass(frozen=True)
class Step:
    """One expression and what it gave.

    Attributes:
        node: the expression.
        value: its value; None = null.
        args: the steps of its arguments. A reference has none: its steps are those of the formula it names.
    """

    node: Expression
    value: Value
    args: tuple["Step", ...] = ()

    def first(self, kind: type) -> "Step | None":
        """Return the first step of a kind of node, this one or the first below it; None = there is none."""
        if isinstance(self.node, kind):
            return self
        return next((found for arg in self.args if (found := arg.first(kind))), None)


class Recorder:
    """Builds steps from what an evaluator's tracer tells, arguments before the node that takes them.

    Attributes:
        formulas: formula id → the step of its whole expression.
    """

    def __init__(self) -> None:
        self.formulas: dict[str, Step] = {}
        self._waiting: list[Step] = []

    def note(self, node: Expression, args: tuple[Value, ...], value: Value) -> None:
        """Take one step from the evaluator."""
        taken = self._waiting[len(self._waiting) - len(args) :]
        del self._waiting[len(self._waiting) - len(args) :]
        if isinstance(node, Ref):
            if taken:
                self.formulas[node.id] = taken[0]
            taken = []
        self._waiting.append(Step(node, value, tuple(taken)))


@dataclass(frozen=True)
class Replay:
    """One unit computed again.

    Attributes:
        row: its row in the snapshot.
        domain: its domain; None = it belongs to none.
        values: formula id → value, all formulas; None = null.
        steps: formula id → its steps; a formula without an expression for the domain has none.
        differing: ids of formulas whose value in the stored run is another; empty without a run.
    """

    row: int
    domain: str | None
    values: Mapping[str, Value]
    steps: Mapping[str, Step]
    differing: tuple[str, ...] = ()

    def behind(self, step: Step) -> Step:
        """Return the steps of the formula that a reference names; any other step is itself."""
        while isinstance(step.node, Ref) and step.node.id in self.steps:
            step = self.steps[step.node.id]
        return step

    def facts(self, formula_id: str) -> tuple[str, ...]:
        """Return the facts that a formula read, in this round or the last, through other formulas too."""
        return self.facts_of(Ref(formula_id))

    def facts_of(self, node: Expression) -> tuple[str, ...]:
        """Return the facts that an expression read, in this round or the last, through formulas too."""
        found: dict[str, None] = {}
        self._gather(node, found, set())
        return tuple(found)

    def _gather(self, node: Expression, found: dict[str, None], seen: set[str]) -> None:
        for part in walk(node):
            if isinstance(part, Fact | Previous):
                found[part.id] = None
            elif isinstance(part, Ref) and part.id in self.steps and part.id not in seen:
                seen.add(part.id)
                self._gather(self.steps[part.id].node, found, seen)


def population_of(program: Program, snapshot: Snapshot, row: int, run: Result | None) -> Population:
    """Return what gives one unit the values of nouns that need other units.

    A noun that is a whole formula of the stored run costs one look. One whose argument is a column of the run, or a
    fact, is counted over that column, in the subtree or among the peers only. Any other is computed by the
    reference, unit by unit.
    """
    columns = run.columns if run else {}
    domain = unit_facts(snapshot, row).domain
    stored: dict[PopulationNoun, Value] = {}
    for name, column in columns.items():
        formula = program.formula(name, domain)
        if formula and isinstance(formula.expression, PopulationNoun):
            stored[formula.expression] = int(column.values[row]) if column.valid[row] else None
    everyone = Everyone(program, snapshot)

    def value(noun: PopulationNoun) -> Value:
        if noun in stored:
            return stored[noun]
        column = _column_of(noun.arg, snapshot, columns)
        return everyone.noun(noun, row) if column is None else from_column(noun, column, snapshot, row)

    return value


def _column_of(node: Expression, snapshot: Snapshot, columns: Mapping[str, Column]) -> Column | None:
    match node:
        case Ref(name):
            return columns.get(name)
        case Fact(name):
            return snapshot.facts.get(name, Column.empty(len(snapshot)))
        case Previous(name):
            return snapshot.previous.get(name, Column.empty(len(snapshot)))
    return None


def replay(program: Program, snapshot: Snapshot, row: int, run: Result | None = None) -> Replay:
    """Compute all formulas of one unit, keeping every step.

    Args:
        program: the checked assessment.
        snapshot: the units; only this one is looked at, as long as the run has what needs others.
        row: the unit's row.
        run: what was stored when the snapshot was assessed; None = nothing.
    """
    recorder = Recorder()
    unit = unit_facts(snapshot, row)
    evaluator = Evaluator(program, unit, population_of(program, snapshot, row, run), recorder.note)
    values = {name: evaluator.formula(name) for name in program.order}
    differing = () if run is None else tuple(name for name in values if _differs(run, name, row, values[name]))
    return Replay(row, unit.domain, values, recorder.formulas, differing)


def _differs(run: Result, name: str, row: int, value: Value) -> bool:
    if name not in run.columns:
        return False
    column = run.columns[name]
    return (int(column.values[row]) if column.valid[row] else None) != value
