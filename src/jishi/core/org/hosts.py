"""What cannot be true of a workplace, wherever it is said: in a sheet or on a page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from jishi.core.credit_code import is_credit_code
from jishi.core.errors import Sentence, sentence


@dataclass(frozen=True)
class Fault:
    """One thing that cannot be.

    Attributes:
        field: which field it is about.
    """

    field: str
    what: Sentence
    fix: Sentence


_MORE: Mapping[str, Sentence] = {
    "full_members": sentence("There are more full members than members."),
    "members": sentence("There are more members than employees."),
}


def faults(fields: Mapping[str, object]) -> Iterator[Fault]:
    """Yield what cannot be true.

    Args:
        fields: ``credit_code``, ``full_members``, ``members``, ``employees``, ``opened_on``, ``closed_on``; None or
            absent = not known.
    """
    credit = fields.get("credit_code")
    if credit and not is_credit_code(str(credit)):
        yield Fault(
            "credit_code",
            sentence("This is no credit code: its check letter does not fit."),
            sentence("Compare the 18 letters with the certificate; I, O, Z, S and V do not occur."),
        )
    for less, more in (("full_members", "members"), ("members", "employees")):
        small, large = fields.get(less), fields.get(more)
        if isinstance(small, int) and isinstance(large, int) and small > large:
            yield Fault(less, _MORE[less], sentence("Correct one of the two numbers."))
    opened, closed = fields.get("opened_on"), fields.get("closed_on")
    if isinstance(opened, date) and isinstance(closed, date) and closed <= opened:
        yield Fault("closed_on", sentence("It closes before it opens."), sentence("Correct one of the two dates."))
