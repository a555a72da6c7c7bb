"""When somebody comes next to a member who is cared for, and who waits too long; close by only (D170)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from jishi.core.access import Scope
from jishi.core.people.care import due
from jishi.packs.pack import Pack
from jishi.packs.schema.vocabulary import Care as Term
from jishi.store.models.people import Care
from jishi.store.queries import members


@dataclass(frozen=True)
class Waiting:
    """Care with what is due.

    Attributes:
        visit_due, aid_due: the last day in time; None = the pack asks for none.
    """

    care: Care
    visit_due: date | None
    aid_due: date | None

    def late(self, today: date) -> tuple[bool, bool]:
        """Say whether a visit is overdue, and whether help in money is."""
        return _over(self.visit_due, today), _over(self.aid_due, today)

    @property
    def next(self) -> date | None:
        """The earlier of the two days; None = nothing is due."""
        return min((day for day in (self.visit_due, self.aid_due) if day), default=None)


def _over(last: date | None, today: date) -> bool:
    return last is not None and last < today


def waiting(scope: Scope, pack: Pack | None) -> list[Waiting]:
    """Return the care that goes on close by, what is due first at the head; one query."""
    terms = {str(word.id): word for word in pack.vocabulary.cares} if pack else {}
    found = list(_each(members.care(scope), terms))
    return sorted(found, key=lambda each: (each.next or date.max, each.care.pk))


def overdue(scope: Scope, pack: Pack | None, today: date) -> list[Waiting]:
    """Return the care for which somebody should have come by now."""
    return [each for each in waiting(scope, pack) if any(each.late(today))]


def _each(found: Iterable[Care], terms: Mapping[str, Term]) -> Iterable[Waiting]:
    for care in found:
        term = terms.get(care.category)
        aided = care.aided_on  # type: ignore[attr-defined]
        yield Waiting(
            care,
            due(care.from_on, care.last_visit_on, term.visit_months if term else None),
            due(care.from_on, aided, term.aid_months if term else None),
        )


def due_of(term: Term | None, care: Care, aided_on: date | None) -> date | None:
    """Return when somebody comes next; None = the pack asks for nothing."""
    if term is None:
        return None
    days = (
        due(care.from_on, care.last_visit_on, term.visit_months),
        due(care.from_on, aided_on, term.aid_months),
    )
    return min((day for day in days if day), default=None)
