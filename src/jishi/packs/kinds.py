"""What a number in an expression is a number of, so that percent is never compared with people.

A kind is the word for a unit of measure; ``anything`` fits every other (computed numbers, and 0).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jishi.core.errors import Sentence, sentence
from jishi.core.formulas import Const, Expression
from jishi.packs.amounts import scaled
from jishi.packs.schema.facts import Fact

_CHOICE = "a choice of "
ANYTHING = "anything"
NUMBER = "a number"
CONDITION = "yes or no"
POINTS = "points"
GRADE = "a grade"

_BY_TYPE = {
    "count": NUMBER,
    "months": NUMBER,
    "share": "a share",
    "money": "money",
    "area": "an area",
    "score": POINTS,
    "date": "a day",
    "yes-no": CONDITION,
}
_TOLD = {
    ANYTHING: sentence("any number"),
    NUMBER: sentence("a number"),
    CONDITION: sentence("yes or no"),
    POINTS: sentence("points"),
    GRADE: sentence("a grade"),
    "a share": sentence("a share"),
    "money": sentence("money"),
    "an area": sentence("an area"),
    "a day": sentence("a day"),
}
_LITERAL = re.compile(r"(-?\d+(?:\.\d+)?)\s*(%|points?|m2|m²|yuan|days?|months?)")
_UNITS = {"%": ("a share", 100), "p": (POINTS, 100), "m²": ("an area", 100), "m2": ("an area", 100)}
_UNITS |= {"yuan": ("money", 100), "day": (NUMBER, 1), "month": (NUMBER, 1)}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Measured:
    """An expression and what its result is a number of."""

    expression: Expression
    kind: str


def told(kind: str) -> Sentence:
    """Return what to call a kind in a complaint."""
    choice_of = kind.removeprefix(_CHOICE)
    return _TOLD[kind] if kind in _TOLD else sentence("a choice of %(fact)s", fact=choice_of)


def fact_of(kind: str) -> str:
    """Return the id of the fact whose choices a kind is about; empty for other kinds."""
    return kind.removeprefix(_CHOICE) if kind.startswith(_CHOICE) else ""


def kind_of(fact: Fact) -> str:
    """Return the kind of a fact; every level fact is a kind of its own, because its choices are."""
    return f"{_CHOICE}{fact.id}" if fact.type == "level" else _BY_TYPE[fact.type]


def literal(text: str) -> Measured | None:
    """Read a value with its unit (``95%``, ``12.5 points``, ``300 m2``, ``5000 yuan``, ``2012-03-31``).

    Returns:
        None when the text is something else.

    Raises:
        ValueError: more decimals than can be kept, or no such day.
    """
    if _DAY.fullmatch(text):
        return Measured(Const(date.fromisoformat(text).toordinal()), "a day")
    found = _LITERAL.fullmatch(text)
    if not found:
        return None
    word = found[2]
    kind, scale = next(unit for name, unit in _UNITS.items() if word.startswith(name))
    return Measured(Const(scaled(Decimal(found[1]), scale)), kind)


def agreed(kinds: Iterable[str]) -> str | None:
    """Return the kind that several have in common; None when they do not fit together.

    Numbers and conditions add up to numbers (a yes counts 1).
    """
    found = {kind for kind in kinds if kind != ANYTHING}
    if not found:
        return ANYTHING
    if found == {NUMBER, CONDITION}:
        return NUMBER
    return found.pop() if len(found) == 1 else None
