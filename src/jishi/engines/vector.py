"""The operations of a graph over whole columns in NumPy: no compilation, so it serves small populations at once.

Values are int64 with ``NULL`` for null.
"""

from collections.abc import Callable, Sequence

import numpy as np

from jishi.engines.graph import Code, Graph, Immediates, Node, needed
from jishi.engines.population import NULL, Values

Operation = Callable[[Sequence[Values], Immediates], Values]


class Evaluation:
    """Values of the nodes of one graph, each computed when first asked for.

    Args:
        graph: the operations.
        columns: gives an input by its name, shape (length,).
        length: number of units.
    """

    def __init__(self, graph: Graph, columns: Callable[[object], Values], length: int) -> None:
        self._graph = graph
        self._columns = columns
        self._length = length
        self._known: dict[int, Values] = {}

    def value(self, number: int) -> Values:
        """Return the values of a node."""
        for needed_number in needed(self._graph, [number], self._known.__contains__):
            if needed_number not in self._known:
                self._known[needed_number] = self._computed(self._graph.nodes[needed_number])
        return self._known[number]

    def _computed(self, node: Node) -> Values:
        if node.code is Code.INPUT:
            return self._columns(node.name)
        if node.code is Code.CONST:
            return np.full(self._length, _immediate(node.immediates[0]), dtype=np.int64)
        return OPERATIONS[node.code]([self._known[arg] for arg in node.args], node.immediates)


def _immediate(number: int | None) -> int:
    return int(NULL) if number is None else number


def _numbers(immediates: Immediates) -> list[int]:
    return [_immediate(number) for number in immediates]


def _null_where_null(result: Values, *args: Values) -> Values:
    for arg in args:
        result = np.where(arg == NULL, NULL, result)
    return result


def _linear(args: Sequence[Values], immediates: Immediates) -> Values:
    k, c, least, most = _numbers(immediates)
    known = np.where(args[0] == NULL, 0, args[0])
    return _null_where_null(np.minimum(np.maximum(known * k + c, least), most), args[0])


def _divide(args: Sequence[Values], immediates: Immediates) -> Values:
    k, least, most = _numbers(immediates)
    left, right = (np.where(arg == NULL, 0, arg) for arg in args)
    quotient = left * k // np.where(right == 0, 1, right)
    quotient = np.where(right == 0, NULL, np.minimum(np.maximum(quotient, least), most))
    return _null_where_null(quotient, *args)


def _pair(function: Callable[[Values, Values], Values]) -> Operation:
    def operation(args: Sequence[Values], immediates: Immediates) -> Values:
        left, right = (np.where(arg == NULL, 0, arg) for arg in args)
        return _null_where_null(function(left, right), *args)

    return operation


def _inside(args: Sequence[Values], immediates: Immediates) -> Values:
    least, most, yes, no = _numbers(immediates)
    return _null_where_null(np.where((args[0] >= least) & (args[0] <= most), yes, no), args[0])


def _less(args: Sequence[Values], immediates: Immediates) -> Values:
    yes, no = _numbers(immediates)
    return _null_where_null(np.where(args[0] < args[1], yes, no), *args)


def _equal(args: Sequence[Values], immediates: Immediates) -> Values:
    yes, no = _numbers(immediates)
    return _null_where_null(np.where(args[0] == args[1], yes, no), *args)


def _both(args: Sequence[Values], immediates: Immediates) -> Values:
    left, right = args
    unknown = (left == NULL) | (right == NULL)
    return np.where((left == 0) | (right == 0), 0, np.where(unknown, NULL, 1))


def _some(args: Sequence[Values], immediates: Immediates) -> Values:
    left, right = args
    true = ((left != NULL) & (left != 0)) | ((right != NULL) & (right != 0))
    return np.where(true, 1, np.where((left == NULL) | (right == NULL), NULL, 0))


def _absent(args: Sequence[Values], immediates: Immediates) -> Values:
    yes, no = _numbers(immediates)
    return np.where(args[0] == NULL, yes, no)


def _either(args: Sequence[Values], immediates: Immediates) -> Values:
    return np.where(args[0] == NULL, args[1], args[0])


def _tally(args: Sequence[Values], immediates: Immediates) -> Values:
    left, right = args
    both = np.where(right == NULL, 0, right) + np.where(left == NULL, 0, left)
    return np.where((left == NULL) & (right == NULL), NULL, both)


def _worst(args: Sequence[Values], immediates: Immediates) -> Values:
    # Null is the smallest number there is, so the greater one is the known one.
    return np.maximum(args[0], args[1])


def _steps(args: Sequence[Values], immediates: Immediates) -> Values:
    numbers = _numbers(immediates)
    result = args[1]
    for threshold, given in reversed(list(zip(numbers[::2], numbers[1::2], strict=True))):
        result = np.where(args[0] >= threshold, given, result)
    return _null_where_null(result, args[0])


def _keys(args: Sequence[Values], immediates: Immediates) -> Values:
    numbers = _numbers(immediates)
    result = args[1]
    for key, given in zip(numbers[::2], numbers[1::2], strict=True):
        result = np.where(args[0] == key, given, result)
    return _null_where_null(result, args[0])


def _mean(args: Sequence[Values], immediates: Immediates) -> Values:
    at_least, *weights = _numbers(immediates)
    above = np.zeros(len(args[0]), dtype=np.int64)
    below = np.zeros(len(args[0]), dtype=np.int64)
    for arg, weight in zip(args, weights, strict=True):
        known = arg != NULL
        above += np.where(known, arg, 0) * weight
        below += np.where(known, weight, 0)
    enough = (below != 0) & (below >= at_least)
    return np.where(enough, above // np.where(below == 0, 1, below), NULL)


OPERATIONS: dict[Code, Operation] = {
    Code.LINEAR: _linear,
    Code.ADD: _pair(np.add),
    Code.SUBTRACT: _pair(np.subtract),
    Code.MULTIPLY: _pair(np.multiply),
    Code.LESSER: _pair(np.minimum),
    Code.GREATER: _pair(np.maximum),
    Code.DIVIDE: _divide,
    Code.INSIDE: _inside,
    Code.LESS: _less,
    Code.EQUAL: _equal,
    Code.BOTH: _both,
    Code.SOME: _some,
    Code.ABSENT: _absent,
    Code.EITHER: _either,
    Code.TALLY: _tally,
    Code.WORST: _worst,
    Code.STEPS: _steps,
    Code.KEYS: _keys,
    Code.MEAN: _mean,
}
