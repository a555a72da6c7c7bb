"""standards/*.yaml: what a domain is judged by."""

# ruff: noqa: RUF009 - described() and position() declare dataclass fields

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from jishi.packs.schema.fields import Amount, Hundredths, Id, Position, Source, Texts, Written, described, position

WhenMissing = Literal["not-scored", "zero", "last-round"]


@dataclass(frozen=True)
class Deduction:
    """So much is lost for each one counted."""

    start: Hundredths = described("Percent of the row at a count of 0.", key="from")
    each: Hundredths = described("Percent of the row lost for each one.")
    floor: Hundredths = described("Percent of the row that is always left.", default=Decimal(0))
    position: Position = position()


@dataclass(frozen=True)
class Band:
    """A line and what it is worth."""

    at_least: Amount = described("The line, in the unit of the fact.")
    score: Hundredths = described("Percent of the row from this line on.")
    position: Position = position()


@dataclass(frozen=True)
class Score:
    """How the facts become 0 to 100 percent of the row; exactly one way."""

    deduct: Deduction | None = described("Lose a part for each one counted.", default=None)
    bands: tuple[Band, ...] | None = described("Lines, the highest first; together with `below`.", default=None)
    below: Hundredths | None = described("Percent of the row under the lowest line.", default=None)
    lookup: Mapping[str, Hundredths] | None = described(
        "Percent of the row for each choice, yes or no, or number.", default=None
    )
    otherwise: Hundredths | None = described("Beside lookup: percent for every other number.", default=None)
    share: bool | None = described("True = the fact, a share, is the percent of the row.", default=None)
    expression: Written | None = described(
        "A formula whose result is hundredths of a percent, 0 to 10000.", default=None
    )
    position: Position = position()


@dataclass(frozen=True)
class Dimension:
    """A part of a standard."""

    id: Id = described("Name of the dimension.")
    names: Texts = described("What people call it.")
    weight: Hundredths = described("Points of its indicators together.")
    position: Position = position()


@dataclass(frozen=True)
class Indicator:
    """One row of a standard."""

    id: Id = described("Name of the indicator; the same rule in several standards may share it.")
    dimension: str = described("The dimension it belongs to.")
    names: Texts = described("What people call it.")
    source: Source = described("Where the row and its points come from.")
    since: date = described("First day on which it counts.", key="from")
    reads: tuple[str, ...] = described("The fact or facts it reads.", refers="facts")
    weight: Hundredths = described("Points, in quarters of a point.")
    score: Score = described("How the facts become a percent of the row.")
    when_missing: WhenMissing = described("What missing facts mean; there is no default.")
    effort: Literal[1, 2, 3, 4, 5] = described("How hard it is to lift (own estimate), 1 = easy.")
    advice: Texts = described("What would lift it.")
    until: date | None = described("Last day on which it counts.", default=None)
    position: Position = position()


@dataclass(frozen=True)
class ViewDimension:
    """One part of a view."""

    id: Id = described("Name of the part.")
    names: Texts = described("What people call it.")
    takes: tuple[str, ...] = described("Dimensions or indicators that it gathers.")
    position: Position = position()


@dataclass(frozen=True)
class View:
    """Another way to group the same indicators, for instance the five goods."""

    id: Id = described("Name of the view.")
    names: Texts = described("What people call it.")
    dimensions: tuple[ViewDimension, ...] = described("Its parts.")
    position: Position = position()


@dataclass(frozen=True)
class Standard:
    """What units of certain domains are judged by."""

    id: Id = described("Name of the standard; the same as its file.")
    names: Texts = described("What people call it.")
    domains: tuple[str, ...] = described("Domains that are judged by it.", refers="domains")
    source: Source = described("Where it comes from.")
    dimensions: tuple[Dimension, ...] = described("Its parts; weights add up to 100 points.")
    indicators: tuple[Indicator, ...] = described("Its rows.")
    views: tuple[View, ...] = described("Other ways to group the rows.", default=())
    status: Literal["binding", "alternative"] = described(
        "binding = the grade rests on it; alternative = offered for choice, a domain may have several.",
        default="binding",
    )
    position: Position = position()
