"""What the rules found."""

from django.db import models
from django.db.models import F, Q

from jishi.store.models.org import Unit
from jishi.store.models.versioned import Versioned


class Violation(Versioned):
    """A rule that is not kept, from the day it was found; it closes itself when it is mended.

    Attributes:
        rule: id in the pack.
        subject: ``unit``; or ``workplace`` for the rows behind a count of workplaces; ``subject_id`` is its row.
        unit: the unit that answers for it; scopes look at this.
        values: the values of the pack's sentence.
        mends: the role that can mend it.
        closed_on: null = still open.
        checked_at: when it was last seen.
    """

    rule = models.CharField(max_length=40)
    severity = models.CharField(max_length=5)
    subject = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="violations")
    since = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    values = models.JSONField(default=dict)
    mends = models.CharField(max_length=40, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject", "subject_id"],
                condition=Q(closed_on__isnull=True),
                name="violation_open_once",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("since")),
                name="violation_closes_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "rule"], name="violation_unit_rule"),
            models.Index(fields=["rule", "closed_on"], name="violation_rule_open"),
        ]
