"""Entering a person in a branch, and correcting what is kept of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction

from jishi.actions.people.ground import By, keeps, way_of
from jishi.core.errors import refuse, sentence
from jishi.core.people import identity, phones
from jishi.core.people.stages import faults
from jishi.store import clock, persons, searching
from jishi.store.models.org import Unit
from jishi.store.models.people import Member, Person
from jishi.store.queries import members, privacy
from jishi.store.transact import action, change
from jishi.store.vault import Keys, keys

#: What may be corrected on a person's record, besides the sealed fields.
OPEN = ("name", "sex", "ethnicity", "born_on", "education")
_CHECKS = {"identity": (identity.normal, identity.fault_of), "phone": (phones.normal, phones.fault_of)}


@dataclass(frozen=True)
class Newcomer:
    """Somebody to be entered.

    Attributes:
        status: one of the five stages.
        dates: ``applied_on`` … ``full_on``, as far as they are known.
        open_fields: sex, ethnicity, date of birth, education.
        identity, phone: in the clear; sealed at once.
    """

    name: str
    status: str = "applicant"
    dates: Mapping[str, date | None] = field(default_factory=dict)
    open_fields: Mapping[str, object] = field(default_factory=dict)
    identity: str = ""
    phone: str = ""
    occupation: str = ""


def enter(by: By, unit: Unit, newcomer: Newcomer) -> Member:
    """Enter somebody in a branch from a day on.

    Whoever has left every branch is entered again under the record that is there.

    Raises:
        Refusal: the role does not keep records here, a number or a date is wrong, or the person is in a branch.
    """
    keeps(by, unit)
    _check_numbers(newcomer.name, {"identity": newcomer.identity, "phone": newcomer.phone})
    wanted = {**newcomer.dates, "status": newcomer.status, "occupation": newcomer.occupation}
    vault = keys()
    found = _known(vault, newcomer.identity)
    content = {"unit": unit.pk, "name": newcomer.name, "status": newcomer.status, "on": by.day}
    with action(by.actor, "member.enter", key=by.key, content=content) as event:
        if event.repeated:
            return Member.objects.get(pk=event.result["member"])
        if found is not None:
            _in_no_branch(by, found)
        member = Member(unit=unit, from_on=by.day, **wanted)
        member.person = found or Person(unit=unit, **_open(newcomer))
        for fault in faults(way_of(member), clock.today()):
            raise fault.refused(newcomer.name)
        if found is None:
            _add(vault, member.person, newcomer)
        member.save()
        event.about(member, member.person)
        event.note(unit=unit.pk, person=member.person_id, status=member.status)
        event.result = {"member": member.pk}
    return member


def _open(newcomer: Newcomer) -> dict[str, object]:
    said: dict[str, object] = {"name": newcomer.name.strip(), **newcomer.open_fields}
    number = identity.normal(newcomer.identity)
    if number:
        said["born_on"] = said.get("born_on") or identity.born_on(number)
        said["sex"] = said.get("sex") or identity.sex_of(number)
    return said


def _add(vault: Keys, person: Person, newcomer: Newcomer) -> None:
    if not person.name:
        raise refuse("—", sentence("The name is missing."), sentence("Write it as on the card."))
    person.search = searching.keys(person.name, "", "")[1]
    person.save()
    for name, text in (("identity", newcomer.identity), ("phone", newcomer.phone)):
        if text:
            for column, value in persons.sealed(vault, person.pk, name, text).items():
                setattr(person, column, value)
    person.save()


def _known(vault: Keys, number: str) -> Person | None:
    if not number:
        return None
    return Person.objects.filter(identity_index=persons.index_of(vault, "identity", number)).first()


def _in_no_branch(by: By, person: Person) -> None:
    """Refuse a member in two branches; where the other one is, is told to whom it concerns."""
    there = members.present(person, by.day)
    if there is None:
        return
    if privacy.reads(by.scope, there.unit):
        what = sentence("This person is in %(branch)s already; nobody is in two branches.", branch=there.unit.name)
    else:
        what = sentence("This person is in another branch already; nobody is in two branches.")
    raise refuse(person.name, what, sentence("Ask for a transfer of the organisational relation."))


def check_number(name: str, text: str, where: str) -> None:
    """Let no wrong number in.

    Raises:
        Refusal: with what is wrong; the number itself is never repeated.
    """
    normal, fault_of = _CHECKS[name]
    fault = fault_of(normal(text)) if text else None
    if fault is not None:
        raise fault.refused(where)


def _check_numbers(where: str, numbers: Mapping[str, str]) -> None:
    for name, text in numbers.items():
        check_number(name, text, where)


def correct(by: By, person: Person, version: int, said: Mapping[str, object]) -> Person:
    """Correct what is kept of a person, as the person or the branch asked for.

    Args:
        by: who corrects.
        person: whose record.
        version: as it was seen.
        said: field → new value; of the fields of :data:`OPEN`, ``identity`` and ``phone``.

    Raises:
        Refusal: the role does not keep the record, somebody else changed it, or a number is wrong or another's.
    """
    here = members.present(person)
    unit = here.unit if here else person.unit
    if unit is not None:
        keeps(by, unit)
    vault = keys()
    fields: dict[str, object] = {name: said[name] for name in OPEN if name in said}
    if "name" in fields:
        fields["search"] = searching.keys(str(fields["name"]), "", "")[1]
    for name in persons.SEALED:
        if name in said:
            check_number(name, str(said[name]), person.name)
            fields.update(persons.sealed(vault, person.pk, name, str(said[name])))
    with action(by.actor, "person.correct", key=by.key, content=sorted(said)) as event:
        if event.repeated:
            return person
        try:
            with transaction.atomic():
                change(person, version, **fields)
        except IntegrityError:
            raise refuse(
                person.name,
                sentence("Another record has this identity number already."),
                sentence("Compare the two; if they are one person, merge them."),
            ) from None
        event.about(person)
        event.note(fields=sorted(said))
    return person
