"""Showing a number whole: an event with a purpose, which the person can see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jishi.actions.people.ground import By
from jishi.core.errors import refuse, sentence
from jishi.store import persons
from jishi.store.models.office import Account, Event
from jishi.store.models.people import Person
from jishi.store.transact import action
from jishi.store.vault import keys

#: Why somebody looks: an office chooses one, and adds words where these are not enough.
PURPOSES = ("letter", "form", "contact", "check", "correction", "care", "search", "record", "other")
#: The name of the event.
READING = "person.read"
_LEAST_WORDS = 4


@dataclass(frozen=True)
class Purpose:
    """Why a record is read.

    Attributes:
        kind: one of :data:`PURPOSES`.
        words: what exactly; needed for ``other``.
    """

    kind: str
    words: str = ""


@dataclass(frozen=True)
class Reading:
    """One reading of a person's record, as the person sees it."""

    at: datetime
    by: str
    what: Sequence[str]
    purpose: str
    words: str


def reveal(by: By, person: Person, purpose: Purpose, fields: Sequence[str] = persons.SEALED) -> dict[str, str]:
    """Return sealed fields in the clear; that they were shown, to whom and why is kept for the person.

    The caller has found the person through the reader's scope.

    Raises:
        Refusal: no purpose is stated.
    """
    noted(by, person, purpose, fields)
    vault = keys()
    return {name: persons.opened(vault, person, name) for name in fields}


def noted(by: By, person: Person, purpose: Purpose, fields: Sequence[str]) -> None:
    """Write down that fields of a person are read.

    Raises:
        Refusal: no purpose is stated.
    """
    check_purpose(purpose, person.name)
    words = purpose.words.strip()[:200]
    with action(by.actor, READING, f"person:{person.pk}") as event:
        event.note(fields=sorted(fields), purpose=purpose.kind, words=words)


def check_purpose(purpose: Purpose, where: str) -> None:
    """Let nobody read without a purpose.

    Raises:
        Refusal: none is stated.
    """
    if purpose.kind not in PURPOSES or (purpose.kind == "other" and len(purpose.words.strip()) < _LEAST_WORDS):
        raise refuse(
            where,
            sentence("No purpose is stated."),
            sentence("Choose why you need it, or say it in a few words; the person can read it."),
        )


def noted_all(by: By, people: Sequence[Person], purpose: Purpose, fields: Sequence[str]) -> None:
    """Write down for each of several persons that fields of theirs are read.

    Raises:
        Refusal: no purpose is stated.
    """
    with transaction.atomic():
        for person in people:
            noted(by, person, purpose, fields)


def readings(person: Person) -> list[Reading]:
    """Return every reading of a person's record, the latest first; for the person's own paper."""
    copies = [f"person:{copy}" for copy in person.copies.values_list("pk", flat=True)]
    found = Event.objects.filter(subject__in=[f"person:{person.pk}", *copies], name=READING)
    found = found.select_related("detail").order_by("-number")
    names = {account.pk: str(account) for account in Account.objects.filter(pk__in=found.values("actor"))}
    return [
        Reading(
            event.at,
            names.get(event.actor or 0, ""),
            event.detail.details.get("fields", []),
            event.detail.details.get("purpose", ""),
            event.detail.details.get("words", ""),
        )
        for event in found
        if hasattr(event, "detail")
    ]
