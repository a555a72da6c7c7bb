"""What every row that can change has in common."""

from django.db import models


class Versioned(models.Model):
    """A row that can change: whoever changes it says which version was seen, so the second of two is told."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
