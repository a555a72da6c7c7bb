"""People to do things with: fictional ones, whose numbers are made at run time."""

from datetime import UTC, date, datetime

from jishi.actions.people.ground import By
from jishi.actions.people.registering import Newcomer, enter
from jishi.store.access import scope_of
from jishi.store.models.office import Account
from jishi.store.models.org import Unit
from jishi.store.models.people import Member
from tests.core.people.numbers import a_number
from tests.store.ground import an_account

NOW = datetime(2012, 3, 1, 4, tzinfo=UTC)
TODAY = date(2012, 3, 1)
BEGAN = date(2011, 1, 1)
FULL = {"joined_on": date(1990, 7, 1), "full_on": date(1991, 7, 1)}
PHONE = "138" + "00001234"


def by(account: Account | None = None, on: date | None = None) -> By:
    return By(account, scope_of(account, TODAY), on=on) if account else By(on=on)


def a_secretary(unit: Unit, username: str = "", field_class: int = 2) -> Account:
    name = username or f"keeper-{unit.code}"
    return an_account(name, unit, duties="enter import", field_class=field_class)


def a_member(unit: Unit, name: str = "甲一", order: str = "002", **more: object) -> Member:
    said: dict = {"status": "full", "dates": FULL, "identity": a_number(order=order), "phone": PHONE, **more}
    return enter(by(on=BEGAN), unit, Newcomer(name, **said))
