"""What an expression is made of and what it reads; in which order formulas can be computed."""

from collections.abc import Iterator, Mapping

from jishi.core.errors import Complaint, Refusal, sentence
from jishi.core.formulas import (
    Add,
    All,
    Any,
    Assessment,
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

PopulationNoun = RollUp | Rank | Quota


def children(node: Expression) -> tuple[Expression, ...]:
    """Return the arguments of a node, in the order in which it declares them; a Grade gives its band first.

    Example:
        >>> children(Subtract(Fact("due"), Const(1)))
        (Fact(id='due'), Const(value=1))
    """
    match node:
        case Const() | Fact() | Previous() | Ref():
            return ()
        case All(args) | Any(args) | CountTrue(args) | IfNull(args):
            return args
        case Add(args) | Min(args) | Max(args):
            return args
        case Subtract(left, right) | Multiply(left, right) | DivideFloor(left, right) | Compare(_, left, right):
            return (left, right)
        case DateAdd(first, second) | DaysBetween(first, second):
            return (first, second)
        case Not(arg) | IsNull(arg) | RollUp(arg) | Rank(arg) | Quota(arg):
            return (arg,)
        case Lookup(key):
            return (key,)
        case Table(value):
            return (value,)
        case Deduct(count):
            return (count,)
        case WeightedSum(items):
            return tuple(value for _, value in items)
        case Grade(band, limits):
            return (band, *(limit.when for limit in limits))


def walk(node: Expression) -> Iterator[Expression]:
    """Yield the node and everything below it, each before its arguments."""
    waiting = [node]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(reversed(children(part)))


def references(node: Expression) -> tuple[str, ...]:
    """Return the ids of the formulas that an expression reads, each once, in order of appearance."""
    return tuple(dict.fromkeys(part.id for part in walk(node) if isinstance(part, Ref)))


def facts_read(node: Expression) -> tuple[str, ...]:
    """Return the ids of the facts that an expression reads in this round or the last, each once."""
    return tuple(dict.fromkeys(part.id for part in walk(node) if isinstance(part, Fact | Previous)))


def population_nouns(node: Expression) -> tuple[PopulationNoun, ...]:
    """Return the parts of an expression that need more than one unit, each once."""
    return tuple(dict.fromkeys(part for part in walk(node) if isinstance(part, PopulationNoun)))


def chosen(assessment: Assessment) -> Mapping[tuple[str, str | None], Formula]:
    """Return the formulas by id and domain.

    Raises:
        Refusal: two formulas have the same id and the same domain.
    """
    found: dict[tuple[str, str | None], Formula] = {}
    complaints = []
    for formula in assessment.formulas:
        if (formula.id, formula.domain) in found:
            complaints.append(
                Complaint(
                    formula.id,
                    sentence("Two formulas have this name and the same domain."),
                    sentence("Give one of them another name or another domain."),
                )
            )
        found[formula.id, formula.domain] = formula
    if complaints:
        raise Refusal(complaints)
    return found


def order(assessment: Assessment) -> tuple[str, ...]:
    """Return the formula ids so that each comes after everything it refers to, in any domain.

    Among ids that could come next the one declared first comes first, so the order is always the same.

    Raises:
        Refusal: a formula or a figure refers to a formula that does not exist, or formulas refer to each other
            in a circle.
    """
    needs: dict[str, dict[str, None]] = {formula.id: {} for formula in assessment.formulas}
    complaints = []
    for formula in assessment.formulas:
        needs[formula.id].update(dict.fromkeys(references(formula.expression)))
    readers = {**needs, **{figure.id: dict.fromkeys(references(figure.of)) for figure in assessment.figures}}
    for reader, read in readers.items():
        complaints += [_unknown(reader, missing) for missing in read if missing not in needs]
    if complaints:
        raise Refusal(complaints)
    placed: dict[str, None] = {}
    for start in needs:
        _place(start, needs, placed, [])
    return tuple(placed)


def _unknown(reader: str, missing: str) -> Complaint:
    return Complaint(
        reader,
        sentence("It refers to the formula %(missing)s, which does not exist.", missing=missing),
        sentence("Correct the name, or declare that formula."),
    )


def _place(
    formula: str, needs: Mapping[str, Mapping[str, None]], placed: dict[str, None], trail: list[str]
) -> None:
    if formula in placed:
        return
    if formula in trail:
        circle = [*trail[trail.index(formula) :], formula]
        raise Refusal(
            [
                Complaint(
                    formula,
                    sentence("Formulas refer to each other in a circle: %(circle)s.", circle=" → ".join(circle)),
                    sentence("Change one of them so that none needs its own result."),
                )
            ]
        )
    trail.append(formula)
    for needed in needs[formula]:
        _place(needed, needs, placed, trail)
    trail.pop()
    placed[formula] = None
