"""Can every limit and rule apply at all, and do all numbers fit into 64 bits?"""

from collections.abc import Iterator

from jishi.core.dependencies import order
from jishi.core.errors import Complaint, Refusal, sentence
from jishi.core.formulas import Assessment, Const, Expression, Grade
from jishi.packs.intervals import Interval, interval
from jishi.packs.pack import Pack
from jishi.packs.places import places

_LARGEST = 2**63 - 1


def check_reach(pack: Pack, assessment: Assessment) -> Iterator[Complaint]:
    """Yield complaints about conditions that never or always hold, and about numbers that may not fit."""
    spots = places(pack)
    known = {name: Interval(*ends) for name, ends in assessment.bounds.items()}
    wrong: set[str] = set()
    for name, expression in _in_order(assessment):
        too_large: list[Interval] = []
        found = _interval(expression, known, too_large, pack)
        if found is not None:
            before = known.get(name)
            known[name] = (
                Interval(min(found.least, before.least), max(found.most, before.most)) if before else found
            )
        if too_large and name not in wrong:
            wrong.add(name)
            yield spots[name].complaint(
                sentence("A number in %(name)s may grow to %(most)s.", name=name, most=_worst(too_large)),
                sentence("Narrow the ranges of its facts, or divide before multiplying."),
            )
    for name in [formula.id for formula in assessment.formulas]:
        if name.startswith(("limit:", "rule:")) and name not in wrong and known.get(name) == Interval(0, 0):
            wrong.add(name)
            yield spots[name].complaint(
                sentence("The condition of %(name)s can never hold.", name=name),
                sentence("Compare with a value inside the range of the fact, or delete it."),
            )
        if name.startswith("limit:") and name not in wrong and known.get(name) == Interval(1, 1):
            wrong.add(name)
            yield spots[name].complaint(
                sentence("The condition of %(name)s always holds.", name=name),
                sentence("Compare with a value inside the range of the fact, or delete it."),
            )


def _in_order(assessment: Assessment) -> Iterator[tuple[str, Expression]]:
    try:
        places_in_order = {name: place for place, name in enumerate(order(assessment))}
    except Refusal:
        return
    for formula in sorted(assessment.formulas, key=lambda formula: places_in_order[formula.id]):
        yield formula.id, formula.expression
    for figure in assessment.figures:
        yield f"figure:{figure.id}", figure.of


def _interval(
    expression: Expression, known: dict[str, Interval], too_large: list[Interval], pack: Pack
) -> Interval | None:
    if isinstance(expression, Grade):
        return Interval(1, len(pack.grades.grades))

    def seen(node: Expression, found: Interval) -> None:
        if max(abs(found.least), abs(found.most)) > _LARGEST and not isinstance(node, Const):
            too_large.append(found)

    return interval(expression, known, seen)


def _worst(intervals: list[Interval]) -> int:
    return max(max(abs(found.least), abs(found.most)) for found in intervals)
