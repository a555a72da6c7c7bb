"""What each noun of :mod:`jishi.core.formulas` means for one unit, in plain Python.

``meaning(node, args)`` takes the already computed arguments (None = null) and returns the value. Leaves (facts,
references) and the nouns that need a population are not here: they need more than their arguments, see
:mod:`jishi.core.reference`.
"""

import operator
from collections.abc import Callable, Iterable, Sequence

from jishi.core.formulas import (
    Add,
    Aggregate,
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
    Grade,
    IfNull,
    IsNull,
    Limit,
    Lookup,
    Max,
    Min,
    Multiply,
    Not,
    Subtract,
    Table,
    WeightedSum,
)

Value = int | None
Args = Sequence[Value]

COMPARISONS: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


def meaning(node: Expression, args: Args) -> Value:
    """Return the value of a node from the values of its arguments; None = null.

    Anything but 0 counts as true.

    Example:
        >>> meaning(All((Const(0), Const(None))), [0, None])
        0
        >>> meaning(DivideFloor(Const(-7), Const(2)), [-7, 2])
        -4
    """
    match node:
        case Const(value):
            return value
        case All() | Any() | CountTrue() | IsNull() | IfNull():
            return _of_nulls_too(node, args)
        case WeightedSum():
            return _weighted_mean(node, args)
        case Grade():
            return _grade(node, args)
    known = [value for value in args if value is not None]
    return _of_known(node, known) if len(known) == len(args) else None


def aggregate(values: Iterable[Value], how: Aggregate) -> Value:
    """Return sum, count, min or max of what is known; null where nothing is known, except that count is then 0.

    Example:
        >>> aggregate([3, None, 4], "sum"), aggregate([None], "sum"), aggregate([None], "count")
        (7, None, 0)
    """
    known = [value for value in values if value is not None]
    if how == "count":
        return len(known)
    if not known:
        return None
    return sum(known) if how == "sum" else min(known) if how == "min" else max(known)


def _of_nulls_too(node: All | Any | CountTrue | IsNull | IfNull, args: Args) -> Value:
    known = [value for value in args if value is not None]
    match node:
        case All():
            return 0 if not all(known) else 1 if len(known) == len(args) else None
        case Any():
            return 1 if any(known) else 0 if len(known) == len(args) else None
        case CountTrue():
            return sum(1 for value in known if value) if known else None
        case IsNull():
            return int(not known)
        case IfNull():
            return known[0] if known else None


def _of_known(node: Expression, args: Sequence[int]) -> Value:
    match node:
        case Compare():
            return int(COMPARISONS[node.operator](args[0], args[1]))
        case Not():
            return int(not args[0])
        case Add() | DateAdd():
            return sum(args)
        case Subtract():
            return args[0] - args[1]
        case DaysBetween():
            return args[1] - args[0]
        case Multiply():
            return args[0] * args[1]
        case Min():
            return min(args, default=None)
        case Max():
            return max(args, default=None)
        case DivideFloor():
            return args[0] // args[1] if args[1] else None
        case Lookup():
            return dict(node.entries).get(args[0], node.otherwise)
        case Table():
            return next((result for least, result in node.steps if args[0] >= least), node.below)
        case Deduct():
            return max(node.floor, node.start - node.each * args[0])
    raise TypeError(f"{type(node).__name__} means nothing for one unit alone")


def _weighted_mean(node: WeightedSum, args: Args) -> Value:
    known = [(weight, value) for (weight, _), value in zip(node.items, args, strict=True) if value is not None]
    weights = sum(weight for weight, _ in known)
    if weights == 0 or weights < node.at_least:
        return None
    return sum(weight * value for weight, value in known) // weights


def _grade(node: Grade, args: Args) -> Value:
    band, conditions = args[0], args[1:]
    holds = [limit for limit, condition in zip(node.limits, conditions, strict=True) if condition]
    exact = _grades(holds, "exactly")
    if exact:
        return max(exact)
    return None if band is None else max([band, *_grades(holds, "at_most")])


def _grades(limits: Sequence[Limit], kind: str) -> list[int]:
    return [limit.grade for limit in limits if limit.kind == kind]
