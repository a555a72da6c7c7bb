"""Why something about a person cannot be so."""

from dataclasses import dataclass

from jishi.core.errors import Refusal, Sentence, refuse


@dataclass(frozen=True)
class Reason:
    """What is wrong, and what to do; the caller knows where.

    Attributes:
        field: which field of the record is meant; empty = the whole record.
    """

    what: Sentence
    fix: Sentence
    field: str = ""

    def refused(self, where: str) -> Refusal:
        """Return the reason as a refusal about a place or a person."""
        return refuse(where, self.what, self.fix)
