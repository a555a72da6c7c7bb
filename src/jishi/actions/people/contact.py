"""Members away, managed from both ends; members whom nobody can reach."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db import IntegrityError, transaction

from jishi.actions.people import words
from jishi.actions.people.ground import By, keeps, keeps_close
from jishi.core.errors import Refusal, refuse, sentence
from jishi.core.people import contact
from jishi.store import clock
from jishi.store.models.org import Unit
from jishi.store.models.people import Care, Floating, LostContact, Member
from jishi.store.queries import privacy
from jishi.store.transact import action, change

Row = TypeVar("Row", Floating, LostContact, Care)


@dataclass(frozen=True)
class Away:
    """Where a member lives meanwhile.

    Attributes:
        receiving: the branch there, where it is one of this home.
        place: in words.
        certificate: number of the certificate of a floating member.
    """

    receiving: Unit | None = None
    place: str = ""
    certificate: str = ""


def go_away(by: By, member: Member, away: Away) -> Floating:
    """Enter that a member lives elsewhere for six months or more, and who receives them there.

    Raises:
        Refusal: the role does not keep the record, the member has left or is away already, or no place is said.
    """
    keeps(by, member.unit)
    here(member)
    if away.receiving is None and not away.place.strip():
        raise _nowhere(member)
    with action(by.actor, "floating.begin", key=by.key, content=member.pk) as event:
        if event.repeated:
            return Floating.objects.get(pk=event.result["floating"])
        row = begun(
            Floating(
                member=member,
                home=member.unit,
                receiving=away.receiving,
                place=away.place.strip()[:200],
                certificate=away.certificate.strip()[:60],
                from_on=by.day,
                last_contact_on=by.day,
            )
        )
        event.about(row)
        event.result = {"floating": row.pk}
    return row


def heard(by: By, floating: Floating, version: int) -> Floating:
    """Enter a contact with a member who lives elsewhere; either end may.

    Raises:
        Refusal: the role keeps the records of neither end, or the day cannot be right.
    """
    _either_end(by, floating)
    last = floating.last_contact_on or floating.from_on
    if not last <= by.day <= clock.today():
        raise refuse(
            floating.member.person.name,
            sentence("The day lies in the future, or before the last contact on %(last)s.", last=last.isoformat()),
            sentence("Correct the date."),
        )
    with action(by.actor, "floating.contact", key=by.key, content=floating.pk) as event:
        if not event.repeated:
            change(floating, version, last_contact_on=by.day)
            event.about(floating)
    return floating


def received(by: By, floating: Floating, version: int, receiving: Unit) -> Floating:
    """Name the branch that receives a member from now on; the home branch or that branch may.

    Raises:
        Refusal: the role keeps the records of neither.
    """
    if not privacy.may(by.scope, receiving):
        keeps(by, floating.home)
    with action(by.actor, "floating.receive", key=by.key, content=floating.pk) as event:
        if not event.repeated:
            change(floating, version, receiving=receiving)
            event.about(floating)
    return floating


def described(by: By, floating: Floating, version: int, away: Away) -> Floating:
    """Correct where a member lives meanwhile, who receives them, and the certificate; the home branch may.

    Raises:
        Refusal: the role does not keep the record, or no place is said.
    """
    keeps(by, floating.home)
    if away.receiving is None and not away.place.strip():
        raise _nowhere(floating.member)
    said = {"receiving": away.receiving, "place": away.place[:200], "certificate": away.certificate[:60]}
    with action(by.actor, "floating.describe", key=by.key, content=floating.pk) as event:
        if not event.repeated:
            change(floating, version, **said)
            event.about(floating)
    return floating


def _nowhere(member: Member) -> Refusal:
    return refuse(
        member.person.name,
        sentence("It is not said where the member went."),
        sentence("Name the place, or choose the branch that receives the member."),
    )


def came_back(by: By, floating: Floating, version: int) -> Floating:
    """Enter that a member came back; the home branch may.

    Raises:
        Refusal: the role does not keep the record, or the day contradicts.
    """
    keeps(by, floating.home)
    return ended(by, "floating.end", floating, version)


def lose(by: By, member: Member, since: date, reason: str, years: int = 1) -> LostContact:
    """Enter a member whom the branch has not reached for six months; the record is restricted and expires.

    Raises:
        Refusal: not the branch's own or that of the unit above, too early, or a search goes on already.
    """
    keeps_close(by, member.unit)
    here(member)
    contact.may_be_called_lost(since, clock.today(), member.person.name)
    words.check("losses", reason, member.person.name)
    with action(by.actor, "lost-contact.begin", key=by.key, content=member.pk) as event:
        if event.repeated:
            return LostContact.objects.get(pk=event.result["lost"])
        expires = contact.expires(clock.today(), years)
        row = begun(LostContact(member=member, from_on=since, reason=reason, expires_on=expires))
        event.about(row)
        event.result = {"lost": row.pk}
    return row


def looked(by: By, lost: LostContact, version: int, text: str) -> LostContact:
    """Enter a step of a search.

    Raises:
        Refusal: kept elsewhere, the search is over, or nothing is said.
    """
    keeps_close(by, lost.member.unit)
    further = contact.step(_search(lost), by.day, text, lost.member.person.name)
    with action(by.actor, "lost-contact.step", key=by.key, content={"lost": lost.pk, "on": by.day}) as event:
        if not event.repeated:
            change(lost, version, steps=[dict(step) for step in further.steps])
            event.about(lost)
    return lost


def search_ended(by: By, lost: LostContact, version: int, outcome: str) -> LostContact:
    """Enter how a search ended; from then on the record only waits for its end.

    Raises:
        Refusal: kept elsewhere, the search is over, or nobody searched.
    """
    keeps_close(by, lost.member.unit)
    contact.end(_search(lost), outcome, by.day, lost.member.person.name)
    return ended(by, "lost-contact.end", lost, version, outcome=outcome)


def _search(lost: LostContact) -> contact.Search:
    return contact.Search(lost.from_on, tuple(lost.steps), lost.outcome, lost.to_on)


def here(member: Member) -> None:
    """Let nothing be entered of who has left.

    Raises:
        Refusal: the member left the branch.
    """
    if member.to_on is not None:
        raise refuse(
            member.person.name,
            sentence("This person left the branch on %(on)s.", on=member.to_on.isoformat()),
            sentence("Enter it where the member is now."),
        )


def _either_end(by: By, floating: Floating) -> None:
    if floating.receiving is not None and privacy.may(by.scope, floating.receiving):
        return
    keeps(by, floating.home)


def begun(row: Row) -> Row:
    """Keep a row that begins.

    Raises:
        Refusal: there is one for the same days.
    """
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise _twice(row.member) from None
    return row


def _twice(member: Member) -> Refusal:
    return refuse(
        member.person.name,
        sentence("This is entered already for the same days."),
        sentence("Load the page again; end the present entry first."),
    )


def ended(by: By, name: str, row: Row, version: int, **more: object) -> Row:
    """End a row on the day of ``by``, which still counts.

    Raises:
        Refusal: the day contradicts.
    """
    if not row.from_on <= by.day <= clock.today():
        raise refuse(
            row.member.person.name,
            sentence("The day lies in the future, or before the beginning on %(on)s.", on=row.from_on.isoformat()),
            sentence("Correct the date."),
        )
    with action(by.actor, name, key=by.key, content=row.pk) as event:
        if not event.repeated:
            # The last day still counts.
            change(row, version, to_on=date.fromordinal(by.day.toordinal() + 1), **more)
            event.about(row)
    return row
