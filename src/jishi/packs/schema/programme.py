"""programme.yaml: the theme, the goals, and the steps of a year."""

# ruff: noqa: RUF009 - described() and position() declare dataclass fields

from dataclasses import dataclass
from datetime import date
from typing import Literal

from jishi.packs.schema.fields import Id, Position, Source, Texts, described, position


@dataclass(frozen=True)
class Goal:
    """Something to be reached, or a matter to attend to."""

    id: Id = described("Name of the goal.")
    names: Texts = described("The goal in words.")
    source: Source = described("Where it is laid down.")
    position: Position = position()


@dataclass(frozen=True)
class Stage:
    """A step of the programme."""

    id: Id = described("Name of the step.")
    names: Texts = described("What people call it.")
    since: date = described("First day.", key="from")
    until: date = described("Last day.")
    source: Source = described("Where the dates come from.")
    position: Position = position()


@dataclass(frozen=True)
class Round:
    """One survey and grading inside a year."""

    id: Id = described("Name of the round.")
    names: Texts = described("What people call it.")
    cutoff: date = described("The day on which facts are taken.")
    source: Source = described("Where the date comes from.")
    position: Position = position()


@dataclass(frozen=True)
class Hearing:
    """A way in which a unit is heard about, and the fact that one kept record of it makes true."""

    id: Literal["meeting", "questionnaire", "visit", "superior", "discipline"] = described(
        "The way: minutes of a meeting, answers, a visit, the superior, or discipline inspection."
    )
    fact: str = described(
        "A yes-no fact that becomes yes; of discipline inspection a level: its first answer is no objection, "
        "its last an objection.",
        refers="facts",
    )
    source: Source = described("Where the way is laid down.")
    position: Position = position()


@dataclass(frozen=True)
class Programme:
    """The year as a whole."""

    id: Id = described("Name of the programme.")
    names: Texts = described("What people call it.")
    theme: Texts | None = described("Its theme.", default=None)
    requirements: tuple[Goal, ...] = described("Overall requirements.", default=())
    goals: tuple[Goal, ...] = described("Goals.", default=())
    matters: tuple[Goal, ...] = described("Matters to attend to.", default=())
    stages: tuple[Stage, ...] = described("Steps in order.", default=())
    rounds: tuple[Round, ...] = described("Rounds in order.", default=())
    channels: tuple[Hearing, ...] = described("Ways in which units are heard about.", default=())
    position: Position = position()
