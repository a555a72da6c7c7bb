"""Does one condition hold wherever another does? Answered from their form alone: no may mean "cannot be seen"."""

from jishi.core.formulas import All, Any, Compare, Comparison, Const, Expression, Not

_OPPOSITE: dict[Comparison, Comparison] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}
_TURNED: dict[Comparison, Comparison] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def implies(old: Expression, new: Expression) -> bool:
    """Say whether ``new`` is seen to be true wherever ``old`` is true.

    Seen through: all, any, not, and comparisons of one thing with a fixed number.

    Example:
        >>> from jishi.core.formulas import Fact
        >>> implies(Compare("<", Fact("share"), Const(9000)), Compare("<", Fact("share"), Const(9500)))
        True
    """
    return _implies(_plain(old), _plain(new))


def _implies(old: Expression, new: Expression) -> bool:
    if old == new:
        return True
    if isinstance(old, Any):
        return all(_implies(arg, new) for arg in old.args)
    if isinstance(new, All):
        return all(_implies(old, arg) for arg in new.args)
    if isinstance(new, Any) and any(_implies(old, arg) for arg in new.args):
        return True
    if isinstance(old, All) and any(_implies(arg, new) for arg in old.args):
        return True
    if isinstance(old, Compare) and isinstance(new, Compare):
        return _compared(old, new)
    return False


def _plain(node: Expression) -> Expression:
    """Move every ``not`` down to comparisons and put fixed numbers on the right."""
    match node:
        case All(args):
            return All(tuple(_plain(arg) for arg in args))
        case Any(args):
            return Any(tuple(_plain(arg) for arg in args))
        case Not(Not(inner)):
            return _plain(inner)
        case Not(All(args)):
            return Any(tuple(_plain(Not(arg)) for arg in args))
        case Not(Any(args)):
            return All(tuple(_plain(Not(arg)) for arg in args))
        case Not(Compare(operator, left, right)):
            return _plain(Compare(_OPPOSITE[operator], left, right))
        case Compare(operator, Const() as left, right) if not isinstance(right, Const):
            return Compare(_TURNED[operator], right, left)
    return node


def _compared(old: Compare, new: Compare) -> bool:
    if old.left != new.left or not isinstance(old.right, Const) or not isinstance(new.right, Const):
        return False
    if old.right.value is None or new.right.value is None:
        return False
    least, most = _stretch(old.operator, old.right.value)
    if new.operator == "!=":
        line = new.right.value
        return (least is not None and line < least) or (most is not None and line > most)
    new_least, new_most = _stretch(new.operator, new.right.value)
    reaches_down = new_least is None or (least is not None and new_least <= least)
    reaches_up = new_most is None or (most is not None and most <= new_most)
    return old.operator != "!=" and reaches_down and reaches_up


def _stretch(operator: Comparison, line: int) -> tuple[int | None, int | None]:
    """Return the least and the greatest whole number for which the comparison holds; None = no end."""
    ends: dict[Comparison, tuple[int | None, int | None]] = {
        "<": (None, line - 1),
        "<=": (None, line),
        "=": (line, line),
        ">=": (line, None),
        ">": (line + 1, None),
        "!=": (None, None),
    }
    return ends[operator]
