"""Draft a document, change the draft, have it approved, send it down the tree; withdraw it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from jishi.actions.people.ground import By
from jishi.actions.publish.notices import may_publish
from jishi.core.access import OPERATOR
from jishi.core.errors import Complaint, Refusal, refuse, sentence
from jishi.store.models.circulars import Circular, Clause
from jishi.store.models.office import Evidence
from jishi.store.models.org import Unit
from jishi.store.queries import circulars as queries
from jishi.store.transact import Action, action, change

LONGEST = 20_000
MOST_CLAUSES = 30


@dataclass(frozen=True)
class Asked:
    """What one clause asks."""

    text: str
    who: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Draft:
    """The words of a circular.

    Attributes:
        kinds: of units to which it goes; empty = all below.
    """

    title: str
    text: str
    number: str = ""
    kinds: tuple[str, ...] = ()
    clauses: tuple[Asked, ...] = ()
    receipt_due_on: date | None = None
    file: Evidence | None = field(default=None, compare=False)


def draft(by: By, sender: Unit, words: Draft) -> Circular:
    """Keep a draft; nobody but the sender sees it.

    Raises:
        Refusal: somebody else's committee, no heading or words, or a term that lies in the past.
    """
    content = {"sender": sender.pk, "title": words.title, "text": words.text, "number": words.number}
    with action(by.actor, "circular.draft", key=by.key, content=content) as event:
        if event.repeated:
            return Circular.objects.get(pk=event.result["circular"])
        may_publish(by, sender)
        _sound(by, sender, words)
        found = Circular.objects.create(sender=sender, drafted_on=by.day, file=words.file, **_fields(words))
        rows = _clauses(found, words.clauses)
        event.about(found, *rows)
        event.note(sender=sender.pk, clauses=len(rows))
        event.result = {"circular": found.pk}
    return found


def _fields(words: Draft) -> dict[str, object]:
    kinds = " ".join(sorted({kind for kind in words.kinds if kind.strip()}))
    return {
        "title": words.title.strip()[:200],
        "text": words.text.strip()[:LONGEST],
        "number": words.number.strip()[:60],
        "kinds": f" {kinds} " if kinds else "",
        "receipt_due_on": words.receipt_due_on,
    }


def _clauses(circular: Circular, asked: Sequence[Asked]) -> list[Clause]:
    return [
        Clause.objects.create(
            circular=circular,
            place=place,
            text=each.text.strip()[:2000],
            who=each.who.strip()[:200],
            due_on=each.due_on,
        )
        for place, each in enumerate(asked, 1)
    ]


def _sound(by: By, sender: Unit, words: Draft) -> None:
    complaints: list[Complaint] = []
    if not words.title.strip() or not words.text.strip():
        complaints.append(
            Complaint(
                sender.name, sentence("The document has no heading or no words."), sentence("Write both of them.")
            )
        )
    if len(words.clauses) > MOST_CLAUSES or any(not each.text.strip() for each in words.clauses):
        complaints.append(
            Complaint(
                sender.name,
                sentence("A clause says nothing, or there are more than %(most)s.", most=MOST_CLAUSES),
                sentence("Write what is asked, or leave the whole clause out."),
            )
        )
    terms = [words.receipt_due_on, *(each.due_on for each in words.clauses)]
    complaints += [
        Complaint(
            sender.name,
            sentence("%(day)s is over already.", day=term.isoformat()),
            sentence("Give a term that can still be kept."),
        )
        for term in terms
        if term is not None and term < by.day
    ]
    if complaints:
        raise Refusal(complaints)


def rewrite(by: By, circular: Circular, version: int, words: Draft) -> Circular:
    """Write a draft anew: words, addressees, clauses, terms. Who agreed to the old words has not agreed to these.

    Without a new file the one that is there stays.

    Raises:
        Refusal: somebody else's, it is issued or dropped, no heading or words, a term that lies in the past, or
            somebody changed it meanwhile.
    """
    digest = words.file.digest if words.file else ""
    content = {"circular": circular.pk, "version": version, "words": repr(words), "file": digest}
    with action(by.actor, "circular.rewrite", key=by.key, content=content) as event:
        if event.repeated:
            return circular
        may_publish(by, circular.sender)
        in_force(circular)
        _still_draft(circular)
        _sound(by, circular.sender, words)
        unapproved = {"approved_by": "", "approved_on": None}
        fields = _fields(words) | {"file": words.file or circular.file}
        # Terms are kept from the day on which these words were written.
        change(circular, version, **fields, **unapproved, drafted_on=by.day)
        rows = _clauses_anew(event, circular, words.clauses)
        event.about(circular, *rows)
        event.note(sender=circular.sender_id, clauses=len(rows))
    return circular


def _clauses_anew(event: Action, circular: Circular, asked: Sequence[Asked]) -> list[Clause]:
    """Put other clauses in the place of those of a draft."""
    old = Clause.objects.filter(circular=circular)
    event.removed(old)
    old.delete()
    return _clauses(circular, asked)


def approve(by: By, circular: Circular, version: int, approved_by: str) -> Circular:
    """Enter who read a draft and agreed to it.

    Raises:
        Refusal: somebody else's, it is issued already, nobody is named, or somebody changed it meanwhile.
    """
    content = {"circular": circular.pk, "by": approved_by}
    with action(by.actor, "circular.approve", key=by.key, content=content) as event:
        if event.repeated:
            return circular
        may_publish(by, circular.sender)
        _still_draft(circular)
        if not approved_by.strip():
            raise refuse(
                circular.title,
                sentence("It is not said who approved it."),
                sentence("Write name and post, as signed on the draft."),
            )
        change(circular, version, approved_by=approved_by.strip()[:200], approved_on=by.day)
        event.about(circular)
    return circular


def issue(by: By, circular: Circular, version: int) -> Circular:
    """Send an approved document down the tree; from now on its words never change.

    Raises:
        Refusal: somebody else's, not approved, issued already, a term is over, it is addressed to nobody, or
            somebody changed it meanwhile.
    """
    with action(by.actor, "circular.issue", key=by.key, content={"circular": circular.pk}) as event:
        if event.repeated:
            return circular
        may_publish(by, circular.sender)
        _still_draft(circular)
        if circular.approved_on is None:
            raise refuse(
                circular.title,
                sentence("This document is not approved yet."),
                sentence("Enter who read it and agreed to it; then issue it."),
            )
        terms = [circular.receipt_due_on, *circular.clauses.values_list("due_on", flat=True)]
        if any(term is not None and term < by.day for term in terms):
            raise refuse(
                circular.title,
                sentence("A term of this document is over already."),
                sentence("Change the draft: give terms that can still be kept."),
            )
        addressed = queries.addressees(circular, OPERATOR).count()
        if not addressed:
            raise refuse(
                circular.title,
                sentence("It is addressed to nobody."),
                sentence("Choose kinds of units that stand below the sender."),
            )
        change(circular, version, issued_on=by.day)
        event.about(circular)
        event.note(sender=circular.sender_id, addressed=addressed)
    return circular


def _still_draft(circular: Circular) -> None:
    if circular.issued_on is not None:
        raise refuse(
            circular.title,
            sentence("This document is issued; its words do not change any more."),
            sentence("Withdraw it, and send another one."),
        )


def withdraw(by: By, circular: Circular, version: int, why: str) -> Circular:
    """Say that a document no longer holds, or drop a draft.

    Raises:
        Refusal: somebody else's, withdrawn already, no reason, or somebody changed it meanwhile.
    """
    content = {"circular": circular.pk, "why": why}
    with action(by.actor, "circular.withdraw", key=by.key, content=content) as event:
        if event.repeated:
            return circular
        may_publish(by, circular.sender)
        in_force(circular)
        if not why.strip():
            raise refuse(circular.title, sentence("No reason is given."), sentence("Say in a few words why."))
        change(circular, version, withdrawn_on=by.day, withdrawn_why=why.strip()[:2000])
        event.about(circular)
    return circular


def in_force(circular: Circular) -> None:
    """Let nothing more be done with a document that was withdrawn.

    Raises:
        Refusal: it was.
    """
    if circular.withdrawn_on is not None:
        raise refuse(
            circular.title,
            sentence("This document was withdrawn."),
            sentence("Nothing more is to be done with it."),
        )
