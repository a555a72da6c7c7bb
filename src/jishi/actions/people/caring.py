"""Care for old, ill or needy members (D169-D170): visits, talks, money and where it comes from; close by only."""

from dataclasses import dataclass

from jishi.actions.people import words
from jishi.actions.people.contact import begun, ended, here
from jishi.actions.people.ground import By, keeps_close
from jishi.core.errors import refuse, sentence
from jishi.core.people.care import KINDS
from jishi.store import clock
from jishi.store.models.people import Care, CareVisit, Member
from jishi.store.transact import action, change

_MOST_MONEY = 10_000_000_00


@dataclass(frozen=True)
class Brought:
    """What a visit brought.

    Attributes:
        money: fen.
        fund: where the money comes from, as the pack calls it; needed where there is any.
        kind: ``visit``, or ``talk`` for a heart-to-heart, which is noted and never counted.
    """

    money: int = 0
    fund: str = ""
    kind: str = "visit"


def care_for(by: By, member: Member, category: str) -> Care:
    """List a member for care, at the branch and the unit above it only.

    Raises:
        Refusal: kept elsewhere, listed already, or an unknown category.
    """
    keeps_close(by, member.unit)
    here(member)
    words.check("cares", category, member.person.name)
    with action(by.actor, "care.begin", key=by.key, content={"member": member.pk, "for": category}) as event:
        if event.repeated:
            return Care.objects.get(pk=event.result["care"])
        row = begun(Care(member=member, category=category, from_on=by.day))
        event.about(row)
        event.result = {"care": row.pk}
    return row


def visited(by: By, care: Care, version: int, brought: Brought | None = None) -> Care:
    """Note a visit with the money that was brought, or a talk; a talk changes no number.

    Raises:
        Refusal: kept elsewhere, the day lies in the future, the sum cannot be, or nobody says where it is from.
    """
    what = brought or Brought()
    keeps_close(by, care.member.unit)
    _sound(by, care, what)
    content = {"care": care.pk, "on": by.day, **vars(what)}
    with action(by.actor, "care.visit", key=by.key, content=content) as event:
        if not event.repeated:
            row = CareVisit.objects.create(
                care=care, on=by.day, kind=what.kind, money=what.money, fund=what.fund if what.money else ""
            )
            counted = what.kind != "talk"
            last = max(by.day, care.last_visit_on or by.day) if counted else care.last_visit_on
            change(care, version, visits=care.visits + counted, money=care.money + what.money, last_visit_on=last)
            event.about(care, row)
    return care


def _sound(by: By, care: Care, what: Brought) -> None:
    where = care.member.person.name
    if by.day > clock.today() or by.day < care.from_on or not 0 <= what.money <= _MOST_MONEY:
        raise refuse(
            where,
            sentence("The day or the sum of this visit cannot be right."),
            sentence("Correct it; leave the sum empty where nothing was given."),
        )
    if what.kind not in KINDS:
        raise refuse(
            where,
            sentence("“%(kind)s” is neither a visit nor a talk.", kind=what.kind),
            sentence("Choose one of: %(known)s.", known=", ".join(KINDS)),
        )
    if what.kind == "talk" and what.money:
        raise refuse(
            where,
            sentence("A talk brings no money."),
            sentence("Enter a visit, or leave the sum empty."),
        )
    if what.money:
        words.check("funds", what.fund, where)


def care_ended(by: By, care: Care, version: int) -> Care:
    """Enter that the care is not needed any more.

    Raises:
        Refusal: kept elsewhere, or the day contradicts.
    """
    keeps_close(by, care.member.unit)
    return ended(by, "care.end", care, version)
