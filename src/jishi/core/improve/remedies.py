"""A remedy: the four elements, what is reported of it, and that somebody else verifies it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from jishi.core.errors import Complaint, Refusal, refuse, sentence

State = Literal["planned", "published", "done", "verified", "dropped"]
#: Still to be done: what can be overdue.
RUNNING: tuple[State, ...] = ("planned", "published")
WHOLE = 100


@dataclass(frozen=True)
class Elements:
    """What is published of a remedy (R10: 问题、措施、时限、责任人).

    Attributes:
        where: how sentences call it.
        problem, measure, responsible: in words.
        due_on: until when; None = nobody said.
    """

    where: str
    problem: str
    measure: str
    due_on: date | None
    responsible: str


@dataclass(frozen=True)
class Standing:
    """A remedy as it stands.

    Attributes:
        where: how sentences call it.
        state: its state.
        since: the day on which it was entered.
        reporters: accounts that reported progress on it; None = the command line.
        has_evidence: a report brought a file or a record as evidence.
    """

    where: str
    state: State
    since: date
    reporters: frozenset[int | None] = frozenset()
    has_evidence: bool = False


def plan(elements: Elements, on: date) -> None:
    """Refuse a remedy whose deadline has passed on the day on which it is entered.

    Raises:
        Refusal: the deadline lies in the past, or nothing is to be done.
    """
    if not elements.measure.strip():
        raise refuse(elements.where, sentence("The remedy is missing."), sentence("Write what is to be done."))
    if elements.due_on is not None and elements.due_on < on:
        raise refuse(
            elements.where,
            sentence("The deadline lies in the past."),
            sentence("Choose a day that is still to come."),
        )


def lacking(elements: Elements) -> list[Complaint]:
    """Return a complaint for each of the four elements that is empty.

    Example:
        >>> [str(c.what) for c in lacking(Elements("D1", "roof leaks", "mend it", None, "Jia"))]
        ['The deadline is missing.']
    """
    said = (
        (elements.problem.strip(), sentence("The problem is missing."), sentence("Link the remedy to a problem.")),
        (elements.measure.strip(), sentence("The remedy is missing."), sentence("Write what is to be done.")),
        (elements.due_on, sentence("The deadline is missing."), sentence("Write until which day.")),
        (elements.responsible.strip(), sentence("Nobody is responsible."), sentence("Write the person’s name.")),
    )
    return [Complaint(elements.where, what, fix) for value, what, fix in said if not value]


def publish(standing: Standing, elements: Elements) -> State:
    """Return ``published``.

    Raises:
        Refusal: one of the four elements is empty (R10), or the remedy is published or over already.
    """
    _only(standing, ("planned",))
    missing = lacking(elements)
    if missing:
        raise Refusal(missing)
    return "published"


def report(standing: Standing, share: int, text: str, on: date) -> State:
    """Return the state after a report of progress; 100 % = done, and waits to be verified.

    Args:
        share: how far it is, 0 to 100.

    Raises:
        Refusal: the remedy is over, the share is none, nothing is said, or the day is before the remedy.
    """
    _only(standing, ("planned", "published"))
    if not 0 <= share <= WHOLE:
        raise refuse(
            standing.where, sentence("The share is no percentage."), sentence("Write a whole number from 0 to 100.")
        )
    if not text.strip():
        raise refuse(standing.where, sentence("Nothing is written."), sentence("Write what was done."))
    if on < standing.since:
        raise refuse(
            standing.where,
            sentence("The remedy was entered on %(day)s, after that day.", day=standing.since.isoformat()),
            sentence("Choose a later day."),
        )
    return "done" if share == WHOLE else standing.state


def verify(standing: Standing, by: int | None) -> State:
    """Return ``verified``.

    Args:
        by: the account that verifies; None = the command line.

    Raises:
        Refusal: it is not reported done, there is no evidence, or whoever verifies reported it.
    """
    _only(standing, ("done",))
    if not standing.has_evidence:
        raise refuse(
            standing.where,
            sentence("There is no evidence that it is done."),
            sentence("Let a photograph, a file or a record be added first."),
        )
    if by in standing.reporters:
        raise refuse(
            standing.where,
            sentence("Whoever reported it cannot verify it."),
            sentence("Let somebody else look and verify."),
        )
    return "verified"


def send_back(standing: Standing, published: date | None, reason: str) -> State:
    """Return the state of a remedy that is not done after all.

    Raises:
        Refusal: it is not reported done, or no reason is given.
    """
    _only(standing, ("done", "verified"))
    if not reason.strip():
        raise refuse(standing.where, sentence("No reason is given."), sentence("Say why, in a few words."))
    return "published" if published else "planned"


def drop(standing: Standing, reason: str) -> State:
    """Return ``dropped``.

    Raises:
        Refusal: it is over already, or no reason is given.
    """
    _only(standing, ("planned", "published", "done"))
    if not reason.strip():
        raise refuse(standing.where, sentence("No reason is given."), sentence("Say why, in a few words."))
    return "dropped"


def _only(standing: Standing, states: Iterable[State]) -> None:
    if standing.state not in tuple(states):
        raise refuse(
            standing.where,
            sentence("This remedy is not in a state in which that is possible."),
            sentence("Load the page again to see what became of it."),
        )
