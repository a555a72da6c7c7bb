"""Reading circles of two towns, one run, the procedure of the Year: everything that a committee needs.

Proposals: C11 and C13 good (100 points), C12 plain by the limit on content, C14 none (its room is not known, which
also stops it), C21 good in the other town.
"""

import shutil
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from jishi.actions.assess import Order, assess
from jishi.actions.cases.ground import Docket, opened
from jishi.actions.cases.meeting import Sitting, hold
from jishi.actions.cases.opening import open_proposals
from jishi.actions.people.ground import By
from jishi.actions.programme import RoundDates, open_cycle
from jishi.packs.load import load
from jishi.packs.pack import Pack
from jishi.store import evidence
from jishi.store.access import scope_of
from jishi.store.facts import Entry, write
from jishi.store.models.assess import Round, Run
from jishi.store.models.cases import Meeting
from jishi.store.models.office import Account, Evidence, Grant
from jishi.store.models.org import Link, Unit
from jishi.store.models.people import Person
from jishi.store.models.posts import Pairing, Post, Tenure
from jishi.store.placing import rebuild
from jishi.store.transact import action
from tests.packs.folders import MINIMAL, ROOT
from tests.store.ground import BEGAN, a_unit

TREE = {
    "C": ("璧山总会", None),
    "C1": ("龙泉分会", "C"),
    "C2": ("青杠分会", "C"),
    "C11": ("石桥小组", "C1"),
    "C12": ("长安小组", "C1"),
    "C13": ("新桥小组", "C1"),
    "C14": ("古井小组", "C1"),
    "C21": ("重庆小组", "C2"),
}
CIRCLES = ("C11", "C12", "C13", "C14", "C21")
GOOD = {
    "meetings-missed": ("activity", 0),
    "content-share": ("public", 9600),
    "room": ("visit", 0),
    "money": ("resource", 500000),
    "chair-vacant": ("register", 0),
}
#: Wednesday; the fifth working day is Wednesday 18 April.
OPENED = date(2012, 4, 11)
ANSWERED = date(2012, 4, 13)
MET = date(2012, 4, 20)


#: 80 % of those who answer must be content; a band meets there.
IMPROVEMENT = """
kinds:
  - {id: room, names: {zh-Hans: 没有房间, zh-Hant: 沒有房間, en: No room}, source: {own: true, note: points}}
severities:
  - {id: light, names: {zh-Hans: 轻, zh-Hant: 輕, en: Light}}
  - {id: serious, names: {zh-Hans: 较重, zh-Hant: 較重, en: Serious}}
  - {id: grave, names: {zh-Hans: 严重, zh-Hant: 嚴重, en: Grave}}
urgencies:
  - {id: can-wait, names: {zh-Hans: 可缓, zh-Hant: 可緩, en: Can wait}}
  - {id: soon, names: {zh-Hans: 较急, zh-Hant: 較急, en: Soon}}
  - {id: at-once, names: {zh-Hans: 紧急, zh-Hant: 緊急, en: At once}}
ladder:
  - {id: first, days: 1, level: circle}
low_share: 60
open_most: 3
answer_days: 15
sheet_days: 30
source: {own: true, note: points}
promotion:
  consultation: readers
  satisfied_at_least: 80
  grades_at_once: 1
  source: {own: true, note: points}
"""


@cache
def pack() -> Pack:
    """Return the minimal pack with the Year's procedures, calendar, publications; one in two may be commended."""
    folder = Path(mkdtemp(prefix="jishi-cases-")) / "minimal"
    shutil.copytree(MINIMAL, folder)
    year = ROOT / "packs" / "year-2012"
    commending = "procedures/evaluation-commendation.yaml"
    for name in ("procedures/grading.yaml", commending, "calendar.yaml", "publications.yaml"):
        text = (year / name).read_text(encoding="utf-8")
        for old in (
            "{document: guidance-2012, clause: steps}",
            "{document: opinions-2012, clause: survey-and-grading}",
            "{document: diqing-2012, clause: gate}",
            "{document: opinions-2012, clause: steps}",
        ):
            text = text.replace(old, "{own: true, note: points}")
        text = text.replace("note: holidays", "note: points").replace("note: publishing", "note: points")
        text = text.replace("note: commending", "note: points").replace("share: 10\n", "share: 50\n")
        text = text.replace("[members-satisfaction, public-satisfaction]", "[content-share, money]")
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    asked = (folder / "consultations.yaml").read_text(encoding="utf-8")
    (folder / "consultations.yaml").write_text(asked.replace("severity: block", "severity: flag"), encoding="utf-8")
    (folder / "improvement.yaml").write_text(IMPROVEMENT, encoding="utf-8")
    return load(folder)


@dataclass(frozen=True)
class Town:
    """What the tests are about."""

    units: dict[str, Unit]
    round: Round
    run: Run
    accounts: dict[str, Account]

    def by(self, name: str, on: date = MET, key: str = "") -> By:
        """Return somebody who acts on a day."""
        account = self.accounts[name]
        return By(account, scope_of(account, date(2012, 4, 1)), key, on)

    def docket(self, name: str) -> Docket:
        """Return what lies before somebody."""
        return opened(self.by(name).scope, self.round)

    def meeting(self, name: str = "town", code: str = "C1", number: str = "1", **more: object) -> Meeting:
        """Return a meeting with quorum: five of seven."""
        said = {"held_on": MET, "minute_number": number, "entitled": 7, **more}
        said.setdefault("names", () if "people" in more else ("甲一", "乙二", "丙三", "丁四", "戊五"))
        return hold(self.by(name, said.pop("entered", MET)), self.units[code], Sitting(**said))  # type: ignore[arg-type]


def a_town(*, open_: bool = True) -> Town:
    units = _units()
    cycle = open_cycle(None, "2012", pack(), (RoundDates(date(2012, 1, 1), date(2012, 4, 10)),))
    round_ = cycle.rounds.get(number=1)
    enter(round_, units, dict.fromkeys(CIRCLES, GOOD))
    enter(round_, units, {"C12": {"content-share": ("public", 7000)}})
    with action(None, "facts.enter"):
        from jishi.store.models.assess import FactValue

        FactValue.objects.filter(unit=units["C14"], fact__code="room").delete()
    run = assess(Order(round_))
    town = Town(units, round_, run, _accounts(units))
    if open_:
        open_proposals(town.by("county", OPENED), run)
    return town


def enter(round_: Round, units: dict[str, Unit], said: dict[str, dict[str, tuple[str, int]]]) -> None:
    """Enter facts of some units."""
    with action(None, "facts.enter"):
        write(
            round_,
            [
                Entry(units[code].pk, fact, source, value)
                for code, facts in said.items()
                for fact, (source, value) in facts.items()
            ],
        )


def a_paper() -> Evidence:
    return evidence.keep(b"minutes", "minutes.pdf", "application/pdf")


def a_secretary(unit: Unit, name: str, since: date, until: date | None = None) -> Person:
    """Return somebody who led a unit for a time."""
    post, _ = Post.objects.get_or_create(unit=unit, kind="secretary", first_responsible=True)
    person = Person.objects.create(name=name, unit=unit)
    Tenure.objects.create(post=post, person=person, from_on=since, to_on=until)
    return person


def a_pair(leader: Unit, paired: Unit, name: str) -> Person:
    """Return who leads a committee and is paired with a branch."""
    person = a_secretary(leader, name, BEGAN)
    below, _ = Post.objects.get_or_create(unit=paired, kind="secretary", first_responsible=True)
    Pairing.objects.create(leader=Post.objects.get(unit=leader), paired=below, from_on=BEGAN)
    return person


def _units() -> dict[str, Unit]:
    units = {code: a_unit(code, name) for code, (name, _above) in TREE.items()}
    for code, unit in units.items():
        circle = code in CIRCLES
        unit.kind, unit.level, unit.domain = ("circle", "circle", "town") if circle else ("office", "county", "")
        unit.save()
        above = TREE[code][1]
        Link.objects.create(unit=unit, parent=units[above] if above else None, from_on=BEGAN)
    rebuild(date(2012, 3, 1))
    return units


def _accounts(units: dict[str, Unit]) -> dict[str, Account]:
    given = (
        ("county", "C", "enter import assess review publish grant office"),
        ("town", "C1", "enter review publish"),
        ("second", "C1", "review publish"),
        ("other", "C2", "enter review publish"),
        ("secretary", "C11", "enter"),
        ("reader", "C1", ""),
    )
    accounts = {name: Account.objects.create(username=name) for name, _code, _duties in given}
    for name, code, duties in given:
        Grant.objects.create(
            account=accounts[name], role="clerk", unit=units[code], from_on=BEGAN, duties=duties, field_class=2
        )
    return accounts
