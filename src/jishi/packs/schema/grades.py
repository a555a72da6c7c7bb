"""grades.yaml: grades, bands, limits and reference shares."""

# ruff: noqa: RUF009 - described() and position() declare dataclass fields

from dataclasses import dataclass
from datetime import date
from typing import Literal

from jishi.packs.schema.fields import Hundredths, Id, Position, Source, Texts, Written, described, position

Tone = Literal["good", "fair", "plain", "poor"]


@dataclass(frozen=True)
class Grade:
    """A grade."""

    id: Id = described("Name of the grade.")
    names: Texts = described("What people call it.")
    tone: Tone = described("Colour and sign on pages.")
    class_: str | None = described("The class it belongs to.", key="class", refers="classes", default=None)
    position: Position = position()


@dataclass(frozen=True)
class GradeClass:
    """A class of grades, for instance advanced, average, backward."""

    id: Id = described("Name of the class.")
    names: Texts = described("What people call it.")
    position: Position = position()


@dataclass(frozen=True)
class Step:
    """A line of the bands."""

    at_least: Hundredths = described("Score of 100 from which the grade is proposed.", tightens="greater")
    grade: str = described("The grade.", refers="grades")
    position: Position = position()


@dataclass(frozen=True)
class Bands:
    """From score to grade."""

    source: Source = described("Where the lines come from.")
    steps: tuple[Step, ...] = described("Lines, the highest first.")
    below: str = described("The grade under the lowest line.", refers="grades")
    position: Position = position()


@dataclass(frozen=True)
class Limit:
    """A cap, a veto or a direct determination."""

    id: Id = described("Name of the limit.")
    names: Texts = described("The reason as the unit reads it.")
    when: Written = described("The condition; not known = the limit does not apply.", tightens="stricter-condition")
    source: Source = described("Where it is laid down.")
    since: date = described("First day on which it applies.", key="from", tightens="earlier")
    at_most: str | None = described(
        "The grade is no better than this.", refers="grades", tightens="worse-grade", default=None
    )
    exactly: str | None = described("The grade is this.", refers="grades", tightens="worse-grade", default=None)
    until: date | None = described("Last day on which it applies.", tightens="later", default=None)
    domains: tuple[str, ...] = described(
        "Only units of these domains; empty = all.", refers="domains", tightens="wider", default=()
    )
    lifted_by: str | None = described(
        "The role that may lift it in a minuted decision.", refers="roles", default=None
    )
    position: Position = position()


@dataclass(frozen=True)
class ReferenceShare:
    """A share of grades for plausibility; never a target."""

    names: Texts = described("What it says.")
    least: Hundredths = described("Least plausible share, in percent.")
    most: Hundredths = described("Greatest plausible share, in percent.")
    source: Source = described("Who published it.")
    grade: str | None = described("Of this grade.", refers="grades", default=None)
    class_: str | None = described("Of all grades of this class.", key="class", refers="classes", default=None)
    domain: str | None = described("Among units of this domain; absent = all.", refers="domains", default=None)
    position: Position = position()


@dataclass(frozen=True)
class Grading:
    """All of grades.yaml."""

    grades: tuple[Grade, ...] = described("Grades, the best first.")
    bands: Bands = described("From score to grade.")
    scoreable_at_least: Hundredths = described(
        "Points that must be known before a grade is proposed.", tightens="greater"
    )
    source: Source = described("Where the least number of known points comes from.")
    classes: tuple[GradeClass, ...] = described("Classes of grades.", default=())
    limits: tuple[Limit, ...] = described("Caps, vetoes and direct determinations.", default=())
    reference_shares: tuple[ReferenceShare, ...] = described("Shares for plausibility.", default=())
    position: Position = position()
