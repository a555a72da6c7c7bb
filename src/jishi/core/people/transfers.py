"""A transfer between two branches: asked, released by the old side, accepted by the new one.

In the words of offices: 待审核 = asked, 审核通过 = released and accepted, 审核驳回 = refused, 退回申请 = returned.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from jishi.core.errors import sentence
from jishi.core.people.reasons import Reason

STATES: Final = ("asked", "released", "accepted", "refused", "returned", "lapsed")
#: States in which a transfer still goes on: nobody is asked for twice.
GOING: Final = ("asked", "released", "returned")
#: A letter of introduction is valid for 30 to 90 days as a rule, never longer.
USUAL_DAYS: Final = 60
MOST_DAYS: Final = 90


@dataclass(frozen=True)
class Going:
    """A transfer as it stands.

    Attributes:
        state: one of :data:`STATES`.
        asked_on: the day on which it was asked for.
        released_on, valid_until, letter: of the letter of introduction; None and empty before it.
    """

    state: str
    asked_on: date
    released_on: date | None = None
    valid_until: date | None = None
    letter: str = ""
    accepted_on: date | None = None
    refused_on: date | None = None
    reason: str = ""


def release(going: Going, letter: str, on: date, days: int, where: str) -> Going:
    """Return the transfer agreed by the old side, with its letter.

    Raises:
        Refusal: it is not waiting for this, the letter has no number, or would be valid too long.
    """
    _expect(going, ("asked", "returned"), where)
    if not letter.strip():
        raise Reason(
            sentence("The letter of introduction has no number."), sentence("Write the number on its stub.")
        ).refused(where)
    if not 1 <= days <= MOST_DAYS:
        raise Reason(
            sentence("A letter is valid for 1 to %(most)s days.", most=MOST_DAYS), sentence("Write fewer days.")
        ).refused(where)
    _not_before(going.asked_on, on, where)
    return replace(
        going,
        state="released",
        letter=letter.strip(),
        released_on=on,
        valid_until=on + timedelta(days=days),
        reason="",
    )


def accept(going: Going, on: date, where: str) -> Going:
    """Return the transfer agreed by the new side too: from this day the member belongs there.

    Raises:
        Refusal: the old side has not agreed, or the letter has run out.
    """
    _expect(going, ("released",), where)
    assert going.released_on is not None
    _not_before(going.released_on, on, where)
    if going.valid_until and on > going.valid_until:
        raise Reason(
            sentence("The letter was valid until %(until)s.", until=going.valid_until.isoformat()),
            sentence("Ask the old branch for a new letter."),
        ).refused(where)
    return replace(going, state="accepted", accepted_on=on)


def refuse_it(going: Going, reason: str, on: date, where: str) -> Going:
    """Return the transfer turned down for good, with the reason.

    Raises:
        Refusal: it is over already, or no reason is given.
    """
    _expect(going, GOING, where)
    return replace(going, state="refused", refused_on=on, reason=_said(reason, where))


def send_back(going: Going, reason: str, where: str) -> Going:
    """Return the transfer given back to the old side, to be corrected and released anew.

    Raises:
        Refusal: the old side has not released it, or no reason is given.
    """
    _expect(going, ("released",), where)
    return replace(going, state="returned", reason=_said(reason, where))


def lapsed(going: Going, today: date) -> Going:
    """Return the transfer as it is today: a letter that nobody used in time has run out."""
    if going.state == "released" and going.valid_until is not None and today > going.valid_until:
        return replace(going, state="lapsed")
    return going


def _said(reason: str, where: str) -> str:
    if not reason.strip():
        raise Reason(sentence("No reason is given."), sentence("Say in a few words what is wrong.")).refused(where)
    return reason.strip()[:200]


def _not_before(first: date, on: date, where: str) -> None:
    if on < first:
        raise Reason(
            sentence("This day lies before the step that precedes it, %(first)s.", first=first.isoformat()),
            sentence("Correct the date."),
        ).refused(where)


def _expect(going: Going, states: tuple[str, ...], where: str) -> None:
    if going.state not in states:
        raise Reason(
            sentence("This transfer has gone another way meanwhile."),
            sentence("Load the page again to see how it stands."),
        ).refused(where)
