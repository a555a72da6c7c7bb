"""What has served its purpose goes: every type of record has a term, in the pack, and a job that keeps to it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from jishi.actions.consult import own_words_read, printed
from jishi.actions.imports.keeping import PRIVATE
from jishi.actions.people.ground import By
from jishi.actions.people.reading import READING
from jishi.core.people.keeping import OWN_TERMS, TYPES, Term, ended_before
from jishi.store import clock, events, evidence
from jishi.store.models.cases import MinuteCorrection, RecusalLift, RecusalWish
from jishi.store.models.duties import FollowUp, Supervision, Task, TaskSupport
from jishi.store.models.grids import GridServer
from jishi.store.models.office import EventDetail, Evidence, Import, Job
from jishi.store.models.paper import MonthlySheet
from jishi.store.models.people import Care, CareVisit, Floating, LostContact, Member, Person, Transfer
from jishi.store.models.posts import Dispatch, DispatchLog, Team, TeamMember, Tenure
from jishi.store.models.publish import Feedback, NoticeObjection
from jishi.store.models.rules import Violation
from jishi.store.models.secretaries import SecretaryReview
from jishi.store.models.words import OwnWords
from jishi.store.transact import action

Terms = Mapping[str, Term]
#: What stays without its words, and is proven as it stands then.
_SEALED_ANEW = ("recusal", "minutes")
_BATCH = 500


def due(terms: Terms, today: date) -> list[tuple[str, QuerySet]]:
    """Return type of record, what is due to go today; a type may have several kinds of rows."""
    limits = {name: ended_before(terms.get(name, OWN_TERMS[name]), today) for name in TYPES}
    found: dict[str, QuerySet] = {
        "lost-contact": LostContact.objects.filter(Q(expires_on__lte=today) | Q(to_on__lte=limits["lost-contact"])),
        "care": Care.objects.filter(Q(to_on__lte=limits["care"]) | Q(expires_on__lte=today)),
        "floating": Floating.objects.filter(to_on__lte=limits["floating"]),
        "transfer": _finished(limits["transfer"]),
        "person": _gone(limits["person"]),
        # What a person reads about readings goes by its own term, also while the person is still here.
        "reading": EventDetail.objects.filter(
            event__name__in=(READING, own_words_read.READING), event__at__date__lte=limits["reading"]
        ),
        "dispatch-log": DispatchLog.objects.filter(dispatch__to_on__lte=limits["dispatch-log"]),
        "import-file": Import.objects.filter(kind__in=PRIVATE, created_at__date__lte=limits["import-file"]),
        "register-file": Import.objects.exclude(kind__in=PRIVATE).filter(
            created_at__date__lte=limits["register-file"]
        ),
        "violation": Violation.objects.filter(closed_on__lte=limits["violation"]),
        "objection": NoticeObjection.objects.filter(answered_on__lte=limits["objection"], erased_on__isnull=True),
        "feedback": Feedback.objects.filter(_told(limits["feedback"]), contact__isnull=False),
        "secretary-review": SecretaryReview.objects.filter(
            locked_on__lte=limits["secretary-review"], sealed__isnull=False
        ),
        "recusal": RecusalWish.objects.filter(on__lte=limits["recusal"]).exclude(reason=""),
        "minutes": MinuteCorrection.objects.filter(on__lte=limits["minutes"]).exclude(reason=""),
        "own-words": OwnWords.objects.filter(consultation__closed_at__date__lte=limits["own-words"]),
        "task": Task.objects.exclude(state=Task.State.OPEN).filter(closed_on__lte=limits["task"]),
        "supervision": Supervision.objects.filter(_answered(limits["supervision"])),
        "monthly-sheet": MonthlySheet.objects.exclude(given_by="").filter(given_on__lte=limits["monthly-sheet"]),
        printed.TERM: printed.due(limits[printed.TERM]),
    }
    lifts = RecusalLift.objects.filter(on__lte=limits["recusal"]).exclude(reason="")
    return [*found.items(), ("recusal", lifts)]


def _told(limit: date) -> Q:
    """What was settled long enough ago, or lies unread for twice as long as a contact is kept."""
    return Q(read_on__lte=limit) | Q(read_on__isnull=True, on__lte=limit - (clock.today() - limit))


def _answered(limit: date) -> Q:
    """What was answered long enough ago, or said for which no answer was ever asked."""
    return Q(answered_on__lte=limit) | Q(answer_by__isnull=True, on__lte=limit)


def _finished(limit: date) -> QuerySet:
    over = Q(accepted_on__lte=limit) | Q(refused_on__lte=limit) | Q(state="lapsed", valid_until__lte=limit)
    return Transfer.objects.filter(over)


def _gone(limit: date) -> QuerySet:
    """Persons who left every branch, post and team before a day, and whose name still stands there."""
    still = Q(to_on__isnull=True) | Q(to_on__gt=limit)
    there = [
        Exists(Member.objects.filter(still, person=OuterRef("pk"))),
        Exists(Tenure.objects.filter(still, person=OuterRef("pk"))),
        Exists(TeamMember.objects.filter(still, person=OuterRef("pk"))),
        Exists(Dispatch.objects.filter(still, person=OuterRef("pk"))),
        Exists(GridServer.objects.filter(still, person=OuterRef("pk"))),
    ]
    # Whoever held a post or was sent without being a member goes too; a record without any past is not judged.
    roles = (Member, Tenure, TeamMember, Dispatch, GridServer)
    past = [Exists(model.objects.filter(person=OuterRef("pk"))) for model in roles]
    found = Person.objects.exclude(name="").filter(past[0] | past[1] | past[2] | past[3] | past[4])
    found = found.filter(~Exists(Team.objects.filter(still, leader=OuterRef("pk"))))
    for held in there:
        found = found.filter(~held)
    return found


def keep_to_terms(terms: Terms, by: By | None = None, *, only_count: bool = False) -> dict[str, int]:
    """Destroy what is due; return type of record → how many.

    A member who left long ago keeps a nameless row, so that last year's figures stay; with the row's salt and
    words gone, the chain of events says nothing about the person any more.
    """
    counts = dict.fromkeys(TYPES, 0)
    for name, found in due(terms, clock.today()):
        if only_count:
            counts[name] += found.count()
            continue
        while batch := list(found[:_BATCH]):
            with action(by.actor if by else None, "retention.erase", name) as event:
                counts[name] += len(batch)
                _ERASERS[name](batch)
                if name in _SEALED_ANEW:
                    event.about(*batch)
                event.note(type=name, count=len(batch))
    return counts


def _delete(rows: Iterable[Model]) -> None:
    for row in rows:
        events.forget(f"{row._meta.model_name}:{row.pk}")
        row.delete()


def _drop_care(rows: Iterable[Model]) -> None:
    for row in rows:
        for visit in CareVisit.objects.filter(care=row.pk).values_list("pk", flat=True):
            events.forget(f"carevisit:{visit}")
    _delete(rows)


def _make_nameless(people: Iterable[Model]) -> None:
    for person in people:
        events.forget(f"person:{person.pk}")
        mine = Member.objects.filter(person=person.pk)
        for member in mine.values_list("pk", flat=True):
            events.forget(f"member:{member}")
        mine.update(occupation="", registered="")
        Person.objects.filter(pk=person.pk).update(
            name="",
            search="",
            identity=None,
            identity_index=None,
            phone=None,
            phone_index=None,
            sex="",
            ethnicity="",
            born_on=None,
            education="",
        )


def _drop_files(imports: Iterable[Model]) -> None:
    for row in imports:
        assert isinstance(row, Import)
        files = [file for file in (row.file, row.report) if file is not None]
        _delete([row])
        for file in files:
            if not _used(file):
                evidence.drop(file)


def _used(file: Evidence) -> bool:
    """Say whether anything else still rests on a file: an import, a paper, a photograph."""
    return any(
        relation.related_model.objects.filter(**{relation.field.name: file}).exists()
        for relation in Evidence._meta.related_objects
    )


def _drop_words(details: Iterable[Model]) -> None:
    """The event stays in the chain; who read what and why goes."""
    EventDetail.objects.filter(pk__in=[detail.pk for detail in details]).delete()


def _make_wordless(objections: Iterable[Model]) -> None:
    """The answer stays; who objected, and in which words, goes."""
    for row in objections:
        events.forget(f"noticeobjection:{row.pk}")
        NoticeObjection.objects.filter(pk=row.pk).update(
            text=None, name=None, contact=None, erased_on=clock.today()
        )


def _drop_contacts(words: Iterable[Model]) -> None:
    for row in words:
        events.forget(f"feedback:{row.pk}")
        Feedback.objects.filter(pk=row.pk).update(contact=None, erased_on=clock.today())


def _drop_reviews(reviews: Iterable[Model]) -> None:
    """That a tenure ended by a decision stays; what was said of the person goes."""
    for row in reviews:
        events.forget(f"secretaryreview:{row.pk}")
        SecretaryReview.objects.filter(pk=row.pk).update(sealed=None, reasons=[])


def _drop_reasons(rows: Iterable[Model]) -> None:
    """Who left for which unit, and what minutes say and said, stays; why, in words, goes."""
    for row in rows:
        assert isinstance(row, RecusalWish | RecusalLift | MinuteCorrection)
        events.forget(f"{row._meta.model_name}:{row.pk}")
        row.reason = ""
        row.save(update_fields=["reason"])


def _drop_tasks(tasks: Iterable[Model]) -> None:
    """A task goes with what was found when somebody looked, and with who was to support it."""
    for row in tasks:
        _delete(FollowUp.objects.filter(task=row.pk))
        _delete(TaskSupport.objects.filter(task=row.pk))
    _delete(tasks)


def _drop_signatures(sheets: Iterable[Model]) -> None:
    """That the sheet came, and its answers, stay; who filled it in goes."""
    for row in sheets:
        events.forget(f"monthlysheet:{row.pk}")
        MonthlySheet.objects.filter(pk=row.pk).update(given_by="", given_post="")


def _drop_texts(rows: Iterable[Model]) -> None:
    """No event tells of one text, so that nothing is left of it."""
    OwnWords.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _drop_slips(jobs: Iterable[Model]) -> None:
    for row in jobs:
        assert isinstance(row, Job)
        printed.drop(row)


_ERASERS: Mapping[str, Callable[[Iterable[Model]], None]] = {
    "lost-contact": _delete,
    "care": _drop_care,
    "floating": _delete,
    "transfer": _delete,
    "person": _make_nameless,
    "reading": _drop_words,
    "dispatch-log": _delete,
    "import-file": _drop_files,
    "register-file": _drop_files,
    "violation": _delete,
    "objection": _make_wordless,
    "feedback": _drop_contacts,
    "secretary-review": _drop_reviews,
    "recusal": _drop_reasons,
    "minutes": _drop_reasons,
    "own-words": _drop_texts,
    "task": _drop_tasks,
    "supervision": _delete,
    "monthly-sheet": _drop_signatures,
    printed.TERM: _drop_slips,
}
