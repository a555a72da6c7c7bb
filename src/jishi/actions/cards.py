"""Cards: a log-in name and a PIN for a secretary who wants one. The PIN is told once, on paper."""

import secrets
from dataclasses import dataclass

from jishi.actions import office
from jishi.core.access import Scope
from jishi.core.errors import Refusal, refuse, sentence
from jishi.core.text import tidy
from jishi.store import clock
from jishi.store.models.office import Account, Grant
from jishi.store.models.org import Axis, Unit
from jishi.store.models.paper import Card
from jishi.store.queries.units import path_of
from jishi.store.transact import action, change

PIN_DIGITS = 8
#: What a card gives at its unit: entering its facts; class 1 only, since a PIN is weaker than a password.
ROLE = "card"
DUTIES = frozenset({"enter"})
FIELD_CLASS = 1
_LONGEST = 100
# More of the same digit than this in a row are easily seen over a shoulder.
_IN_A_ROW = 3


@dataclass(frozen=True)
class By:
    """Who does it; ``key`` makes asking twice harmless."""

    actor: Account | None
    scope: Scope
    key: str = ""


@dataclass(frozen=True)
class Told:
    """A card with its PIN, to be printed now: nobody can look it up later."""

    card: Card
    pin: str


def may_issue(scope: Scope, unit: Unit) -> bool:
    """Say whether the reader keeps the cards of a unit: enters facts for it from above, not as the unit itself."""
    if scope.everything:
        return True
    path, axis = path_of(unit), str(Axis.MANAGEMENT)
    above = [h for h in scope.holdings if h.covers(axis, path) and h.path != path]
    return any("enter" in holding.duties for holding in above)


def issue(by: By, unit: Unit, holder: str) -> Told:
    """Make an account that enters facts of one unit, and return its card.

    Raises:
        Refusal: the reader may not, nobody is named, or the same request was sent before.
    """
    _allowed(by.scope, unit)
    name = tidy(holder)
    if not name or len(name) > _LONGEST:
        raise refuse(unit.name, sentence("A card has the name of one person."), sentence("Write whose it is."))
    pin = new_pin()
    with action(by.actor, "card.issue", key=by.key, content={"unit": unit.pk, "holder": name}) as event:
        if event.repeated:
            raise _printed(unit)
        account = Account.objects.create_user(_login(unit), pin, name=name, role="")
        _grant(by.actor, account, unit)
        card = Card.objects.create(account=account, unit=unit, holder=name, issued_at=clock.now())
        event.about(card)
        event.note(unit=unit.pk, account=account.pk)
        event.result = {"card": card.pk}
    return Told(card, pin)


def renew(by: By, card: Card, version: int) -> Told:
    """Give a card another PIN; whoever is logged in with the old one is out.

    Raises:
        Refusal: the reader may not, the card was withdrawn or changed meanwhile, or the request was sent before.
    """
    _allowed(by.scope, card.unit)
    _in_force(card)
    pin = new_pin()
    with action(by.actor, "card.renew", key=by.key, content={"card": card.pk, "version": version}) as event:
        if event.repeated:
            raise _printed(card.unit)
        card.account.set_password(pin)
        change(card.account, card.account.version, password=card.account.password)
        change(card, version, renewed_at=clock.now())
        event.about(card)
    return Told(card, pin)


def withdraw(by: By, card: Card, version: int) -> None:
    """Let nobody log in with a card any more; what was done with it stays.

    Raises:
        Refusal: the reader may not, or the card was withdrawn or changed meanwhile.
    """
    _allowed(by.scope, card.unit)
    with action(by.actor, "card.withdraw", key=by.key, content={"card": card.pk, "version": version}) as event:
        if event.repeated:
            return
        _in_force(card)
        for grant in Grant.objects.filter(account=card.account, to_on__isnull=True):
            office.end_grant(by.actor, grant, clock.today())
        office.close_account(by.actor, card.account)
        change(card, version, withdrawn_at=clock.now())
        event.about(card)


def new_pin() -> str:
    """Return a PIN by chance: eight digits, not the same one many times in a row."""
    while True:
        pin = "".join(secrets.choice("0123456789") for _ in range(PIN_DIGITS))
        if all(digit * (_IN_A_ROW + 1) not in pin for digit in "0123456789"):
            return pin


def _grant(actor: Account | None, account: Account, unit: Unit) -> None:
    # Not by office.give_grant: a card is the program's own role, the same under every pack, and always this small.
    with action(actor, "grant.give") as event:
        grant = Grant.objects.create(
            account=account,
            role=ROLE,
            unit=unit,
            field_class=FIELD_CLASS,
            duties=" ".join(sorted(DUTIES)),
            from_on=clock.today(),
        )
        event.about(grant)
        event.note(account=account.pk, role=ROLE, unit=unit.pk, duties=grant.duties)


def _allowed(scope: Scope, unit: Unit) -> None:
    if not may_issue(scope, unit):
        raise refuse(
            unit.name,
            sentence("Cards of this unit are kept by the committee above it."),
            sentence("Ask its clerk for a card or for a new PIN."),
        )


def _in_force(card: Card) -> None:
    if card.withdrawn_at is not None:
        raise refuse(
            card.holder, sentence("This card was withdrawn."), sentence("Make a new one if it is still wanted.")
        )


def _printed(unit: Unit) -> Refusal:
    return refuse(
        unit.name,
        sentence("This card was printed already, and its PIN is kept nowhere."),
        sentence("If the paper is lost, renew the PIN."),
    )


def _login(unit: Unit) -> str:
    """Return a short free name: s12, then s12b, s12c …"""
    base = f"s{unit.pk}"
    taken = set(Account.objects.filter(username__startswith=base).values_list("username", flat=True))
    letters = iter("bcdefghjkmnpqrstuvwxyz")
    name = base
    while name in taken:
        following = next(letters, "")
        if not following:
            raise refuse(
                unit.name,
                sentence("This unit has had too many cards."),
                sentence("Let the office make an account with a password instead."),
            )
        name = base + following
    return name
