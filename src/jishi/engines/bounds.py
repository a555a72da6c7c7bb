"""Between which numbers every operation must stay: by it engines choose their word size and refuse to overflow."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from jishi.engines.graph import Code, Node

Interval = tuple[int, int]


@dataclass(frozen=True)
class Reach:
    """What a node can give.

    Attributes:
        result: the least and the greatest value; None = always null.
        within: the least and the greatest number met while computing it, the arguments left out.
    """

    result: Interval | None
    within: Interval | None

    @classmethod
    def exactly(cls, result: Interval | None) -> "Reach":
        """The result is all that is met."""
        return cls(result, result)


def hull(intervals: Sequence[Interval | None]) -> Interval | None:
    """Return the smallest interval around all that are not None; None when all are.

    Example:
        >>> hull([(1, 2), None, (5, 5)])
        (1, 5)
    """
    known = [interval for interval in intervals if interval is not None]
    return (min(low for low, _ in known), max(high for _, high in known)) if known else None


def of_numbers(numbers: Sequence[int | None]) -> Interval | None:
    """Return the interval around numbers, nulls passed over."""
    return hull([None if number is None else (number, number) for number in numbers])


def times(first: Interval, second: Interval) -> Interval:
    """Return the bounds of a product."""
    corners = [one * two for one, two in product(first, second)]
    return min(corners), max(corners)


def scaled(interval: Interval, factor: int) -> Interval:
    """Return the bounds of a multiple."""
    return times(interval, (factor, factor))


def clamped(interval: Interval, least: int, most: int) -> Interval:
    """Return the bounds after a clamp to ``least`` first and ``most`` second, as the kernels do it."""
    low, high = (min(max(number, least), most) for number in interval)
    return low, high


def reach(node: Node, args: Sequence[Interval | None]) -> Reach:
    """Return what a node can give when its arguments stay within bounds; inputs excepted."""
    numbers = node.immediates
    match node.code:
        case Code.CONST:
            return Reach.exactly(of_numbers(numbers))
        case Code.INSIDE | Code.LESS | Code.EQUAL | Code.ABSENT:
            return Reach.exactly(of_numbers(numbers[-2:]))
        case Code.BOTH | Code.SOME:
            return Reach.exactly((0, 1))
        case Code.STEPS | Code.KEYS:
            return Reach.exactly(hull([of_numbers(numbers[1::2]), args[1]]))
        case Code.EITHER | Code.WORST:
            return Reach.exactly(hull(args))
        case Code.TALLY:
            known = [interval for interval in args if interval is not None]
            both = _sum(known[0], known[1]) if len(known) == 2 else None
            return Reach.exactly(hull([*args, both]))
        case Code.MEAN:
            return _mean(node, args)
    known = [interval for interval in args if interval is not None]
    return _strict(node, known) if len(known) == len(args) else Reach(None, None)


def _sum(first: Interval, second: Interval) -> Interval:
    return first[0] + second[0], first[1] + second[1]


def _strict(node: Node, args: Sequence[Interval]) -> Reach:
    match node.code:
        case Code.LINEAR:
            k, c, least, most = _all_known(node)
            product_ = scaled(args[0], k)
            total = _sum(product_, (c, c))
            return Reach(clamped(total, least, most), hull([product_, (c, c), (k, k), total]))
        case Code.ADD:
            return Reach.exactly(_sum(args[0], args[1]))
        case Code.SUBTRACT:
            return Reach.exactly(_sum(args[0], scaled(args[1], -1)))
        case Code.MULTIPLY:
            return Reach.exactly(times(args[0], args[1]))
        case Code.LESSER:
            return Reach.exactly((min(args[0][0], args[1][0]), min(args[0][1], args[1][1])))
        case Code.GREATER:
            return Reach.exactly((max(args[0][0], args[1][0]), max(args[0][1], args[1][1])))
        case Code.DIVIDE:
            return _divide(node, args[0], args[1])
    raise TypeError(f"{node.code.name} has no bounds of its own")


def _all_known(node: Node) -> list[int]:
    return [number for number in node.immediates if number is not None]


def _divide(node: Node, left: Interval, right: Interval) -> Reach:
    k, least, most = _all_known(node)
    above = scaled(left, k)
    divisors = [number for number in (right[0], -1, 1, right[1]) if number and right[0] <= number <= right[1]]
    if not divisors:
        return Reach(None, above)
    quotients = [number // divisor for number in above for divisor in divisors]
    return Reach(clamped((min(quotients), max(quotients)), least, most), above)


def _mean(node: Node, args: Sequence[Interval | None]) -> Reach:
    weights = _all_known(node)[1:]
    pairs = [(weight, interval) for weight, interval in zip(weights, args, strict=True) if interval is not None]
    if not pairs:
        return Reach(None, None)
    # Any part of the items may be known, so each counts only on its own side of 0.
    products = [scaled(interval, weight) for weight, interval in pairs]
    total = (sum(min(low, 0) for low, _ in products), sum(max(high, 0) for _, high in products))
    all_weights = (sum(min(weight, 0) for weight in weights), sum(max(weight, 0) for weight in weights))
    values = hull([interval for _, interval in pairs])
    if min(weights) < 0 or values is None:
        most = max(abs(total[0]), abs(total[1])) + 1
        values = (-most, most)
    return Reach(values, hull([total, all_weights]))
