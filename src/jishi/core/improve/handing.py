"""Handing a branch its sheet after a survey: when it may be said to have it, and how long there still is."""

from dataclasses import dataclass
from datetime import date

from jishi.core.errors import refuse, sentence


@dataclass(frozen=True)
class Standing:
    """How it stands with the sheet of a unit.

    Attributes:
        where: how sentences call the unit.
        closed_on: last day of the survey.
        undecided: problems that are only proposed: the sheet cannot tell yet what was decided about them.
        given_on: None = it does not have the sheet.
    """

    where: str
    closed_on: date
    undecided: int = 0
    given_on: date | None = None


def hand_over(standing: Standing, on: date, today: date) -> None:
    """Refuse to say that a unit has its sheet where that is not so, or where the sheet says too little.

    Raises:
        Refusal: it has it already, something is not decided, or the day cannot be.

    Example:
        >>> hand_over(Standing("D1", date(2012, 4, 10)), date(2012, 4, 20), date(2012, 4, 21))
    """
    where = standing.where
    if standing.given_on is not None:
        raise refuse(
            where,
            sentence("It has its sheet since %(day)s.", day=standing.given_on.isoformat()),
            sentence("Nothing more is to be done."),
        )
    if standing.undecided:
        raise refuse(
            where,
            sentence("%(count)s proposed problems are not decided yet.", count=standing.undecided),
            sentence("Take on or reject each of them first; the sheet tells what was decided."),
        )
    if on > today:
        raise refuse(
            where,
            sentence("%(on)s lies in the future.", on=on.isoformat()),
            sentence("Enter it when it has happened."),
        )
    if on <= standing.closed_on:
        raise refuse(
            where,
            sentence("The survey went on until %(day)s.", day=standing.closed_on.isoformat()),
            sentence("Choose a day after that."),
        )


def days_left(due_on: date, today: date) -> int:
    """Return how many days are left; below 0 = over by so many.

    Example:
        >>> [days_left(date(2012, 5, 10), day) for day in (date(2012, 5, 8), date(2012, 5, 13))]
        [2, -3]
    """
    return (due_on - today).days
