"""The roll of members: who took part, for no other purpose than to go to those who did not (decision 8).

Whoever hands out slips crosses people off on a paper list and enters it here afterwards, whole. It says neither
what anybody answered nor in which way, has one day for all, and no event tells of it. Only the branch secretary
sees who is outstanding, and nobody sees who took part; at the close it is gone.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from jishi.actions.consult.ground import By, refuse_deaf
from jishi.actions.consult.occasions import occasion_of
from jishi.actions.consult.opening import Electorate, box_of, is_lost
from jishi.ballotbox import roll as sealing
from jishi.core.access import Scope
from jishi.core.errors import refuse, sentence
from jishi.packs.schema.consultations import Ask
from jishi.store import clock
from jishi.store.access import in_force
from jishi.store.models.consult import Asked, Consultation, Roll
from jishi.store.models.org import Unit
from jishi.store.models.people import Member
from jishi.store.queries import privacy, units

#: The electorate that has a register, and so a roll.
MEMBERS = "members"
#: So many names are new at once, or the whole branch is there: one new name would tell when somebody came.
FEWEST = 5
#: Who counts as a member: away and on probation too.
COUNTED = (Member.Status.PROBATIONARY, Member.Status.FULL)


@dataclass(frozen=True)
class CrossedOff:
    """A paper list as it is entered.

    Attributes:
        people: ids of the persons who are crossed off.
        on: the day of the list.
        anew: it replaces what was entered before, for a name that was crossed off by mistake.
    """

    people: Collection[int]
    on: date
    anew: bool = False


def electorate_of(unit: Unit) -> QuerySet[Member]:
    """Return who is asked as a member: of the branch today, on probation and away too, as registered."""
    found = Member.objects.filter(in_force(clock.today()), unit=unit, status__in=COUNTED)
    return found.select_related("person").order_by("pk")


def has_roll(consultation: Consultation, ask: Ask) -> bool:
    """Say whether there is a roll: of members, who are all asked; of an occasion nobody keeps who came."""
    return ask.electorate == MEMBERS and occasion_of(consultation) is None


def cross_off(by: By, asked: Electorate, listed: CrossedOff) -> int:
    """Enter who took part; return how many stand on the roll now. It is no event.

    Raises:
        Refusal: the role does not allow it, these people have no register, the consultation is closed, somebody is
            no member here, the day lies outside, or the list has too few names.
    """
    refuse_deaf(by, asked.unit)
    wanted = asked.asked()
    members = set(electorate_of(asked.unit).values_list("person", flat=True))
    people = set(listed.people)
    if not has_roll(asked.consultation, wanted) or not privacy.reads(by.scope, asked.unit):
        raise refuse(
            asked.called,
            sentence("There is no list of these people here, or your role does not read their names."),
            sentence("Enter how many were heard; names are kept of members only."),
        )
    if people - members:
        raise refuse(
            asked.called,
            sentence("Somebody on the list is no member of this unit today."),
            sentence("Load the list again; members of another branch stand on its list."),
        )
    if not asked.consultation.opened_on <= listed.on <= clock.today():
        raise refuse(
            asked.called,
            sentence("The day of the list lies before the opening, or in the future."),
            sentence("Write the day on which the list was closed."),
        )
    with transaction.atomic():
        row = Asked.objects.select_for_update().get(pk=asked.row().pk)
        kept = _of(row)
        before = kept.people if kept else frozenset()
        _refuse_few(asked, people - before, everybody=people | before >= members)
        return _keep(row, listed.on, people if listed.anew else people | before)


def _refuse_few(asked: Electorate, new: Collection[int], *, everybody: bool) -> None:
    """Refuse a list on which a few people are new: whoever sees the roll twice would know when they came."""
    if 0 < len(new) < FEWEST and not everybody:
        raise refuse(
            asked.called,
            sentence("%(count)s new names are too few: they would tell when somebody came.", count=len(new)),
            sentence(
                "Enter the list when %(fewest)s people more have come, or the whole branch; those entered before "
                "may be on it.",
                fewest=FEWEST,
            ),
        )


def named(unit: Unit, names: Sequence[str]) -> set[int]:
    """Return the ids of members of a unit by their names.

    Raises:
        Refusal: a name is not in the register, or stands there for several people and not all of them are listed.
    """
    known: dict[str, list[int]] = {}
    for member in electorate_of(unit):
        known.setdefault(member.person.name, []).append(member.person_id)
    wrong = [name for name, times in Counter(names).items() if len(known.get(name, ())) != times]
    if wrong:
        raise refuse(
            f"{unit.name} ({unit.code})",
            sentence(
                "“%(name)s” is nobody here, or several people, of whom not all are listed.", name=wrong[0][:40]
            ),
            sentence("Write names as the register does; of people of one name, enter the list on the page."),
        )
    return {person for name in names for person in known[name]}


def outstanding(scope: Scope, asked: Electorate) -> list[str] | None:
    """Return the names of those who were not crossed off, in order; None = the reader does not see them.

    The branch secretary sees them, while it is open: who enters for the unit itself and reads names there.
    """
    if asked.consultation.state != Consultation.State.OPEN or not _is_secretary(scope, asked.unit):
        return None
    row = Asked.objects.filter(consultation=asked.consultation, unit=asked.unit, ask=asked.ask).first()
    done = _of(row) if row else None
    if done is None:
        return None
    return [each.person.name for each in electorate_of(asked.unit) if each.person_id not in done.people]


def _is_secretary(scope: Scope, unit: Unit) -> bool:
    own = Scope(tuple(held for held in scope.holdings if held.unit == unit.pk))
    return any(
        own.may("enter", axis, path) and own.reads(axis, path) >= privacy.PERSONAL
        for axis, path in units.seers(unit)
    )


def _of(row: Asked) -> sealing.Roll | None:
    # Whose key is not on this machine is read by nobody.
    kept = None if is_lost(row.consultation) else Roll.objects.filter(asked=row).first()
    return sealing.unseal(box_of(row.consultation).key, _place(row), bytes(kept.sealed)) if kept else None


def _keep(row: Asked, on: date, people: Collection[int]) -> int:
    sealed = sealing.seal(box_of(row.consultation).key, _place(row), on, people)
    Roll.objects.update_or_create(asked=row, defaults={"count": len(people), "sealed": sealed})
    return len(people)


def _place(row: Asked) -> str:
    return f"asked:{row.pk}"
