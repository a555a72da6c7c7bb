"""A committee meets: when, under which number, who was there; and who has to leave for which unit."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from jishi.actions.cases.ground import sits
from jishi.actions.people import finding
from jishi.actions.people.finding import Named
from jishi.actions.people.ground import By
from jishi.core.calendar import months_before
from jishi.core.errors import refuse, sentence
from jishi.store.access import in_force
from jishi.store.models.cases import Attendance, Meeting, Recusal, RecusalLift, RecusalWish
from jishi.store.models.org import Unit
from jishi.store.models.people import Person
from jishi.store.models.posts import Dispatch, Pairing, TeamMember, Tenure
from jishi.store.transact import action

#: So long after having been its secretary nobody decides on a unit.
MONTHS_AFTER = 36
_SECRETARY = Q(post__first_responsible=True) | Q(post__kind="secretary")


@dataclass(frozen=True)
class Sitting:
    """What is said of a meeting.

    Attributes:
        entitled: how many members the committee has.
        people: who was there, from the register.
        names: who was there besides; a record of the least is made of each.
    """

    held_on: date
    minute_number: str
    entitled: int
    people: tuple[Person, ...] = ()
    names: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True)
class Conflict:
    """Somebody who was there and must leave while a unit is decided."""

    person: int
    cause: str


def hold(by: By, committee: Unit, sitting: Sitting) -> Meeting:
    """Enter a meeting of a committee.

    Raises:
        Refusal: not one's committee, no number, the number is taken, a day to come, more there than it has members.
    """
    content = {"committee": committee.pk, "minutes": sitting.minute_number, "on": sitting.held_on}
    with action(by.actor, "meeting.hold", key=by.key, content=content) as event:
        if event.repeated:
            return Meeting.objects.get(pk=event.result["meeting"])
        if not sits(by.scope, committee):
            raise refuse(
                committee.name,
                sentence("Your role does not decide for this committee."),
                sentence("Leave it to the committee that grades this unit."),
            )
        present = len({person.pk for person in sitting.people}) + len(sitting.names)
        sound(committee, sitting, present, by.day)
        meeting = _kept(committee, sitting, present)
        named = [Named(committee.pk, name) for name in sitting.names]
        people = [*sitting.people, *finding.all_of(named, below=False)]
        Attendance.objects.bulk_create(
            Attendance(meeting=meeting, person_id=person) for person in sorted({each.pk for each in people})
        )
        event.about(meeting)
        event.note(committee=committee.pk, on=sitting.held_on, present=present)
        event.result = {"meeting": meeting.pk}
    return meeting


def sound(committee: Unit, sitting: Sitting, present: int, today: date) -> None:
    """Refuse minutes that cannot be.

    Raises:
        Refusal: no number, a day to come, no members, more there than the committee has members.
    """
    if not sitting.minute_number.strip():
        raise refuse(
            committee.name,
            sentence("The minutes have no number."),
            sentence("Write the number under which the minutes are kept."),
        )
    if sitting.held_on > today:
        raise refuse(
            committee.name,
            sentence("%(on)s lies in the future.", on=sitting.held_on.isoformat()),
            sentence("Enter the meeting when it has been held."),
        )
    if not 0 < sitting.entitled < 1000:
        raise refuse(
            committee.name,
            sentence("It is not said how many members the committee has."),
            sentence("Write how many are entitled to vote."),
        )
    if present > sitting.entitled:
        raise refuse(
            committee.name,
            sentence(
                "%(present)s were there, but the committee has %(entitled)s members.",
                present=present,
                entitled=sitting.entitled,
            ),
            sentence("Count only members; whoever only listens is not among those present."),
        )


def _kept(committee: Unit, sitting: Sitting, present: int) -> Meeting:
    try:
        with transaction.atomic():
            return Meeting.objects.create(
                committee=committee,
                held_on=sitting.held_on,
                minute_number=sitting.minute_number.strip()[:60],
                entitled=sitting.entitled,
                present=present,
                place=sitting.place.strip()[:100],
            )
    except IntegrityError as error:
        raise refuse(
            committee.name,
            sentence("There are minutes of this number already."),
            sentence("Choose that meeting, or correct the number."),
        ) from error


def members_of(committee: Unit, on: date) -> QuerySet[Person]:
    """Return who holds a post at the committee on a day: whom the form offers to tick."""
    held = Tenure.objects.filter(in_force(on), post__unit=committee)
    return Person.objects.filter(pk__in=held.values("person")).exclude(name="").order_by("name", "pk")


def conflicts(meeting: Meeting, judged: Collection[int]) -> Mapping[int, list[Conflict]]:
    """Return unit → who of those present must leave for it; a few queries, whatever the number of units.

    Who is paired with the unit's secretary or was sent to help it, who was its secretary in the last three years,
    and who asked to, leaves, unless the committee one level up lifted it. The committee itself never leaves.
    """
    there = frozenset(Attendance.objects.filter(meeting=meeting).values_list("person_id", flat=True))
    found: dict[int, dict[int, str]] = {}
    on = meeting.held_on
    wanted = list(judged)
    for unit, person in _paired(wanted, there, on):
        found.setdefault(unit, {}).setdefault(person, Recusal.Cause.PAIRED)
    for unit, person in _helping(wanted, there, on):
        found.setdefault(unit, {}).setdefault(person, Recusal.Cause.HELPER)
    since = months_before(on, MONTHS_AFTER)
    led = Tenure.objects.filter(_SECRETARY, person__in=there, post__unit__in=wanted, from_on__lte=on)
    recent = led.filter(Q(to_on__isnull=True) | Q(to_on__gt=since))
    for unit, person in recent.values_list("post__unit_id", "person_id"):
        found.setdefault(unit, {}).setdefault(person, Recusal.Cause.SECRETARY)
    asked = RecusalWish.objects.filter(meeting=meeting, unit__in=wanted, person__in=there)
    for unit, person in asked.values_list("unit_id", "person_id"):
        found.setdefault(unit, {}).setdefault(person, Recusal.Cause.OWN)
    lifted = RecusalLift.objects.filter(meeting=meeting, unit__in=wanted)
    for unit, person in lifted.values_list("unit_id", "person_id"):
        found.get(unit, {}).pop(person, None)
    return {unit: [Conflict(person, cause) for person, cause in who.items()] for unit, who in found.items() if who}


def _paired(wanted: list[int], there: frozenset[int], on: date) -> "QuerySet":
    held = in_force(on) & Q(paired__unit__in=wanted)
    now = Q(leader__tenures__from_on__lte=on) & (
        Q(leader__tenures__to_on__isnull=True) | Q(leader__tenures__to_on__gt=on)
    )
    rows = Pairing.objects.filter(held, now, leader__tenures__person__in=there)
    return rows.values_list("paired__unit_id", "leader__tenures__person_id")


def _helping(wanted: list[int], there: frozenset[int], on: date) -> list[tuple[int, int]]:
    sent = Dispatch.objects.filter(in_force(on), unit__in=wanted)
    alone = sent.filter(person__in=there).values_list("unit_id", "person_id")
    teams = list(sent.filter(team__isnull=False).values_list("unit_id", "team_id"))
    in_team = TeamMember.objects.filter(in_force(on), team__in={team for _unit, team in teams}, person__in=there)
    of_team: dict[int, list[int]] = {}
    for team, person in in_team.values_list("team_id", "person_id"):
        of_team.setdefault(team, []).append(person)
    return [*alone, *((unit, person) for unit, team in teams for person in of_team.get(team, ()))]
