"""Accounts and grants."""

import secrets
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from jishi.actions.programme import pack_of
from jishi.core.access import DUTIES
from jishi.core.errors import Refusal, refuse, sentence
from jishi.store.models.assess import Cycle
from jishi.store.models.office import Account, Grant
from jishi.store.models.org import Axis, Unit
from jishi.store.transact import action, change


@dataclass(frozen=True)
class NewAccount:
    """What is said about a new account."""

    username: str
    name: str = ""
    role: str = ""
    language: str = "zh-hans"
    demo: bool = False


@dataclass(frozen=True)
class Given:
    """What a grant gives.

    Attributes:
        duties: words of :data:`jishi.core.access.DUTIES`.
        field_class: the most private class of fields that is read; no more than the pack lets the role read.
        to_on: the first day on which it does not hold any more; None = until it is ended.
    """

    role: str
    unit: Unit
    from_on: date
    duties: frozenset[str] = frozenset()
    field_class: int = 1
    axis: str = Axis.MANAGEMENT
    to_on: date | None = None


def random_password() -> str:
    """Return a password that is safe and can be read out: four groups without letters that look alike."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def add_account(actor: Account | None, new: NewAccount, password: str) -> Account:
    """Make an account that may log in; it sees nothing until it is granted something.

    Raises:
        Refusal: the name is taken, or the password is weak.
    """
    if Account.objects.filter(username=new.username).exists():
        raise refuse(
            new.username,
            sentence("There is an account of this name."),
            sentence("Choose another name."),
        )
    if not new.demo:
        _check(password, Account(username=new.username, name=new.name))
    with action(actor, "account.add") as event:
        fields = {"name": new.name, "role": new.role, "language": new.language, "demo": new.demo}
        account = Account.objects.create_user(new.username, password, **fields)
        event.about(account)
    return account


def set_password(actor: Account | None, account: Account, password: str) -> None:
    """Give an account another password; whoever is logged in with the old one is out.

    Raises:
        Refusal: the password is weak.
    """
    _check(password, account)
    with action(actor, "account.set-password") as event:
        account.set_password(password)
        change(account, account.version, password=account.password)
        event.about(account)


def close_account(actor: Account | None, account: Account) -> None:
    """Let nobody log in to an account any more; what it did stays."""
    with action(actor, "account.close") as event:
        change(account, account.version, is_active=False)
        event.about(account)


def give_grant(actor: Account | None, account: Account, given: Given) -> Grant:
    """Let an account act for a unit and all below it; what was given already is not given twice.

    Raises:
        Refusal: a word that is no duty or no role, fields more private than the role reads, or an end before the
            beginning.
    """
    unknown = sorted(given.duties - set(DUTIES))
    if unknown:
        raise refuse(
            ", ".join(unknown),
            sentence("This is not a duty."),
            sentence("Choose among: %(duties)s", duties=", ".join(DUTIES)),
        )
    _check_role(given)
    if given.to_on is not None and given.to_on <= given.from_on:
        raise refuse(
            given.to_on.isoformat(),
            sentence("The grant would end before it begins (%(from_on)s).", from_on=given.from_on.isoformat()),
            sentence("Give a later day."),
        )
    wanted = {
        "account": account,
        "role": given.role,
        "unit": given.unit,
        "axis": given.axis,
        "field_class": given.field_class,
        "duties": " ".join(sorted(given.duties)),
        "from_on": given.from_on,
        "to_on": given.to_on,
    }
    before = Grant.objects.filter(**wanted).first()
    if before is not None:
        return before
    with action(actor, "grant.give") as event:
        grant = Grant.objects.create(**wanted)
        event.about(grant)
        event.note(account=account.pk, role=given.role, unit=given.unit.pk, duties=grant.duties)
    return grant


def end_grant(actor: Account | None, grant: Grant, on: date) -> None:
    """Let a grant end: it does not hold on that day any more."""
    with action(actor, "grant.end") as event:
        # A grant that never came into force ends a day after it begins, so that it stays on record.
        change(grant, grant.version, to_on=max(on, date.fromordinal(grant.from_on.toordinal() + 1)))
        event.about(grant)


def _check_role(given: Given) -> None:
    """Refuse what no pack of a cycle says; before the first cycle there is no pack to say what a role is."""
    packs = [pack_of(cycle) for cycle in Cycle.objects.order_by("-starts_on", "-pk")]
    if not packs:
        return
    known = next((pack.role_by_id[given.role] for pack in packs if given.role in pack.role_by_id), None)
    if known is None:
        raise refuse(
            given.role,
            sentence("No role has this name."),
            sentence("Choose among: %(roles)s", roles=", ".join(packs[0].role_by_id)),
        )
    if given.field_class > known.privacy:
        raise refuse(
            f"--field-class {given.field_class}",
            sentence(
                "By the pack, the role %(role)s reads fields of class 0 to %(most)s only.",
                role=given.role,
                most=known.privacy,
            ),
            sentence("Give a lower class, or another role."),
        )


def _check(password: str, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as found:
        raise Refusal(
            complaint
            for words in found.messages
            for complaint in refuse(
                account.username,
                sentence("%(reason)s", reason=words),
                sentence("Choose a longer password of several words."),
            ).complaints
        ) from None
