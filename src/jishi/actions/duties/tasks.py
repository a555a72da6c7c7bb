"""Give a task to a secretary or to several units together, follow it up, close it (D207, D229)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jishi.actions.duties.ground import called, stands_above
from jishi.actions.posts.holding import By, refuse_outside
from jishi.core import duties as decisions
from jishi.store import clock
from jishi.store.models.duties import FollowUp, Task, TaskSupport
from jishi.store.models.org import Unit
from jishi.store.transact import action, change

_MOST = 400


@dataclass(frozen=True)
class Wish:
    """A task that is to be given.

    Attributes:
        unit: whose secretary does it, or the unit that leads.
        set_by: the unit above that gives it.
        supports: units that support, below the same unit; a task with some is a joint one.
    """

    unit: Unit
    set_by: Unit
    text: str
    due: date
    since: date
    supports: Sequence[Unit] = ()

    @property
    def kind(self) -> decisions.Kind:
        """Return whose task it is."""
        return "joint" if self.supports else "secretary"


def give(by: By, wish: Wish) -> Task:
    """Give a task.

    Raises:
        Refusal: the role does not act for the unit above, it does not stand above one of the
            units, or the task cannot be.
    """
    content = {
        "unit": wish.unit.pk,
        "by": wish.set_by.pk,
        "text": wish.text,
        "since": wish.since,
        "due": wish.due,
        "supports": sorted(unit.pk for unit in wish.supports),
    }
    with action(by.actor, "task.give", key=by.key, content=content) as event:
        if event.repeated:
            return Task.objects.get(pk=event.result["task"])
        refuse_outside(by, wish.set_by)
        supports = [unit for unit in wish.supports if unit.pk != wish.unit.pk]
        for unit in (wish.unit, *supports):
            stands_above(wish.set_by, unit)
        found = decisions.Task(called(wish.unit), wish.text, wish.since, wish.due)
        decisions.give(found, wish.kind, len(supports))
        row = Task.objects.create(
            kind=wish.kind,
            unit=wish.unit,
            set_by=wish.set_by,
            text=wish.text.strip()[:_MOST],
            since=wish.since,
            due_on=wish.due,
        )
        rows = [TaskSupport.objects.create(task=row, unit=unit) for unit in dict.fromkeys(supports)]
        event.about(row, *rows)
        event.note(unit=wish.unit.pk, by=wish.set_by.pk, kind=wish.kind)
        event.result = {"task": row.pk}
    return row


def follow(by: By, task: Task, text: str, on: date | None = None) -> FollowUp:
    """Note what the unit above found when it looked.

    Raises:
        Refusal: the role does not act for the unit that gave the task, or nothing can be noted.
    """
    day = on or clock.today()
    with action(by.actor, "task.follow", key=by.key, content={"task": task.pk, "on": day, "text": text}) as event:
        if event.repeated:
            return FollowUp.objects.get(pk=event.result["followup"])
        refuse_outside(by, task.set_by)
        decisions.follow(_of(task), day, text, clock.today())
        row = FollowUp.objects.create(task=task, on=day, text=text.strip()[:_MOST])
        event.about(row)
        event.note(task=task.pk, unit=task.unit_id)
        event.result = {"followup": row.pk}
    return row


@dataclass(frozen=True)
class Closing:
    """How a task ends: as done by the unit itself, or dropped by the unit that gave it."""

    outcome: str
    dropped: bool = False
    on: date | None = None


def close(by: By, task: Task, version: int, how: Closing) -> Task:
    """Close a task: the unit that does it says what came of it; only the unit that gave it drops it.

    Raises:
        Refusal: the role does not allow it, the task is closed, nothing is said, or somebody changed it meanwhile.
    """
    day = how.on or clock.today()
    content = {"task": task.pk, "on": day, "outcome": how.outcome, "dropped": how.dropped}
    with action(by.actor, "task.close", key=by.key, content=content) as event:
        if event.repeated:
            return task
        refuse_outside(by, task.set_by if how.dropped else task.unit)
        decisions.close(_of(task), day, how.outcome, clock.today())
        state = Task.State.DROPPED if how.dropped else Task.State.DONE
        change(task, version, state=state, closed_on=day, outcome=how.outcome.strip()[:_MOST])
        event.about(task)
        event.note(unit=task.unit_id, state=str(state))
    return task


def _of(task: Task) -> decisions.Task:
    return decisions.Task(called(task.unit), task.text, task.since, task.due_on, task.state)
