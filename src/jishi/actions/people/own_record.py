"""A person's own record for one page of paper: what is held, who read it, and how to correct it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jishi.actions.people.reading import Reading, readings
from jishi.core.access import Scope
from jishi.store import clock, persons
from jishi.store.access import in_force
from jishi.store.models.people import Care, Floating, LostContact, Member, Person, Transfer
from jishi.store.queries import members, privacy
from jishi.store.vault import keys


@dataclass(frozen=True)
class OwnRecord:
    """Everything that is held of a person.

    Attributes:
        masked: sealed field → its last four letters, ``""`` where nothing is kept.
        memberships: the latest first.
        care, lost: None = held close by only, and the reader stands further away.
    """

    person: Person
    masked: Mapping[str, str]
    memberships: Sequence[Member]
    transfers: Sequence[Transfer]
    floating: Sequence[Floating]
    readings: Sequence[Reading]
    care: Sequence[Care] | None
    lost: Sequence[LostContact] | None


def own_record(scope: Scope, number: int) -> OwnRecord:
    """Return the record of a person, numbers masked.

    Raises:
        Person.DoesNotExist: there is none, or not where the scope reads.
    """
    person = members.person(scope, number)
    vault = keys()
    mine = {"member__person": person}
    here = members.present(person)
    near = scope.everything or (here is not None and privacy.is_close(scope, here.unit))
    held = in_force(clock.today())
    return OwnRecord(
        person=person,
        masked={name: persons.masked(vault, person, name) for name in persons.SEALED},
        memberships=list(Member.objects.filter(person=person).select_related("unit").order_by("-from_on")),
        transfers=list(
            Transfer.objects.filter(**mine).select_related("from_unit", "to_unit").order_by("-asked_on", "-pk")
        ),
        floating=list(Floating.objects.filter(**mine).select_related("home", "receiving").order_by("-from_on")),
        readings=readings(person),
        care=list(Care.objects.filter(held, **mine).order_by("category")) if near else None,
        lost=list(LostContact.objects.filter(held, **mine)) if near else None,
    )
