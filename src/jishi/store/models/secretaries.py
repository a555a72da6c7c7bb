"""Secretaries: searches that found nobody suitable, and reviews of one who may be unfit."""

from django.db import models
from django.db.models import Q

from jishi.store.models.org import Unit
from jishi.store.models.posts import Post, Tenure
from jishi.store.models.versioned import Versioned


class CandidateSearch(Versioned):
    """Nobody suitable was found in the unit itself for a post; only then somebody is sent (D137).

    Attributes:
        on: the day on which that was established.
        considered: how many people were considered.
        words: where was looked, and why nobody fits; no names.
        recorded_by: who established it: a meeting, an office.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="searches")
    on = models.DateField()
    considered = models.PositiveIntegerField(null=True, blank=True)
    words = models.CharField(max_length=400)
    recorded_by = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "on"], name="candidate_search_once_a_day"),
            models.CheckConstraint(condition=~Q(recorded_by=""), name="candidate_search_by_somebody"),
        ]


class SecretaryReview(Versioned):
    """Whether a secretary is still fit for the post: opened by people, decided by the committee right above (D134).

    Restricted to that committee. No number is ever made of it.

    Attributes:
        committee: the unit right above, which decides.
        procedure: id of the pack's procedure; ``state``, ``since``, ``due``: a step of it, and its term.
        reasons: ids of the pack's reasons.
        sealed: what was said, heard and decided, in words; encrypted, and null once its term is over.
        minutes: number of the minutes of the meeting that decided.
        present, entitled: members of that meeting.
        locked_on: the day of the last step; nothing changes any more.
    """

    tenure = models.ForeignKey(Tenure, on_delete=models.PROTECT, related_name="reviews")
    committee = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    procedure = models.CharField(max_length=60)
    reasons = models.JSONField(default=list)
    sealed = models.BinaryField(null=True)
    state = models.CharField(max_length=40)
    opened_on = models.DateField()
    since = models.DateField()
    due = models.DateField(null=True, blank=True)
    minutes = models.CharField(max_length=100, blank=True)
    present = models.PositiveIntegerField(null=True, blank=True)
    entitled = models.PositiveIntegerField(null=True, blank=True)
    locked_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenure"], condition=Q(locked_on__isnull=True), name="secretary_review_one_open"
            )
        ]
        indexes = [models.Index(fields=["committee", "state"], name="secretary_review_state")]
