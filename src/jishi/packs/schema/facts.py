"""facts/*.yaml: what is known of a unit."""

# ruff: noqa: RUF009 - described() and position() declare dataclass fields

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from jishi.packs.schema.fields import Amount, Id, Position, Source, Texts, Written, described, position

FactType = Literal["count", "share", "yes-no", "level", "money", "date", "area", "score", "months"]
FactSource = Literal[
    "register", "self", "members", "public", "superior", "visit", "discipline", "resource", "activity"
]
DerivationNoun = Literal[
    "count", "count-distinct", "sum", "minimum", "maximum", "exists", "gap-days", "per-period-minimum"
]

SCALES: Mapping[FactType, int] = {
    "count": 1,
    "share": 100,
    "yes-no": 1,
    "level": 1,
    "money": 100,
    "date": 1,
    "area": 100,
    "score": 100,
    "months": 1,
}
"""Whole numbers in one written unit: a share of 95.00 % is 9500 basis points, a yuan is 100 fen."""


@dataclass(frozen=True)
class Choice:
    """One answer of a fact of type level, or of a question."""

    id: Id = described("Name of the answer.")
    names: Texts = described("The answer as people read it.")
    position: Position = position()


@dataclass(frozen=True)
class Condition:
    """A condition on one field of a row."""

    field: Id = described("Name of the field.")
    compared: Literal["=", "!=", "<", "<=", ">=", ">", "in", "known", "unknown"] = described(
        "How it is compared.", key="is"
    )
    values: tuple[str, ...] = described("What it is compared with, in quotes.", default=())
    position: Position = position()


@dataclass(frozen=True)
class Derivation:
    """How a fact is gathered from a register; the nouns are those of `core/derivations.py`."""

    noun: DerivationNoun = described("What is done with the rows.")
    register: Id = described(
        "Which rows: units, workplaces, persons, posts, tenures, activities, resources, tasks …"
    )
    subject: Literal["unit", "workplace", "person", "post", "task"] = described(
        "Through what a row belongs to a unit.", default="unit"
    )
    where: tuple[Condition, ...] = described("Conditions; all of them must hold.", default=())
    window: Literal["on", "year", "cycle", "days", "ever"] = described("Which dates count.", default="on")
    days: int | None = described("With window days: how many.", default=None)
    axis: Literal["own", "subtree", "above"] = described(
        "The unit alone, or everything below it too, or everything above it too.", default="own"
    )
    field: Id | None = described("For count-distinct, sum, minimum, maximum: the field.", default=None)
    period: Literal["month", "quarter", "half-year", "year"] | None = described(
        "For per-period-minimum: the period.", default=None
    )
    least: int = described("For per-period-minimum: how many are due in each period.", default=1)
    tell: Literal["periods", "rows"] = described(
        "For per-period-minimum: periods that fell short, or rows missing in all.", default="periods"
    )
    position: Position = position()


@dataclass(frozen=True)
class Case:
    """One answer of a fact that follows from other facts."""

    when: Written = described("The condition under which it is this answer; it reads other facts of this round.")
    then: str = described("The answer: a choice of the fact.", key="is")
    position: Position = position()


@dataclass(frozen=True)
class Fact:
    """One value of one unit in one round."""

    id: Id = described("Name of the fact.")
    names: Texts = described("What people call it.")
    type: FactType = described("What kind of value it is.")
    sources: tuple[FactSource, ...] = described("Who may say it; the first that did counts.")
    privacy: Literal[0, 1, 2, 3] = described(
        "Class of the field: 0 public, 1 inside the office, 2 sensitive, 3 read only with a purpose.",
        tightens="greater",
    )
    source: Source = described("Why it is asked.")
    range: tuple[Amount, ...] | None = described(
        "[least, most] in the written unit; required for count, months, money and area.", default=None
    )
    unit: Texts | None = described("Unit of measure as people read it.", default=None)
    choices: tuple[Choice, ...] = described("For type level: the answers, numbered from 0 as declared.", default=())
    fresh_months: int | None = described("Older than this many months it counts as missing.", default=None)
    derivation: Derivation | None = described("How it is gathered; absent = it is typed or imported.", default=None)
    follows: tuple[Case, ...] = described(
        "For type level: how it follows from other facts where nobody says it; the first case that holds, and "
        "nothing when a case before it is not known.",
        default=(),
    )
    question: Texts | None = described("How it is asked.", default=None)
    group: str = described("Id of its group; set from the file.", default="")
    position: Position = position()

    @property
    def scale(self) -> int:
        """Return how many whole numbers one written unit is."""
        return SCALES[self.type]


@dataclass(frozen=True)
class FactGroup:
    """A group of facts with one owner: the body that answers for them."""

    id: Id = described("Name of the group.")
    names: Texts = described("What people call it.")
    owner: str = described("The role that answers for these facts.", refers="roles")
    position: Position = position()


@dataclass(frozen=True)
class FactFile:
    """One file of facts."""

    group: FactGroup = described("The group that this file holds.")
    facts: tuple[Fact, ...] = described("Its facts.")
    position: Position = position()
