"""Draft a document, have it approved, send it down the tree; units sign for it and reply to its clauses."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from jishi.actions.people.ground import By
from jishi.actions.publish.notices import may_publish
from jishi.actions.self_assessment import may_enter
from jishi.core.access import OPERATOR
from jishi.core.errors import Complaint, Refusal, refuse, sentence
from jishi.store.models.circulars import Circular, Clause, ClauseReply, Receipt
from jishi.store.models.office import Evidence
from jishi.store.models.org import Unit
from jishi.store.queries import circulars as queries
from jishi.store.transact import action, change

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
                sentence("Write a new draft with terms that can still be kept."),
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
        _in_force(circular)
        if not why.strip():
            raise refuse(circular.title, sentence("No reason is given."), sentence("Say in a few words why."))
        change(circular, version, withdrawn_on=by.day, withdrawn_why=why.strip()[:2000])
        event.about(circular)
    return circular


def _in_force(circular: Circular) -> None:
    if circular.withdrawn_on is not None:
        raise refuse(
            circular.title,
            sentence("This document was withdrawn."),
            sentence("Nothing more is to be done with it."),
        )


def receive(by: By, circular: Circular, signing: Sequence[Unit]) -> int:
    """Write down that units have a document; return how many had not signed before.

    Raises:
        Refusal: not issued, withdrawn, a unit that is not addressed or for which the reader does not enter.
    """
    content = {"circular": circular.pk, "units": sorted(unit.pk for unit in signing)}
    with action(by.actor, "circular.receive", key=by.key, content=content) as event:
        if event.repeated:
            return int(event.result["signed"])
        _in_force(circular)
        _addressed(by, circular, signing)
        known = set(Receipt.objects.filter(circular=circular, unit__in=signing).values_list("unit_id", flat=True))
        rows = [
            Receipt.objects.create(circular=circular, unit=unit, on=by.day)
            for unit in signing
            if unit.pk not in known
        ]
        if rows:
            event.about(rows[0], *rows[1:])
        event.note(circular=circular.pk, signed=len(rows))
        event.result = {"signed": len(rows)}
    return len(rows)


def _addressed(by: By, circular: Circular, wanted: Sequence[Unit]) -> None:
    inside = queries.addressees(circular, by.scope)
    known = set(inside.filter(pk__in=[unit.pk for unit in wanted]).values_list("pk", flat=True))
    if circular.issued_on is None or not wanted or any(unit.pk not in known for unit in wanted):
        raise refuse(
            circular.title,
            sentence("This document is not addressed to the unit."),
            sentence("Choose one of the units that it lists."),
        )
    for unit in wanted:
        if not may_enter(by.scope, unit):
            raise refuse(
                unit.name,
                sentence("Your role does not speak for this unit."),
                sentence("Ask its secretary, or the clerk of the committee above."),
            )


def reply(by: By, clause: Clause, unit: Unit, text: str, file: Evidence | None = None) -> ClauseReply:
    """Keep what a unit answers to a clause, which signs for the document too; a later reply takes its place.

    Raises:
        Refusal: withdrawn, the unit is not addressed, no reply is asked, or nothing is said.
    """
    digest = file.digest if file else ""
    content = {"clause": clause.pk, "unit": unit.pk, "text": text, "file": digest}
    circular = clause.circular
    with action(by.actor, "circular.reply", key=by.key, content=content) as event:
        if event.repeated:
            return ClauseReply.objects.get(clause=clause, unit=unit)
        _in_force(circular)
        _addressed(by, circular, [unit])
        if clause.due_on is None:
            raise refuse(
                circular.title,
                sentence("No reply is asked to this clause."),
                sentence("Reply to a clause with a term, or write to the sender."),
            )
        if not text.strip() and file is None:
            raise refuse(
                circular.title, sentence("Nothing is written."), sentence("Write the reply, or attach a file.")
            )
        fields = {"text": text.strip()[:LONGEST], "on": by.day}
        found = ClauseReply.objects.filter(clause=clause, unit=unit).first()
        if found is None:
            found = ClauseReply.objects.create(clause=clause, unit=unit, file=file, **fields)
        else:
            # Without a new file the one that came before stays.
            change(found, found.version, **fields, file=file or found.file)
        signed, new = Receipt.objects.get_or_create(circular=circular, unit=unit, defaults={"on": by.day})
        event.about(found, *([signed] if new else []))
        event.note(circular=circular.pk, clause=clause.place, unit=unit.pk)
    return found
