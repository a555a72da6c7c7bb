"""Between which numbers the result of an expression must lie, from the ranges of the facts it reads.

Nulls are passed over: the interval is that of the values there are. It may be wider than the truth (facts that
hang together are taken one by one), never narrower.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from jishi.core.dependencies import children
from jishi.core.formulas import (
    Add,
    Const,
    CountTrue,
    DateAdd,
    DaysBetween,
    Deduct,
    DivideFloor,
    Expression,
    Fact,
    IfNull,
    IsNull,
    Lookup,
    Max,
    Min,
    Multiply,
    Previous,
    Quota,
    Ref,
    RollUp,
    Subtract,
    Table,
    WeightedSum,
)
from jishi.core.formulas import All as AllNoun
from jishi.core.formulas import Any as AnyNoun
from jishi.core.formulas import Compare as CompareNoun
from jishi.core.formulas import Not as NotNoun

_UNITS = 10**8
"""More units than any tree has: what a roll-up or a rank may count to."""


@dataclass(frozen=True)
class Interval:
    """From ``least`` to ``most``, both included."""

    least: int
    most: int


TRUTH = Interval(0, 1)


def hull(intervals: Iterable[Interval | None]) -> Interval | None:
    """Return the smallest interval that holds all; None (no value at all) is passed over."""
    known = [interval for interval in intervals if interval is not None]
    if not known:
        return None
    return Interval(min(i.least for i in known), max(i.most for i in known))


def interval(
    node: Expression, known: Mapping[str, Interval], seen: Callable[[Expression, Interval], None] | None = None
) -> Interval | None:
    """Return the interval of an expression; None when it is always null or reads something unknown.

    Args:
        node: the expression.
        known: fact ids, and formula ids as in :class:`Ref`, with their intervals.
        seen: called for the expression and everything below it.
    """
    inner = [interval(child, known, seen) for child in children(node)]
    found = _own(node, inner, known)
    if found is not None and seen is not None:
        seen(node, found)
    return found


def _own(node: Expression, inner: list[Interval | None], known: Mapping[str, Interval]) -> Interval | None:
    match node:
        case Const(value):
            return None if value is None else Interval(value, value)
        case Fact(name) | Previous(name) | Ref(name):
            return known.get(name)
        case IfNull():
            return hull(inner)
        case WeightedSum():
            return hull(inner)
        case Lookup(_, entries, otherwise):
            return hull(_point(v) for v in (*(result for _, result in entries), otherwise))
        case Table(_, steps, below):
            return _reached(steps, below, inner[0])
        case CompareNoun(operator, _, _):
            return _compared(operator, inner)
    return _combined(node, [part for part in inner if part is not None], len(inner))


def _point(value: int | None) -> Interval | None:
    return None if value is None else Interval(value, value)


def _reached(steps: tuple[tuple[int, int], ...], below: int, value: Interval | None) -> Interval | None:
    if value is None:
        return None
    results, above = [], value.most
    for line, result in steps:
        if line <= above:
            results.append(result)
        if line <= value.least:
            return hull(map(_point, results))
    return hull(map(_point, [*results, below]))


_ALWAYS: Mapping[str, Callable[[Interval, Interval], bool]] = {
    "<": lambda a, b: a.most < b.least,
    "<=": lambda a, b: a.most <= b.least,
    ">": lambda a, b: a.least > b.most,
    ">=": lambda a, b: a.least >= b.most,
    "=": lambda a, b: a.least == a.most == b.least == b.most,
    "!=": lambda a, b: a.most < b.least or b.most < a.least,
}
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}


def _compared(operator: str, inner: list[Interval | None]) -> Interval | None:
    left, right = inner
    if left is None or right is None:
        return None
    if _ALWAYS[operator](left, right):
        return Interval(1, 1)
    return Interval(0, 0) if _ALWAYS[_OPPOSITE[operator]](left, right) else TRUTH


def _combined(node: Expression, parts: list[Interval], count: int) -> Interval | None:
    if type(node) in _LOGIC:
        return _LOGIC[type(node)](parts, count)
    if len(parts) < count or not parts:
        return None
    match node:
        case Add():
            return Interval(sum(p.least for p in parts), sum(p.most for p in parts))
        case Subtract() | DaysBetween():
            first, second = parts if isinstance(node, Subtract) else reversed(parts)
            return Interval(first.least - second.most, first.most - second.least)
        case DateAdd():
            return Interval(parts[0].least + parts[1].least, parts[0].most + parts[1].most)
        case Multiply():
            return _corners(parts, lambda a, b: a * b)
        case Min():
            return Interval(min(p.least for p in parts), min(p.most for p in parts))
        case Max():
            return Interval(max(p.least for p in parts), max(p.most for p in parts))
        case DivideFloor():
            return _divided(*parts)
        case Deduct(_, start, each, floor):
            return Interval(max(start - each * parts[0].most, floor), max(start - each * parts[0].least, floor))
        case RollUp(_, "sum"):
            return Interval(
                min(parts[0].least * _UNITS, parts[0].least), max(parts[0].most * _UNITS, parts[0].most)
            )
        case RollUp(_, "count"):
            return Interval(0, _UNITS)
        case RollUp():
            return parts[0]
    return Interval(1, _UNITS)


def _corners(parts: list[Interval], of: Callable[[int, int], int]) -> Interval:
    first, second = parts
    ends = [of(a, b) for a in (first.least, first.most) for b in (second.least, second.most)]
    return Interval(min(ends), max(ends))


def _divided(left: Interval, right: Interval) -> Interval | None:
    """Divide by the ends of the divisor and by the ±1 inside it: there the quotient is largest; 0 gives null."""
    divisors = [d for d in (right.least, right.most, -1, 1) if right.least <= d <= right.most and d != 0]
    if not divisors:
        return None
    ends = [a // d for a in (left.least, left.most) for d in divisors]
    return Interval(min(ends), max(ends))


def _all(parts: list[Interval], count: int) -> Interval:
    certain = len(parts) == count and all(p == Interval(1, 1) for p in parts)
    return Interval(1, 1) if certain else Interval(0, 0) if Interval(0, 0) in parts else TRUTH


def _any(parts: list[Interval], count: int) -> Interval:
    hopeless = all(p == Interval(0, 0) for p in parts)
    return Interval(0, 0) if hopeless else Interval(1, 1) if Interval(1, 1) in parts else TRUTH


def _not(parts: list[Interval], count: int) -> Interval | None:
    return Interval(1 - parts[0].most, 1 - parts[0].least) if parts else None


_LOGIC: Mapping[type, Callable[[list[Interval], int], Interval | None]] = {
    AllNoun: _all,
    AnyNoun: _any,
    NotNoun: _not,
    CountTrue: lambda parts, count: Interval(0, count),
    IsNull: lambda parts, count: TRUTH,
    Quota: lambda parts, count: TRUTH,
}
