"""A problem: from what somebody found to what is solved, struck off or passed up."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from jishi.core.errors import Refusal, refuse, sentence

State = Literal["proposed", "open", "rejected", "solved"]
Source = Literal["indicator", "consultation", "visit", "feedback", "inspection", "other"]
Event = Literal["accept", "reject", "solve", "reopen"]

#: event → the states from which it leads, and where it leads to.
_WAYS: dict[Event, tuple[tuple[State, ...], State]] = {
    "accept": (("proposed",), "open"),
    "reject": (("proposed", "open"), "rejected"),
    "solve": (("open",), "solved"),
    "reopen": (("solved", "rejected"), "open"),
}
#: What needs a reason in words.
_REASONED = ("reject", "reopen")
MOST = 3


@dataclass(frozen=True)
class Step:
    """Something that happens to a problem.

    Attributes:
        event: what happens.
        on: the day.
        reason: in words; a must where something is thrown out or taken up again.
    """

    event: Event
    on: date
    reason: str = ""


@dataclass(frozen=True)
class Standing:
    """A problem as it stands.

    Attributes:
        where: how sentences call it.
        state: its state.
        found_on: the day on which it was found.
        unsettled: remedies that are not verified and not dropped.
        remedies: remedies that are not dropped.
    """

    where: str
    state: State
    found_on: date
    unsettled: int = 0
    remedies: int = 0


def take(standing: Standing, step: Step) -> State:
    """Return the state that a step leads to.

    Raises:
        Refusal: the step is not possible now, has no reason, or goes before the problem was found.

    Example:
        >>> take(Standing("D1", "proposed", date(2012, 3, 1)), Step("accept", date(2012, 3, 2)))
        'open'
    """
    before, after = _WAYS[step.event]
    if standing.state not in before:
        raise refuse(
            standing.where,
            sentence("This problem is not in a state from which that is possible."),
            sentence("Load the page again to see what became of it."),
        )
    if step.event in _REASONED and not step.reason.strip():
        raise refuse(standing.where, sentence("No reason is given."), sentence("Say why, in a few words."))
    if step.on < standing.found_on:
        raise refuse(
            standing.where,
            sentence("The problem was found on %(day)s, after that day.", day=standing.found_on.isoformat()),
            sentence("Choose a later day."),
        )
    if step.event == "solve" and (standing.unsettled or not standing.remedies):
        raise _not_solved(standing)
    return after


def _not_solved(standing: Standing) -> Refusal:
    if not standing.remedies:
        return refuse(
            standing.where,
            sentence("No remedy was taken against this problem."),
            sentence("Enter what was done, or reject the problem with a reason."),
        )
    return refuse(
        standing.where,
        sentence("%(count)s remedies against this problem are not verified yet.", count=standing.unsettled),
        sentence("Let somebody else verify them, or drop them with a reason."),
    )


def priority(severity: int, urgency: int) -> int:
    """Return severity × urgency: 1 (light, can wait) to 9 (grave, at once).

    Raises:
        Refusal: one of them is not 1, 2 or 3.

    Example:
        >>> priority(3, 2)
        6
    """
    for value in (severity, urgency):
        if not 1 <= value <= MOST:
            raise refuse(
                "—", sentence("Severity and urgency go from 1 to 3."), sentence("Choose them from the lists.")
            )
    return severity * urgency


def severity_of(share: int, low: int) -> int:
    """Return how severe a low indicator is, from the share of its points that was won.

    Args:
        share: basis points won.
        low: below this share an indicator is low, in basis points.

    Example:
        >>> [severity_of(share, 6000) for share in (0, 2000, 4000, 5999)]
        [3, 2, 1, 1]
    """
    third = low // 3
    return 3 if share < third else 2 if share < 2 * third else 1


@dataclass(frozen=True)
class Call:
    """A problem that was passed up.

    Attributes:
        where: how sentences call it.
        asked_on, due_on: since when and until when the level above is asked.
        answered_on: None = it has not answered.
    """

    where: str
    asked_on: date
    due_on: date
    answered_on: date | None = None


def pass_up(standing: Standing, earlier: tuple[Call, ...], call: Call) -> Call:
    """Return the call on the level above.

    Raises:
        Refusal: the problem is not open, the level above was asked and has not answered, or the term is over
            before it begins.
    """
    if standing.state != "open":
        raise refuse(
            call.where,
            sentence("Only an open problem is passed up."),
            sentence("Accept the problem first, or take it up again."),
        )
    waiting = next((one for one in earlier if one.answered_on is None), None)
    if waiting is not None:
        raise refuse(
            call.where,
            sentence("It was passed up on %(day)s and is not answered yet.", day=waiting.asked_on.isoformat()),
            sentence("Wait for the answer; it is due on %(day)s.", day=waiting.due_on.isoformat()),
        )
    if call.due_on < call.asked_on:
        raise refuse(
            call.where, sentence("The deadline lies in the past."), sentence("Choose a day that is still to come.")
        )
    return call


def answer(call: Call, on: date, text: str, *, helps: tuple[str, str, date | None] | None = None) -> Call:
    """Return the call, answered.

    Args:
        helps: what help or money comes, from whom, by when; None = none is promised.

    Raises:
        Refusal: it is answered, nothing is said, the day lies before the question, or help is promised by nobody
            or without a day.
    """
    if call.answered_on is not None:
        raise refuse(
            call.where,
            sentence("This was answered on %(day)s.", day=call.answered_on.isoformat()),
            sentence("Load the page again to see the answer."),
        )
    if not text.strip():
        raise refuse(call.where, sentence("Nothing is written."), sentence("Write what was decided."))
    if on < call.asked_on:
        raise refuse(call.where, sentence("The answer lies before the question."), sentence("Choose a later day."))
    if helps is not None:
        _promised(call, on, helps)
    return Call(call.where, call.asked_on, call.due_on, on)


def _promised(call: Call, on: date, helps: tuple[str, str, date | None]) -> None:
    _what, source, until = helps
    if not source.strip() or until is None:
        raise refuse(
            call.where,
            sentence("Help is promised, but not by whom and by when."),
            sentence("Write who gives it and until which day."),
        )
    if until < on:
        raise refuse(
            call.where, sentence("The deadline lies in the past."), sentence("Choose a day that is still to come.")
        )
