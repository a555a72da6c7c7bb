"""Facts that follow from other facts: what registers know is computed, and people only confirm it (D41, D42)."""

from collections.abc import Iterator, Mapping

from jishi.core.dependencies import facts_read, references, walk
from jishi.core.errors import Complaint, sentence
from jishi.core.formulas import Add, Any, Assessment, Expression, Formula, Lookup, Previous
from jishi.core.reference import Evaluator, Program, UnitFacts
from jishi.packs.amounts import Unfit, bounds
from jishi.packs.build import Builder
from jishi.packs.expressions import ExpressionReader
from jishi.packs.pack import Pack
from jishi.packs.schema.facts import Fact

REGISTER = "register"
_MOST = 8
_known: dict[str, Assessment] = {}


def follow_id(fact: str) -> str:
    """Return the id of the formula that gives a fact which follows from others."""
    return f"follows:{fact}"


def following(pack: Pack) -> Assessment:
    """Return the formulas of the facts that follow from others, for every unit whatever its domain."""
    # Asked for by every page that shows what registers know; packs of the same digest say the same.
    if pack.digest not in _known:
        if len(_known) >= _MOST:
            _known.clear()
        _known[pack.digest] = _lowered(pack, Builder())
    return _known[pack.digest]


def inputs(pack: Pack) -> Mapping[str, tuple[str, ...]]:
    """Return fact → the facts that it follows from."""
    return {formula.id.partition(":")[2]: facts_read(formula.expression) for formula in following(pack).formulas}


class Following:
    """Fills in, for one unit at a time, what follows from its facts."""

    def __init__(self, pack: Pack) -> None:
        assessment = following(pack)
        self._facts = [formula.id.partition(":")[2] for formula in assessment.formulas]
        self._program = Program.of(assessment)

    def filled(self, facts: Mapping[str, int]) -> dict[str, int]:
        """Return the facts and what follows from them; what was said stays as it was said."""
        evaluator = Evaluator(self._program, UnitFacts(None, facts))
        found = {fact: evaluator.formula(follow_id(fact)) for fact in self._facts if fact not in facts}
        return {**facts, **{fact: value for fact, value in found.items() if value is not None}}


def check_follows(pack: Pack) -> Iterator[Complaint]:
    """Yield complaints about facts that cannot follow from what they name."""
    builder = Builder()
    read = {formula.id: formula.expression for formula in _lowered(pack, builder).formulas}
    yield from builder.complaints
    for fact in pack.facts:
        if fact.follows:
            yield from _check(fact, read.get(follow_id(fact.id)), pack)


def _check(fact: Fact, expression: Expression | None, pack: Pack) -> Iterator[Complaint]:
    spot = fact.position.of("follows")
    if fact.type != "level" or REGISTER not in fact.sources:
        yield spot.complaint(
            sentence('"%(id)s" cannot follow from other facts as it stands.', id=fact.id),
            sentence("Only a fact of type level can, and register stands among its sources."),
        )
    known = [str(choice.id) for choice in fact.choices]
    for case in fact.follows:
        if case.then not in known:
            yield case.position.of("is").complaint(
                sentence('"%(id)s" has no answer "%(choice)s".', id=fact.id, choice=case.then),
                sentence("Write one of: %(words)s.", words=", ".join(known)),
            )
    if expression is None:
        return
    circle = [name for name in facts_read(expression) if name in pack.fact_by_id and pack.fact_by_id[name].follows]
    if circle or references(expression) or any(isinstance(part, Previous) for part in walk(expression)):
        yield spot.complaint(
            sentence('"%(id)s" follows from more than facts that are said or counted.', id=fact.id),
            sentence("Let it read facts of this round that do not follow from others themselves."),
        )


def _lowered(pack: Pack, builder: Builder) -> Assessment:
    reader = ExpressionReader(pack.fact_by_id, pack.rank_by_grade, builder)
    formulas = []
    for fact in pack.facts:
        conditions = [reader.condition(case.when) for case in fact.follows]
        whole = [condition for condition in conditions if condition is not None]
        if fact.follows and len(whole) == len(conditions):
            formulas.append(Formula(follow_id(fact.id), _first(fact, whole)))
    return Assessment(tuple(formulas), (), dict(_bounds(pack)))


def _first(fact: Fact, conditions: list[Expression]) -> Expression:
    """Return the answer of the first case that holds; null when none does, or when an earlier one is not known.

    How many of "the first holds", "one of the first two holds" … are true says which case came first; the sum is
    null where one of them is not known, and before the first that holds none may be.
    """
    reached = tuple(Any(tuple(conditions[: count + 1])) for count in range(len(conditions)))
    places = {str(choice.id): place for place, choice in enumerate(fact.choices)}
    entries = tuple(
        (len(conditions) - number, places.get(case.then, 0)) for number, case in enumerate(fact.follows)
    )
    return Lookup(Add(reached), entries, None)


def _bounds(pack: Pack) -> Iterator[tuple[str, tuple[int, int]]]:
    for fact in pack.facts:
        try:
            yield str(fact.id), bounds(fact)
        except Unfit:
            # Told where the pack is lowered.
            continue
