"""Official papers: each version with its figures, its stamped original, and what the level above said."""

from django.db import models
from django.db.models import Q

from jishi.store.models.assess import Round, Run
from jishi.store.models.office import Account, Evidence
from jishi.store.models.org import Unit
from jishi.store.models.versioned import Versioned


class Paper(Versioned):
    """One version of an official paper: its figures as they were on the day it was made.

    Until it is handed up it may be made anew under the same number; from then on nothing of it changes (a trigger
    refuses it), and what must be corrected is a new number.

    Attributes:
        form: id of the pack's form.
        unit: whose paper it is: the unit that it is about, or the area.
        maker: the committee that makes it.
        number: 1, 2, … within form, round and unit.
        run: the run that its scores come from.
        words: place → what the office wrote there itself.
        content: the figures, with the rows behind each.
        digest: of everything that stands on it.
        why: what a correction is for; empty = the first version.
        original: the scan of the stamped paper; ``original_on`` is the day on it, ``original_number`` its number,
            ``original_by`` who brought it.
        edited: the Word or Excel file of this version as the office has gone on writing in it; ``edited_on`` is the
            day on which it came back.
        departures: what it says otherwise than ``content``; the figures of the record stay as they are.
        differs_why: why it was handed up although the edited file says figures otherwise.
        above: the unit that it is handed to; null = it is kept where it was made.
        handed_on, due_on: when it was handed up, and until when it was due.
    """

    form = models.CharField(max_length=60)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="papers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="papers")
    maker = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=10)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="papers")
    words = models.JSONField(default=dict)
    content = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    why = models.TextField(blank=True)
    made_on = models.DateField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    original = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    original_on = models.DateField(null=True, blank=True)
    original_number = models.CharField(max_length=60, blank=True)
    original_by = models.CharField(max_length=100, blank=True)
    edited = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    edited_on = models.DateField(null=True, blank=True)
    departures = models.JSONField(default=list, blank=True)
    differs_why = models.TextField(blank=True)
    above = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    handed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "round", "unit", "number"], name="paper_number_once"),
            models.UniqueConstraint(
                fields=["form", "round", "unit"], condition=Q(handed_on__isnull=True), name="paper_open_once"
            ),
        ]
        indexes = [models.Index(fields=["round", "form", "handed_on"], name="paper_round_form")]


class PaperAnswer(models.Model):
    """What the level above says of a paper that was handed to it; written once.

    Attributes:
        taken: it is in order; otherwise it goes back, and ``words`` say what must be corrected.
    """

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="answer")
    taken = models.BooleanField()
    words = models.TextField(blank=True)
    on = models.DateField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
