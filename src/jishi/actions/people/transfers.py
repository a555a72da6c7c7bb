"""A transfer of the organisational relation: asked, released with a letter, accepted; or turned down."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from jishi.actions.people.ground import DATES, By, keeps, not_mirrored
from jishi.actions.people.registering import Newcomer, enter
from jishi.actions.people.stages import end
from jishi.core.errors import refuse, sentence
from jishi.core.people import transfers as core
from jishi.core.people.stages import left_already
from jishi.store import clock
from jishi.store.models.org import Unit
from jishi.store.models.people import LostContact, Member, Transfer
from jishi.store.transact import action, change


@dataclass(frozen=True)
class Towards:
    """Where a member goes: a unit of this home, or the words for one outside."""

    unit: Unit | None = None
    name: str = ""

    def __str__(self) -> str:
        return self.unit.name if self.unit else self.name


def ask(by: By, member: Member, towards: Towards) -> Transfer:
    """Ask for a transfer; the old side agrees by releasing, the new one by accepting.

    Raises:
        Refusal: the member left, is on the way already, is lost or mirrored, or stays where they are.
    """
    keeps(by, member.unit)
    not_mirrored(member)
    who = member.person.name
    if member.to_on is not None:
        raise refuse(who, left_already(member.to_on), sentence("Enter it where the member is now."))
    if not str(towards).strip() or (towards.unit and towards.unit.pk == member.unit_id):
        raise refuse(who, sentence("The new branch is missing, or is the old one."), sentence("Choose where to."))
    if LostContact.objects.filter(member=member, outcome="searching").exists():
        raise refuse(
            who,
            sentence("The branch is searching for this member."),
            sentence("Enter how the search ended first."),
        )
    content = {"member": member.pk, "to": towards.unit.pk if towards.unit else towards.name}
    with action(by.actor, "transfer.ask", key=by.key, content=content) as event:
        if event.repeated:
            return Transfer.objects.get(pk=event.result["transfer"])
        if Transfer.objects.filter(member=member, state__in=core.GOING).exists():
            raise refuse(
                who,
                sentence("A transfer of this member is under way already."),
                sentence("Finish it or turn it down first."),
            )
        row = Transfer.objects.create(
            member=member,
            from_unit=member.unit,
            to_unit=towards.unit,
            to_name="" if towards.unit else towards.name.strip()[:200],
            asked_on=by.day,
        )
        event.about(row)
        event.result = {"transfer": row.pk}
    return row


def release(by: By, transfer: Transfer, version: int, letter: str, days: int = core.USUAL_DAYS) -> Transfer:
    """Agree as the old side, with the number and validity of the letter.

    Raises:
        Refusal: somebody else's to do, or it does not wait for this.
    """
    _side(by, transfer.from_unit)
    going = core.release(_going(transfer), letter, by.day, days, transfer.member.person.name)
    return _changed(by, "transfer.release", transfer, version, going)


def send_back(by: By, transfer: Transfer, version: int, reason: str) -> Transfer:
    """Give a transfer back to the old side as the new one: something must be corrected.

    Raises:
        Refusal: somebody else's to do, it is not released, or no reason is given.
    """
    _side(by, transfer.to_unit or transfer.from_unit)
    going = core.send_back(_going(transfer), reason, transfer.member.person.name)
    return _changed(by, "transfer.return", transfer, version, going)


def turn_down(by: By, transfer: Transfer, version: int, reason: str) -> Transfer:
    """Turn a transfer down for good, as the side whose turn it is.

    Raises:
        Refusal: somebody else's to do, it is over, or no reason is given.
    """
    new_sides = transfer.state == "released" and transfer.to_unit is not None
    _side(by, transfer.to_unit if new_sides else transfer.from_unit)
    going = core.refuse_it(_going(transfer), reason, by.day, transfer.member.person.name)
    return _changed(by, "transfer.refuse", transfer, version, going)


def accept(by: By, transfer: Transfer, version: int) -> Member:
    """Agree as the new side: the member belongs there from this day on, with all that is known of the way.

    Where the new side lies outside this home, the old one enters the receipt that came back.

    Raises:
        Refusal: somebody else's to do, it is not released, or the letter ran out.
    """
    _side(by, transfer.to_unit or transfer.from_unit)
    member = transfer.member
    going = core.accept(_going(transfer), by.day, member.person.name)
    with action(by.actor, "transfer.accept", key=by.key, content=transfer.pk) as event:
        if event.repeated:
            return Member.objects.get(pk=event.result["member"])
        change(transfer, version, state=going.state, accepted_on=going.accepted_on)
        # Who is accepted on the very day of entering the old branch leaves it the day after.
        day = max(by.day, member.from_on + timedelta(days=1))
        end(member, member.version, "transferred", day, event)
        after = _moved(transfer, member, day) if transfer.to_unit else member
        event.about(transfer, member, after)
        event.result = {"member": after.pk}
    return after


def _moved(transfer: Transfer, member: Member, day: date) -> Member:
    way = {name: getattr(member, name) for name in ("status", "occupation", "registered", *DATES)}
    after = Member.objects.create(person=member.person, unit=transfer.to_unit, from_on=day, **way)
    person = member.person
    change(person, person.version, unit=transfer.to_unit)
    return after


def take_in(by: By, unit: Unit, newcomer: Newcomer, from_name: str, letter: str) -> Member:
    """Enter a member who comes from outside this home with a letter; the letter is the other side's word.

    Raises:
        Refusal: as for entering; or the letter has no number, or it is not said where from.
    """
    if not letter.strip() or not from_name.strip():
        raise refuse(
            newcomer.name,
            sentence("The letter of introduction has no number, or does not say where from."),
            sentence("Copy both from the letter."),
        )
    with action(by.actor, "transfer.take-in", key=by.key, content={"unit": unit.pk, "letter": letter}) as event:
        if event.repeated:
            return Member.objects.get(pk=event.result["member"])
        member = enter(By(by.actor, by.scope, on=by.on), unit, newcomer)
        row = Transfer.objects.create(
            member=member,
            to_unit=unit,
            from_name=from_name.strip()[:200],
            letter=letter.strip()[:60],
            state=Transfer.State.ACCEPTED,
            asked_on=by.day,
            released_on=by.day,
            accepted_on=by.day,
        )
        event.about(row, member)
        event.result = {"member": member.pk}
    return member


def lapse(by: By) -> int:
    """Mark every letter that ran out unused; return how many."""
    today = clock.today()
    found = Transfer.objects.filter(state=Transfer.State.RELEASED, valid_until__lt=today)
    count = 0
    for row in found.select_related("member__person"):
        with action(by.actor, "transfer.lapse") as event:
            change(row, row.version, state=core.lapsed(_going(row), today).state)
            event.about(row)
        count += 1
    return count


def _side(by: By, unit: Unit | None) -> None:
    if unit is not None:
        keeps(by, unit)


def _going(transfer: Transfer) -> core.Going:
    return core.Going(
        transfer.state,
        transfer.asked_on,
        transfer.released_on,
        transfer.valid_until,
        transfer.letter,
        transfer.accepted_on,
        transfer.refused_on,
        transfer.reason,
    )


def _changed(by: By, name: str, transfer: Transfer, version: int, going: core.Going) -> Transfer:
    with action(by.actor, name, key=by.key, content=transfer.pk) as event:
        if event.repeated:
            return transfer
        change(transfer, version, **asdict(going))
        event.about(transfer)
    return transfer
