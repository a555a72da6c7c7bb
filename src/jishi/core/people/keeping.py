"""How long a record is kept: a term per type, in the pack, counted from the day on which its purpose ended."""

from dataclasses import dataclass
from datetime import date
from typing import Final

#: Types of record that have a term.
TYPES: Final = ("person", "transfer", "floating", "lost-contact", "care", "import-file")


@dataclass(frozen=True)
class Term:
    """How long records of one type are kept.

    Attributes:
        type: one of :data:`TYPES`.
        months: after the day on which the purpose ended.
    """

    type: str
    months: int


#: What holds where a pack says nothing: no type is kept for ever.
OWN_TERMS: Final = {
    "person": Term("person", 24),
    "transfer": Term("transfer", 36),
    "floating": Term("floating", 12),
    "lost-contact": Term("lost-contact", 12),
    "care": Term("care", 12),
    "import-file": Term("import-file", 3),
}


def months_before(day: date, months: int) -> date:
    """Return the day some months earlier; a day that the month does not have becomes its last.

    Example:
        >>> months_before(date(2026, 8, 31), 6)
        datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - date.resolution).day
    return date(year, month + 1, min(day.day, last))


def ended_before(term: Term, today: date) -> date:
    """Return the day: what ended on it or before goes today."""
    return months_before(today, term.months)
