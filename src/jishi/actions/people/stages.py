"""A member goes on to the next stage, leaves, or dies."""

from datetime import date

from jishi.actions.people import words
from jishi.actions.people.ground import By, keeps, not_mirrored, way_of
from jishi.core.errors import refuse, sentence
from jishi.core.people import stages
from jishi.store import clock
from jishi.store.models.grids import GridServer
from jishi.store.models.people import Care, Floating, LostContact, Member, Person, Transfer
from jishi.store.models.posts import Dispatch, Team, TeamMember, Tenure
from jishi.store.queries import members
from jishi.store.transact import Action, action, change


def advance(by: By, member: Member, version: int, to: str) -> Member:
    """Enter that a member reached the next stage.

    Raises:
        Refusal: the role does not keep the record, the stage does not follow, or the date contradicts.
    """
    keeps(by, member.unit)
    not_mirrored(member)
    further = stages.advance(way_of(member), to, by.day, clock.today(), member.person.name)
    with action(by.actor, "member.advance", key=by.key, content={"member": member.pk, "to": to}) as event:
        if event.repeated:
            return member
        change(member, version, status=further.status, **{stages.DATE_OF[to]: by.day})
        event.about(member)
        event.note(status=further.status)
    return member


def leave(by: By, member: Member, version: int, how: str) -> Member:
    """Enter that a member left the branch; what goes on about the member there ends with it.

    A transfer is no leaving: it is asked for and agreed by both sides.

    Raises:
        Refusal: the role does not keep the record, or the member has left, or the date contradicts.
    """
    keeps(by, member.unit)
    not_mirrored(member)
    words.check("leavings", how, member.person.name)
    ended = stages.leave(way_of(member), how, by.day, clock.today(), member.person.name)
    assert ended.to_on is not None
    with action(by.actor, f"member.{'die' if how == 'died' else 'leave'}", key=by.key, content=member.pk) as event:
        if event.repeated:
            return member
        end(member, version, how, ended.to_on, event)
        if how == "died":
            _die(member.person, by.day, ended.to_on)
        event.about(member, member.person)
        event.note(how=how)
    return member


def end(member: Member, version: int, how: str, to_on: date, event: Action) -> None:
    """End a member's time in a branch, and with it transfers, floating, search and care; inside an action."""
    change(member, version, to_on=to_on, left_how=how)
    for model in (Floating, LostContact, Care):
        for row in model.objects.filter(member=member, to_on__isnull=True):
            change(row, row.version, to_on=max(to_on, date.fromordinal(row.from_on.toordinal() + 1)))
    going = Transfer.objects.filter(member=member, state__in=("asked", "released", "returned"))
    if how != "transferred":
        for transfer in going:
            change(transfer, transfer.version, state="refused", refused_on=to_on, reason=how)


def died(by: By, person: Person, version: int) -> Person:
    """Enter that somebody died who is in no branch: a holder of a post, a helper, somebody of a team.

    Raises:
        Refusal: the role does not keep the record, it is entered already, the day lies in the future or before a
            tenure, or the person is a member, whose death ends the membership too.
    """
    here = members.present(person)
    unit = here.unit if here else person.unit
    if unit is not None:
        keeps(by, unit)
    if here is not None:
        raise refuse(
            person.name,
            sentence("This person is in the branch %(branch)s.", branch=here.unit.name),
            sentence("Enter the death there: Leave the branch, died."),
        )
    if person.died_on is not None or by.day > clock.today():
        raise refuse(
            person.name,
            sentence("The death is entered already, or the day lies in the future."),
            sentence("Correct the date."),
        )
    with action(by.actor, "person.die", key=by.key, content={"person": person.pk, "on": by.day}) as event:
        if event.repeated:
            return person
        change(person, version)
        _die(person, by.day, date.fromordinal(by.day.toordinal() + 1))
        event.about(person)
    return person


def _die(person: Person, on: date, to_on: date) -> None:
    """Close what a person held, on the day after: posts, assignments, teams and the service of grids."""
    change(person, person.version, died_on=on)
    LostContact.objects.filter(member__person=person, outcome="searching").update(outcome="died")
    for model in (Tenure, Dispatch, TeamMember, GridServer):
        for row in model.objects.filter(person=person, to_on__isnull=True):
            change(row, row.version, to_on=max(to_on, date.fromordinal(row.from_on.toordinal() + 1)))
    for team in Team.objects.filter(leader=person, to_on__isnull=True):
        change(team, team.version, leader=None)
