"""Accounts: the demo's open ones, and what somebody was given."""

from dataclasses import dataclass
from datetime import date

from jishi.core.access import Scope
from jishi.store.access import in_force
from jishi.store.models.office import Account, Grant


def demo_accounts() -> list[tuple[Account, str]]:
    """Return the demo's accounts in the order they were made, each with the name of its first unit."""
    accounts = list(Account.objects.filter(demo=True, is_active=True).order_by("pk"))
    grants = Grant.objects.filter(account__in=accounts).select_related("unit").order_by("-pk")
    units = {grant.account_id: grant.unit.name for grant in grants}
    return [(account, units.get(account.pk, "")) for account in accounts]


def demo_account(username: str) -> Account | None:
    """Return one of the demo's accounts; None = there is none of that name."""
    return Account.objects.filter(demo=True, is_active=True, username=username).first()


@dataclass(frozen=True)
class Given:
    """One grant in force and the path of its unit today; None = the unit is not in today's tree."""

    grant: Grant
    path: str | None


def given_to(scope: Scope, on: date) -> list[Given]:
    """Return the reader's own grants that are in force."""
    grants = Grant.objects.filter(in_force(on), account=scope.account).select_related("unit").order_by("id")
    paths = {(holding.axis, holding.unit): holding.path for holding in scope.holdings}
    return [Given(grant, paths.get((grant.axis, grant.unit_id))) for grant in grants]
