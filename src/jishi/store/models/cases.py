"""What happens between a proposal and a grade: the opening, the answer, the meeting, who stays out of it."""

from django.db import models
from django.db.models import F, Q

from jishi.store.models.assess import Grade, Round, Run
from jishi.store.models.office import Evidence
from jishi.store.models.org import Unit
from jishi.store.models.people import Person
from jishi.store.models.versioned import Versioned


class Opening(Versioned):
    """The proposals of a round are put to the branches: one row, however many units there are.

    Attributes:
        run: whose proposals they are; a later run takes its place by an action of its own.
        opened_on: from this day the branches may answer.
        answer_until: the last day on which they may.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="opening")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    answer_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer_until__gte=F("opened_on")), name="opening_answers_after_opening"
            )
        ]


class Answer(Versioned):
    """What a branch says to its proposal, once in a round.

    Attributes:
        run: whose proposal it answers.
        agrees: it agrees; otherwise ``text`` says why not.
        paper: it came on paper, and somebody typed it in.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="answers")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="answers")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    text = models.TextField(blank=True)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    paper = models.BooleanField(default=False)
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="answer_once")]


class Meeting(Versioned):
    """A committee meets and decides.

    Attributes:
        committee: the unit whose committee it is.
        minute_number: number of the minutes; once in a committee.
        entitled: how many members the committee has.
        present: how many of them were there.
    """

    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    minute_number = models.CharField(max_length=60)
    entitled = models.PositiveSmallIntegerField()
    present = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "minute_number"], name="meeting_minutes_once"),
            models.CheckConstraint(condition=Q(present__lte=F("entitled")), name="meeting_present_are_entitled"),
        ]


class Attendance(models.Model):
    """A person who was at a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="attendance_once")]


class Recusal(models.Model):
    """A person who left the meeting while one grade was decided; the committee itself never leaves.

    Attributes:
        cause: ``paired``, ``helper``, ``secretary``, or ``own`` = the person said so.
    """

    class Cause(models.TextChoices):
        PAIRED = "paired"
        HELPER = "helper"
        SECRETARY = "secretary"
        OWN = "own"

    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, related_name="recusals")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="recusals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=10, choices=Cause.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grade", "meeting", "person"], name="recusal_once")]


class RecusalWish(models.Model):
    """A person asks to leave a meeting while a unit is decided; written once."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="wishes")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "unit", "person"], name="recusal_wish_once")]


class RecusalLift(models.Model):
    """A person need not leave after all: the committee one level up says so, with a reason; written once."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="recusal_lifts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "unit", "person"], name="recusal_lift_once")]


class MinuteCorrection(models.Model):
    """The minutes of a meeting were wrong, and what is right; the old words stay here. Written once, never changed.

    Attributes:
        number: 1, 2, 3 … of this meeting.
        reason: empty once its term is over.
        was, now: day, number of the minutes, members, place, and the ids of those present.
        previous: digest of the correction before; zeros = the first one.
        digest: of everything here and of ``previous``.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="corrections")
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    reason = models.TextField()
    was = models.JSONField()
    now = models.JSONField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="correction_number_once")]


class Lift(Versioned):
    """A limit of the pack does not hold a unit in one round, because the committee one level up said so.

    Attributes:
        limit: id of the limit in the pack.
        meeting: of the committee that stands above the one that grades.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="lifts")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="lifts")
    limit = models.CharField(max_length=60)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="lifts")
    reason = models.TextField()
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "unit", "limit"], name="lift_once")]


class Reopening(models.Model):
    """A locked grade is opened again; what it was before stays here. Written once, never changed.

    Attributes:
        grade_version: the version that may be changed because of this; the database looks here.
        was, run, meeting: what had been decided, on which run, where.
    """

    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, related_name="reopenings")
    grade_version = models.PositiveIntegerField()
    was = models.CharField(max_length=40)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    reason = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grade", "grade_version"], name="reopening_once")]
