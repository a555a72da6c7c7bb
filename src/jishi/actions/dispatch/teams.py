"""Teams that are sent together: formed, joined, led, left."""

from datetime import date

from django.db import IntegrityError, transaction

from jishi.actions.people import finding
from jishi.actions.people.finding import Named
from jishi.actions.posts.holding import By, refuse_outside
from jishi.core import posts as terms
from jishi.core.dispatch import TEAMS
from jishi.core.errors import refuse, sentence
from jishi.store.models.org import Unit
from jishi.store.models.posts import Team, TeamMember
from jishi.store.transact import action, change


def form(by: By, unit: Unit, name: str, kind: str, from_on: date) -> Team:
    """Form a team at the unit that sends it; people join it afterwards.

    Raises:
        Refusal: the role does not allow it, it has no name, is of no kind of team, or there is one of this name.
    """
    content = {"unit": unit.pk, "name": name, "kind": kind}
    with action(by.actor, "team.form", key=by.key, content=content) as event:
        if event.repeated:
            return Team.objects.get(pk=event.result["team"])
        refuse_outside(by, unit)
        if not name.strip() or kind not in TEAMS:
            raise refuse(
                unit.name,
                sentence("The team has no name, or this kind of helper is no team."),
                sentence("Name it, and choose a kind of team."),
            )
        if Team.objects.filter(unit=unit, name=name.strip(), to_on__isnull=True).exists():
            raise refuse(
                name,
                sentence("There is a team of this name already."),
                sentence("Let people join it, or choose another name."),
            )
        team = Team.objects.create(unit=unit, name=name.strip(), kind=kind, from_on=from_on)
        event.about(team)
        event.result = {"team": team.pk}
    return team


def join(by: By, team: Team, named: Named, from_on: date, *, leads: bool = False) -> TeamMember:
    """Let somebody join a team from a day on; perhaps they lead it.

    Raises:
        Refusal: the role does not allow it, it cannot be told who is meant, or the person is in the team already.
    """
    with action(by.actor, "team.join", key=by.key, content={"team": team.pk, "name": named.name}) as event:
        if event.repeated:
            return TeamMember.objects.get(pk=event.result["member"])
        refuse_outside(by, team.unit)
        person = finding.one(named)
        # Nobody is in a team before it is there.
        member = _kept(TeamMember(team=team, person=person, from_on=max(from_on, team.from_on)))
        if leads:
            change(team, team.version, leader=person)
        event.about(member, team)
        event.result = {"member": member.pk}
    return member


def _kept(member: TeamMember) -> TeamMember:
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as error:
        raise refuse(
            member.person.name,
            sentence("This person is in the team on one of these days already."),
            sentence("Correct the day."),
        ) from error
    return member


def lead(by: By, member: TeamMember) -> Team:
    """Let somebody of a team lead it.

    Raises:
        Refusal: the role does not allow it.
    """
    team = member.team
    with action(by.actor, "team.lead", key=by.key, content={"member": member.pk}) as event:
        if not event.repeated:
            refuse_outside(by, team.unit)
            change(team, team.version, leader=member.person)
            event.about(team)
    return team


def leave(by: By, member: TeamMember, version: int, on: date) -> TeamMember:
    """Let somebody leave a team; ``on`` is the first day without them.

    Raises:
        Refusal: the role does not allow it, they had left, or the day contradicts.
    """
    with action(by.actor, "team.leave", key=by.key, content={"member": member.pk, "on": on}) as event:
        if event.repeated:
            return member
        team = member.team
        refuse_outside(by, team.unit)
        terms.end(terms.Seat(team.name), terms.Span(member.person.name, member.from_on, member.to_on), on)
        change(member, version, to_on=on)
        if team.leader_id == member.person_id:
            change(team, team.version, leader=None)
        event.about(member, team)
    return member
