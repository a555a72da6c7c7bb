"""A large table of phones is taken in by a job: until then it lies sealed where no backup takes it."""

import hashlib
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jishi.actions.consult import phones, phones_units, phones_visits
from jishi.actions.consult.ground import By
from jishi.actions.consult.known import UNIT
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.actions.jobs import Progress, ask, job
from jishi.actions.programme import pack_of
from jishi.actions.sentences import plain_complaint
from jishi.ballotbox.boxes import FOLDER
from jishi.ballotbox.key import shred, write_private
from jishi.core.errors import Sentence, refuse, sentence
from jishi.store import access, clock, vault
from jishi.store.digests import keyed
from jishi.store.home import current
from jishi.store.models.assess import Round
from jishi.store.models.consult import Consultation
from jishi.store.models.office import Account, Job

KIND = "phones"
VISITS = "visits"
#: A smaller table is taken in while the page waits.
AT_ONCE = 200_000
#: In seconds: so long a table may lie before its job is asked for.
_BEING_ASKED = 3_600
#: So many errors are kept for the page; "only check" gives all of them.
TOLD = 20


@dataclass(frozen=True)
class Brought:
    """A table, and what it holds.

    Attributes:
        of: ``visits``, a unit's own answers (:data:`UNIT`), or consultation and electorate: ``survey.members``.
        way: how people were heard, where a row does not say.
    """

    round: Round
    of: str
    way: str = "phone"


def take(by: By, brought: Brought, asked: Asked, *, only_try: bool = False) -> Outcome:
    """Take a table in at once, whatever it holds.

    Raises:
        Refusal: see :func:`phones.take` and :func:`phones_visits.take`.
        Consultation.DoesNotExist: there is none of this name in the round.
    """
    pack = pack_of(brought.round.cycle)
    code, _dot, electorate = brought.of.partition(".")
    if code == VISITS and not electorate:
        return phones_visits.take(by, brought.round, pack, asked, only_try=only_try)
    if code == UNIT and not electorate:
        return phones_units.take(by, brought.round, pack, asked, only_try=only_try)
    found = Consultation.objects.select_related("round__cycle").get(round=brought.round, code=code)
    return phones.take(by, phones.Home(found, pack, electorate, brought.way), asked, only_try=only_try)


def send(by: By, brought: Brought, asked: Asked) -> Job:
    """Keep a table sealed, and ask for the job that takes it in."""
    assert by.actor
    # The same request has the same name, so that asking twice asks for one job.
    content = [asked.name, hashlib.sha256(asked.content).hexdigest()]
    token = keyed(by.key.encode(), content)[:16] if by.key else secrets.token_hex(8)
    file = _file(token)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(file, vault.keys().seal_bytes(asked.content, _place(token)))
    parameters = {
        "round": brought.round.pk,
        "of": brought.of,
        "way": brought.way,
        "file": token,
        "name": asked.name,
        "account": by.actor.pk,
    }
    try:
        made = ask(KIND, parameters, by.actor, key=by.key)
    except BaseException:
        # Another table under the same key, or no room: nobody takes this one in.
        shred(file)
        raise
    if made.state not in (Job.State.WAITING, Job.State.RUNNING):
        # Asked for again after it was done.
        shred(file)
    return made


def end(asked: Job) -> Sentence | None:
    """Destroy the table of a job that came to no end."""
    shred(_file(asked.parameters["file"]))
    return None


def sweep() -> None:
    """Destroy tables that no job takes in any more: a crash came between."""
    going = Job.objects.filter(kind=KIND, state__in=(Job.State.WAITING, Job.State.RUNNING))
    awaited = {_file(each.parameters["file"]) for each in going}
    for file in set((current().path / FOLDER / "phones").glob("*.sealed")) - awaited:
        if file.stat().st_mtime < time.time() - _BEING_ASKED:
            shred(file)


@job(KIND, undo=end)
def work(progress: Progress) -> dict[str, Any]:
    """Take in the table that somebody sent; what of it was wrong is kept for their page."""
    said = progress.parameters
    asker = Account.objects.get(pk=said["account"])
    file = _file(said["file"])
    if not file.is_file():
        raise refuse(said["name"], sentence("The file is gone."), sentence("Send it again."))
    progress.begin(0, sentence("Reading rows"))
    content = vault.keys().unseal_bytes(file.read_bytes(), _place(said["file"]))
    # Looked up again: a grant may have ended while the job waited.
    by = By(asker, access.scope_of(asker, clock.today()))
    round_ = Round.objects.select_related("cycle").get(pk=said["round"])
    asked = Asked(content, said["name"], "rows", actor=asker, scope=by.scope)
    outcome = take(by, Brought(round_, said["of"], said["way"]), asked)
    shred(file)
    complaints = list(outcome.refusal().complaints)[:TOLD] if outcome.errors else []
    return {"phones": dict(outcome.counts), "complaints": [plain_complaint(each) for each in complaints]}


def _file(token: str) -> Path:
    return current().path / FOLDER / "phones" / f"{token}.sealed"


def _place(token: str) -> str:
    return f"phones:{token}"
