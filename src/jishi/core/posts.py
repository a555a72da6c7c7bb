"""Posts and tenures: which are due, who may hold one from when, what is vacant and what ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from jishi.core.errors import Complaint, Refusal, Sentence, sentence

State = Literal["held", "vacant", "over", "ending"]


@dataclass(frozen=True)
class Requirement:
    """The posts that units of a kind and size must have.

    Attributes:
        id: its name in the pack.
        kinds, domains: of units; no domains = all.
        posts: (kind of post, how many).
        members_from, members_below: bounds of the number of full members; None = none.
        first: the post whose holder is the first responsible person; empty = none.
        term_months: how long a term lasts; None = the pack does not say.
    """

    id: str
    kinds: tuple[str, ...]
    posts: tuple[tuple[str, int], ...]
    domains: tuple[str, ...] = ()
    members_from: int | None = None
    members_below: int | None = None
    first: str = ""
    term_months: int | None = None

    def fits(self, kind: str, domain: str, members: int | None) -> bool:
        """Say whether a unit must have these posts; a size that is not known fits no bound."""
        if kind not in self.kinds or (self.domains and domain not in self.domains):
            return False
        if members is None:
            return self.members_from is None and self.members_below is None
        return (self.members_from or 0) <= members and (self.members_below is None or members < self.members_below)


def required(
    requirements: Iterable[Requirement], kind: str, domain: str, members: int | None
) -> Requirement | None:
    """Return what is required of a unit: the first entry that fits; None = nothing is.

    Example:
        >>> small = Requirement("small", ("branch",), (("secretary", 1),))
        >>> large = Requirement("large", ("branch",), (("secretary", 1), ("member", 2)), members_from=7)
        >>> [required((large, small), "branch", "", count).id for count in (3, 7, None)]
        ['small', 'large', 'small']
    """
    return next((one for one in requirements if one.fits(kind, domain, members)), None)


@dataclass(frozen=True)
class Span:
    """A tenure as its dates: from ``since`` until the day before ``until``; without ``until`` it holds on."""

    holder: str
    since: date
    until: date | None = None

    def overlaps(self, other: "Span") -> bool:
        """Say whether both hold on some day."""
        before = self.until is not None and self.until <= other.since
        after = other.until is not None and other.until <= self.since
        return not before and not after


@dataclass(frozen=True)
class Seat:
    """A post that somebody is to hold.

    Attributes:
        where: how sentences call it.
        held: its tenures, past and present.
        closed_on: from this day on there is no such post.
    """

    where: str
    held: tuple[Span, ...] = ()
    closed_on: date | None = None


def appoint(seat: Seat, wanted: Span, term_ends_on: date | None, died_on: date | None = None) -> None:
    """Decide whether somebody may hold a post from a day on.

    Raises:
        Refusal: another holds it on a day of these, the post is closed, the term ends before it begins, or the
            person had died.
    """
    if wanted.until is not None and wanted.until <= wanted.since:
        raise _one(seat, sentence("The tenure ends before it begins."), sentence("Correct one of the two dates."))
    if term_ends_on is not None and term_ends_on <= wanted.since:
        raise _one(seat, sentence("The term ends before it begins."), sentence("Correct one of the two dates."))
    if died_on is not None and wanted.since >= died_on:
        raise _one(
            seat,
            sentence("This person died on %(day)s.", day=died_on.isoformat()),
            sentence("Choose another person, or correct the record of the person."),
        )
    if seat.closed_on is not None and wanted.since >= seat.closed_on:
        raise _one(
            seat,
            sentence("There is no such post from %(day)s on.", day=seat.closed_on.isoformat()),
            sentence("Open a post first, or choose an earlier day."),
        )
    other = next((span for span in seat.held if span.overlaps(wanted)), None)
    if other is not None:
        raise _one(
            seat,
            sentence("%(name)s holds this post since %(day)s.", name=other.holder, day=other.since.isoformat()),
            sentence("End that tenure first, on the day on which the new one begins."),
        )


@dataclass(frozen=True)
class Sent:
    """Somebody who is to be first responsible at a unit and comes from elsewhere (D137).

    Attributes:
        where: how sentences call the unit.
        domain: of the unit.
        domains: to which domains somebody may be sent.
        since: the first day of the tenure.
        searched_on: when it was recorded last that nobody suitable was found there; None = never.
        holds_days: so many days such a record counts.
    """

    where: str
    domain: str
    domains: tuple[str, ...]
    since: date
    searched_on: date | None
    holds_days: int


def send_to(sent: Sent) -> None:
    """Decide whether a first responsible person may be sent from elsewhere.

    Raises:
        Refusal: the domain is none of those, or nobody recorded that nobody suitable was found.
    """
    if sent.domain not in sent.domains:
        raise Refusal(
            [
                Complaint(
                    sent.where,
                    sentence("To a unit of this domain no secretary is sent from elsewhere."),
                    sentence("Let one of its own members be elected, or choose another way."),
                )
            ]
        )
    on = sent.searched_on
    if on is None or on > sent.since or (sent.since - on).days > sent.holds_days:
        raise Refusal(
            [
                Complaint(
                    sent.where,
                    sentence("Nobody has recorded that the unit itself has nobody suitable."),
                    sentence(
                        "Record it first on the page of the unit's posts; it counts for %(days)s days.",
                        days=sent.holds_days,
                    ),
                )
            ]
        )


def end(seat: Seat, tenure: Span, on: date) -> None:
    """Decide whether a tenure may end on a day.

    Raises:
        Refusal: it had ended, or had not begun.
    """
    if tenure.until is not None:
        raise _one(
            seat,
            sentence("This tenure ended on %(day)s.", day=tenure.until.isoformat()),
            sentence("Nothing is to be done."),
        )
    if on <= tenure.since:
        raise _one(
            seat,
            sentence("It began on %(day)s and cannot end before the day after.", day=tenure.since.isoformat()),
            sentence("Choose a later day."),
        )


def state(held: bool, term_ends_on: date | None, on: date, ahead_days: int) -> State:
    """Say how a post stands on a day.

    Example:
        >>> state(True, date(2012, 6, 1), date(2012, 5, 1), 90), state(False, None, date(2012, 5, 1), 90)
        ('ending', 'vacant')
    """
    if not held:
        return "vacant"
    if term_ends_on is None:
        return "held"
    left = (term_ends_on - on).days
    return "over" if left < 0 else "ending" if left <= ahead_days else "held"


def _one(seat: Seat, what: Sentence, fix: Sentence) -> Refusal:
    return Refusal([Complaint(seat.where, what, fix)])
