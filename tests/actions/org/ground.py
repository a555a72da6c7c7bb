"""A county of two towns with members, and an order to change it."""

from datetime import date

from jishi.actions.org.order import Order
from jishi.core.access import OPERATOR, Scope
from jishi.packs.pack import Pack
from jishi.store import clock
from jishi.store.access import scope_of
from jishi.store.models.office import Account
from jishi.store.models.org import Unit, UnitPath
from jishi.store.models.people import Member, Person
from jishi.store.placing import rebuild
from tests.store.ground import a_tree
from tests.web.ground import pack

DAY = date(2012, 5, 1)
VILLAGES = ("C11", "C12", "C21")


def a_county() -> dict[str, Unit]:
    """Make the tree with the kinds of the Year, and its paths as they are today."""
    units = a_tree()
    for code, unit in units.items():
        village = code in VILLAGES
        unit.kind, unit.level = ("branch", "branch") if village else ("committee", "township")
        unit.domain = "village" if village else ""
        unit.save()
    rebuild(clock.today())
    return units


def people(unit: Unit, full: int, probationary: int = 0) -> list[Member]:
    """Give a branch so many full and probationary members."""
    found = []
    for number in range(full + probationary):
        person = Person.objects.create(name=f"某{unit.code}{number}", unit=unit)
        status = Member.Status.FULL if number < full else Member.Status.PROBATIONARY
        found.append(Member.objects.create(person=person, unit=unit, status=status, from_on=date(2010, 1, 1)))
    return found


def order(on: date = DAY, scope: Scope = OPERATOR, actor: Account | None = None, **more: str) -> Order:
    year: Pack = pack()
    return Order(scope, year, on, actor, **more)


def by(account: Account, **more: str) -> Order:
    """Return an order of somebody, with the scope that the account has."""
    return order(scope=scope_of(account, clock.today()), actor=account, **more)


def paths() -> dict[str, str]:
    return dict(UnitPath.objects.filter(axis="management").values_list("unit__code", "path"))
