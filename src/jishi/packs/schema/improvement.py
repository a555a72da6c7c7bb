"""improvement.yaml: kinds and degrees of problems, how overdue climbs, plans by class, the gate of promotion."""

# ruff: noqa: RUF009 - described() and position() declare dataclass fields

from dataclasses import dataclass
from decimal import Decimal

from jishi.packs.schema.fields import Hundredths, Id, Position, Source, Texts, described, position
from jishi.packs.schema.posts import DispatchKind


@dataclass(frozen=True)
class ProblemKind:
    """A kind of problem."""

    id: Id = described("Name of the kind.")
    names: Texts = described("What people call it.")
    source: Source = described("Where it is laid down.")
    helper: DispatchKind | None = described("Who should be sent where this is found.", default=None)
    dimensions: tuple[str, ...] = described(
        "Low indicators of these dimensions of a standard are proposed as this kind; other ones as the last kind.",
        default=(),
    )
    position: Position = position()


@dataclass(frozen=True)
class Degree:
    """A degree of severity or urgency."""

    id: Id = described("Name of the degree.")
    names: Texts = described("What people call it.")
    position: Position = position()


@dataclass(frozen=True)
class Rung:
    """Who sees on the own list what is overdue by so many days."""

    id: Id = described("Name of the rung.")
    days: int = described("Days after the deadline.")
    level: str = described("The level that sees it from then on.", refers="levels")
    position: Position = position()


@dataclass(frozen=True)
class PlanTemplate:
    """What the plan of a unit of a class begins with."""

    id: Id = described("Name of the template.")
    names: Texts = described("What people call it.")
    class_: str = described("Class of grades that it is for.", key="class", refers="classes")
    goal: Texts = described("The goal that is proposed.")
    days: int = described("Days until the remedies are due.")
    source: Source = described("Where it is laid down.")
    remedies: tuple[Texts, ...] = described("Remedies that are proposed.", default=())
    position: Position = position()


@dataclass(frozen=True)
class Promotion:
    """When a unit may rise (R11)."""

    consultation: str = described(
        "The consultation about the effect of rectification; of each of its asks the share is told.",
        refers="consultations",
    )
    satisfied_at_least: Hundredths = described(
        "Per cent of members and public who must be satisfied, each by themselves.", tightens="greater"
    )
    source: Source = described("Where it is laid down.")
    heard_at_least: Hundredths = described(
        "Per cent of those who must be heard by the quorum; where fewer were, the result opens no gate.",
        tightens="greater",
        default=Decimal(100),
    )
    grades_at_once: int = described(
        "How many grades a unit rises in one round unless approved above.", tightens="fewer", default=1
    )
    position: Position = position()


@dataclass(frozen=True)
class Improvement:
    """Problems, remedies, promotion."""

    kinds: tuple[ProblemKind, ...] = described("Kinds of problems.")
    severities: tuple[Degree, ...] = described("Exactly three degrees of severity, the lightest first.")
    urgencies: tuple[Degree, ...] = described("Exactly three degrees of urgency, the least urgent first.")
    ladder: tuple[Rung, ...] = described("How what is overdue climbs; ascending days.")
    low_share: Hundredths = described("An indicator under so many per cent of its points is proposed as a problem.")
    open_most: int = described("How many open problems a unit may work on at once; 0 = no cap.")
    answer_days: int = described("Days in which the level above answers what was passed up.")
    sheet_days: int = described("Days after a survey in which each branch gets its sheet.")
    source: Source = described("Where these figures are laid down.")
    templates: tuple[PlanTemplate, ...] = described("Plans by class.", default=())
    promotion: Promotion | None = described("The gate of promotion; none = there is no gate.", default=None)
    position: Position = position()
