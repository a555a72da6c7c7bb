"""A small tree to stand on: a county, two towns, three branches."""

from datetime import date

from jishi.store.models.assess import Cycle, Round
from jishi.store.models.office import Account, Grant
from jishi.store.models.org import Link, Unit
from jishi.store.placing import rebuild
from jishi.store.searching import keys

BEGAN = date(2010, 1, 1)
TREE = {
    "C": ("璧山县委", None),
    "C1": ("龙泉街道党工委", "C"),
    "C2": ("青杠街道党工委", "C"),
    "C11": ("石桥村党支部", "C1"),
    "C12": ("长安社区党支部", "C1"),
    "C21": ("重庆村党支部", "C2"),
}


def a_unit(code: str, name: str = "") -> Unit:
    pinyin, search = keys(name or code, "", code)
    return Unit.objects.create(
        code=code, name=name or code, kind="branch", level="branch", pinyin=pinyin, search=search
    )


def a_tree() -> dict[str, Unit]:
    """Make the tree and return its units by code."""
    units = {code: a_unit(code, name) for code, (name, _) in TREE.items()}
    for code, (_, above) in TREE.items():
        Link.objects.create(unit=units[code], parent=units[above] if above else None, from_on=BEGAN)
    rebuild(date(2012, 3, 1))
    return units


def a_round(number: int = 1) -> Round:
    cycle, _ = Cycle.objects.get_or_create(
        code="2012",
        defaults={"name": "2012", "pack": "year", "starts_on": date(2012, 1, 1), "ends_on": date(2012, 12, 31)},
    )
    on = date(2012, 3, number)
    return Round.objects.create(
        cycle=cycle, number=number, opens_on=on, entry_deadline=on, closes_on=on, tree_on=on
    )


def an_account(username: str, unit: Unit | None = None, *, duties: str = "", field_class: int = 1) -> Account:
    account = Account.objects.create_user(username, "correct horse battery")
    if unit:
        Grant.objects.create(
            account=account, role="clerk", unit=unit, from_on=BEGAN, duties=duties, field_class=field_class
        )
    return account
