"""Persons (the least of them), and members of a branch on their way in, out and about."""

from django.db import models

from jishi.store.models.org import Unit
from jishi.store.models.versioned import Dated, Versioned


class Person(Versioned):
    """The least that is needed to know somebody again.

    Attributes:
        unit: the unit that keeps the record.
        search: folded keys for search (both scripts, pinyin initials), written with the name.
        identity, phone: encrypted, only where they are needed; see :mod:`jishi.store.vault`.
        identity_index, phone_index: keyed digests to find an equal number; never shown.
        merged_into: the record that this one was a second copy of.
    """

    class Sex(models.TextChoices):
        FEMALE = "female"
        MALE = "male"

    name = models.CharField(max_length=100)
    search = models.TextField(blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="persons", null=True, blank=True)
    identity = models.BinaryField(null=True, blank=True)
    identity_index = models.BinaryField(max_length=16, null=True, blank=True, unique=True)
    phone = models.BinaryField(null=True, blank=True)
    phone_index = models.BinaryField(max_length=16, null=True, blank=True, db_index=True)
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True)
    ethnicity = models.CharField(max_length=40, blank=True)
    born_on = models.DateField(null=True, blank=True)
    education = models.CharField(max_length=40, blank=True)
    died_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, related_name="copies", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["name"], name="person_name")]

    def __str__(self) -> str:
        return self.name


class Member(Dated):
    """A person's time in one branch, from application on; in one branch at a time.

    A transfer ends one row and begins another, so that last year's branch keeps last year's members.

    Attributes:
        from_on, to_on: in this branch, whatever the status.
        status: as it is now; the dates say since when.
        left_how: ``transferred``, ``died``, ``expelled``, ``withdrew``, ``lapsed`` …; empty = still here.
        registered: number in the national register, where one exists.
        mirrored: joining and transfer are read from the national register and not asked again.
    """

    class Status(models.TextChoices):
        APPLICANT = "applicant"
        ACTIVIST = "activist"
        CANDIDATE = "candidate"
        PROBATIONARY = "probationary"
        FULL = "full"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="members")
    status = models.CharField(max_length=12, choices=Status.choices)
    applied_on = models.DateField(null=True, blank=True)
    activist_on = models.DateField(null=True, blank=True)
    candidate_on = models.DateField(null=True, blank=True)
    joined_on = models.DateField(null=True, blank=True)
    full_on = models.DateField(null=True, blank=True)
    left_how = models.CharField(max_length=20, blank=True)
    occupation = models.CharField(max_length=40, blank=True)
    registered = models.CharField(max_length=40, blank=True, db_index=True)
    mirrored = models.BooleanField(default=False)

    class Meta(Dated.Meta):
        indexes = [models.Index(fields=["unit", "status"], name="member_unit_status")]


class Transfer(Versioned):
    """A member goes from one branch to another; both sides agree before it holds.

    Attributes:
        from_unit, to_unit: null = outside this home; then ``from_name`` or ``to_name`` says where.
        letter: number of the letter of introduction; it lapses after ``valid_until``.
        released_on, accepted_on: when the old and the new side agreed.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        RELEASED = "released"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        RETURNED = "returned"
        LAPSED = "lapsed"

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="transfers")
    from_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="transfers_out", null=True, blank=True
    )
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="transfers_in", null=True, blank=True)
    from_name = models.CharField(max_length=200, blank=True)
    to_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    letter = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    asked_on = models.DateField()
    released_on = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    refused_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    mirrored = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["state", "valid_until"], name="transfer_state")]


class Floating(Dated):
    """A member who lives elsewhere and is managed from both ends.

    Attributes:
        home: the branch that the member belongs to.
        receiving: the branch that takes part of the work; null = outside this home or none yet.
        place: where the member went, in words.
        certificate: number of the certificate of a floating member.
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="floating")
    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="floating_out")
    receiving = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="floating_in", null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    certificate = models.CharField(max_length=60, blank=True)
    last_contact_on = models.DateField(null=True, blank=True)


class LostContact(Dated):
    """A member whom the branch cannot reach; the record is restricted and expires.

    Attributes:
        from_on, to_on: lost since; ended on (found, or struck off by a decision).
        steps: what was done to find the member: ``[{"on": …, "text": …}]``.
        expires_on: when the record is destroyed.
    """

    class Outcome(models.TextChoices):
        SEARCHING = "searching"
        FOUND = "found"
        DIED = "died"
        STRUCK_OFF = "struck-off"

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="lost")
    reason = models.CharField(max_length=200, blank=True)
    steps = models.JSONField(default=list)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.SEARCHING)
    expires_on = models.DateField()


class Care(Dated):
    """Care for an old, ill or needy member: for the branch and the committee above; totals go upward.

    Attributes:
        money: fen, all together.
        visits: how many.
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="care")
    category = models.CharField(max_length=20)
    visits = models.PositiveIntegerField(default=0)
    money = models.PositiveBigIntegerField(default=0)
    last_visit_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)


class CareVisit(Versioned):
    """One visit of a member who is cared for, or a talk; it goes with the record of the care.

    Attributes:
        kind: ``visit``; ``talk`` = a heart-to-heart, which counts for nothing.
        money: fen.
        fund: where the money is from, as the pack calls it.
    """

    care = models.ForeignKey(Care, on_delete=models.CASCADE, related_name="times")
    on = models.DateField()
    kind = models.CharField(max_length=10, default="visit")
    money = models.PositiveBigIntegerField(default=0)
    fund = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["care", "on"], name="care_visit_day")]
