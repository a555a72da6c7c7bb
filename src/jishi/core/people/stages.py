"""The way of a member: applicant, activist, candidate, probationary, full; and how one leaves.

Sources: the five stages of admission (D171-D174); dates of joining and of full membership differ, except for those
who joined between 1 April 1969 and 11 August 1977, when there was no probation.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from jishi.core.errors import Sentence, sentence
from jishi.core.people.reasons import Reason

STATUSES: Final = ("applicant", "activist", "candidate", "probationary", "full")
#: Which date each status begins with.
DATE_OF: Final = {
    "applicant": "applied_on",
    "activist": "activist_on",
    "candidate": "candidate_on",
    "probationary": "joined_on",
    "full": "full_on",
}
#: Who counts as a member of the organisation.
MEMBERS: Final = ("probationary", "full")
#: How one leaves a branch, where a pack has no words of its own.
LEAVINGS: Final = ("transferred", "died", "expelled", "withdrew", "struck-off", "lapsed")
NO_PROBATION: Final = (date(1969, 4, 1), date(1977, 8, 11))
PROBATION_YEARS: Final = 1


@dataclass(frozen=True)
class Way:
    """How far somebody has come in one branch; None = not known, or not reached.

    Attributes:
        status: one of :data:`STATUSES`.
        from_on, to_on: in this branch from … until the day before.
        born_on: to see that nobody joins before being born.
    """

    status: str
    from_on: date
    to_on: date | None = None
    applied_on: date | None = None
    activist_on: date | None = None
    candidate_on: date | None = None
    joined_on: date | None = None
    full_on: date | None = None
    born_on: date | None = None
    left_how: str = ""

    def reached(self, status: str) -> date | None:
        """Return the day on which a status began."""
        found: date | None = getattr(self, DATE_OF[status])
        return found


def next_of(status: str) -> str:
    """Return the status that follows; empty after the last."""
    place = STATUSES.index(status) + 1
    return STATUSES[place] if place < len(STATUSES) else ""


def faults(way: Way, today: date) -> Iterator[Reason]:
    """Yield what contradicts in the dates of a way; an import says each beside its cell."""
    known = [(name, way.reached(name)) for name in STATUSES]
    for name, on in known:
        if on and on > today:
            yield Reason(
                sentence("%(on)s lies in the future.", on=on.isoformat()),
                sentence("Correct the date."),
                DATE_OF[name],
            )
        if on and way.born_on and on <= way.born_on:
            yield Reason(
                sentence("This date lies before the date of birth."),
                sentence("Correct one of the two dates."),
                DATE_OF[name],
            )
    yield from _out_of_order([(name, on) for name, on in known if on])
    if way.status == "full" and way.full_on is None and way.joined_on is not None:
        yield Reason(
            sentence("A full member has a date of full membership."),
            sentence("Fill it in, or write the status as probationary."),
            "full_on",
        )
    if way.status != "full" and way.full_on is not None:
        yield Reason(
            sentence("Who is not yet a full member has no date of full membership."),
            sentence("Correct the status, or leave the date empty."),
            "full_on",
        )


def _out_of_order(known: list[tuple[str, date]]) -> Iterator[Reason]:
    for (before, first), (after, second) in pairwise(known):
        if second > first:
            continue
        if after == "full" and before == "probationary":
            if second == first and NO_PROBATION[0] <= first <= NO_PROBATION[1]:
                continue
            yield Reason(
                sentence("Joining comes before full membership, by a year of probation as a rule."),
                sentence(
                    "Correct one of the two dates; only who joined from 1969-04-01 to 1977-08-11 may have both on "
                    "one day."
                ),
                "full_on",
            )
        elif second < first:
            yield Reason(
                sentence("A later stage begins before the one that precedes it."),
                sentence("Correct one of the two dates."),
                DATE_OF[after],
            )


def advance(way: Way, to: str, on: date, today: date, where: str) -> Way:
    """Return the way one stage further.

    Args:
        way: as it is.
        to: the status that is reached.
        on: the day of the decision.
        today: nothing is decided in the future.
        where: whom messages name.

    Raises:
        Refusal: the person has left, a stage is left out, the day contradicts, or probation is not over.
    """
    _still_here(way, where)
    if to != next_of(way.status):
        raise Reason(
            sentence("The stages follow one another; none is left out."),
            sentence("Enter the stage that comes next, with its own date."),
        ).refused(where)
    if to == "full" and way.joined_on:
        _probation_over(way.joined_on, on, where)
    further = replace(way, status=to, **{DATE_OF[to]: on})  # type: ignore[arg-type]
    for fault in faults(further, today):
        raise fault.refused(where)
    return further


def _probation_over(joined: date, on: date, where: str) -> None:
    until = anniversary(joined, PROBATION_YEARS)
    if on < until and not NO_PROBATION[0] <= joined <= NO_PROBATION[1]:
        raise Reason(
            sentence("Probation lasts until %(until)s.", until=until.isoformat()),
            sentence("Enter the decision when it has been taken, after that day."),
        ).refused(where)


def anniversary(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def leave(way: Way, how: str, on: date, today: date, where: str) -> Way:
    """Return the way ended: ``on`` is the last day in the branch.

    Raises:
        Refusal: the person has left already, or the day contradicts.
    """
    _still_here(way, where)
    if on > today:
        raise Reason(
            sentence("%(on)s lies in the future.", on=on.isoformat()), sentence("Correct the date.")
        ).refused(where)
    if on < way.from_on:
        raise Reason(
            sentence("This day lies before the first day in the branch, %(since)s.", since=way.from_on.isoformat()),
            sentence("Correct the date."),
        ).refused(where)
    return replace(way, to_on=on + timedelta(days=1), left_how=how)


def _still_here(way: Way, where: str) -> None:
    if way.to_on is not None:
        raise Reason(left_already(way.to_on), sentence("Enter it where the member is now.")).refused(where)


def left_already(to_on: date) -> Sentence:
    """Return the words for somebody who is not in the branch any more."""
    return sentence("This person left the branch on %(on)s.", on=to_on.isoformat())
