"""Cycles, rounds, facts and runs."""

from django.db import models
from django.db.models import F, Q

from jishi.store.models.org import Unit
from jishi.store.models.versioned import Versioned


class Source(models.TextChoices):
    """Where a fact comes from."""

    REGISTER = "register"
    SELF = "self"
    MEMBERS = "members"
    PUBLIC = "public"
    SUPERIOR = "superior"
    VISIT = "visit"
    DISCIPLINE = "discipline"
    RESOURCE = "resource"
    ACTIVITY = "activity"


class Cycle(Versioned):
    """One year of a programme; it pins the pack that it is run by."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    pack = models.CharField(max_length=60)
    pack_version = models.CharField(max_length=40)
    pack_digest = models.CharField(max_length=64)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="cycle_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.code


class Round(Versioned):
    """One survey-and-grade inside a cycle.

    Attributes:
        tree_on: the date whose tree is assessed.
        locked_at: when set, the facts of the round no longer change (a trigger refuses it).
        facts_digest: keyed digest of all facts of a locked round.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    opens_on = models.DateField()
    entry_deadline = models.DateField()
    closes_on = models.DateField()
    tree_on = models.DateField()
    locked_at = models.DateTimeField(null=True, blank=True)
    facts_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "number"], name="round_number_once")]

    def __str__(self) -> str:
        return f"{self.cycle.code}/{self.number}"


class FactName(models.Model):
    """The id of a fact in packs, as a small number."""

    id = models.SmallAutoField(primary_key=True)
    code = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.code


class FactValue(Versioned):
    """One value of one fact of one unit in one round from one source; a whole number, null = said to be unknown.

    Attributes:
        on: the date that the value is true on; null = the round's.
        origin: the import that brought it; null = typed in.
        sheet, row: where it stood there.
        seal: keyed digest of the row, so that a change past the program is found and named.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="facts", db_index=False)
    fact = models.ForeignKey(FactName, on_delete=models.PROTECT, related_name="values", db_index=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="facts", db_index=False)
    source = models.CharField(max_length=10, choices=Source.choices)
    on = models.DateField(null=True, blank=True)
    value = models.BigIntegerField(null=True, blank=True)
    origin = models.ForeignKey(
        "store.Import", on_delete=models.PROTECT, related_name="facts", null=True, blank=True
    )
    sheet = models.CharField(max_length=64, blank=True)
    row = models.PositiveIntegerField(null=True, blank=True)
    seal = models.BinaryField(max_length=16, default=bytes)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "unit", "fact", "source"], name="fact_said_once"),
        ]


class Run(models.Model):
    """A finished computation; a grade refers to it for ever. Its columns are in ``folder`` of the home's runs.

    Attributes:
        number: counts within the round.
        summary: counts by proposal and the like, for lists; never personal.
    """

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="runs")
    number = models.PositiveIntegerField()
    pack = models.CharField(max_length=60)
    pack_version = models.CharField(max_length=40)
    pack_digest = models.CharField(max_length=64)
    tree_on = models.DateField()
    snapshot_digest = models.CharField(max_length=64, blank=True)
    result_digest = models.CharField(max_length=64, blank=True)
    manifest_digest = models.CharField(max_length=64, blank=True)
    engine = models.CharField(max_length=20)
    snapshot_folder = models.CharField(max_length=200, blank=True)
    folder = models.CharField(max_length=200, blank=True)
    asked_by = models.ForeignKey(
        "store.Account", on_delete=models.PROTECT, related_name="runs", null=True, blank=True
    )
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    units = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    summary = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="run_number_once")]


class Grade(Versioned):
    """What becomes of one unit's proposal in one round; without a row the proposal is still before the branch.

    Attributes:
        committee: the committee that grades the unit, as the pack says.
        run: the run that was before the committee; the grade refers to it for ever.
        proposed: id of the grade that this run proposes; empty = it proposes none.
        grade: id of the grade; empty = nothing is decided yet.
        state: a step of the pack's procedure for grades.
        since: the day on which it came to this step.
        due: the day on which the term of this step ends; null = it has none.
        meeting: where it was decided.
        reason: why the committee changed the proposal or gave it back.
        locked_at: when set, only a reopening lets it change (a trigger refuses anything else).
    """

    class State(models.TextChoices):
        REVIEW = "review"
        RETURNED = "returned"
        APPROVED = "approved"
        NOTICE = "notice"
        DECIDED = "decided"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grades")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="grades")
    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="grades")
    proposed = models.CharField(max_length=40, blank=True)
    grade = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=40, default=State.REVIEW)
    since = models.DateField()
    due = models.DateField(null=True, blank=True)
    meeting = models.ForeignKey(
        "store.Meeting", on_delete=models.PROTECT, related_name="grades", null=True, blank=True
    )
    reason = models.TextField(blank=True)
    evidence = models.ForeignKey(
        "store.Evidence", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    locked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="grade_once"),
            models.CheckConstraint(
                condition=Q(locked_at__isnull=True) | Q(meeting__isnull=False), name="grade_locked_by_a_meeting"
            ),
        ]
        indexes = [models.Index(fields=["round", "state"], name="grade_round_state")]
