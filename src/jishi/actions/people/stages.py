"""A member goes on to the next stage, leaves, or dies."""

from datetime import date

from jishi.actions.people import words
from jishi.actions.people.ground import By, keeps, not_mirrored, way_of
from jishi.core.people import stages
from jishi.store import clock
from jishi.store.models.people import Care, Floating, LostContact, Member, Transfer
from jishi.store.models.posts import Dispatch, Team, TeamMember, Tenure
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
            _die(member, by.day, ended.to_on)
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


def _die(member: Member, on: date, to_on: date) -> None:
    """Close what a person held: posts become vacant on the day after, and nobody is sent or in a team any more."""
    person = member.person
    change(person, person.version, died_on=on)
    LostContact.objects.filter(member=member, outcome="searching").update(outcome="died")
    for model in (Tenure, Dispatch, TeamMember):
        for row in model.objects.filter(person=person, to_on__isnull=True):
            change(row, row.version, to_on=max(to_on, date.fromordinal(row.from_on.toordinal() + 1)))
    for team in Team.objects.filter(leader=person, to_on__isnull=True):
        change(team, team.version, leader=None)
