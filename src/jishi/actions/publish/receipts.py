"""Units sign for a document that came down the tree, and reply to its clauses."""

from collections.abc import Sequence

from jishi.actions.people.ground import By
from jishi.actions.publish.circulars import LONGEST, in_force
from jishi.actions.self_assessment import may_enter
from jishi.core.errors import refuse, sentence
from jishi.store.models.circulars import Circular, Clause, ClauseReply, Receipt
from jishi.store.models.office import Evidence
from jishi.store.models.org import Unit
from jishi.store.queries import circulars as queries
from jishi.store.transact import action, change


def receive(by: By, circular: Circular, signing: Sequence[Unit]) -> int:
    """Write down that units have a document; return how many had not signed before.

    Raises:
        Refusal: not issued, withdrawn, a unit that is not addressed or for which the reader does not enter.
    """
    content = {"circular": circular.pk, "units": sorted(unit.pk for unit in signing)}
    with action(by.actor, "circular.receive", key=by.key, content=content) as event:
        if event.repeated:
            return int(event.result["signed"])
        in_force(circular)
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
        in_force(circular)
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
