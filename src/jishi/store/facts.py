"""Writing facts, each row sealed with the home's key, so that a change past the program is found and named."""

import hmac
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import QuerySet

from jishi.core.errors import refuse, sentence
from jishi.store import clock
from jishi.store.bulk import insert, update
from jishi.store.digests import canonical
from jishi.store.home import current
from jishi.store.models.assess import FactName, FactValue, Round
from jishi.store.models.office import Import
from jishi.store.transact import change

_BATCH = 5000
# What a seal covers, in this order.
_SAID = ("round_id", "unit_id", "fact_id", "source", "on", "value", "origin_id", "sheet", "row", "version")
_CHANGED = ("value", "on", "origin_id", "sheet", "row", "version", "seal")


@dataclass(frozen=True)
class Entry:
    """One value to be written.

    Attributes:
        unit: id of the unit.
        fact: id of the fact in the pack.
        source: a word of :class:`jishi.store.models.assess.Source`.
        value: whole number in the fact's own units; None = said to be unknown.
        on: the date that it is true on; None = the round's.
        sheet, row: where it stood in the file.
    """

    unit: int
    fact: str
    source: str
    value: int | None
    on: date | None = None
    sheet: str = ""
    row: int | None = None


@dataclass(frozen=True)
class Written:
    """What writing came to, in rows."""

    added: int = 0
    changed: int = 0
    same: int = 0

    def __add__(self, other: "Written") -> "Written":
        return Written(self.added + other.added, self.changed + other.changed, self.same + other.same)


def write(round_: Round, entries: Iterable[Entry], origin: Import | None = None) -> Written:
    """Write values, replacing what the same source said of the same fact in this round; equal ones stay untouched.

    Call it inside an action. The last entry of the same unit, fact and source wins.

    Raises:
        Refusal: the round's facts are locked.
    """
    refuse_locked(round_)
    total, waiting = Written(), iter(entries)
    while batch := list(islice(waiting, _BATCH)):
        total += _write_batch(round_, batch, origin)
    return total


def refuse_locked(round_: Round) -> None:
    """Refuse to write facts into a round whose facts are locked.

    Raises:
        Refusal: they are.
    """
    if round_.locked_at:
        raise refuse(
            str(round_),
            sentence("The facts of this round are locked."),
            sentence("Enter them in a round that is open."),
        )


def _write_batch(round_: Round, batch: Sequence[Entry], origin: Import | None) -> Written:
    names = names_of(entry.fact for entry in batch)
    wanted = {(entry.unit, names[entry.fact], entry.source): entry for entry in batch}
    have = _existing(round_, wanted)
    seal = sealer()
    new, changed = [], []
    for (unit, name, source), entry in wanted.items():
        fact = have.get((unit, name, source))
        where = (origin.pk if origin else None, entry.sheet, entry.row)
        if fact is None:
            said = (round_.pk, unit, name, source, entry.on, entry.value, *where, 1)
            new.append((*said, seal(said)))
        elif (fact.value, fact.on) != (entry.value, entry.on):
            fact.value, fact.on, fact.version = entry.value, entry.on, fact.version + 1
            fact.origin_id, fact.sheet, fact.row = where
            fact.seal = seal(_said(fact))
            changed.append(fact)
    insert(FactValue, (*_SAID, "seal"), new)
    if changed:
        update(FactValue, _CHANGED, ([getattr(fact, name) for name in (*_CHANGED, "pk")] for fact in changed))
    return Written(len(new), len(changed), len(wanted) - len(new) - len(changed))


def _existing(round_: Round, wanted: Collection[tuple[int, int, str]]) -> dict[tuple[int, int, str], FactValue]:
    units, facts, sources = (sorted(set(parts)) for parts in zip(*wanted, strict=True))
    found: dict[tuple[int, int, str], FactValue] = {}
    for start in range(0, len(units), 500):
        some = FactValue.objects.filter(
            round=round_, unit__in=units[start : start + 500], fact__in=facts, source__in=sources
        )
        found |= {(fact.unit_id, fact.fact_id, fact.source): fact for fact in some}
    return found


def names_of(codes: Iterable[str]) -> dict[str, int]:
    """Return the small number of each fact id, making those that are new."""
    wanted = set(codes)
    known = dict(FactName.objects.filter(code__in=wanted).values_list("code", "id"))
    for code in sorted(wanted - known.keys()):
        known[code] = FactName.objects.create(code=code).pk
    return known


def seal_of(fact: FactValue) -> bytes:
    """Return the seal that the row must carry."""
    return sealer()(_said(fact))


def sealer() -> Callable[[tuple[object, ...]], bytes]:
    """Return what seals rows, its key read once."""
    key = current().secrets.event
    return lambda said: hmac.digest(key, b"fact" + canonical(said), "sha256")[:16]


def _said(fact: FactValue) -> tuple[object, ...]:
    return tuple(getattr(fact, name) for name in _SAID)


def lock(round_: Round) -> None:
    """Close the facts of a round for good; call it inside an action that is about the round."""
    change(round_, round_.version, locked_at=clock.now(), facts_digest=digest_of(round_))


def digest_of(round_: Round) -> str:
    """Return one keyed digest of all facts of a round."""
    total = hmac.new(current().secrets.event, b"round", "sha256")
    rows: QuerySet = FactValue.objects.filter(round=round_).order_by("unit_id", "fact_id", "source")
    for seal in rows.values_list("seal", flat=True).iterator(chunk_size=10000):
        total.update(bytes(seal))
    return total.hexdigest()
