"""A plan of members → the database, in thick slices; call it inside an action."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice

from django.db import connection
from django.db.models import Model

from jishi.actions.imports.members.plan import Change, Plan
from jishi.actions.imports.members.row import MEMBER, PERSON, Said
from jishi.sheets.staging import Progress
from jishi.store import persons, searching
from jishi.store.bulk import insert
from jishi.store.models.people import Floating, Member, Person
from jishi.store.transact import change
from jishi.store.vault import Keys

_SLICE = 5000
_PERSON = (*PERSON, "id", "version", "search", "unit_id", "identity", "identity_index", "phone", "phone_index")
_MEMBER = (*MEMBER, "id", "version", "person_id", "unit_id", "from_on", "left_how", "mirrored")
_AWAY = ("version", "member_id", "home_id", "place", "certificate", "from_on")


def write(plan: Plan, vault: Keys, today: date, progress: Progress) -> None:
    """Write a plan that has no errors; reports (done, total) rows."""
    total, done = len(plan.added) + len(plan.changed), 0
    waiting = iter(plan.added)
    while batch := list(islice(waiting, _SLICE)):
        _add(batch, vault, today)
        done += len(batch)
        progress(done, total)
    for one in plan.changed:
        _change(one, vault)
        done += 1
        if done % 500 == 0 or done == total:
            progress(done, total)


def _add(batch: Sequence[tuple[Said, Person | None]], vault: Keys, today: date) -> None:
    new = [said for said, known in batch if known is None]
    numbers = dict(zip((id(said) for said in new), _reserved(Person, len(new)), strict=True))
    insert(Person, _PERSON, (_person(said, numbers[id(said)], vault) for said in new))
    members = _reserved(Member, len(batch))
    rows = [
        (said, known.pk if known else numbers[id(said)], pk, today if _was_in(known) else _began(said, today))
        for (said, known), pk in zip(batch, members, strict=True)
    ]
    for said, known in batch:
        if known is not None:
            _fill(said, known, vault)
    insert(Member, _MEMBER, (_member(said, person, pk, first) for said, person, pk, first in rows))
    away = (
        (1, pk, said.unit, said.place[:200], "", said.since or today)
        for said, _who, pk, _first in rows
        if said.place
    )
    insert(Floating, _AWAY, away)


def _was_in(known: Person | None) -> bool:
    """Say whether somebody was in a branch before, so that earlier days are taken."""
    return known is not None and known.left is not None  # type: ignore[attr-defined]


def _fill(said: Said, known: Person, vault: Keys) -> None:
    """Add what the row says of somebody who is known already, where nothing is kept yet."""
    empty = [name for name in PERSON if getattr(said, name) and not getattr(known, name)]
    fields = {name: getattr(said, name) for name in empty}
    for name in persons.SEALED:
        if getattr(said, name) and getattr(known, f"{name}_index") is None:
            fields.update(persons.sealed(vault, known.pk, name, getattr(said, name)))
    if fields:
        change(known, known.version, **fields)


def _reserved(model: type[Model], count: int) -> Iterable[int]:
    """Return ids for new rows ahead of them, because a sealed value is bound to its row."""
    if not count:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) FROM generate_series(1, %s)"
            cursor.execute(sequence, [count])
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        last = int(cursor.fetchone()[0])
    return range(last + 1, last + 1 + count)


def _person(said: Said, pk: int, vault: Keys) -> tuple[object, ...]:
    sealed: dict[str, bytes | None] = {}
    for name in persons.SEALED:
        sealed |= persons.sealed(vault, pk, name, getattr(said, name))
    own = tuple(getattr(said, name) for name in PERSON)
    search = searching.keys(said.name, "", "")[1]
    return (
        *own,
        pk,
        1,
        search,
        said.unit,
        *(sealed[n] for n in ("identity", "identity_index", "phone", "phone_index")),
    )


def _began(said: Said, today: date) -> date:
    """Return since when somebody new counts in the branch where the sheet does not say it."""
    return min((day for day in (said.joined_on, said.applied_on) if day), default=today)


def _member(said: Said, person: int, pk: int, first: date) -> tuple[object, ...]:
    own = tuple(getattr(said, name) for name in MEMBER)
    since = said.since or first
    return (*own, pk, 1, person, said.unit, since, "", False)


def _change(one: Change, vault: Keys) -> None:
    person, member = one.standing.person, one.standing
    fields = dict(one.person)
    for name in persons.SEALED:
        if name in fields:
            fields.update(persons.sealed(vault, person.pk, name, str(fields[name])))
    if "name" in fields:
        fields["search"] = searching.keys(str(fields["name"]), "", "")[1]
    if fields:
        change(person, person.version, **fields)
    if one.member:
        change(member, member.version, **one.member)
