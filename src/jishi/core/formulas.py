"""The closed list of formulas: what turns facts into other facts, scores, grades and figures.

Each class is a typed noun without behaviour. :mod:`jishi.core.reference` says what each one means, one unit at a
time; every engine translates each one once and must equal the reference to the bit.

Common rules, on every engine:

- Values are int64. True is 1 and false is 0. Null is "not known".
- A null argument makes the result null, except where a noun below says otherwise.
- ``All``, ``Any`` and ``Not`` are three-valued (a false makes All false, a true makes Any true, whatever is null).
- Division floors (towards minus infinity); division by zero is null.
- Dates are proleptic Gregorian ordinals (``date.toordinal()``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Comparison = Literal["<", "<=", "=", "!=", ">=", ">"]
Aggregate = Literal["sum", "count", "min", "max"]


@dataclass(frozen=True)
class Const:
    """A fixed number; None = null."""

    value: int | None


@dataclass(frozen=True)
class Fact:
    """The value of a fact of this unit in this round."""

    id: str


@dataclass(frozen=True)
class Previous:
    """The value of a fact of this unit in the round before."""

    id: str


@dataclass(frozen=True)
class Ref:
    """The value of another formula of this unit."""

    id: str


@dataclass(frozen=True)
class Compare:
    """Whether left stands in this relation to right."""

    operator: Comparison
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True)
class All:
    """Whether every argument is true (three-valued); true without arguments."""

    args: tuple["Expression", ...]


@dataclass(frozen=True)
class Any:
    """Whether some argument is true (three-valued); false without arguments."""

    args: tuple["Expression", ...]


@dataclass(frozen=True)
class Not:
    """The opposite; null stays null."""

    arg: "Expression"


@dataclass(frozen=True)
class CountTrue:
    """How many arguments are true; nulls are passed over; null when all are null."""

    args: tuple["Expression", ...]


@dataclass(frozen=True)
class IsNull:
    """Whether the argument is null; never null itself."""

    arg: "Expression"


@dataclass(frozen=True)
class IfNull:
    """The first argument that is not null; null when all are."""

    args: tuple["Expression", ...]


@dataclass(frozen=True)
class Add:
    """The sum."""

    args: tuple["Expression", ...]


@dataclass(frozen=True)
class Subtract:
    """left - right."""

    left: "Expression"
    right: "Expression"


@dataclass(frozen=True)
class Multiply:
    """left x right."""

    left: "Expression"
    right: "Expression"


@dataclass(frozen=True)
class Min:
    """The smallest argument."""

    args: tuple["Expression", ...]


@dataclass(frozen=True)
class Max:
    """The largest argument."""

    args: tuple["Expression", ...]


@dataclass(frozen=True)
class DivideFloor:
    """left / right, rounded down; null when right is 0."""

    left: "Expression"
    right: "Expression"


@dataclass(frozen=True)
class DateAdd:
    """A date some days later."""

    date: "Expression"
    days: "Expression"


@dataclass(frozen=True)
class DaysBetween:
    """Days from start to end; negative when end lies before start."""

    start: "Expression"
    end: "Expression"


@dataclass(frozen=True)
class Lookup:
    """The entry of exactly this key; ``otherwise`` (None = null) for any other key."""

    key: "Expression"
    entries: tuple[tuple[int, int], ...]
    otherwise: int | None = None


@dataclass(frozen=True)
class Table:
    """Bands: the result of the highest threshold that the value reaches; ``below`` under all of them.

    ``steps`` are (threshold, result), thresholds strictly descending.
    """

    value: "Expression"
    steps: tuple[tuple[int, int], ...]
    below: int


@dataclass(frozen=True)
class WeightedSum:
    """The weighted mean of what is known: floor(sum of weight x value / sum of weights), nulls left out of both.

    Null when the weights of what is known add up to less than ``at_least`` or to 0.
    """

    items: tuple[tuple[int, "Expression"], ...]
    at_least: int = 0


@dataclass(frozen=True)
class Deduct:
    """start - each x count, never below floor ("每少一次扣0.5分")."""

    count: "Expression"
    start: int
    each: int
    floor: int = 0


@dataclass(frozen=True)
class Limit:
    """A cap, a veto or a direct determination; part of a :class:`Grade`.

    Attributes:
        id: name of the limit in the pack.
        when: the condition; null = not known = the limit does not apply.
        kind: ``at_most`` (the grade is no better than) or ``exactly``.
        grade: rank of the grade, 1 = best.
    """

    id: str
    when: "Expression"
    kind: Literal["at_most", "exactly"]
    grade: int


@dataclass(frozen=True)
class Grade:
    """The proposed grade: exactly beats at_most beats band; among equals the worst wins. 1 = best.

    Null when the band is null and no ``exactly`` limit applies.
    """

    band: "Expression"
    limits: tuple[Limit, ...]


@dataclass(frozen=True)
class RollUp:
    """Aggregate of the argument over the unit's subtree, the unit itself included; nulls are left out.

    ``sum``, ``min`` and ``max`` are null where nothing is known; ``count`` counts what is known.
    """

    arg: "Expression"
    how: Aggregate


@dataclass(frozen=True)
class Rank:
    """Place among peers, 1 = highest value, equals share the better place; null for a null value.

    Peers are the units of the same domain under the same ancestor at level ``within`` (the unit itself counts as
    its own ancestor); a unit without such an ancestor or without a domain has no rank (null).
    """

    arg: "Expression"
    within: str


@dataclass(frozen=True)
class Quota:
    """Whether the unit's rank among peers is at most floor(peers with a value x share / 10000)."""

    arg: "Expression"
    within: str
    share: int


Expression = (
    Const
    | Fact
    | Previous
    | Ref
    | Compare
    | All
    | Any
    | Not
    | CountTrue
    | IsNull
    | IfNull
    | Add
    | Subtract
    | Multiply
    | Min
    | Max
    | DivideFloor
    | DateAdd
    | DaysBetween
    | Lookup
    | Table
    | WeightedSum
    | Deduct
    | Grade
    | RollUp
    | Rank
    | Quota
)


@dataclass(frozen=True)
class Formula:
    """A named formula.

    Attributes:
        id: its name, e.g. ``indicator:meetings-held``, ``score``, ``proposal``; unique together with ``domain``.
        expression: what it computes.
        domain: the units it is for; None = all that have no formula of this id for their own domain.
    """

    id: str
    expression: Expression
    domain: str | None = None


@dataclass(frozen=True)
class Figure:
    """One number of a report: an aggregate by unit and domain.

    For every unit u and domain d: aggregate ``of`` over the units of domain d in the subtree of u.

    Attributes:
        id: its name.
        of: computed for every unit; null is left out.
        how: sum, count, min or max.
    """

    id: str
    of: Expression
    how: Aggregate


@dataclass(frozen=True)
class Assessment:
    """What a pack becomes for an engine.

    Attributes:
        formulas: in any order; references between them have no circle.
        figures: what is rolled up after the formulas.
        bounds: fact id → the least and the greatest value it may take; engines choose their word size by it.
    """

    formulas: tuple[Formula, ...]
    figures: tuple[Figure, ...] = ()
    bounds: Mapping[str, tuple[int, int]] = field(default_factory=dict)
