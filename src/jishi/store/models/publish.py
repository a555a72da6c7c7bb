"""Notices and disclosures with what comes back: objections and feedback; what the office switched on."""

from django.db import models
from django.db.models import F, Q

from jishi.store.models.assess import Grade, Round
from jishi.store.models.consult import Consultation
from jishi.store.models.org import Unit
from jishi.store.models.versioned import Versioned


class Notice(Versioned):
    """A paper on the board: put up for a term, in words of its own.

    Attributes:
        publication: id of the pack's kind of publication.
        kind: ``notice`` = objections are invited; ``disclosure`` = it only informs.
        consultation: whose result stands on it; null = it carries none.
        token: what the address of its page and its poster carry; says nothing by itself.
        title, text: in the office's own words.
        content: what stands on it, as it was put up: ``{"fields": […], "rows": [[…], …]}``; a person only as
            who is responsible for a remedy, and never on the public pages.
        digest: of everything that stands on it; the poster carries it, the page proves it.
        opens_on, until: both days count.
        internet: it may stand on the public pages, if the office has switched them on.
        withdrawn_on, withdrawn_why: it was taken back before its time.
    """

    class Kind(models.TextChoices):
        NOTICE = "notice"
        DISCLOSURE = "disclosure"

    class Audience(models.TextChoices):
        MEMBERS = "members"
        PUBLIC = "public"

    publication = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="notices", null=True, blank=True)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="notices", null=True, blank=True
    )
    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="notices")
    token = models.CharField(max_length=24, unique=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    content = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    opens_on = models.DateField()
    until = models.DateField()
    internet = models.BooleanField(default=False)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("opens_on")), name="notice_ends_after_start")
        ]
        indexes = [models.Index(fields=["committee", "until"], name="notice_committee_until")]


class NoticedGrade(models.Model):
    """A grade that stands on a notice."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="grades")
    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, related_name="noticed")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "grade"], name="noticed_once")]


class NoticedUnit(models.Model):
    """A unit of which a notice says what members and public answered."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="noticed")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "unit"], name="noticed_unit_once")]


class NoticeObjection(Versioned):
    """Somebody objects, with a name or with nothing but a fresh receipt code. Words and names are encrypted.

    Attributes:
        unit: the unit that it is about; null = the whole notice.
        receipt: keyed digest of the code, which only the sender holds.
        text, name, contact: encrypted; a name and a contact only where the sender wrote them.
        due_on: by this day it is answered.
        upheld: whether the objection was right.
        erased_on: words, name and contact were destroyed after their term.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="objections")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="notice_objections", null=True, blank=True
    )
    receipt = models.BinaryField(max_length=16, unique=True)
    text = models.BinaryField(null=True, blank=True)
    name = models.BinaryField(null=True, blank=True)
    contact = models.BinaryField(null=True, blank=True)
    received_on = models.DateField()
    due_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    upheld = models.BooleanField(default=False)
    erased_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["notice", "answered_on"], name="objection_notice_answered")]


class Feedback(Versioned):
    """A word from the box. Nothing is kept about who sent it; a contact only where the sender wrote one.

    Attributes:
        unit: whom it is for.
        text, contact: encrypted.
        erased_on: the contact was destroyed after its term.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="feedback")
    text = models.BinaryField()
    contact = models.BinaryField(null=True, blank=True)
    on = models.DateField()
    read_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    erased_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "on"], name="feedback_unit_day")]


class Switch(Versioned):
    """Something that is off until the office switches it on.

    Attributes:
        name: ``public-pages``.
    """

    name = models.CharField(max_length=40, unique=True)
    on = models.BooleanField(default=False)
    since = models.DateField()
