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
        indexes = [
            models.Index(fields=["round", "unit"], name="visit_round_unit"),
            models.Index(fields=["round", "-on", "-id"], name="visit_round_day"),
        ]


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


class Consultation(Versioned):
    """One consultation of the pack held in one round: who is asked what stands in the pack, the answers in a box.

    Attributes:
        code: id of the consultation in the pack; of an :class:`Occasion` with its number behind a colon.
        box: name of the ballotbox that holds its slips and answers until the close.
        until: the last day on which answers are taken; null = until it is closed.
        closed_at: when the answers were counted and destroyed; it is never opened again.
        outcome: what the close found, by ask: heard, needed, units behind; counts only; empty once it
            is closed = it was ended without answers.
    """

    class State(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="consultations")
    code = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    box = models.CharField(max_length=40, unique=True)
    opened_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "code"], name="consultation_once_a_round")]


class Occasion(models.Model):
    """What was held, of a consultation that the pack lets be held many times: a meeting, an activity (D178).

    Attributes:
        place: it asks about the units at and below this one.
        title: what was held, in words, without names of people.
        minutes: of the meeting, where they are kept.
    """

    consultation = models.OneToOneField(
        Consultation, on_delete=models.PROTECT, primary_key=True, related_name="occasion"
    )
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="occasions")
    title = models.CharField(max_length=40)
    on = models.DateField()
    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="occasions", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["place", "-on"], name="occasion_place_day")]


class Pool(Versioned):
    """Small units of one place that are told of together where one of them cannot be told of alone (decision 9).

    It is fixed from above before anybody in it has answered, and cannot be changed afterwards.

    Attributes:
        place: the unit right above all that are in it.
        ask: id of the ask inside the consultation.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="pools")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    ask = models.CharField(max_length=40)
    decided_on = models.DateField()
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True)


class Asked(Versioned):
    """How many people one unit's electorate has, and how many of them were heard otherwise than on a coded slip.

    Attributes:
        ask: id of the ask inside the consultation: members, public …
        people: size of the electorate; null = nobody has counted it. Its source and day stand beside it.
        printed, spoiled: coded slips that were printed, and of them spoiled or left over and destroyed.
        excepted: people left out with approval (:class:`LeftOut`), and who approved last; ``excepted_why`` is of
            homes that kept one reason here.
        pool: the units whose tally stands in for this one's where it cannot be told; null = it is in none.
        used, heard: coded slips used, and people heard in all ways; null = the consultation is not closed.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="asked")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="asked")
    ask = models.CharField(max_length=40)
    people = models.PositiveIntegerField(null=True, blank=True)
    people_source = models.CharField(max_length=100, blank=True)
    people_on = models.DateField(null=True, blank=True)
    printed = models.PositiveIntegerField(default=0)
    spoiled = models.PositiveIntegerField(default=0)
    excepted = models.PositiveIntegerField(default=0)
    excepted_why = models.CharField(max_length=200, blank=True)
    approved_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="asked", null=True, blank=True)
    used = models.PositiveIntegerField(null=True, blank=True)
    heard = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "unit", "ask"], name="asked_once"),
            models.CheckConstraint(condition=Q(spoiled__lte=F("printed")), name="asked_spoiled_of_printed"),
        ]


class LeftOut(Versioned):
    """People of one electorate who cannot be heard, with the reason: an exception (R02); no names.

    Attributes:
        people: how many.
        asked_by: who asked for it; null = the command line.
        approved_by, approved_on: who agreed from above, never who asked; null = it waits, and does not count.
    """

    asked = models.ForeignKey(Asked, on_delete=models.PROTECT, related_name="left_out")
    people = models.PositiveIntegerField()
    why = models.CharField(max_length=200)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    asked_on = models.DateField()
    approved_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    approved_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(people__gte=1), name="left_out_people"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(asked_by__isnull=True) | ~Q(approved_by=F("asked_by")),
                name="left_out_by_two",
            ),
        ]


class Roll(models.Model):
    """Who of one unit's electorate took part (decision 8): one sealed value, so that nobody comes after another.

    It is no event, no backup holds it, and it is gone with its key when the consultation is closed.

    Attributes:
        count: how many stand on it.
        sealed: who, as of one day for all; see :mod:`jishi.ballotbox.roll`.
    """

    asked = models.OneToOneField(Asked, on_delete=models.PROTECT, primary_key=True, related_name="roll")
    count = models.PositiveIntegerField()
    sealed = models.BinaryField()


class PaperCount(Versioned):
    """What one person counted on the papers of one unit that have no code, or heard by telephone, mail or at home.

    Two people count separately; nothing counts before both agree. A difference is shown, never averaged.

    Attributes:
        way: paper, phone, mail or visit.
        filed: added up from filled-in forms that phones brought; a machine counts once, so nobody counts again.
        slips, blank: handed in, and of them blank.
        counts: question → choice → how many.
        words: of what phones brought, what people wrote; sealed under the key of the box, see
            :mod:`jishi.ballotbox.words`.
    """

    asked = models.ForeignKey(Asked, on_delete=models.PROTECT, related_name="papers")
    way = models.CharField(max_length=10)
    filed = models.BooleanField(default=False)
    counter = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    slips = models.PositiveIntegerField()
    blank = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    words = models.BinaryField(default=bytes)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asked", "way", "counter", "filed"], name="paper_counted_once")
        ]


class Received(models.Model):
    """A filled-in form that was counted already, known by a digest alone; gone at the close.

    Nothing says of which unit it was, when it came, or who brought it; the key of the digest is the box's.
    """

    digest = models.CharField(max_length=32, primary_key=True)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="received")
