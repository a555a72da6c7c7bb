"""What was heard about a unit: visits, meetings, the superior's opinion, discipline inspection's list."""

from django.db import models
from django.db.models import F, Q

from jishi.store.models.assess import Round
from jishi.store.models.office import Account, Evidence
from jishi.store.models.org import Unit
from jishi.store.models.posts import Team
from jishi.store.models.versioned import Versioned


class Visit(Versioned):
    """Somebody from above went to a unit (D50, D213). What they saw as answers are facts; this is the record.

    Attributes:
        visitors: who went; never those assessed.
        talk: what was said with the secretary; empty = there was no talk.
        life: the Party life that was joined; empty = none.
        faces: how many people were listened to face to face; null = nobody.
        heard: what they asked for, without names.
        key: the phone's own key of this record; the same key is one visit, however often it arrives.
        content: keyed digest of what arrived under the key.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="visits")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="visits")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="visits", null=True, blank=True)
    on = models.DateField()
    visitors = models.CharField(max_length=200)
    talk = models.TextField(blank=True)
    life = models.TextField(blank=True)
    faces = models.PositiveIntegerField(null=True, blank=True)
    heard = models.TextField(blank=True)
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="visits", null=True, blank=True)
    key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    content = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["round", "unit"], name="visit_round_unit")]


class Minutes(Versioned):
    """Minutes of a discussion meeting about a unit (D48): who was there as counts, never who said what."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="minutes")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="minutes")
    on = models.DateField()
    chair = models.CharField(max_length=100)
    members = models.PositiveIntegerField(default=0)
    public = models.PositiveIntegerField(default=0)
    heard = models.TextField()
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="minutes", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["round", "unit"], name="minutes_round_unit")]


class Opinion(Versioned):
    """What the superior says of a unit, with reasons (D51, D157); its answers are facts."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="opinions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="opinions")
    on = models.DateField()
    words = models.TextField()
    entered_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="opinions", null=True, blank=True
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="opinion_once_a_round")]


class Inquiry(Versioned):
    """One list of units put to discipline inspection, and its stamped answer (D55); one per place and round.

    Attributes:
        place: the township whose units stand on the list.
        reference: number of the stamped list.
        evidence: the stamped list as a file.
        answered_on: null = it has not come back.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="inquiries")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="inquiries")
    asked_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    entered_by = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="inquiries", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "place"], name="inquiry_once_a_round"),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("asked_on")),
                name="inquiry_answered_after_asked",
            ),
        ]


class Objection(Versioned):
    """Discipline inspection objects to one unit of a list; class 3, so its reference is sealed."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="objections")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="objections")
    reference = models.BinaryField(default=bytes)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inquiry", "unit"], name="objection_once")]
