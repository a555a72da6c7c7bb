"""On which values a row, a limit or a rule turns, and which of them the worked examples show."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jishi.core.dependencies import walk
from jishi.core.formulas import Compare, Const, Deduct, Expression, Fact, Formula, IfNull, Lookup, Previous, Table
from jishi.packs.amounts import to_text
from jishi.packs.lower import lower
from jishi.packs.pack import Pack
from jishi.packs.worked import Run

_LISTS = {"limit": "limits", "rule": "violations"}
# What has to be tried beside the number that is compared with: the nearest value on the other side.
_OTHER_SIDE = {"<": -1, ">=": -1, "<=": 1, ">": 1}


@dataclass(frozen=True, order=True)
class Line:
    """A value of a fact that an example has to show.

    Attributes:
        formula: ``indicator:…``, ``limit:…`` or ``rule:…``.
        domain: the first domain that is judged so; empty = all are.
        fact: the fact.
        value: a number on the line, or the nearest one on its other side.
    """

    formula: str
    domain: str
    fact: str
    value: int

    def said(self, pack: Pack) -> str:
        """Return it as one line, the value as an example would write it."""
        where = f"{self.domain} " if self.domain else ""
        return f"{where}{self.formula}: {self.fact} {to_text(pack.fact_by_id[self.fact], self.value)}"


def unshown_lines(pack: Pack, runs: Iterable[Run]) -> tuple[Line, ...]:
    """Return what no example shows: for every line that a fact is held against, both sides of it.

    What is judged alike in several domains needs one example in any of them; what a pack inherits needs none.

    Args:
        pack: the pack; its formulas are those of its first day and of the days that examples name.
        runs: the examples that were run.
    """
    done, own = list(runs), _own(pack)
    missing: set[Line] = set()
    days = dict.fromkeys([pack.starts, *(run.example.day or pack.starts for run in done)])
    for day in days:
        assessment = lower(pack, day)
        same: dict[tuple[str, Expression], list[Formula]] = {}
        for formula in assessment.formulas:
            kind, _, name = formula.id.partition(":")
            if name in own.get(kind, ()):
                same.setdefault((formula.id, formula.expression), []).append(formula)
        today = [run for run in done if (run.example.day or pack.starts) == day]
        for (name, expression), formulas in same.items():
            seen = [run for run in today if _is_about(run, name, {each.domain for each in formulas})]
            wanted = {
                (fact, value) for fact, value in _lines(expression) if _may_be(value, assessment.bounds[fact])
            }
            found = {(fact, value) for run in seen for fact, value in _known(run)}
            missing |= {Line(name, formulas[0].domain or "", *each) for each in wanted - found}
    return tuple(sorted(missing))


def _own(pack: Pack) -> dict[str, set[str]]:
    """Return the ids of what this pack's own files add or change, by the first word of the formula."""
    alone = pack.parent is None
    rows = [(f"{s.id}/{row.id}", row.id) for s in pack.standards if s.status == "binding" for row in s.indicators]
    return {
        "indicator": {str(name) for place, name in rows if alone or ("indicators", place) in pack.own},
        "limit": {each.id for each in pack.grades.limits if alone or ("limits", each.id) in pack.own},
        "rule": {each.id for each in pack.rules if alone or ("rules", each.id) in pack.own},
    }


def _is_about(run: Run, formula: str, domains: set[str | None]) -> bool:
    kind, _, name = formula.partition(":")
    return bool({None, run.example.domain} & domains) and _LISTS.get(kind, name) in run.example.expect


def _may_be(value: int, bounds: tuple[int, int]) -> bool:
    return bounds[0] <= value <= bounds[1]


def _known(run: Run) -> Iterator[tuple[str, int]]:
    # A fact of the round before speaks only where this round is silent.
    yield from {**run.last, **run.facts}.items()


def _lines(expression: Expression) -> Iterator[tuple[str, int]]:
    """Yield a fact and a value for both sides of each line in an expression."""
    for part in walk(expression):
        match part:
            case Table(value, steps):
                yield from ((fact, line - side) for fact in _fact(value) for line, _ in steps for side in (0, 1))
            case Lookup(key, entries):
                yield from ((fact, entry) for fact in _fact(key) for entry, _ in entries)
            case Deduct(count):
                yield from ((fact, times) for fact in _fact(count) for times in (0, 1))
            case Compare(operator, left, Const(int(number))):
                sides = (0, _OTHER_SIDE.get(operator, 0))
                yield from ((fact, number + side) for fact in _fact(left) for side in sides)


def _fact(expression: Expression) -> tuple[str, ...]:
    """Return the fact that an expression is, alone or with its value of the round before; nothing else counts."""
    match expression:
        case Fact(name) | IfNull((Fact(name), Previous())):
            return (name,)
    return ()
