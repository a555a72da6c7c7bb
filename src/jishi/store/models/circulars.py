"""Documents that go down the tree: clauses, receipts of units, replies. Nobody is asked who read one."""

from django.db import models
from django.db.models import F, Q

from jishi.store.models.office import Evidence
from jishi.store.models.org import Unit
from jishi.store.models.versioned import Versioned


class Circular(Versioned):
    """A document from a committee to units below it; once issued, its words never change (a trigger refuses it).

    Attributes:
        number: 发文字号.
        kinds: kinds of units to which it is addressed, between blanks, a blank at both ends; empty = all below.
        receipt_due_on: until when every addressee signs for it.
        approved_by, approved_on: who read and agreed to it before it was issued: name and post; the day.
        issued_on: null = a draft, which only the sender sees.
        withdrawn_on, withdrawn_why: it no longer holds; receipts and replies are not asked for any more.
    """

    sender = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="circulars")
    number = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    file = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    kinds = models.TextField(blank=True)
    receipt_due_on = models.DateField(null=True, blank=True)
    drafted_on = models.DateField()
    approved_by = models.CharField(max_length=200, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True) | Q(approved_on__isnull=False), name="circular_issued_approved"
            ),
            models.CheckConstraint(
                condition=Q(receipt_due_on__isnull=True) | Q(receipt_due_on__gte=F("drafted_on")),
                name="circular_due_after_draft",
            ),
        ]
        indexes = [models.Index(fields=["sender", "issued_on"], name="circular_sender_issued")]


class Clause(models.Model):
    """One thing that a circular asks: what, of whom, until when.

    Attributes:
        place: 1, 2, … within the circular.
        who: who is to do it, in words; empty = every addressee.
        due_on: a reply is due until then; null = no reply is asked.
    """

    circular = models.ForeignKey(Circular, on_delete=models.PROTECT, related_name="clauses")
    place = models.PositiveSmallIntegerField()
    text = models.TextField()
    who = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circular", "place"], name="clause_place_once")]


class Receipt(models.Model):
    """A unit has the document; written once. Nothing is kept about who in the unit read it."""

    circular = models.ForeignKey(Circular, on_delete=models.PROTECT, related_name="receipts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="receipts")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circular", "unit"], name="receipt_once")]


class ClauseReply(Versioned):
    """What a unit answers to a clause; it may be written anew until the sender withdraws the document."""

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="replies")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="clause_replies")
    text = models.TextField(blank=True)
    file = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clause", "unit"], name="clause_reply_once"),
            models.CheckConstraint(
                condition=~Q(text="") | Q(file__isnull=False), name="clause_reply_says_something"
            ),
        ]
