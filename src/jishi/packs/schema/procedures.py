"""procedures/*.yaml: ordered steps with gates and terms, and worked examples that prove them."""

# ruff: noqa: RUF009 - described() and position() declare dataclass fields

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from jishi.packs.schema.fields import Hundredths, Id, Position, Source, Texts, described, position


@dataclass(frozen=True)
class Term:
    """How long a step lasts, counted from the day after it began."""

    days: int = described("How many days.")
    count: Literal["working", "calendar"] = described("Which days are counted.")
    position: Position = position()


@dataclass(frozen=True)
class CaseStep:
    """A state in which a case can be; the first one listed is where it begins."""

    id: Id = described("Name of the step.")
    names: Texts = described("What people call it.")
    term: Term | None = described("How long it lasts; without it, until somebody moves on.", default=None)
    final: bool = described("True = the end; what was decided is locked.", default=False)
    position: Position = position()


@dataclass(frozen=True)
class Gate:
    """What must hold before a move."""

    id: Id = described("Name of the gate.")
    names: Texts = described("What people call it.")
    kind: Literal["given", "share", "term-over", "none-open", "apart"] = described(
        "given = the matter is there; share = enough of a whole; term-over = the term of the step has ended; "
        "none-open = a number is 0; apart = long enough since a step."
    )
    of: str | None = described("Name of the matter or number.", default=None)
    among: str | None = described("share: name of the whole.", default=None)
    at_least: str | None = described('share: the least part, in quotes: "2/3".', default=None)
    more_than: str | None = described('share: the part that must be exceeded, in quotes: "1/2".', default=None)
    step: str | None = described("apart: since which step.", default=None)
    months: int | None = described("apart: so many months.", default=None)
    days: int | None = described("apart: so many days.", default=None)
    source: Source | None = described("Where it is laid down.", default=None)
    position: Position = position()


@dataclass(frozen=True)
class Move:
    """A way from some steps to another one."""

    id: Id = described("Name of the move.")
    names: Texts = described("What people call it.")
    sources: tuple[str, ...] = described("Steps from which it can be made.", key="from")
    to: str = described("The step to which it leads.")
    by: Literal["unit", "committee", "above", "office", "time"] = described(
        "Who makes it: the unit itself, the committee that decides on it, the committee one level up, the office; "
        "time = it happens by itself on the day after the term."
    )
    gates: tuple[Gate, ...] = described("What must hold first.", default=())
    reason: bool = described("True = it needs a reason.", default=False)
    evidence: bool = described("True = it needs evidence.", default=False)
    position: Position = position()


@dataclass(frozen=True)
class Happening:
    """One event of a worked example."""

    move: str = described("The move.")
    day: date = described("The day.")
    given: Mapping[str, int] = described("Matters and numbers by name; what is not named is 0.", default=dict)
    reason: bool = described("True = a reason is given.", default=False)
    evidence: bool = described("True = evidence is given.", default=False)
    position: Position = position()


@dataclass(frozen=True)
class Trial:
    """A worked example: a case from its beginning, and where it must stand or why it must be refused."""

    name: str = described("What it shows, in one sentence.")
    begins: date = described("The day on which the case begins.")
    events: tuple[Happening, ...] = described("What happens, in order.", default=())
    stands: str | None = described("The step at which it stands after the last event.", default=None)
    due: date | None = described("The last day of the term of that step.", default=None)
    today: date | None = described(
        "The day on which one looks; without it, the day of the last event.", default=None
    )
    refused: str | None = described(
        "Why the last event is refused: the id of a gate, or order, by, date, reason, evidence.", default=None
    )
    position: Position = position()


@dataclass(frozen=True)
class Award:
    """What is given to units at the end of a procedure about an award."""

    names: Texts = described("What it is called.")
    share: Hundredths = described("At most so many per cent of the units that the proposing committee has graded.")
    notice: str = described("Kind of publication that puts the approved on notice.")
    published: str = described("Kind of publication that lists the commended.")
    grades: tuple[str, ...] = described(
        "Grades with which a unit can be proposed; empty = any.", refers="grades", default=()
    )
    facts: tuple[str, ...] = described("Facts that are shown beside each candidate.", refers="facts", default=())
    least: int = described("Where the share is less than one unit: so many all the same.", default=0)
    position: Position = position()


@dataclass(frozen=True)
class Procedure:
    """Ordered steps with gates."""

    id: Id = described("Name of the procedure.")
    names: Texts = described("What people call it.")
    about: Literal["grade", "unit", "person", "award", "post"] = described("What a case of it is about.")
    source: Source = described("Where it is laid down.")
    steps: tuple[CaseStep, ...] = described("Steps, the first one first.")
    moves: tuple[Move, ...] = described("Moves between them.")
    worked: tuple[Trial, ...] = described("Worked examples; a procedure that fails one does not load.")
    award: Award | None = described("award: what is given, and to how many at most.", default=None)
    position: Position = position()
