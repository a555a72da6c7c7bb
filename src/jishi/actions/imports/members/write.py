"""What an import of members found → the database, in thick slices; call it inside an action."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from jishi.actions.imports.members.plan import Part
from jishi.actions.imports.members.row import MEMBER, PERSON, Said, packed, plain, restored, unpacked
from jishi.sheets.staging import Progress
from jishi.store import clock, persons, searching
from jishi.store.bulk import change, insert, reserve
from jishi.store.digests import subject_of
from jishi.store.models.people import Floating, Member, Person
from jishi.store.models.versioned import Versioned
from jishi.store.transact import late
from jishi.store.vault import Keys

_PERSON = (*PERSON, "id", "version", "search", "unit_id", "identity", "identity_index", "phone", "phone_index")
_MEMBER = (*MEMBER, "id", "version", "person_id", "unit_id", "from_on", "left_how", "mirrored")
_AWAY = ("version", "member_id", "home_id", "place", "certificate", "from_on")


def kept(part: Part) -> list[Any]:
    """Return what a part would write, as plain values."""
    added = [[packed(said), _known(said, who) if who else None] for said, who in part.added]
    changed = [
        [
            [one.standing.person_id, one.standing.person.version, plain(one.person)],
            [one.standing.pk, one.standing.version, plain(one.member)],
        ]
        for one in part.changed
    ]
    return [added, changed]


def _known(said: Said, known: Person) -> list[Any]:
    """Return who is known already, whether in a branch before, and what the row adds where nothing is kept yet."""
    empty = [name for name in PERSON if getattr(said, name) and not getattr(known, name)]
    empty += [n for n in persons.SEALED if getattr(said, n) and getattr(known, f"{n}_index") is None]
    was_in = known.left is not None  # type: ignore[attr-defined]
    return [known.pk, was_in, known.version, plain({name: getattr(said, name) for name in empty})]


def write(parts: Iterable[list[Any]], total: int, vault: Keys, progress: Progress) -> None:
    """Write parts that have no errors; reports (done, total) rows."""
    today, done = clock.today(), 0
    for added, changed in parts:
        _add([(unpacked(said), known) for said, known in added], vault, today)
        _change_people([person for person, _member in changed], vault)
        _change_all(Member, [(pk, version, restored(fields)) for _person, (pk, version, fields) in changed])
        done += len(added) + len(changed)
        progress(done, total)


def _add(batch: Sequence[tuple[Said, list[Any] | None]], vault: Keys, today: date) -> None:
    new = [said for said, known in batch if known is None]
    numbers = dict(zip((id(said) for said in new), reserve(Person, len(new)), strict=True))
    insert(Person, _PERSON, (_person(said, numbers[id(said)], vault) for said in new))
    rows: list[tuple[Said, int, int, date]] = []
    more: list[list[Any]] = []
    for (said, known), pk in zip(batch, reserve(Member, len(batch)), strict=True):
        if known is None:
            rows.append((said, numbers[id(said)], pk, _began(said, today)))
            continue
        # Whoever was in a branch before is in this one from today on; earlier days are taken.
        person, was_in, version, fields = known
        rows.append((said, person, pk, today if was_in else _began(said, today)))
        more.append([person, version, fields])
    _change_people(more, vault)
    insert(Member, _MEMBER, (_member(said, person, pk, first) for said, person, pk, first in rows))
    away = (
        (1, pk, said.unit, said.place[:200], "", said.since or today)
        for said, _who, pk, _first in rows
        if said.place
    )
    insert(Floating, _AWAY, away)


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


def _change_people(people: Iterable[list[Any]], vault: Keys) -> None:
    _change_all(Person, [(pk, version, _restored(pk, fields, vault)) for pk, version, fields in people])


def _restored(pk: int, plain_fields: Any, vault: Keys) -> dict[str, object]:
    """Return what is written of a person: sealed what is kept sealed, and found by a new name."""
    fields = restored(plain_fields)
    for name in persons.SEALED:
        if name in fields:
            fields.update(persons.sealed(vault, pk, name, str(fields[name])))
    if "name" in fields:
        fields["search"] = searching.keys(str(fields["name"]), "", "")[1]
    return fields


def _change_all(model: type[Versioned], rows: Iterable[tuple[int, int, dict[str, object]]]) -> None:
    """Change rows, one statement for all in which the same is changed.

    Raises:
        Refusal: somebody else changed one of them meanwhile.
    """
    alike: dict[tuple[str, ...], list[tuple[object, ...]]] = {}
    for pk, version, fields in rows:
        if fields:
            alike.setdefault(tuple(sorted(fields)), []).append((pk, version, *(fields[n] for n in sorted(fields))))
    for names, its in alike.items():
        if lost := change(model, names, its):
            raise late(subject_of(model(pk=lost[0])))
