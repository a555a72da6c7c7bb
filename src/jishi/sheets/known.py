"""Units that a form for phones knows: chosen from a list, asked only what is asked of them, shown what is held.

All stands in the form itself, in columns beside the choices, where a phone without network finds it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from jishi.core.consult.conditions import Answer
from jishi.core.consult.questionnaire import Question, Questionnaire

#: The name of the column, and of the list, of units.
UNIT: Final = "unit"
#: What stands behind the name of a question: what is held of it, how that reads, and the note that shows it.
HELD, READS, TOLD = "_held", "_reads", "_told"
_ASKED: Final = "asked_"
_HELD: Final = "held_"


@dataclass(frozen=True)
class Known:
    """One unit that a form knows.

    Attributes:
        held: question id → the answer that is held, to be confirmed.
        asked: the questions that are asked of it; None = all.
    """

    code: str
    name: str
    held: Mapping[str, Answer] = field(default_factory=dict)
    asked: frozenset[str] | None = None

    @property
    def label(self) -> str:
        """Return how people read it; the code in it leads back to the unit."""
        return f"{self.name} ({self.code})"


@dataclass(frozen=True)
class Units:
    """The units of a form, and what the columns beside them hold."""

    known: Sequence[Known]
    form: Questionnaire

    def held(self, question: Question) -> bool:
        """Say whether something is held of a question for any unit."""
        return any(question.id in each.held for each in self.known)

    def chosen(self, question: Question) -> bool:
        """Say whether a question is asked of some units and not of others."""
        return any(each.asked is not None and question.id not in each.asked for each in self.known)

    @property
    def heads(self) -> tuple[str, ...]:
        """Return the columns beside the choices."""
        held = [f"{_HELD}{each.id}" for each in self.form.questions if self.held(each)]
        return (*held, *(f"{_ASKED}{each.id}" for each in self.form.questions if self.chosen(each)))

    def cells(self, unit: Known) -> dict[str, str]:
        """Return the cells of a unit in those columns; nothing held is empty."""
        found = {}
        for each in self.form.questions:
            if each.id in unit.held:
                found[f"{_HELD}{each.id}"] = written(unit.held[each.id], each.scale)
            if unit.asked is None or each.id in unit.asked:
                found[f"{_ASKED}{each.id}"] = "1"
        return {head: found[head] for head in self.heads if head in found}


def held_of(question: Question) -> str:
    """Return as XPath what is held of a question for the unit that is chosen."""
    return _beside(f"{_HELD}{question.id}")


def asked_of(question: Question) -> str:
    """Return as XPath whether a question is asked of the unit that is chosen."""
    return f"{_beside(f'{_ASKED}{question.id}')} = '1'"


def _beside(head: str) -> str:
    return f"instance('{UNIT}')/root/item[name = ${{{UNIT}}}]/{head}"


def written(answer: Answer, scale: int) -> str:
    """Return an answer as a phone keeps it."""
    if isinstance(answer, date):
        return answer.isoformat()
    if isinstance(answer, int):
        return f"{Decimal(answer) / scale:f}"
    return " ".join(answer) if isinstance(answer, tuple) else answer


def code_of(cell: str) -> str:
    """Return the code of a unit, as it was typed or as it stands in its label.

    Example:
        >>> code_of("石桥村党支部 (C11)"), code_of("C11")
        ('C11', 'C11')
    """
    head, opened, code = cell.strip().rpartition(" (")
    return code.removesuffix(")") if opened and head and code.endswith(")") else cell.strip()
