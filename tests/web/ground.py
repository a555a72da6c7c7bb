"""A small county with the Year's pack, one run, one import, and a reader for every role."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.contrib.auth.hashers import make_password
from django.test import Client

from jishi.actions.assess import Order, assess
from jishi.actions.imports.keeping import record
from jishi.actions.imports.outcome import Asked
from jishi.actions.jobs import ask as ask_for
from jishi.actions.people.ground import By
from jishi.actions.people.registering import Newcomer, enter
from jishi.actions.people.transfers import Towards, ask
from jishi.actions.programme import open_cycle, read_pack, rounds_of
from jishi.actions.publish.notices import digest_of
from jishi.packs.pack import Pack
from jishi.store.facts import Entry, write
from jishi.store.models.assess import Grade, Round, Run
from jishi.store.models.cases import Meeting, Opening
from jishi.store.models.duties import Task
from jishi.store.models.office import Account, Grant, Import, Job
from jishi.store.models.org import Link, Unit, Workplace
from jishi.store.models.people import Member, Person, Transfer
from jishi.store.models.posts import Dispatch, Post, Tenure
from jishi.store.models.publish import Notice, NoticedGrade
from jishi.store.models.secretaries import SecretaryReview
from jishi.store.placing import rebuild
from jishi.store.transact import action
from jishi.web.programme import SHIPPED
from tests.store.ground import BEGAN, TREE, a_unit

VILLAGES = ("C11", "C12", "C21")
FACTS = {
    "members-satisfaction": ("members", 9600),
    "public-satisfaction": ("public", 8400),
    "posts-due": ("register", 5),
    "posts-filled": ("register", 4),
    "members-total": ("register", 28),
    "petitions-upheld": ("register", 1),
    "discipline-opinion": ("discipline", 0),
}


def pack() -> Pack:
    return read_pack(SHIPPED / "year-2012")


@dataclass(frozen=True)
class World:
    """What the pages are about."""

    units: dict[str, Unit]
    round: Round
    run: Run
    sent: Import
    job: Job
    accounts: dict[str, Account]
    members: dict[str, Member]
    transfers: dict[str, Transfer]


def a_world() -> World:
    units = _units()
    year = pack()
    cycle = open_cycle(None, "2012", year, rounds_of(year)[:1])
    round_ = cycle.rounds.get(number=1)
    with action(None, "facts.enter"):
        write(
            round_,
            [
                Entry(units[code].pk, fact, source, value)
                for code in VILLAGES
                for fact, (source, value) in FACTS.items()
            ],
        )
    run = assess(Order(round_))
    Opening.objects.create(round=round_, run=run, opened_on=date(2012, 4, 11), answer_until=date(2012, 4, 18))
    accounts = _accounts(units)
    members = {code: _member(units[code]) for code in VILLAGES}
    return World(
        units=units,
        round=round_,
        run=run,
        sent=_import(accounts["county"], round_),
        job=_job(accounts["county"]),
        accounts=accounts,
        members=members,
        transfers={code: ask(By(), member, Towards(name="外省某支部")) for code, member in members.items()},
    )


def _member(unit: Unit) -> Member:
    return enter(By(on=date(2012, 1, 1)), unit, Newcomer(f"{unit.name[:2]}甲一"))


def _units() -> dict[str, Unit]:
    units = {code: a_unit(code, name) for code, (name, _above) in TREE.items()}
    for code, unit in units.items():
        unit.kind = "branch" if code in VILLAGES else "committee"
        unit.level = "branch" if code in VILLAGES else "township" if len(code) == 2 else "county"
        unit.domain = "village" if code in VILLAGES else ""
        unit.save()
        above = TREE[code][1]
        Link.objects.create(unit=unit, parent=units[above] if above else None, from_on=date(2010, 1, 1))
    rebuild(date(2012, 3, 1))
    return units


@cache
def _password() -> str:
    """Hashed once: nobody types it here, and hashing costs more than everything else."""
    return make_password("correct horse battery")


def _accounts(units: dict[str, Unit]) -> dict[str, Account]:
    given = (
        ("county", "C", "enter import assess review publish grant office", 2),
        ("township", "C1", "enter import review publish", 2),
        ("secretary", "C11", "enter", 2),
        ("head", "C", "", 1),
    )
    names = ("county", "township", "secretary", "head", "stranger")
    accounts = {name: Account.objects.create(username=name, password=_password()) for name in names}
    for name, code, duties, field_class in given:
        Grant.objects.create(
            account=accounts[name],
            role="clerk",
            unit=units[code],
            from_on=BEGAN,
            duties=duties,
            field_class=field_class,
        )
    return accounts


def _import(account: Account, round_: Round) -> Import:
    asked = Asked(content=b"code,name\n", name="register.csv", actor=account)
    with action(account, "import.record"):
        return record("units", asked, {"added": 0, "refused": 0}, (), round_)


def _job(account: Account) -> Job:
    return ask_for("upload", {"name": "register.csv", "kind": "units"}, account)


def a_helper(unit: Unit) -> Dispatch:
    """Somebody who is sent to the unit; one, however often it is asked for."""
    known = Dispatch.objects.filter(unit=unit, kind="contact").first()
    person = Person.objects.create(name="丁四", unit=unit)
    return known or Dispatch.objects.create(kind="contact", unit=unit, person=person, from_on=date(2012, 1, 1))


def a_review(unit: Unit) -> SecretaryReview:
    """A review of the unit's secretary at the unit above; one, however often it is asked for."""
    known = SecretaryReview.objects.filter(tenure__post__unit=unit).first()
    if known is not None:
        return known
    post = Post.objects.create(unit=unit, kind="secretary", first_responsible=True)
    held = Tenure.objects.create(post=post, person=Person.objects.create(name="戊五"), from_on=BEGAN)
    above = Link.objects.get(unit=unit).parent
    return SecretaryReview.objects.create(
        tenure=held,
        committee=above,
        procedure="secretary-review",
        state="opened",
        opened_on=date(2012, 5, 2),
        since=date(2012, 5, 2),
    )


def a_task(unit: Unit, above: Unit) -> Task:
    """A task of the unit's secretary; one, however often it is asked for."""
    days = {"since": date(2012, 4, 1), "due_on": date(2012, 6, 1)}
    known = Task.objects.filter(unit=unit).first()
    return known or Task.objects.create(kind="secretary", unit=unit, set_by=above, text="补开党员大会", **days)


def a_workplace(unit: Unit) -> Workplace:
    """A workplace in the area of the unit; one, however often it is asked for."""
    return Workplace.objects.get_or_create(code=f"W-{unit.code}", defaults={"name": "示例厂", "place": unit})[0]


def a_meeting(committee: Unit) -> Meeting:
    """A meeting of a committee; one, however often it is asked for."""
    said = {"held_on": date(2012, 4, 20), "entitled": 7, "present": 5}
    return Meeting.objects.get_or_create(committee=committee, minute_number="1", defaults=said)[0]


def a_notice(world: World) -> Notice:
    """A notice of the township about C11, for the public; one, however often it is asked for."""
    known = Notice.objects.first()
    if known is not None:
        return known
    content = {"fields": ["unit", "grade"], "rows": [["C11", "石桥村党支部", "好"]]}
    days = (date(2012, 4, 23), date(2012, 4, 28))
    made = Notice.objects.create(
        publication="grades",
        kind="notice",
        audience="public",
        round=world.round,
        committee=world.units["C1"],
        token="TESTTOKEN234",
        title="公示",
        text="现将等次予以公示。",
        content=content,
        digest=digest_of("公示", "现将等次予以公示。", content, days),
        opens_on=days[0],
        until=days[1],
        internet=True,
    )
    grade = Grade.objects.create(
        unit=world.units["C11"],
        round=world.round,
        committee=world.units["C1"],
        run=world.run,
        state="notice",
        since=days[0],
        due=days[1],
    )
    NoticedGrade.objects.create(notice=made, grade=grade)
    return made


def reading(world: World, reader: str, language: str = "zh-hans") -> Client:
    """Return a browser in which somebody is logged in; ``anonymous`` = nobody."""
    client = Client()
    client.cookies["django_language"] = language
    if reader != "anonymous":
        client.force_login(world.accounts[reader], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
