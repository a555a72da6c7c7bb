"""Records that may be one person, inside what a scope reads; two people with identity numbers never are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Count, F, Q, QuerySet

from jishi.core.access import Scope
from jishi.store.models.org import Unit
from jishi.store.models.people import Person
from jishi.store.queries import members

Why = Literal["phone", "birthday", "branch"]
_SLICE = 200


@dataclass(frozen=True)
class Group:
    """Records that agree in something.

    Attributes:
        why: the same telephone; the same name and date of birth; the same name in one branch.
        key: in what they agree.
    """

    why: Why
    key: tuple[object, ...]


@dataclass(frozen=True)
class Pair:
    """Two records to compare."""

    why: Why
    one: Person
    other: Person


def groups(scope: Scope, unit: Unit | None = None) -> list[Group]:
    """Return every group of records that may be one person, at a unit and below it; three queries."""
    mine = members.listed(scope, unit).order_by()
    people = (
        Person.objects.filter(pk__in=mine.values("person"), merged_into__isnull=True).exclude(name="").order_by()
    )
    found: list[Group] = []
    for why, fields in _FIELDS.items():
        if why == "branch":
            continue
        known = people.exclude(**{f"{fields[-1]}__isnull": True})
        found += [Group(why, tuple(_plain(each) for each in key)) for key in _repeated(known, "", fields)]
    # Two of one name in a branch whose birthdays are both known are two people, or stand in the group before.
    named = mine.filter(person__merged_into__isnull=True).exclude(person__name="")
    found += [Group("branch", key) for key in _repeated(named, "person__", _FIELDS["branch"])]
    return found


_FIELDS: dict[Why, tuple[str, ...]] = {
    "phone": ("phone_index",),
    "birthday": ("name", "born_on"),
    "branch": ("unit", "person__name"),
}


def _repeated(rows: QuerySet, near: str, fields: tuple[str, ...]) -> QuerySet:
    """Return the values that several rows have, of whom at least one has no identity number (nor birthday)."""
    counted = rows.values(*fields).annotate(
        count=Count("pk"), numbered=Count(f"{near}identity_index"), born=Count(f"{near}born_on")
    )
    counted = counted.filter(count__gt=1, numbered__lt=F("count"))
    if near:
        counted = counted.filter(born__lt=F("count"))
    return counted.order_by(*fields).values_list(*fields)


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def of_groups(scope: Scope, wanted: Sequence[Group]) -> list[Pair]:
    """Return the pairs of some groups, each record with the first of its group; three queries."""
    found: list[Pair] = []
    seen: set[tuple[int, int]] = set()
    for group, people in _people(scope, wanted):
        for other in people[1:]:
            one = people[0]
            if not _told_apart(one, other) and (one.pk, other.pk) not in seen:
                seen.add((one.pk, other.pk))
                found.append(Pair(group.why, one, other))
    return found


def pairs(scope: Scope, unit: Unit | None = None) -> Iterator[Pair]:
    """Yield every pair, some hundred groups at a time."""
    found = groups(scope, unit)
    for start in range(0, len(found), _SLICE):
        yield from of_groups(scope, found[start : start + _SLICE])


def _people(scope: Scope, wanted: Sequence[Group]) -> Iterator[tuple[Group, list[Person]]]:
    readable = members.listed(scope).order_by()
    for why, fields in _FIELDS.items():
        keys = {group.key: group for group in wanted if group.why == why}
        if not keys:
            continue
        first = {key[-1] if why != "birthday" else key[0] for key in keys}
        held: dict[tuple[object, ...], list[Person]] = {}
        if why == "branch":
            rows = readable.filter(person__name__in=first, unit__in={key[0] for key in keys})
            for member in rows.select_related("person__unit").order_by("person_id"):
                held.setdefault((member.unit_id, member.person.name), []).append(member.person)
        else:
            people = Person.objects.filter(Q(**{f"{fields[0]}__in": first}), merged_into__isnull=True)
            people = people.filter(pk__in=readable.values("person"))
            for person in people.select_related("unit").order_by("pk"):
                held.setdefault(tuple(_plain(getattr(person, name)) for name in fields), []).append(person)
        for key, group in keys.items():
            yield group, held.get(key, [])


def _told_apart(one: Person, other: Person) -> bool:
    """Say whether both have an identity number or both another birthday, and so are two persons."""
    numbered = one.identity_index is not None and other.identity_index is not None
    born = one.born_on is not None and other.born_on is not None and one.born_on != other.born_on
    same_phone = one.phone_index is not None and _plain(one.phone_index) == _plain(other.phone_index)
    return numbered or (born and not same_phone)
