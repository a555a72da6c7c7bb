"""What rows have in common: those that can change, and those that hold from one day to another."""

from django.db import models
from django.db.models import F, Q


class Versioned(models.Model):
    """A row that can change: whoever changes it says which version was seen, so the second of two is told."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class Dated(Versioned):
    """A row that holds from ``from_on`` until the day before ``to_on``; without ``to_on`` it holds on.

    Rows of the same thing never overlap; :mod:`jishi.store.guards` says what the same thing is.
    """

    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gt=F("from_on")), name="%(class)s_ends_after_start"
            )
        ]
