"""Who serves a grid, and the requests that a grid had, as counts; no household has a record (D114)."""

from django.db import models
from django.db.models import F, Q

from jishi.store.models.org import Unit
from jishi.store.models.people import Person
from jishi.store.models.versioned import Dated, Versioned


class GridServer(Dated):
    """A person in the service team of a grid.

    Attributes:
        grid: name of the grid; its counts may change, its team goes on.
        role: what the person does there, in a word or two.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grid_servers")
    grid = models.CharField(max_length=100)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grids_served")
    role = models.CharField(max_length=40, blank=True)


class GridRequests(Versioned):
    """The requests for service of a grid in a month, as counts: none tells who asked, or for what.

    Attributes:
        month: its first day.
        received: how many came in.
        in_time, late: how many of them were settled before and after their deadline.
        overdue: how many are open, with their deadline over.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grid_requests")
    grid = models.CharField(max_length=100)
    month = models.DateField()
    received = models.PositiveIntegerField(default=0)
    in_time = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "grid", "month"], name="grid_requests_once_a_month"),
            models.CheckConstraint(
                condition=Q(received__gte=F("in_time") + F("late") + F("overdue")), name="grid_requests_add_up"
            ),
        ]
