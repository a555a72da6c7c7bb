"""retention.yaml: how long records of persons are kept after their purpose ended."""

# ruff: noqa: RUF009 - described() and position() declare dataclass fields

from dataclasses import dataclass
from typing import Literal

from jishi.packs.schema.fields import Position, Source, Texts, described, position


@dataclass(frozen=True)
class Retention:
    """The term of one type of record."""

    id: Literal[
        "person",
        "transfer",
        "floating",
        "lost-contact",
        "care",
        "reading",
        "dispatch-log",
        "import-file",
        "register-file",
        "violation",
        "objection",
        "feedback",
        "printed-slips",
        "own-words",
        "secretary-review",
        "recusal",
        "minutes",
        "task",
        "supervision",
        "monthly-sheet",
    ] = described("Type of record.")
    names: Texts = described("What people call such a record.")
    source: Source = described("Where it is laid down.")
    months: int = described("Months that it is kept after its purpose ended.", default=0)
    days: int = described("Days that it is kept besides; without either it is kept for a month.", default=0)
    position: Position = position()
