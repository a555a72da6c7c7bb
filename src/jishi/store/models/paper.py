"""What came in on paper, and the cards that are handed out."""

from django.db import models

from jishi.store.models.assess import Round
from jishi.store.models.office import Account
from jishi.store.models.org import Unit
from jishi.store.models.versioned import Versioned


class MonthlySheet(Versioned):
    """A branch's sheet of a month, typed in by somebody of the committee above; its answers are facts.

    Attributes:
        month: its first day.
        given_by, given_post: who filled it in, as signed on the sheet.
        given_on: the day beside the signature.
        entered_by: who typed it in; None = at the command line.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="monthly_sheets")
    month = models.DateField()
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="monthly_sheets")
    given_by = models.CharField(max_length=100)
    given_post = models.CharField(max_length=100, blank=True)
    given_on = models.DateField()
    entered_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="monthly_sheets", null=True, blank=True
    )
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "month"], name="monthly_sheet_once")]


class Card(Versioned):
    """A printed card with a log-in name and a PIN for one unit; the PIN itself is kept nowhere.

    Attributes:
        holder: whose card it is, as printed on it.
        renewed_at: when its PIN was made anew; None = it has its first.
        withdrawn_at: from then on nobody logs in with it.
    """

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="card")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cards")
    holder = models.CharField(max_length=100)
    issued_at = models.DateTimeField()
    renewed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
