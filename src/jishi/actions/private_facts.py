"""Reading the most private facts of a unit: only for a stated purpose, and the unit's people see who did."""

from collections.abc import Collection

from django.db.models import Q

from jishi.actions.people.reading import PURPOSES, Purpose, Reading
from jishi.core.access import MOST_PRIVATE
from jishi.core.errors import refuse, sentence
from jishi.packs.pack import Pack
from jishi.store.models.office import Account, Event
from jishi.store.models.org import Unit
from jishi.store.queries.units import path_of
from jishi.store.transact import action

_READING = "facts.read"
#: Reading private facts of many units at once, into a file.
EXPORT = "facts.export"
_LEAST_WORDS = 4


def private_among(pack: Pack, facts: Collection[str]) -> list[str]:
    """Return the ids of the facts that are of the most private class, in order."""
    known = pack.fact_by_id
    return sorted(fact for fact in facts if fact in known and known[fact].privacy >= MOST_PRIVATE)


def noted(actor: Account | None, unit: Unit, facts: Collection[str], purpose: Purpose) -> None:
    """Write down that private facts of a unit are read; nothing where there are none.

    Args:
        actor: who reads; None = the command line.
        facts: ids of the facts; their values stay out of the event.

    Raises:
        Refusal: no purpose is stated.
    """
    words = purpose.words.strip()[:200]
    if purpose.kind not in PURPOSES or (purpose.kind == "other" and len(words) < _LEAST_WORDS):
        raise refuse(
            unit.name,
            sentence("No purpose is stated."),
            sentence("Choose why you need it, or say it in a few words; the unit can read it."),
        )
    if not facts:
        return
    with action(actor, _READING, f"unit:{unit.pk}") as event:
        event.note(fields=sorted(facts), purpose=purpose.kind, words=words)


def readings(unit: Unit) -> list[Reading]:
    """Return every reading of private facts of a unit, the latest first; whoever sees the unit sees them.

    Exports of a whole area are among them, whether they held a value of this unit or not.
    """
    alone = Q(subject=f"unit:{unit.pk}", name=_READING)
    found = Event.objects.filter(alone | Q(name=EXPORT)).select_related("detail").order_by("-number")
    path = path_of(unit)
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
        if hasattr(event, "detail") and _about(event, path)
    ]


def _about(event: Event, path: str) -> bool:
    """Say whether an event reads of the unit that stands at a path."""
    roots = event.detail.details.get("roots", []) if event.name == EXPORT else [""]
    return any(path.startswith(root) for root in roots)
