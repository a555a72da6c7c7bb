"""Formulas of one domain, lowered to the operations of :mod:`jishi.engines.graph`."""

from collections.abc import Callable, Mapping
from functools import reduce

from jishi.core.dependencies import PopulationNoun
from jishi.core.formulas import (
    Add,
    All,
    Any,
    Compare,
    Const,
    CountTrue,
    DateAdd,
    DaysBetween,
    Deduct,
    DivideFloor,
    Expression,
    Fact,
    Formula,
    Grade,
    IfNull,
    IsNull,
    Lookup,
    Max,
    Min,
    Multiply,
    Not,
    Previous,
    Quota,
    Rank,
    Ref,
    RollUp,
    Subtract,
    Table,
    WeightedSum,
)
from jishi.engines.graph import LEAST, MOST, Code, Graph, Node

Formulas = Mapping[tuple[str, str | None], Formula]
AT_ONCE = 4


class Lowering:
    """Lowers expressions for the units of one domain.

    Args:
        formulas: formulas by id and domain.
        domain: name of the domain; None = units that belong to none.
        has: whether the snapshot has a column for ("fact", id) or ("previous", id).
        population: told of every noun that needs other units than one's own.
    """

    def __init__(
        self,
        formulas: Formulas,
        domain: str | None,
        has: Callable[[tuple[str, str]], bool],
        population: Callable[[PopulationNoun], None],
    ) -> None:
        self.graph = Graph()
        self._formulas = formulas
        self._domain = domain
        self._has = has
        self._population = population
        self._done: dict[str, int] = {}

    def formula(self, formula_id: str) -> int:
        """Return the node of a formula; null when the domain has none of this id."""
        if formula_id not in self._done:
            formula = self._formulas.get((formula_id, self._domain)) or self._formulas.get((formula_id, None))
            self._done[formula_id] = (
                self.graph.constant(None) if formula is None else self.expression(formula.expression)
            )
        return self._done[formula_id]

    def expression(self, node: Expression) -> int:
        """Return the graph node of an expression."""
        match node:
            case Const(value):
                return self.graph.constant(value)
            case Ref(formula_id):
                return self.formula(formula_id)
            case Fact(fact):
                return self._column(("fact", fact))
            case Previous(fact):
                return self._column(("previous", fact))
            case RollUp() | Rank() | Quota():
                self._population(node)
                return self.graph.add(Node(Code.INPUT, name=node))
            case All() | Any() | Not() | CountTrue() | Compare() | IsNull() | IfNull():
                return self._truth(node)
            case Lookup() | Table() | WeightedSum() | Deduct() | Grade():
                return self._verdict(node)
        return self._arithmetic(node)

    def _column(self, key: tuple[str, str]) -> int:
        return self.graph.add(Node(Code.INPUT, name=key)) if self._has(key) else self.graph.constant(None)

    def _each(self, args: tuple[Expression, ...]) -> list[int]:
        return [self.expression(arg) for arg in args]

    def _arithmetic(self, node: Expression) -> int:
        graph = self.graph
        match node:
            case Add():
                return reduce(self._plus, self._each(node.args), graph.constant(0))
            case DateAdd():
                return self._plus(self.expression(node.date), self.expression(node.days))
            case Multiply(left, right):
                return self._times(self.expression(left), self.expression(right))
            case Subtract(left, right) | DaysBetween(right, left):
                return self._minus(self.expression(left), self.expression(right))
            case Min(()) | Max(()):
                return graph.constant(None)
            case Min():
                return reduce(self._lesser, self._each(node.args))
            case Max():
                return reduce(self._greater, self._each(node.args))
            case DivideFloor(left, right):
                return graph.divide(self.expression(left), self.expression(right))
        raise TypeError(f"{type(node).__name__} is not among the formulas")

    def _plus(self, left: int, right: int) -> int:
        for known, other in ((left, right), (right, left)):
            value = self.graph.known_constant(known)
            if value is not None:
                return self.graph.linear(other, c=value)
        return self.graph.strict(Code.ADD, (left, right))

    def _minus(self, left: int, right: int) -> int:
        first, second = self.graph.known_constant(left), self.graph.known_constant(right)
        if second is not None:
            return self.graph.linear(left, c=-second)
        if first is not None:
            return self.graph.linear(right, k=-1, c=first)
        return self.graph.strict(Code.SUBTRACT, (left, right))

    def _times(self, left: int, right: int) -> int:
        for known, other in ((left, right), (right, left)):
            value = self.graph.known_constant(known)
            if value is not None:
                return self.graph.linear(other, k=value)
        return self.graph.strict(Code.MULTIPLY, (left, right))

    def _lesser(self, left: int, right: int) -> int:
        for known, other in ((left, right), (right, left)):
            value = self.graph.known_constant(known)
            if value is not None:
                return self.graph.clamp(other, most=value)
        return self.graph.strict(Code.LESSER, (left, right))

    def _greater(self, left: int, right: int) -> int:
        for known, other in ((left, right), (right, left)):
            value = self.graph.known_constant(known)
            if value is not None:
                return self.graph.clamp(other, least=value)
        return self.graph.strict(Code.GREATER, (left, right))

    def _truth(self, node: Expression) -> int:
        graph = self.graph
        match node:
            case Compare(operator, left, right):
                return self._compare(operator, self.expression(left), self.expression(right))
            case Not(arg):
                return graph.truth(self.expression(arg), yes=0, no=1)
            case IsNull(arg):
                return graph.add(Node(Code.ABSENT, (self.expression(arg),), (1, 0)))
            case IfNull(args):
                return self._chain(Code.EITHER, self._each(args), None)
            case All(args):
                return self._chain(Code.BOTH, [graph.truth(arg) for arg in self._each(args)], 1)
            case Any(args):
                return self._chain(Code.SOME, [graph.truth(arg) for arg in self._each(args)], 0)
            case CountTrue(args):
                return self._chain(Code.TALLY, [graph.truth(arg) for arg in self._each(args)], None)
        raise TypeError(f"{type(node).__name__} is not among the formulas")

    def _chain(self, code: Code, numbers: list[int], empty: int | None) -> int:
        """Join arguments pair by pair; ``empty`` is what no argument at all means."""
        if not numbers:
            return self.graph.constant(empty)
        return reduce(lambda left, right: self.graph.add(Node(code, (left, right))), numbers)

    def _compare(self, operator: str, left: int, right: int) -> int:
        value = self.graph.known_constant(right)
        if value is None:
            return self._compare_two(operator, left, right)
        inside = {
            "<": (LEAST, value - 1, 1, 0),
            "<=": (LEAST, value, 1, 0),
            "=": (value, value, 1, 0),
            "!=": (value, value, 0, 1),
            ">=": (value, MOST, 1, 0),
            ">": (value + 1, MOST, 1, 0),
        }[operator]
        return self.graph.strict(Code.INSIDE, (left,), inside)

    def _compare_two(self, operator: str, left: int, right: int) -> int:
        code, args, yes, no = {
            "<": (Code.LESS, (left, right), 1, 0),
            "<=": (Code.LESS, (right, left), 0, 1),
            "=": (Code.EQUAL, (left, right), 1, 0),
            "!=": (Code.EQUAL, (left, right), 0, 1),
            ">=": (Code.LESS, (left, right), 0, 1),
            ">": (Code.LESS, (right, left), 1, 0),
        }[operator]
        return self.graph.strict(code, args, (yes, no))

    def _verdict(self, node: Expression) -> int:
        graph = self.graph
        match node:
            case Table(value, steps, below):
                return self._cases(Code.STEPS, self.expression(value), steps, below)
            case Lookup(key, entries, otherwise):
                return self._cases(Code.KEYS, self.expression(key), tuple(dict(entries).items()), otherwise)
            case Deduct(count, start, each, floor):
                return graph.clamp(graph.linear(self.expression(count), k=-each, c=start), least=floor)
            case WeightedSum(items, at_least):
                return self._mean(items, at_least)
            case Grade():
                return self._grade(node)
        raise TypeError(f"{type(node).__name__} is not among the formulas")

    def _cases(self, code: Code, value: int, cases: tuple[tuple[int, int], ...], otherwise: int | None) -> int:
        """Chain bands or keys, at most four in one operation, those that win last."""
        if self.graph.is_null(value):
            return value
        if not cases:
            # The value is still asked for: null in, null out.
            return self.graph.strict(Code.INSIDE, (value,), (LEAST, MOST, otherwise, otherwise))
        result = self.graph.constant(otherwise)
        first = len(cases) - (len(cases) - 1) % AT_ONCE - 1
        for start in range(first, -1, -AT_ONCE):
            flat = tuple(number for case in cases[start : start + AT_ONCE] for number in case)
            result = self.graph.add(Node(code, (value, result), flat))
        return result

    def _mean(self, items: tuple[tuple[int, Expression], ...], at_least: int) -> int:
        numbers = [(weight, self.expression(value)) for weight, value in items]
        known = [(weight, number) for weight, number in numbers if not self.graph.is_null(number)]
        if not known:
            return self.graph.constant(None)
        args = tuple(number for _, number in known)
        return self.graph.add(Node(Code.MEAN, args, (at_least, *(weight for weight, _ in known))))

    def _grade(self, node: Grade) -> int:
        graph = self.graph
        band = self.expression(node.band)
        reached: dict[str, list[int]] = {"exactly": [], "at_most": []}
        for limit in node.limits:
            # The grade where the condition holds, null where it does not or is not known.
            reached[limit.kind].append(graph.truth(self.expression(limit.when), yes=limit.grade, no=None))
        if reached["at_most"]:
            cap = self._chain(Code.WORST, reached["at_most"], None)
            held = graph.add(Node(Code.WORST, (band, cap)))
            # Without a band a cap alone proposes nothing.
            known = graph.strict(Code.INSIDE, (band,), (LEAST, MOST, 0, 0))
            band = graph.strict(Code.ADD, (held, known))
        if not reached["exactly"]:
            return band
        return graph.add(Node(Code.EITHER, (self._chain(Code.WORST, reached["exactly"], None), band)))
