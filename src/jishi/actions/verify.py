"""Is everything still what it was when it was decided? Every finding names the row or the file."""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import connection
from django.db.models import Model

from jishi.actions.cases.correcting import check_minutes
from jishi.actions.cases.proof import check_grades, check_notices, check_promotions
from jishi.actions.papers.proof import check_papers
from jishi.actions.programme import pack_of
from jishi.columnar.folder import MANIFEST, file_digest
from jishi.columnar.runs import read_run
from jishi.columnar.snapshots import read_snapshot
from jishi.core.errors import Complaint, Refusal, Sentence, sentence
from jishi.store import events, evidence, facts, guards
from jishi.store.digests import keyed, subject_of, tight
from jishi.store.home import current
from jishi.store.models.assess import Cycle, FactValue, Grade, Round, Run
from jishi.store.models.awards import Candidate
from jishi.store.models.cases import (
    Answer,
    Lift,
    Meeting,
    MinuteCorrection,
    Opening,
    RecusalLift,
    RecusalWish,
    Reopening,
)
from jishi.store.models.circulars import Circular, Clause, ClauseReply, Receipt
from jishi.store.models.improve import Promotion
from jishi.store.models.office import Account, Event, EventDetail, Evidence, Grant
from jishi.store.models.papers import Paper, PaperAnswer
from jishi.store.models.publish import Notice, NoticeObjection, Switch

# Rows of these change only by an action that is about them.
SEALED: tuple[type[Model], ...] = (
    *(Account, Grant, Cycle, Round, Run),
    *(Opening, Answer, Meeting, Grade, Lift, Reopening, Promotion),
    *(MinuteCorrection, RecusalWish, RecusalLift),
    *(Notice, NoticeObjection, Switch),
    *(Paper, PaperAnswer),
    *(Circular, Clause, Receipt, ClauseReply),
    Candidate,
)

_AUDIT = sentence("See what was done with: jishi audit; then restore a backup from before.")
_RESTORE = sentence("Restore it from a backup.")


def _finding(where: str, what: Sentence, fix: Sentence = _AUDIT) -> Complaint:
    return Complaint(where, what, fix)


def check_guards() -> Iterator[Complaint]:
    """The database refuses what must never change."""
    for name in guards.missing(connection):
        yield _finding(
            name,
            sentence("This guard of the database was removed or switched off."),
            sentence(
                "The next start of jishi serve puts it back; look with jishi audit at what changed meanwhile."
            ),
        )


def check_chain() -> Iterator[Complaint]:
    """Every event is there, in order, with the words that it was written with."""
    number, previous = 0, events.GENESIS
    try:
        kept = events.kept_head()
    except Refusal as refusal:
        yield from refusal.complaints
        kept = {"number": 0, "hash": events.GENESIS}
    for event in events.chain():
        where = f"event:{event.number}"
        if event.number != number + 1:
            yield _finding(where, sentence("Events before this one are missing."))
        elif event.previous != previous or events.hash_of(event) != event.hash:
            yield _finding(where, sentence("This event is not what was written."))
        detail = getattr(event, "detail", None)
        if detail and keyed(detail.salt, detail.details) != event.digest:
            yield _finding(where, sentence("The details of this event are not what was written."))
        if event.number == kept["number"] and event.hash != kept["hash"]:
            yield _finding(where, sentence("The chain was written anew: the hash kept outside is another."))
        number, previous = event.number, event.hash
    if number < kept["number"]:
        yield _finding(f"event:{number + 1}", sentence("Events were cut off the end of the chain."))


def check_rows() -> Iterator[Complaint]:
    """Accounts, grants, cycles, rounds, runs, meetings and grades are as their last action left them."""
    for model in SEALED:
        yield from _check_model(model)


def _check_model(model: type[Model]) -> Iterator[Complaint]:
    noun = str(model._meta.model_name)
    last = _last_seals(noun)
    salts = dict(
        EventDetail.objects.filter(event__in=[n for _, n in last.values()]).values_list("event_id", "salt")
    )
    for values in model._base_manager.order_by("pk").values().iterator():
        subject = f"{noun}:{values['id']}"
        digest, number = last.pop(subject, ("", 0))
        if not digest:
            yield _finding(subject, sentence("No event tells how this row came to be."))
        elif number in salts and keyed(salts[number], tight(model, values)) != digest:
            yield _finding(subject, sentence("This row was changed past the program."))
    for subject, (digest, number) in last.items():
        # An action that removes a row says so with an empty seal.
        if digest and number in salts:
            yield _finding(subject, sentence("This row was removed past the program."))


def _last_seals(noun: str) -> dict[str, tuple[str, int]]:
    """Return the last seal of every row of a noun, and the number of the event that holds it."""
    found: dict[str, tuple[str, int]] = {}
    own = Event.objects.filter(subject__startswith=f"{noun}:").exclude(row_digest="")
    for subject, digest, number in own.order_by("number").values_list("subject", "row_digest", "number").iterator():
        found[subject] = (digest, number)
    others = EventDetail.objects.filter(details__has_key="rows").order_by("event_id")
    for number, details in others.values_list("event_id", "details").iterator():
        for subject, digest in details["rows"].items():
            if subject.startswith(f"{noun}:") and number > found.get(subject, ("", 0))[1]:
                found[subject] = (digest, number)
    return found


def check_facts() -> Iterator[Complaint]:
    """Every fact carries its seal, and the facts of locked rounds are all there."""
    names: dict[int, str] = {}
    for fact in FactValue.objects.order_by("pk").iterator(chunk_size=5000):
        if bytes(fact.seal) != facts.seal_of(fact):
            names = names or dict(facts.FactName.objects.values_list("id", "code"))
            yield _finding(
                f"{subject_of(fact)} › unit:{fact.unit_id} › {names.get(fact.fact_id)} › {fact.source}",
                sentence("This fact was changed past the program."),
            )
    for round_ in Round.objects.filter(locked_at__isnull=False).select_related("cycle"):
        if facts.digest_of(round_) != round_.facts_digest:
            yield _finding(str(round_), sentence("The facts of this locked round are not what was locked."))


def check_evidence() -> Iterator[Complaint]:
    """Every file is what came in."""
    for digest in Evidence.objects.order_by("pk").values_list("digest", flat=True).iterator():
        if evidence.is_broken(digest):
            where = str(evidence.path_of(digest).relative_to(current().path))
            yield _finding(where, sentence("This file is gone or was changed after it was kept."), _RESTORE)


def check_runs() -> Iterator[Complaint]:
    """Every run and the snapshot that it read are what was written."""
    for run in Run.objects.filter(state=Run.State.DONE).order_by("pk"):
        where = subject_of(run)
        folder = _folder(current().runs, run.folder)
        pinned = run.manifest_digest and (folder / MANIFEST).is_file()
        if pinned and file_digest(folder / MANIFEST) != run.manifest_digest:
            yield _finding(where, sentence("The manifest of this run is not what was written."), _RESTORE)
        yield from _digest(where, run.result_digest, lambda at=folder: read_run(at, verify=True).digest)
        snapshot = _folder(current().snapshots, run.snapshot_folder)
        yield from _digest(where, run.snapshot_digest, lambda at=snapshot: read_snapshot(at, verify=True).digest)


def _folder(base: Path, name: str) -> Path:
    """Return a folder that is named from the home or from its own room."""
    whole = current().path / name
    return whole if name.startswith(f"{base.name}/") else base / name


def _digest(where: str, wanted: str, read: Callable[[], str]) -> Iterator[Complaint]:
    try:
        found = read()
    except Refusal as refusal:
        yield from refusal.complaints
        return
    if found != wanted:
        yield _finding(where, sentence("The files of this run belong to another one."), _RESTORE)


def check_packs() -> Iterator[Complaint]:
    """Every cycle still has the pack that it pinned."""
    for cycle in Cycle.objects.order_by("pk"):
        try:
            pack_of(cycle)
        except Refusal as refusal:
            yield from refusal.complaints


CHECKS: dict[str, Callable[[], Iterator[Complaint]]] = {
    "guards": check_guards,
    "events": check_chain,
    "rows": check_rows,
    "facts": check_facts,
    "evidence": check_evidence,
    "runs": check_runs,
    "packs": check_packs,
    "grades": check_grades,
    "notices": check_notices,
    "papers": check_papers,
    "minutes": check_minutes,
    "promotions": check_promotions,
}


def verify() -> dict[str, list[Complaint]]:
    """Return what was found, by check; a check without findings holds."""
    return {name: list(check()) for name, check in CHECKS.items()}
