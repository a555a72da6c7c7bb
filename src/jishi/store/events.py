"""The chain of events: one for every action, written last, each holding the hash of the one before.

An event says when, who, what and about which row in the clear; its details stand beside it under a salt of their
own. When a record is erased, salt and details go, and the chain still holds: a digest alone says nothing.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.digests import canonical, content_of, contents_of, keyed, subject_of
from jishi.store.home import current
from jishi.store.keys import damaged, write_private
from jishi.store.lock import hold
from jishi.store.models.office import Event, EventDetail

GENESIS = "0" * 64
# Any fixed number: the one lock under which events are numbered.
_LOCK = 0x6A697368
_BATCH = 5000


@dataclass
class Draft:
    """An event before it is written.

    Attributes:
        actor: id of the account; None = the command line.
        name: ``noun.verb``.
        subject: what it is about.
        row: the row that it leaves changed; its content is sealed.
        others: further rows that came with it; sealed among the details.
        gone: what rows were called that it removed; an empty seal among the details says so.
        details: words and numbers about it; no personal data that the record does not hold itself.
    """

    actor: int | None
    name: str
    subject: str = ""
    row: Model | None = None
    others: tuple[Model, ...] = ()
    gone: tuple[str, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)


def write(drafts: list[Draft]) -> None:
    """Append events to the chain; the transaction must end right after, for the lock holds until then."""
    _lock()
    last = Event.objects.order_by("-number").values_list("number", "hash").first()
    number, previous = last or (0, GENESIS)
    for draft in drafts:
        number += 1
        previous = _append(draft, number, previous)
    transaction.on_commit(lambda: _write_head(number, previous))


def _lock() -> None:
    # SQLite's transactions are immediate: the writer is alone already.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _append(draft: Draft, number: int, previous: str) -> str:
    salt = secrets.token_bytes(16)
    content = content_of(draft.row) if draft.row is not None else None
    # As the database will give them back.
    details = json.loads(canonical(draft.details))
    if draft.others or draft.gone:
        said = zip(draft.others, contents_of(draft.others), strict=True)
        sealed = {subject_of(row): keyed(salt, kept) for row, kept in said}
        details["rows"] = {**dict.fromkeys(draft.gone, ""), **sealed}
    event = Event(
        number=number,
        at=clock.now(),
        actor=draft.actor,
        name=draft.name,
        subject=subject_of(draft.row) if draft.row is not None else draft.subject,
        digest=keyed(salt, details),
        row_digest=keyed(salt, content) if content is not None else "",
        previous=previous,
    )
    event.hash = hash_of(event)
    event.save(force_insert=True)
    EventDetail.objects.create(event=event, salt=salt, details=details)
    return event.hash


def hash_of(event: Event) -> str:
    """Return the hash that the event must carry."""
    said = (
        event.number,
        event.at.astimezone(UTC),
        event.actor,
        event.name,
        event.subject,
        event.digest,
        event.row_digest,
    )
    return hashlib.sha256(event.previous.encode() + canonical(said)).hexdigest()


def chain() -> Iterator[Event]:
    """Yield every event in order, some thousand at a time."""
    after = 0
    while batch := list(
        Event.objects.select_related("detail").filter(number__gt=after).order_by("number")[:_BATCH]
    ):
        yield from batch
        after = batch[-1].number


def forget(subject: str) -> int:
    """Destroy salts and details of all events about a subject, with the record itself; return how many."""
    return EventDetail.objects.filter(event__subject=subject).delete()[0]


def head() -> Mapping[str, Any]:
    """Return number and hash of the last event, as printed on official paper."""
    last = Event.objects.order_by("-number").first()
    return {"number": last.number, "hash": last.hash} if last else {"number": 0, "hash": GENESIS}


def kept_head() -> Mapping[str, Any]:
    """Return the head as kept outside the database, so that events cut off the end are missed.

    Raises:
        Refusal: its file is damaged.
    """
    file = current().path / "head.json"
    if not file.exists():
        return {"number": 0, "hash": GENESIS}
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return {"number": int(found["number"]), "hash": str(found["hash"])}
    except (ValueError, KeyError, TypeError):
        raise damaged(file) from None


def _write_head(number: int, hash_: str) -> None:
    # Two who have just committed must not put the earlier head over the later one.
    with hold(current().path / "locks" / "head", wait=True):
        # A damaged file is written anew by the next event: the change that it tells of is in the database already.
        with suppress(Refusal):
            if number <= kept_head()["number"]:
                return
        write_private(current().path / "head.json", json.dumps({"number": number, "hash": hash_}))
