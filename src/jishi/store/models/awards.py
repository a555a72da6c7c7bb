"""Units proposed for a commendation, what it rests on, and how far each has come."""

from django.db import models
from django.db.models import Q

from jishi.store.models.assess import Round, Run
from jishi.store.models.cases import Meeting
from jishi.store.models.org import Unit
from jishi.store.models.publish import Notice
from jishi.store.models.versioned import Versioned


class Candidate(Versioned):
    """A unit that is proposed for a commendation, once in a round.

    Attributes:
        procedure: id of the pack's procedure.
        proposer: the committee that graded the unit and proposes it.
        committee: the committee above the proposer, which decides.
        run: whose score and movement the proposal rests on.
        merits: why, in words.
        rests_on: grade, grade before, score and facts as they were when it was proposed; never personal.
        state, since, due: a step of the procedure, and its term.
        meeting: where it was decided; ``reason``: why it was not.
        notice: on which it stands.
        locked_at: the procedure has come to its end; nothing changes any more (a trigger refuses it).
    """

    procedure = models.CharField(max_length=60)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="candidates")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="candidates")
    proposer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="candidates")
    merits = models.TextField()
    rests_on = models.JSONField(default=dict)
    state = models.CharField(max_length=40)
    since = models.DateField()
    due = models.DateField(null=True, blank=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="candidates", null=True, blank=True)
    reason = models.TextField(blank=True)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="candidates", null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "round", "unit"], name="candidate_once"),
            models.CheckConstraint(condition=~Q(merits=""), name="candidate_has_merits"),
        ]
        indexes = [models.Index(fields=["round", "state"], name="candidate_round_state")]
