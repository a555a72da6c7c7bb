"""Members who live elsewhere, and members whom nobody can reach.

The home branch hears from a floating member at least once a year; after six months without any contact a member
counts as lost. What is kept of a lost member ends with the search: no tracking, and a day on which the record goes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from jishi.core.calendar import months_before
from jishi.core.errors import sentence
from jishi.core.people.reasons import Reason
from jishi.core.people.stages import anniversary

SILENT_MONTHS: Final = 6
HEARD_YEARLY: Final = 365
#: Why offices lose a member; the codes of the returns.
LOSSES: Final = ("away-for-work", "unit-closed", "after-graduation", "changed-job", "abroad", "moved", "other")
#: For what members are cared for.
CARES: Final = ("old", "ill", "needy", "veteran", "other")
OUTCOMES: Final = ("found", "died", "struck-off")
#: A record of a lost member never lives longer than this many years, found or not.
KEPT_YEARS: Final = 5


@dataclass(frozen=True)
class Search:
    """The search for a lost member.

    Attributes:
        since: no contact since.
        steps: what was done: ``{"on": …, "text": …}``, in order.
        outcome: ``searching``, or how it ended.
    """

    since: date
    steps: tuple[Mapping[str, str], ...] = ()
    outcome: str = "searching"
    ended_on: date | None = None


def may_be_called_lost(last_contact: date, today: date, where: str) -> None:
    """Let nobody be called lost too early.

    Raises:
        Refusal: six months without contact have not passed.
    """
    if last_contact > months_before(today, SILENT_MONTHS):
        raise Reason(
            sentence("A member counts as lost after %(months)s months without contact.", months=SILENT_MONTHS),
            sentence("Keep trying; until then the member is not listed."),
        ).refused(where)


def step(search: Search, on: date, text: str, where: str) -> Search:
    """Return the search one step further.

    Raises:
        Refusal: it is over, or nothing is said.
    """
    _going(search, where)
    if not text.strip():
        raise Reason(
            sentence("The step says nothing."), sentence("Write what was done and what came of it.")
        ).refused(where)
    if on < search.since:
        raise Reason(
            sentence("This day lies before the last contact, %(since)s.", since=search.since.isoformat()),
            sentence("Correct the date."),
        ).refused(where)
    done = {"on": on.isoformat(), "text": text.strip()[:200]}
    return Search(search.since, (*search.steps, done), search.outcome)


def end(search: Search, outcome: str, on: date, where: str) -> Search:
    """Return the search ended.

    Raises:
        Refusal: it is over already; or a member is struck off of whom nobody searched.
    """
    _going(search, where)
    if outcome not in OUTCOMES:
        raise Reason(
            sentence("“%(outcome)s” is no outcome of a search.", outcome=outcome),
            sentence("Choose one of: %(known)s.", known=", ".join(OUTCOMES)),
        ).refused(where)
    if outcome == "struck-off" and not search.steps:
        raise Reason(
            sentence("Nobody is struck off without a search."), sentence("Enter the steps of the search first.")
        ).refused(where)
    return Search(search.since, search.steps, outcome, on)


def _going(search: Search, where: str) -> None:
    if search.outcome != "searching":
        raise Reason(
            sentence("This search is over."), sentence("Load the page again to see how it ended.")
        ).refused(where)


def expires(since: date, years: int) -> date:
    """Return the day on which the record of a search is destroyed; the pack may say less, never more."""
    return anniversary(since, min(max(years, 1), KEPT_YEARS))


def overdue(last_contact: date | None, begun: date, today: date) -> bool:
    """Say whether the home branch has not heard from a floating member for a year."""
    return (today - (last_contact or begun)).days > HEARD_YEARLY
