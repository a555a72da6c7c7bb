"""Posts and tenures; people and teams who are sent to help; pairings."""

from django.db import models
from django.db.models import Q

from jishi.store.models.org import Unit, Workplace
from jishi.store.models.people import Person
from jishi.store.models.versioned import Dated, Versioned


class Post(Versioned):
    """A slot at a unit.

    Attributes:
        required: it counts as vacant when nobody holds it.
        required_by: the pack's rule that asks for it; empty = entered by hand.
        first_responsible: its holder is the first responsible person; one post of a unit at most.
        closed_on: from this day on there is no such post.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=40)
    required = models.BooleanField(default=True)
    required_by = models.CharField(max_length=40, blank=True)
    first_responsible = models.BooleanField(default=False)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(first_responsible=True, closed_on__isnull=True),
                name="post_one_first_responsible",
            )
        ]
        indexes = [models.Index(fields=["unit", "kind"], name="post_unit_kind")]


class Tenure(Dated):
    """A person holding a post; one person at a time."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tenures")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tenures")
    term_ends_on = models.DateField(null=True, blank=True)
    source_channel = models.CharField(max_length=40, blank=True)


class Team(Dated):
    """People sent together: a work team, a survey team, a stationed team.

    Attributes:
        unit: who sends it.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=40)
    leader = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="led", null=True, blank=True)


class TeamMember(Dated):
    """A person in a team; one row at a time."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="teams")


class Dispatch(Dated):
    """A person or a team sent to a unit or to a workplace that has none. A village has one first secretary.

    Attributes:
        sending: the unit that the person or team comes from.
        source_channel: where the person was found: office, state enterprise, graduate official, open call …
        contract: number or words of the contract.
        outcome: how it ended: ``renewed``, ``secretary``, ``civil-service``, ``returned`` …
    """

    class Kind(models.TextChoices):
        FIRST_SECRETARY = "first-secretary"
        INSTRUCTOR = "instructor"
        LIAISON = "liaison"
        CONTACT = "contact"
        WORK_TEAM = "work-team"
        SURVEY_TEAM = "survey-team"
        GRADUATE_OFFICIAL = "graduate-official"
        STATIONED_TEAM = "stationed-team"
        OFFICE_CADRE = "office-cadre"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="dispatches", null=True, blank=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="dispatches", null=True, blank=True)
    sending = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sent", null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="helpers", null=True, blank=True)
    workplace = models.ForeignKey(
        Workplace, on_delete=models.PROTECT, related_name="helpers", null=True, blank=True
    )
    term_ends_on = models.DateField(null=True, blank=True)
    tasks = models.TextField(blank=True)
    source_channel = models.CharField(max_length=40, blank=True)
    contract = models.CharField(max_length=100, blank=True)
    outcome = models.CharField(max_length=40, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(person__isnull=False, team__isnull=True) | Q(person__isnull=True, team__isnull=False),
                name="dispatch_person_or_team",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False, workplace__isnull=True)
                | Q(unit__isnull=True, workplace__isnull=False),
                name="dispatch_unit_or_workplace",
            ),
        ]
        indexes = [models.Index(fields=["kind", "unit"], name="dispatch_kind_unit")]


class DispatchLog(Versioned):
    """What a helper did on a day, in words; a matter of the village that was taken up is open until it is settled.

    Attributes:
        kind: ``visit``, ``matter`` …; empty = not said.
        done: false = a matter that is open.
        done_on, outcome: when and how a matter was settled.
    """

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="logs")
    on = models.DateField()
    kind = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    done = models.BooleanField(default=True)
    done_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [models.Index(fields=["dispatch", "on"], name="dispatch_log_day")]


class Evaluation(Versioned):
    """What a village said of its helper: counts only, nobody's own words or vote."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="evaluations")
    on = models.DateField()
    present = models.PositiveIntegerField()
    satisfied = models.PositiveIntegerField()
    basically = models.PositiveIntegerField()
    dissatisfied = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dispatch", "on"], name="evaluation_once_a_day")]


class Pairing(Dated):
    """The holder of a post above is paired with the holder of a post below, whoever they are."""

    leader = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="pairings")
    paired = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="paired_with")
