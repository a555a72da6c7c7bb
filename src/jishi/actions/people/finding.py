"""Who is meant by a name: somebody whom the register knows, or somebody new. Nobody is made twice.

One answer for every sheet and page that names people. A number finds its owner. Without one, whoever is called so
at the unit itself is meant: a member of the branch, who holds or held a post there, or whose record is kept there;
else whoever is called so below the unit. Two of one name are never guessed between.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from types import MappingProxyType

from django.db.models import Q

from jishi.actions.people.registering import check_number
from jishi.core.errors import sentence
from jishi.core.people import identity as identity_of
from jishi.core.people.reasons import Reason
from jishi.store import clock, persons, searching
from jishi.store.access import in_force
from jishi.store.bulk import insert, reserve
from jishi.store.models.org import Axis, Link, UnitPath
from jishi.store.models.people import Member, Person
from jishi.store.models.posts import Tenure
from jishi.store.paths import ids
from jishi.store.vault import Keys, keys

_SLICE = 400
_COLUMNS = (
    "id",
    "version",
    "name",
    "unit_id",
    "search",
    "born_on",
    "sex",
    "ethnicity",
    "education",
    "identity",
    "identity_index",
    "phone",
    "phone_index",
)
Place = tuple[int, str]


@dataclass(frozen=True)
class Named:
    """Somebody as a row or a form names them.

    Attributes:
        unit: id of the unit where they are looked for, and where a new record is kept.
        identity, phone: in the clear; empty = not said.
        registered: number in the national register; empty = not said.
    """

    unit: int
    name: str
    born_on: date | None = None
    identity: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    registered: str = ""


@dataclass(frozen=True)
class Found:
    """Who is meant.

    Attributes:
        person: id; None = nobody yet, so a new record is right.
        below: the person was found below the unit, not in it.
        fault: why it cannot be told.
    """

    person: int | None = None
    below: bool = False
    fault: Reason | None = None


@dataclass(frozen=True)
class _Candidate:
    person: int
    name: str
    born_on: date | None
    identity: bytes | None
    phone: bytes | None
    died_on: date | None
    registered: str = ""


@dataclass(frozen=True)
class _Grounds:
    """Candidates by number, by unit and name, and by name with the path of their unit."""

    vault: Keys
    by_identity: Mapping[bytes, _Candidate]
    by_phone: Mapping[bytes, Sequence[_Candidate]]
    here: Mapping[Place, Sequence[_Candidate]]
    below: Mapping[Place, Sequence[_Candidate]]


def find(wanted: Iterable[Named], *, below: bool = True) -> list[Found]:
    """Return for each who is meant; the number of queries grows by slices, not by names.

    Args:
        wanted: who is named.
        below: whether people in the units below count where nobody at the unit itself is called so.
    """
    waiting, found = iter(wanted), []
    while batch := list(islice(waiting, _SLICE)):
        found += _find(batch, below=below)
    return found


def _find(wanted: Sequence[Named], *, below: bool) -> Iterable[Found]:
    vault = keys()
    by_identity = {
        each.identity: each
        for each in _people(Q(identity_index__in=_indexes(vault, "identity", wanted)))
        if each.identity is not None
    }
    by_phone: dict[bytes, list[_Candidate]] = {}
    for each in _people(Q(phone_index__in=_indexes(vault, "phone", wanted))):
        by_phone.setdefault(each.phone or b"", []).append(each)
    here = _at(wanted)
    elsewhere = [named for named in wanted if not here.get((named.unit, named.name))]
    grounds = _Grounds(vault, by_identity, by_phone, here, _under(elsewhere) if below else {})
    return [_decide(named, grounds) for named in wanted]


def _indexes(vault: Keys, name: str, wanted: Sequence[Named]) -> list[bytes]:
    return [persons.index_of(vault, name, text) for each in wanted if (text := getattr(each, name))]


def _people(which: Q) -> list[_Candidate]:
    rows = Person.objects.filter(which, merged_into__isnull=True).exclude(name="").order_by("pk")
    return [
        _Candidate(pk, name, born, _plain(identity), _plain(phone), died)
        for pk, name, born, identity, phone, died in rows.values_list(
            "pk", "name", "born_on", "identity_index", "phone_index", "died_on"
        )
    ]


def _plain(value: object) -> bytes | None:
    return None if value is None else bytes(value)  # type: ignore[call-overload, no-any-return]


def _at(wanted: Sequence[Named]) -> dict[Place, list[_Candidate]]:
    """Return the living who are called so in the unit itself."""
    units, names = {each.unit for each in wanted}, {each.name for each in wanted}
    today = clock.today()
    members = Member.objects.filter(in_force(today), unit__in=units, person__name__in=names)
    posted = Tenure.objects.filter(post__unit__in=units, person__name__in=names)
    kept = Person.objects.filter(unit__in=units, name__in=names)
    stand = list(members.values_list("unit_id", "person_id", "registered"))
    placed = {
        *((unit, person) for unit, person, _registered in stand),
        *posted.values_list("post__unit_id", "person_id"),
        *kept.values_list("unit_id", "pk"),
    }
    return _placed(placed, {person: registered for _unit, person, registered in stand})


def _under(wanted: Sequence[Named]) -> dict[Place, list[_Candidate]]:
    """Return the living who are called so somewhere below the unit; a branch has nothing below it to look at."""
    today = clock.today()
    links = Link.objects.filter(in_force(today), axis=Axis.MANAGEMENT, parent__in={each.unit for each in wanted})
    above = set(links.values_list("parent_id", flat=True).distinct())
    names = {each.name for each in wanted if each.unit in above}
    if not names:
        return {}
    members = Member.objects.filter(in_force(today), person__name__in=names).values_list("unit_id", "person_id")
    posted = Tenure.objects.filter(in_force(today), person__name__in=names)
    rows = {*members, *posted.values_list("post__unit_id", "person_id")}
    places = UnitPath.objects.filter(axis=Axis.MANAGEMENT, unit__in={unit for unit, _person in rows})
    line_of = {unit: ids(path)[:-1] for unit, path in places.values_list("unit_id", "path")}
    return _placed((unit, person) for place, person in rows for unit in line_of.get(place, ()) if unit in above)


def _placed(
    rows: Iterable[tuple[int, int]], registered: Mapping[int, str] = MappingProxyType({})
) -> dict[Place, list[_Candidate]]:
    """Return unit and name → the living among these persons."""
    rows = sorted(set(rows))
    people = {each.person: each for each in _people(Q(pk__in={person for _unit, person in rows}))}
    found: dict[Place, list[_Candidate]] = {}
    for unit, person in rows:
        each = people.get(person)
        if each is not None and each.died_on is None:
            numbered = replace(each, registered=registered.get(person, ""))
            found.setdefault((unit, each.name), []).append(numbered)
    return found


def _decide(named: Named, grounds: _Grounds) -> Found:
    identity = persons.index_of(grounds.vault, "identity", named.identity) if named.identity else None
    phone = persons.index_of(grounds.vault, "phone", named.phone) if named.phone else None
    if identity is not None and (owner := grounds.by_identity.get(identity)) is not None:
        return _owned(named, owner)
    by_phone = [each for each in grounds.by_phone.get(phone or b"", ()) if each.name == named.name]
    place = (named.unit, named.name)
    for below, circle in ((False, by_phone), (False, grounds.here.get(place)), (True, grounds.below.get(place))):
        fitting = [each for each in circle or () if each.died_on is None and _fits(named, each, identity)]
        sure = [each for each in fitting if each.born_on is not None and each.born_on == named.born_on]
        if len(sure or fitting) == 1:
            return Found((sure or fitting)[0].person, below=below)
        if fitting and not (below and identity):
            return Found(fault=_several(named, len(sure or fitting)))
    return Found()


def _fits(named: Named, each: _Candidate, identity: bytes | None) -> bool:
    """Say whether nothing tells the two apart."""
    other_number = identity is not None and each.identity is not None and identity != each.identity
    other_birthday = named.born_on is not None and each.born_on is not None and named.born_on != each.born_on
    other_member = bool(named.registered and each.registered) and named.registered != each.registered
    return not (other_number or other_birthday or other_member)


def _owned(named: Named, owner: _Candidate) -> Found:
    if owner.name != named.name:
        return Found(
            fault=Reason(
                sentence("This identity number is kept of somebody with another name."),
                sentence("Compare the number and the name with the card."),
                "identity",
            )
        )
    if owner.died_on is not None:
        return Found(
            fault=Reason(
                sentence("This person died on %(on)s.", on=owner.died_on.isoformat()),
                sentence("Compare the number and the name with the card."),
                "identity",
            )
        )
    return Found(owner.person)


def _several(named: Named, count: int) -> Reason:
    return Reason(
        sentence("%(count)s people here are called %(name)s.", count=count, name=named.name),
        sentence("Fill in the date of birth, the telephone or the identity number, as the register keeps it."),
        "name",
    )


def found_or_made(wanted: Sequence[Named], found: Sequence[Found]) -> list[int]:
    """Return the ids of those who are meant; who is not known yet gets a record of the least. Inside an action.

    Two rows that name the same new person get one record.
    """
    new = {each: None for each, known in zip(wanted, found, strict=True) if known.person is None}
    made = dict(zip(new, reserve(Person, len(new)), strict=True))
    vault = keys()
    records = (_record(each, pk, vault) for each, pk in made.items())
    insert(Person, _COLUMNS, ([getattr(record, name) for name in _COLUMNS] for record in records))
    return [known.person or made[each] for each, known in zip(wanted, found, strict=True)]


def _record(named: Named, pk: int, vault: Keys) -> Person:
    number = identity_of.normal(named.identity) if named.identity else ""
    # A sealed value is bound to its row, so the row's number is known beforehand.
    sealed: dict[str, bytes | None] = {}
    for name in persons.SEALED:
        sealed |= persons.sealed(vault, pk, name, getattr(named, name))
    return Person(
        **sealed,
        pk=pk,
        name=named.name,
        unit_id=named.unit or None,
        search=searching.keys(named.name, "", "")[1],
        born_on=named.born_on or (identity_of.born_on(number) if number else None),
        sex=identity_of.sex_of(number) if number else "",
    )


def all_of(named: Sequence[Named], *, below: bool = True) -> list[Person]:
    """Return the people who are meant, with new records of those who are not known; inside an action.

    Raises:
        Refusal: of one it cannot be told who is meant, or a number is wrong.
    """
    for each in named:
        for name in persons.SEALED:
            check_number(name, getattr(each, name), each.name)
    found = find(named, below=below)
    for each, who in zip(named, found, strict=True):
        if who.fault is not None:
            raise who.fault.refused(each.name)
    made = found_or_made(named, found)
    people = Person.objects.in_bulk(made)
    return [people[pk] for pk in made]


def one(named: Named) -> Person:
    """Return the one person who is meant; inside an action.

    Raises:
        Refusal: it cannot be told who is meant, or a number is wrong.
    """
    return all_of([named])[0]
