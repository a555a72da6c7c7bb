"""Problems, what is done about them and by whom, what was passed up; practices and who took them over."""

from django.db import models
from django.db.models import F, Q

from jishi.store.models.assess import Grade, Round, Run
from jishi.store.models.cases import Lift, Meeting
from jishi.store.models.org import Unit
from jishi.store.models.publish import Notice
from jishi.store.models.versioned import Dated, Versioned


class Plan(Versioned):
    """What a unit sets out to do after a round.

    Attributes:
        template: id of the pack's plan that it began with; empty = none.
        goal: what is to be reached.
        contact: the leader above who answers for the unit: name and post.
        published_on: null = a draft.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="plans")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="plans")
    template = models.CharField(max_length=40, blank=True)
    goal = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True)
    published_on = models.DateField(null=True, blank=True)
    digest = models.CharField(max_length=32, blank=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="plan_once")]


class Problem(Versioned):
    """What was found at a unit.

    Attributes:
        kind: id of the pack's kind of problem.
        indicator: id of the low indicator that it comes from; empty = it comes from elsewhere.
        severity, urgency: 1 to 3; ``priority`` is one times the other.
        evidence: what it rests on: share won in basis points, number of the run …; never personal.
        run: the run in which the indicator was low.
        digest: of the text, so that copies are found.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed"
        OPEN = "open"
        REJECTED = "rejected"
        SOLVED = "solved"

    class Source(models.TextChoices):
        INDICATOR = "indicator"
        CONSULTATION = "consultation"
        VISIT = "visit"
        FEEDBACK = "feedback"
        INSPECTION = "inspection"
        OTHER = "other"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="problems")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="problems", null=True, blank=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="problems", null=True, blank=True)
    kind = models.CharField(max_length=40)
    source = models.CharField(max_length=12, choices=Source.choices)
    indicator = models.CharField(max_length=80, blank=True)
    severity = models.PositiveSmallIntegerField(default=1)
    urgency = models.PositiveSmallIntegerField(default=1)
    priority = models.PositiveSmallIntegerField(default=1)
    text = models.TextField()
    evidence = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    found_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    digest = models.CharField(max_length=32, blank=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "unit", "indicator"],
                condition=~Q(indicator=""),
                name="problem_indicator_once",
            ),
            models.CheckConstraint(
                condition=Q(severity__range=(1, 3), urgency__range=(1, 3), priority=F("severity") * F("urgency")),
                name="problem_degrees",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state"], name="problem_unit_state"),
            models.Index(fields=["state", "-priority", "found_on", "id"], name="problem_pressing"),
        ]


class Remedy(Versioned):
    """What is done about a problem, until when, by whom.

    Attributes:
        problem: null = it answers no problem, which is an orphan (R09).
        share: how far it is, per cent.
        published_on: when it was made known with its four elements; null = not yet.
        due_on: until when; null = nobody said, so it cannot be published.
    """

    class State(models.TextChoices):
        PLANNED = "planned"
        PUBLISHED = "published"
        DONE = "done"
        VERIFIED = "verified"
        DROPPED = "dropped"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="remedies")
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="remedies", null=True, blank=True)
    text = models.TextField()
    goal = models.TextField(blank=True)
    responsible = models.CharField(max_length=100, blank=True)
    since = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    share = models.PositiveSmallIntegerField(default=0)
    published_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    digest = models.CharField(max_length=32, blank=True, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(share__lte=100), name="remedy_share"),
            models.CheckConstraint(
                # R10: what is published has all four elements.
                condition=Q(published_on__isnull=True)
                | Q(problem__isnull=False, due_on__isnull=False) & ~Q(text="") & ~Q(responsible=""),
                name="remedy_published_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state"], name="remedy_unit_state"),
            models.Index(fields=["state", "due_on"], name="remedy_due"),
            models.Index(
                fields=["due_on", "id"], condition=Q(state__in=("planned", "published")), name="remedy_running"
            ),
        ]


class NoticedRemedy(models.Model):
    """A remedy that stands on a paper of the board with its four elements."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="remedies")
    remedy = models.ForeignKey(Remedy, on_delete=models.PROTECT, related_name="noticed")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "remedy"], name="noticed_remedy_once")]


class Progress(models.Model):
    """Something that was reported of a remedy, or said about a report; written once.

    Attributes:
        act: ``report``, ``verify``, ``return``, ``drop``.
        by: whose account; null = the command line.
    """

    remedy = models.ForeignKey(Remedy, on_delete=models.PROTECT, related_name="progress")
    act = models.CharField(max_length=10)
    on = models.DateField()
    share = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(blank=True)
    by = models.ForeignKey("store.Account", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    evidence = models.ForeignKey(
        "store.Evidence", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )


class Call(Versioned):
    """A problem that was passed up, and what came down.

    Attributes:
        above: the unit that is asked.
        help, helper, help_due_on: what help or money comes, from whom, by when.
    """

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="calls")
    above = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="calls")
    text = models.TextField()
    asked_on = models.DateField()
    due_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    help = models.CharField(max_length=300, blank=True)
    helper = models.CharField(max_length=200, blank=True)
    help_due_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["problem"], condition=Q(answered_on__isnull=True), name="call_open_once"
            )
        ]
        indexes = [
            models.Index(fields=["above", "answered_on"], name="call_above_open"),
            models.Index(fields=["due_on", "id"], condition=Q(answered_on__isnull=True), name="call_waiting"),
        ]


class BranchSheet(Versioned):
    """A unit has the sheet of a round in its hands: what it said, what was decided, what help comes.

    Attributes:
        given_on: the day on which it was handed over.
        by: whose account says so; null = the command line.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="branch_sheets")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="branch_sheets")
    given_on = models.DateField()
    by = models.ForeignKey("store.Account", on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="branch_sheet_once")]


class Practice(Versioned):
    """Something that worked at a unit and is worth copying.

    Attributes:
        indicators, domains: ids of the pack between blanks, a blank at both ends, so that one is found whole.
        search: keys for search in either script.
        published_on: null = only the unit itself and those above see it.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="practices")
    title = models.CharField(max_length=200)
    text = models.TextField()
    indicators = models.TextField(blank=True)
    domains = models.TextField(blank=True)
    search = models.TextField()
    written_on = models.DateField()
    published_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)


class Adoption(Versioned):
    """A unit took a practice over, and what it changed there.

    Attributes:
        before, after: share won of the indicator then and later, basis points; null = not known.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="adoptions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="adoptions")
    on = models.DateField()
    indicator = models.CharField(max_length=80, blank=True)
    before = models.IntegerField(null=True, blank=True)
    after = models.IntegerField(null=True, blank=True)
    changed = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "unit"], name="adoption_once")]


class Partnership(Dated):
    """An exemplary unit brings a weak one along."""

    exemplar = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="brings_along")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="brought_along_by")
    purpose = models.TextField(blank=True)
    outcome = models.TextField(blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=~Q(exemplar=F("unit")), name="partnership_of_two"),
        ]


class Promotion(models.Model):
    """A unit rose, and what opened the gate (R11); written once, in the meeting that decided it.

    Attributes:
        before: id of the grade that was decided in the round before.
        after: id of the grade that was decided now.
        share: satisfied, basis points: the lowest of those who were asked.
        substituted: a tally could not be told; what the pack names stood in its place.
        notice: on which the result was published.
        lift: the committee one level up let it rise further than the pack lets; null = it rose no further.
    """

    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, related_name="promotions")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="promotions")
    before = models.CharField(max_length=40)
    after = models.CharField(max_length=40)
    share = models.PositiveSmallIntegerField()
    substituted = models.BooleanField(default=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="promotions")
    lift = models.ForeignKey(Lift, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grade", "meeting"], name="promotion_once")]
