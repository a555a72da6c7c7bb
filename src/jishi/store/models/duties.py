"""Who is to do what: tasks of secretaries and joint tasks, the division of work, what departments remind of."""

from django.db import models
from django.db.models import F, Q

from jishi.store.models.org import Unit
from jishi.store.models.posts import Post
from jishi.store.models.versioned import Dated, Versioned


class Task(Versioned):
    """A task that a unit above gives: to a secretary (D207), or to several units together (D229).

    Attributes:
        kind: whose it is.
        unit: whose secretary does it, or the unit that leads.
        set_by: the unit above that gives it and follows it up.
        since, due_on: from when until when.
        outcome: what came of it; why it was dropped.
    """

    class Kind(models.TextChoices):
        SECRETARY = "secretary"
        JOINT = "joint"

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        DROPPED = "dropped"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tasks")
    set_by = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tasks_given")
    text = models.CharField(max_length=400)
    since = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("since")), name="task_ends_after_start"),
            models.CheckConstraint(condition=~Q(text=""), name="task_says_something"),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="task_state_due")]


class TaskSupport(Versioned):
    """A unit that supports a joint task."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="supports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tasks_supported")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "unit"], name="task_support_once")]


class FollowUp(Versioned):
    """What the unit above found when it looked at a task, in words."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="followups")
    on = models.DateField()
    text = models.CharField(max_length=400)

    class Meta:
        indexes = [models.Index(fields=["task", "on"], name="follow_up_day")]


class Responsibility(Dated):
    """A leader, as the holder of a post, answers for an area of work (D208).

    Attributes:
        area: id of the pack's area of work.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="responsibilities")
    area = models.CharField(max_length=40)


class Supervision(Versioned):
    """A department of a unit above reminds, supervises or guides a unit, and what the unit answers (D209).

    Attributes:
        department: the unit that does it.
        unit: to whom.
        answer_by: until when an answer is asked for; null = none is.
    """

    class Kind(models.TextChoices):
        REMINDER = "reminder"
        INSPECTION = "inspection"
        GUIDANCE = "guidance"

    department = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="supervising")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="supervised")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField()
    text = models.CharField(max_length=400)
    answer_by = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="supervision_says_something")]
        indexes = [models.Index(fields=["unit", "on"], name="supervision_unit_day")]
