"""Targets of units: figures to be reached in a cycle, broken down level by level."""

from django.db import models

from jishi.store.models.assess import Cycle
from jishi.store.models.org import Unit
from jishi.store.models.versioned import Versioned


class Target(Versioned):
    """What a unit and all below it are to reach in the period that the pack says.

    Attributes:
        kind: id of the pack's target.
        domain: only what is of this domain counts; empty = everything.
        number: null = it was taken back.
        document: number of the paper that sets it.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="targets")
    kind = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="targets")
    domain = models.CharField(max_length=40, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    document = models.CharField(max_length=200, blank=True)
    set_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "kind", "unit", "domain"], name="target_once"),
        ]
