"""First chapter: the register of organisations comes in, and the demo's accounts are opened."""

from datetime import date

from jishi.actions import office
from jishi.actions.demo.ground import Ground
from jishi.actions.demo.home import PASSWORD
from jishi.actions.imports import units
from jishi.store.models.org import Unit

# (name of the account, what pages call it, role, code of the unit or its place, duties, field class)
_ACCOUNTS: tuple[tuple[str, str, str, str, str, int], ...] = (
    (
        "county",
        "区委组织部工作人员",
        "organisation-clerk",
        "001",
        "enter import assess review publish grant office",
        2,
    ),
    ("head", "区委组织部部长", "organisation-head", "001", "assess review", 2),
    ("township", "乡镇组织员", "township-clerk", "00104", "enter import review publish", 2),
    ("village", "村党支部书记", "branch-secretary", "", "enter", 2),
    ("discipline", "纪检机关工作人员", "discipline-clerk", "001", "enter", 3),
)


def tell(ground: Ground) -> None:
    """Bring the register in and open the accounts."""
    ground.bring(ground.sheets.register, lambda asked: units.run(asked, ground.pack.vocabulary))
    open_accounts()


def open_accounts() -> None:
    """Make one account for each role; only in a demo home, where everybody knows the password."""
    village = Unit.objects.filter(domain="village", code__startswith="00104").order_by("code").first()
    for username, name, role, code, duties, field_class in _ACCOUNTS:
        unit = Unit.objects.get(code=code) if code else village
        if unit is None:
            continue
        account = office.add_account(None, office.NewAccount(username, name, role, demo=True), PASSWORD)
        given = office.Given(role, unit, date(2012, 1, 1), frozenset(duties.split()), field_class)
        office.give_grant(None, account, given)
