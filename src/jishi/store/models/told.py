"""What a consultation told at its close, and what stands in for what it could not tell."""

from django.db import models

from jishi.store.models.consult import Consultation, Pool
from jishi.store.models.office import Account
from jishi.store.models.org import Unit
from jishi.store.models.versioned import Versioned


class Told(models.Model):
    """What is told of one share of one unit, decided once at the close (decision 9); written once, never changed.

    Attributes:
        fact: the fact that it becomes; empty = it becomes none.
        whole: of the unit with all below it; otherwise of its own people alone.
        state: told, hidden, or nobody answered.
        low, high: the band in basis points; null unless told. How many answers it rests on is told nowhere.
        answers: of an occasion how many that is, so that the next one of the same people is held against it.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="told")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="told")
    ask = models.CharField(max_length=40)
    question = models.CharField(max_length=40)
    fact = models.CharField(max_length=80, blank=True)
    whole = models.BooleanField(default=False)
    state = models.CharField(max_length=10)
    low = models.PositiveIntegerField(null=True, blank=True)
    high = models.PositiveIntegerField(null=True, blank=True)
    answers = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "unit", "ask", "question", "fact", "whole"], name="told_once"
            )
        ]


class PoolTold(models.Model):
    """What is told of one share of a pool, as :class:`Told` of a unit; written once, never changed."""

    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="told")
    question = models.CharField(max_length=40)
    fact = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10)
    low = models.PositiveIntegerField(null=True, blank=True)
    high = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pool", "question", "fact"], name="pool_told_once")]


class Substitute(Versioned):
    """What stands in for a tally that cannot be told: a pooled tally, or the committee's minute.

    Attributes:
        pool: whose tally it is; null = the committee decided.
        low, high: the band in basis points; its lower end is the fact.
        minute, decided_on, why: of the committee's meeting; empty for a pool.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="substitutes")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    ask = models.CharField(max_length=40)
    fact = models.CharField(max_length=80)
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    low = models.PositiveIntegerField()
    high = models.PositiveIntegerField()
    minute = models.CharField(max_length=60, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=400, blank=True)
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consultation", "unit", "fact"], name="substituted_once")]
