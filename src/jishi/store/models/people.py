"""Persons (the least of them), posts and tenures."""

from django.db import models
from django.db.models import F, Q

from jishi.store.models.org import Unit
from jishi.store.models.versioned import Versioned


class Person(Versioned):
    """The least that is needed to say who holds a post.

    Attributes:
        identity: the encrypted identity number, only where the law asks for it; see :mod:`jishi.store.vault`.
        identity_index: keyed digest to find an equal number; never shown.
    """

    name = models.CharField(max_length=100)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="persons", null=True, blank=True)
    identity = models.BinaryField(null=True, blank=True)
    identity_index = models.BinaryField(max_length=16, null=True, blank=True, unique=True)


class Post(Versioned):
    """A slot at a unit; ``required`` = it counts as vacant when nobody holds it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=40)
    required = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "kind"], name="post_unit_kind")]


class Tenure(Versioned):
    """A person holding a post from ``from_on`` until the day before ``to_on``."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tenures")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tenures")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    source_channel = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gt=F("from_on")), name="tenure_ends_after_start"
            ),
        ]
