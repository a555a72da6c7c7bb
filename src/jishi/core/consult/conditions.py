"""When a question is shown: conditions on the answers given before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Answer = str | int | tuple[str, ...] | date
"""A choice, yes/no, text or :data:`NOT_APPLICABLE` is a str; a number or rating an int; several choices a tuple."""

Comparison = Literal["=", "!=", "<", "<=", ">=", ">"]

#: What somebody says to whom a question does not apply; no choice may have this name.
NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True)
class Compared:
    """A question's answer compared with a choice, yes/no, or a whole number in 1/scale of the question.

    Of several choices, ``=`` asks whether one is among them. What was not answered, or does not apply, fits
    nothing.
    """

    question: str
    compared: Comparison
    value: str | int

    def holds(self, answers: Mapping[str, Answer]) -> bool:
        """Say whether the condition holds of the answers."""
        given = answers.get(self.question)
        if given is None or given == NOT_APPLICABLE:
            return False
        if isinstance(given, int) and isinstance(self.value, int):
            return _ordered(given, self.compared, self.value)
        among = self.value in given if isinstance(given, tuple) else given == self.value
        return among if self.compared == "=" else self.compared == "!=" and not among

    def reads(self) -> frozenset[str]:
        """Return the questions whose answers it looks at."""
        return frozenset({self.question})


@dataclass(frozen=True)
class Joined:
    """Several conditions: all of them, or any of them."""

    how: Literal["all", "any"]
    parts: tuple["Condition", ...]

    def holds(self, answers: Mapping[str, Answer]) -> bool:
        """Say whether the condition holds of the answers."""
        held = (part.holds(answers) for part in self.parts)
        return all(held) if self.how == "all" else any(held)

    def reads(self) -> frozenset[str]:
        """Return the questions whose answers it looks at."""
        return frozenset().union(*(part.reads() for part in self.parts))


Condition = Compared | Joined


def _ordered(given: int, compared: Comparison, value: int) -> bool:
    match compared:
        case "=":
            return given == value
        case "!=":
            return given != value
        case "<":
            return given < value
        case "<=":
            return given <= value
        case ">=":
            return given >= value
        case ">":
            return given > value
