"""The closed list of derivations: what turns rows of the registers into facts of units.

Each noun has a typed class without behaviour. :mod:`jishi.core.derive` says what each one means for the rows of one
unit; the store translates each one to set-based SQL and must equal it.

Common rules:

- The result is one whole number per unit, or null. Dates are ordinals, yes is 1 and no is 0.
- A register that the home does not keep gives null for every unit: nothing kept is not nothing done.
- In a register that is kept, a unit without rows has a count of 0, and ``exists`` is 0.
- The date of a derivation is the date of the snapshot; nothing after it is looked at.
"""

from dataclasses import dataclass
from typing import Literal

Subject = Literal["unit", "workplace", "person", "post", "task"]
Axis = Literal["own", "subtree", "above"]
Period = Literal["month", "quarter", "half-year", "year"]
Condition = Literal["=", "!=", "<", "<=", ">=", ">", "in", "known", "unknown"]


@dataclass(frozen=True)
class Filter:
    """A condition on one field of a row.

    A field that is not known fulfils no condition but ``unknown``.

    Attributes:
        field: name of the field.
        condition: a comparison with the one value; ``in`` = equal to one of several; ``known``, ``unknown`` = has
            a value or not, without values.
        values: texts or whole numbers (dates as ordinals, yes 1, no 0).
    """

    field: str
    condition: Condition
    values: tuple[str | int, ...] = ()


@dataclass(frozen=True)
class Window:
    """Which rows count by their dates. All ends are inclusive, and none lies after the date of the snapshot.

    Attributes:
        kind: ``on`` = rows that hold on the date: its field ``from`` is not known or not after the date, and its
            field ``to`` is not known or after the date. For rows that happened on one day (field ``on``):
            ``year`` = since 1 January of the date's year, ``cycle`` = since the first day of the cycle,
            ``days`` = the last ``days`` days with the date itself, ``ever`` = all until the date.
        days: only for ``days``; at least 1.
    """

    kind: Literal["on", "year", "cycle", "days", "ever"] = "on"
    days: int | None = None


@dataclass(frozen=True)
class Rows:
    """Which rows of which register are looked at, and for which unit.

    Attributes:
        register: name of the register: units, workplaces, persons, posts, tenures, activities, resources, tasks …
        subject: through what a row belongs to a unit: the unit itself, a workplace of it, a person in it, a post
            at it, a task of it.
        filters: all of them must hold.
        window: which dates count.
        axis: ``own`` = rows of the unit alone; ``subtree`` = of the unit and everything below it; ``above`` = of
            the unit and everything above it (a village lies in the poor area that its county is).
    """

    register: str
    subject: Subject = "unit"
    filters: tuple[Filter, ...] = ()
    window: Window = Window()
    axis: Axis = "own"


@dataclass(frozen=True)
class Count:
    """How many rows there are; 0 without rows."""

    rows: Rows


@dataclass(frozen=True)
class CountDistinct:
    """How many different known values a field has; 0 without rows."""

    rows: Rows
    field: str


@dataclass(frozen=True)
class Sum:
    """The sum of a field over rows where it is known; null when it is known nowhere."""

    rows: Rows
    field: str


@dataclass(frozen=True)
class Minimum:
    """The smallest known value of a field; null when it is known nowhere."""

    rows: Rows
    field: str


@dataclass(frozen=True)
class Maximum:
    """The greatest known value of a field; null when it is known nowhere."""

    rows: Rows
    field: str


@dataclass(frozen=True)
class Exists:
    """Whether there is any row: 1 or 0."""

    rows: Rows


@dataclass(frozen=True)
class GapDays:
    """The longest time without a row, in days.

    Gaps run from the window's first day to the first row, between rows, and from the last row to the date; so a
    window without rows is one gap. Only for windows with a first day (``year``, ``cycle``, ``days``).
    """

    rows: Rows


@dataclass(frozen=True)
class PerPeriodMinimum:
    """How far the rows fall short of so many in every period ("a members' meeting every quarter").

    Only periods that lie wholly inside the window count: the quarter that still runs is not yet missed, and one
    that had begun before the window is not looked at. Null when there is no such period. Only for windows with a
    first day (``year``, ``cycle``, ``days``).

    Attributes:
        rows: the rows, dated by the day on which they happened.
        period: calendar months, quarters, half-years or years.
        least: rows due in each period; at least 1.
        tell: ``periods`` = in how many periods there were fewer than due; ``rows`` = how many rows are missing in
            all; a surplus in one period makes up for nothing in another.
    """

    rows: Rows
    period: Period
    least: int = 1
    tell: Literal["periods", "rows"] = "periods"


Derivation = Count | CountDistinct | Sum | Minimum | Maximum | Exists | GapDays | PerPeriodMinimum
