"""A file that came through a page: kept, then checked or brought in as a job, with what became of it on record."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from jishi.actions.imports import facts, ledger, posts, units, workplaces
from jishi.actions.imports.keeping import PRIVATE, record
from jishi.actions.imports.members import bring
from jishi.actions.imports.outcome import Asked, Mode, Outcome
from jishi.actions.jobs import Progress, ask, job
from jishi.actions.lists import frame
from jishi.actions.lists.registry import LISTINGS
from jishi.actions.programme import pack_of
from jishi.actions.sentences import plain_complaint
from jishi.core.access import Scope
from jishi.core.errors import Refusal, Sentence, refuse, sentence
from jishi.sheets.workbook import Limits
from jishi.store import access, clock, evidence
from jishi.store.models.assess import Round
from jishi.store.models.office import Account, Evidence, Import, Job
from jishi.store.queries import rounds
from jishi.store.transact import action

# What a file may hold: these, and every list of the registry that comes in.
Kind = str
_LISTS = tuple(kind for kind, listing in LISTINGS.items() if listing.comes_in)
KINDS: tuple[Kind, ...] = ("units", "facts", "workplaces", "posts", "members", "ledger", *_LISTS)
Say = Callable[[Sentence], str]
# What :func:`jishi.actions.imports.checks.check_emptied` says; the only complaint that may be overruled.
EMPTIED = "Nothing would be left below %(name)s (%(code)s)."


@dataclass(frozen=True)
class Upload:
    """A file as somebody sent it.

    Attributes:
        kind: what it holds.
        mode: ``all`` = one error refuses everything; ``rows`` = good rows are taken.
        only_try: check it and write nothing.
        key: the sender's own key: the same key sends once.
    """

    content: bytes
    name: str
    kind: Kind
    mode: Mode = "all"
    only_try: bool = True
    key: str = ""


def send(actor: Account, scope: Scope, upload: Upload) -> Job:
    """Keep a file and ask for the job that checks it or brings it in.

    Raises:
        Refusal: the sender may import nowhere, the file is empty or too large, or no round is open.
    """
    if not scope.has("import"):
        raise refuse(
            upload.name,
            sentence("Your role does not bring in files."),
            sentence("Send the file to the office above."),
        )
    _check_size(upload)
    if rounds.latest(scope) is None:
        raise refuse(upload.name, sentence("No round is open."), sentence("Open a cycle first."))
    kept = record_file(upload)
    parameters = {
        "file": kept.pk,
        "name": upload.name,
        "kind": upload.kind,
        "mode": upload.mode,
        "only_try": upload.only_try,
        "account": actor.pk,
    }
    return ask("upload", parameters, actor, key=upload.key)


def may_be_confirmed(row: Import) -> bool:
    """Say whether a register was held back only because units would lose the last unit below them.

    Where good rows are taken, other rows may be wrong as well; they stay out.
    """
    said = [complaint["what"]["text"] for complaint in row.complaints]
    alone = row.mode == Import.Mode.ROWS or all(text == EMPTIED for text in said)
    held = row.state in (Import.State.TRIED, Import.State.REFUSED)
    return row.kind == "units" and held and EMPTIED in said and alone


def confirm(actor: Account, row: Import, *, key: str = "") -> Job:
    """Ask for the job that brings in a register although units lose the last unit below them.

    Raises:
        Refusal: the file was held back for another reason, or not at all.
    """
    if not may_be_confirmed(row):
        raise refuse(
            row.file.name,
            sentence("There is nothing to confirm about this file."),
            sentence("Correct the places that are named, and send it again."),
        )
    parameters = {
        "file": row.file_id,
        "name": row.file.name,
        "kind": row.kind,
        "mode": row.mode,
        "only_try": False,
        "confirmed": True,
        "account": actor.pk,
    }
    return ask("upload", parameters, actor, key=key)


def _check_size(upload: Upload) -> None:
    if not upload.content:
        raise refuse(upload.name, sentence("The file is empty."), sentence("Choose the file that holds the table."))
    most = Limits().file_bytes
    if len(upload.content) > most:
        raise refuse(
            upload.name,
            sentence("The file is larger than %(most)s MB.", most=most // 1_000_000),
            sentence("Split it, or bring it in at the command line: jishi %(kind)s import FILE", kind=upload.kind),
        )


@job("upload")
def work(progress: Progress) -> dict[str, Any]:
    """Check a file that was sent, or bring it in; record what became of it."""
    wanted = progress.parameters
    actor = Account.objects.get(pk=wanted["account"])
    waiting = Evidence.objects.get(pk=wanted["file"])
    asked = Asked(
        content=evidence.content_of(waiting),
        name=wanted["name"],
        mode=wanted["mode"],
        confirmed=wanted.get("confirmed", False),
        actor=actor,
        # What the sender may do is looked up again: a grant may have ended while the job waited.
        scope=access.scope_of(actor, clock.today()),
        progress=lambda done, total: _told(progress, done, total),
    )
    round_ = rounds.latest(asked.scope)
    if round_ is None:
        raise refuse(asked.name, sentence("No round is open."), sentence("Open a cycle first."))
    try:
        outcome = _brought_in(asked, wanted["kind"], round_, only_try=wanted["only_try"])
    except Refusal as refusal:
        return {"import": _refused(asked, wanted["kind"], refusal, progress.job).pk}
    finally:
        if waiting.media_type == evidence.SEALED:
            # The record of the import keeps its own; a second copy of personal data is one too many.
            evidence.drop(waiting)
    row = _recorded(asked, outcome, round_, progress.job, only_try=wanted["only_try"])
    if outcome.written:
        # What came in may mend something, or break it.
        ask("rules", {"account": actor.pk}, actor)
    return {"import": row.pk}


def _told(progress: Progress, done: int, total: int) -> None:
    if not done or not progress.job.total:
        progress.begin(total, sentence("Reading rows"))
        progress.job.total = total
    progress.step(done, sentence("Reading rows"))


def _brought_in(asked: Asked, kind: Kind, round_: Round, *, only_try: bool) -> Outcome:
    pack = pack_of(round_.cycle)
    if kind in LISTINGS:
        return frame.bring(LISTINGS[kind], asked, pack, only_try=only_try)
    if kind == "units":
        return (units.check if only_try else units.run)(asked, pack.vocabulary)
    if kind == "workplaces":
        return (workplaces.check if only_try else workplaces.run)(asked, pack.vocabulary)
    if kind == "posts":
        return (posts.check if only_try else posts.run)(asked, pack)
    if kind == "ledger":
        return (ledger.check if only_try else ledger.run)(asked, pack)
    if kind == "members":
        return (bring.check if only_try else bring.run)(asked)
    return (facts.check if only_try else facts.run)(asked, facts.Target(round_, pack))


def _recorded(asked: Asked, outcome: Outcome, round_: Round, job_: Job, *, only_try: bool) -> Import:
    """Return the row of an import, its job noted; what wrote nothing has no row yet."""
    stops = bool(outcome.errors) and not outcome.written
    if outcome.record is not None:
        row = Import.objects.get(pk=outcome.record)
    else:
        state = Import.State.TRIED if only_try else Import.State.REFUSED if stops else Import.State.DONE
        with action(asked.actor, "import.record", content=asked.name) as event:
            row = record(outcome.kind, asked, outcome.counts, outcome.errors, round_)
            row.state = state
            row.save(update_fields=["state"])
            event.about(row)
    row.job = job_
    row.save(update_fields=["job"])
    return row


def _refused(asked: Asked, kind: Kind, refusal: Refusal, job_: Job) -> Import:
    """Record a file that could not be read as what it was said to be."""
    with action(asked.actor, "import.record", content=asked.name) as event:
        row = record(kind, asked, {})
        row.state = Import.State.REFUSED
        row.job = job_
        row.complaints = [plain_complaint(complaint) for complaint in refusal.complaints]
        row.save(update_fields=["state", "job", "complaints"])
        event.about(row)
    return row


def report_of(row: Import, say: Say) -> bytes:
    """Return the sender's own workbook with every error beside its cell, made when it is asked for.

    Raises:
        Refusal: the file can no longer be read as what it was said to be.
    """
    assert row.asked_by is not None
    assert row.round is not None
    scope = access.scope_of(row.asked_by, clock.today())
    asked = Asked(evidence.content_of(row.file), row.file.name, "all", actor=row.asked_by, scope=scope)
    kind: Kind = row.kind if row.kind in KINDS else "facts"
    return _brought_in(replace(asked, mode=row.mode), kind, row.round, only_try=True).report(say)


def record_file(upload: Upload) -> Evidence:
    """Keep the file by its digest, one with personal data encrypted."""
    if upload.kind in PRIVATE:
        return evidence.keep_sealed(upload.content, upload.name)
    return evidence.keep(upload.content, upload.name)
