"""Tasks that a unit above gives, and reminders that ask for an answer: what may be set, answered and closed."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from jishi.core.errors import Complaint, Refusal, Sentence, sentence

Kind = Literal["secretary", "joint"]


@dataclass(frozen=True)
class Task:
    """A task.

    Attributes:
        where: how sentences call the unit that does it.
        text: what is to be done.
        since, due: from when until when.
        state: ``open``, ``done`` or ``dropped``.
    """

    where: str
    text: str
    since: date
    due: date
    state: str = "open"


def give(task: Task, kind: Kind, supports: int) -> None:
    """Decide whether a task can be given.

    Raises:
        Refusal: it says nothing, ends before it begins, or supporting units are named where none or some are due.
    """
    if not task.text.strip():
        raise _one(task, sentence("The task says nothing."), sentence("Write what is to be done."))
    if task.due < task.since:
        raise _one(task, sentence("It ends before it begins."), sentence("Correct one of the two dates."))
    if (kind == "joint") != bool(supports):
        raise _one(
            task,
            sentence("A joint task has a unit that leads and others that support; a secretary's task has one."),
            sentence("Name the supporting units of a joint task, and none otherwise."),
        )


def follow(task: Task, on: date, text: str, today: date) -> None:
    """Decide whether a look at a task can be noted.

    Raises:
        Refusal: nothing is said, the task is closed, or the day is before the task or in the future.
    """
    _open(task)
    if not text.strip():
        raise _one(task, sentence("Nothing is written."), sentence("Write what was found."))
    _day(task, on, today)


def close(task: Task, on: date, outcome: str, today: date) -> None:
    """Decide whether a task can be closed, as done or as dropped.

    Raises:
        Refusal: it is closed already, nothing says what came of it, or the day cannot be.
    """
    _open(task)
    if not outcome.strip():
        raise _one(task, sentence("Nothing says what came of the task."), sentence("Write it in a few words."))
    _day(task, on, today)


def late(task: Task, today: date) -> bool:
    """Say whether a task is overdue."""
    return task.state == "open" and task.due < today


def _open(task: Task) -> None:
    if task.state != "open":
        raise _one(task, sentence("This task is closed already."), sentence("Load the page again to see it."))


def _day(task: Task, on: date, today: date) -> None:
    if not task.since <= on <= today:
        raise _one(
            task,
            sentence("The day lies in the future, or before the task began on %(on)s.", on=task.since.isoformat()),
            sentence("Correct the date."),
        )


def _one(task: Task, what: Sentence, fix: Sentence) -> Refusal:
    return Refusal([Complaint(task.where, what, fix)])
