"""The small closed set of operations that formulas are lowered to, as a graph in which equal parts are one node.

Every kernel works on these. Values are integers or null; a node's arguments are numbers of earlier nodes; its
immediates are Python integers, None = null.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

LEAST = -(2**63) + 2
MOST = 2**63 - 2
Immediates = tuple[int | None, ...]


class Code(IntEnum):
    """What a node does; ``a``, ``b`` are its arguments, the names in brackets its immediates."""

    INPUT = 0  # a column: the fact, the fact of the round before, or what a population noun gave
    CONST = 1  # [value]
    LINEAR = 2  # a x k + c, not under lo, not over hi [k, c, lo, hi]
    ADD = 3
    SUBTRACT = 4
    MULTIPLY = 5
    LESSER = 6
    GREATER = 7
    DIVIDE = 8  # floor(a x k / b), not under lo, not over hi; null when b is 0 [k, lo, hi]
    INSIDE = 9  # yes when lo <= a <= hi, else no; null when a is null [lo, hi, yes, no]
    LESS = 10  # yes when a < b, else no [yes, no]
    EQUAL = 11  # yes when a = b, else no [yes, no]
    BOTH = 12  # three-valued and
    SOME = 13  # three-valued or
    ABSENT = 14  # yes when a is null, else no [yes, no]
    EITHER = 15  # a, or b when a is null
    TALLY = 16  # a + b, nulls passed over
    WORST = 17  # the greater of a and b, nulls passed over
    STEPS = 18  # result of the first threshold that a reaches, else b [(threshold, result) up to four times]
    KEYS = 19  # result of the key that a equals, else b [(key, result) up to four times]
    MEAN = 20  # weighted mean of the arguments that are known [at_least, weight of each]


# What gives one of its last two immediates.
TESTS = (Code.INSIDE, Code.LESS, Code.EQUAL, Code.ABSENT)


@dataclass(frozen=True)
class Node:
    """One operation."""

    code: Code
    args: tuple[int, ...] = ()
    immediates: Immediates = ()
    name: object = None


@dataclass
class Graph:
    """Nodes in an order in which each comes after its arguments; the same operation is never there twice."""

    nodes: list[Node] = field(default_factory=list)
    _place: dict[Node, int] = field(default_factory=dict)

    def add(self, node: Node) -> int:
        """Return the number of a node, adding it when it is new."""
        if node not in self._place:
            self._place[node] = len(self.nodes)
            self.nodes.append(node)
        return self._place[node]

    def constant(self, value: int | None) -> int:
        """Return a node that always has this value."""
        return self.add(Node(Code.CONST, (), (value,)))

    def known_constant(self, number: int) -> int | None:
        """Return the value of a node that is always the same number; None for every other node."""
        node = self.nodes[number]
        return node.immediates[0] if node.code is Code.CONST else None

    def is_null(self, number: int) -> bool:
        """Say whether a node is always null."""
        node = self.nodes[number]
        return node.code is Code.CONST and node.immediates[0] is None

    def strict(self, code: Code, args: tuple[int, ...], immediates: Immediates = ()) -> int:
        """Add an operation that is null whenever an argument is."""
        if any(self.is_null(number) for number in args):
            return self.constant(None)
        return self.add(Node(code, args, immediates))

    def linear(self, number: int, k: int = 1, c: int = 0) -> int:
        """Return a x k + c."""
        if k == 1 and c == 0:
            return number
        known = self.known_constant(number)
        if known is not None:
            return self.constant(known * k + c)
        return self.strict(Code.LINEAR, (number,), (k, c, LEAST, MOST))

    def clamp(self, number: int, least: int = LEAST, most: int = MOST) -> int:
        """Return a, not under ``least``, not over ``most``; joined with the operation before if that can clamp."""
        node = self.nodes[number]
        known = self.known_constant(number)
        if known is not None:
            return self.constant(min(max(known, least), most))
        if node.code in (Code.LINEAR, Code.DIVIDE):
            *before, lo, hi = node.immediates
            assert lo is not None
            assert hi is not None
            limits = (min(max(lo, least), most), min(max(hi, least), most))
            return self.add(Node(node.code, node.args, (*before, *limits)))
        return self.strict(Code.LINEAR, (number,), (1, 0, least, most))

    def divide(self, left: int, right: int) -> int:
        """Return floor(left / right), taking a constant factor of ``left`` into the operation."""
        node = self.nodes[left]
        if node.code is Code.LINEAR and node.immediates[1:] == (0, LEAST, MOST):
            return self.strict(Code.DIVIDE, (node.args[0], right), (node.immediates[0], LEAST, MOST))
        return self.strict(Code.DIVIDE, (left, right), (1, LEAST, MOST))

    def truth(self, number: int, yes: int | None = 1, no: int | None = 0) -> int:
        """Return ``yes`` for anything but 0, ``no`` for 0; a test gives them itself."""
        node = self.nodes[number]
        if node.code in (Code.BOTH, Code.SOME) and (yes, no) == (1, 0):
            return number
        given = node.immediates[-2:]
        if node.code in TESTS and None not in given:
            both = tuple(yes if each else no for each in given)
            return self.add(Node(node.code, node.args, (*node.immediates[:-2], *both)))
        return self.strict(Code.INSIDE, (number,), (0, 0, no, yes))


def needed(graph: Graph, starts: Sequence[int], stop: Callable[[int], bool] = lambda _: False) -> list[int]:
    """Return the nodes that some nodes are made of, these included, in order; nothing behind a stop."""
    seen: set[int] = set()
    waiting = list(starts)
    while waiting:
        number = waiting.pop()
        if number not in seen:
            seen.add(number)
            if not stop(number):
                waiting.extend(graph.nodes[number].args)
    return sorted(seen)
