"""How long a record is kept: a term per type, in the pack, counted from the day on which its purpose ended."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from jishi.core.calendar import months_before

#: Types of record that have a term.
TYPES: Final = (
    *("person", "transfer", "floating", "lost-contact", "care", "reading", "dispatch-log"),
    *("import-file", "register-file", "violation", "objection", "feedback", "printed-slips"),
    "own-words",
    *("secretary-review", "recusal", "minutes", "task", "supervision", "monthly-sheet"),
)


@dataclass(frozen=True)
class Term:
    """How long records of one type are kept.

    Attributes:
        type: one of :data:`TYPES`.
        months, days: after the day on which the purpose ended.
    """

    type: str
    months: int
    days: int = 0


#: What holds where a pack says nothing: no type is kept for ever.
OWN_TERMS: Final = {
    "person": Term("person", 24),
    "transfer": Term("transfer", 36),
    "floating": Term("floating", 12),
    "lost-contact": Term("lost-contact", 12),
    "care": Term("care", 12),
    "reading": Term("reading", 36),
    "dispatch-log": Term("dispatch-log", 36),
    "import-file": Term("import-file", 3),
    "register-file": Term("register-file", 36),
    "violation": Term("violation", 60),
    "objection": Term("objection", 12),
    "feedback": Term("feedback", 6),
    "secretary-review": Term("secretary-review", 36),
    # Why somebody left a meeting tells of kin and quarrels; that somebody left stays with the grade.
    "recusal": Term("recusal", 36),
    "minutes": Term("minutes", 60),
    # What people wrote has done its work when the next year asks again.
    "own-words": Term("own-words", 12),
    "task": Term("task", 36),
    "supervision": Term("supervision", 36),
    "monthly-sheet": Term("monthly-sheet", 12),
    # The codes of slips that nobody has handed out yet: whoever has them could answer.
    "printed-slips": Term("printed-slips", 0, 2),
}


def ended_before(term: Term, today: date) -> date:
    """Return the day: what ended on it or before goes today.

    Example:
        >>> ended_before(Term("printed-slips", 0, 2), date(2012, 4, 3))
        datetime.date(2012, 4, 1)
    """
    return months_before(today, term.months) - timedelta(days=term.days)
