"""Accounts and grants, jobs, imports, evidence, and the chain of events."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from jishi.store.models.org import Axis, Unit
from jishi.store.models.versioned import Versioned


class Language(models.TextChoices):
    """Languages of the pages, named in themselves."""

    ZH_HANS = "zh-hans", "简体中文"
    ZH_HANT = "zh-hant", "繁體中文"
    EN = "en", "English"


class Accounts(BaseUserManager["Account"]):
    """Makes accounts; there is no sign-up."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> "Account":
        """Make an account; without a password nobody can log in to it."""
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser, Versioned):
    """Somebody who may log in. What they may see comes from grants alone.

    Attributes:
        name: how pages call the person.
        role: words beside the name, for display only.
        demo: made by the demo with a known password; production refuses to start with one.
    """

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=100, blank=True)
    role = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=10, choices=Language.choices, default=Language.ZH_HANS)
    is_active = models.BooleanField(default=True)
    demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: list[str] = []

    objects = Accounts()

    def __str__(self) -> str:
        return self.name or self.username


class Grant(Versioned):
    """The account acts in a role for a unit and all below it on an axis, until the day before ``to_on``.

    Attributes:
        field_class: the most private class of fields (0-3) that the pack lets this role read, as it was when given.
        duties: words of :data:`jishi.core.access.DUTIES` with spaces between: what it allows besides reading.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grants")
    axis = models.CharField(max_length=12, choices=Axis.choices, default=Axis.MANAGEMENT)
    field_class = models.PositiveSmallIntegerField(default=1)
    duties = models.CharField(max_length=100, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(field_class__lte=3), name="grant_field_class"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gt=F("from_on")), name="grant_ends_after_start"
            ),
        ]


class Evidence(models.Model):
    """A file kept by its digest in the home's evidence folder; the same content is kept once."""

    digest = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)


class Job(models.Model):
    """Something longer than a page, with progress.

    Attributes:
        task: the queue's id of the work.
        message: an English sentence and its values: ``{"text": …, "values": {…}}``.
        beat_at: last sign of life; a running job without one is marked lost.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        REFUSED = "refused"
        FAILED = "failed"
        LOST = "lost"

    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    task = models.CharField(max_length=64, blank=True)
    parameters = models.JSONField(default=dict)
    progress = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    message = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="jobs", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "kind"], name="job_state_kind")]


class Import(Versioned):
    """One file brought in.

    Attributes:
        mode: ``all`` = all or nothing, ``rows`` = good rows only.
        counts: added, changed, same, refused and the like.
        complaints: the first of them, for the page; all of them stand in ``report``.
        report: the user's own workbook (or an error workbook) with the complaints written in.
    """

    class Mode(models.TextChoices):
        ALL = "all"
        ROWS = "rows"

    class State(models.TextChoices):
        TRIED = "tried"
        DONE = "done"
        REFUSED = "refused"
        FAILED = "failed"

    kind = models.CharField(max_length=20)
    mode = models.CharField(max_length=4, choices=Mode.choices, default=Mode.ALL)
    state = models.CharField(max_length=10, choices=State.choices, default=State.TRIED)
    file = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="imports")
    report = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="reports", null=True, blank=True)
    round = models.ForeignKey(
        "store.Round", on_delete=models.PROTECT, related_name="imports", null=True, blank=True
    )
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, related_name="imports", null=True, blank=True)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="imports", null=True, blank=True)
    counts = models.JSONField(default=dict)
    complaints = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)


class Event(models.Model):
    """One action that changed something. Append-only: database triggers refuse every change.

    Attributes:
        number: 1, 2, 3 … without a gap.
        actor: id of the account; null = the command line or the program itself.
        name: what was done: ``unit.create``, ``facts.import`` …
        subject: what it was done to: ``unit:12``.
        digest: keyed and salted digest of the details; says nothing once the salt is destroyed.
        row_digest: the same for the subject's row as it was left; empty where there is none.
        previous, hash: the chain.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.BigIntegerField(null=True)
    name = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    row_digest = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "number"], name="event_subject"),
            models.Index(fields=["actor", "number"], name="event_actor"),
        ]


class EventDetail(models.Model):
    """The salt and the words of an event; destroyed with the record that it is about."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, primary_key=True, related_name="detail")
    salt = models.BinaryField(max_length=16)
    details = models.JSONField(default=dict)


class IdempotencyKey(models.Model):
    """What was asked under a key and what came of it, so that the same request twice acts once."""

    # 0 = the command line: null would not count as equal to null.
    actor = models.BigIntegerField(default=0)
    action = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    content = models.CharField(max_length=64)
    result = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["action", "key", "actor"], name="key_once")]
