"""The town of the reviews with many more circles: what a county's committee has before it."""

from dataclasses import replace

from jishi.actions.assess import Order, assess
from jishi.actions.cases.opening import open_proposals, take_newer
from jishi.store.facts import Entry, write
from jishi.store.models.cases import Opening
from jishi.store.models.org import Link, Unit
from jishi.store.placing import rebuild
from jishi.store.searching import keys
from jishi.store.transact import action
from tests.actions.cases.ground import BEGAN, GOOD, OPENED, Town, a_town


def a_wide_town(circles: int) -> Town:
    """Return the town with so many circles more below C1, all of them good; the proposals lie open."""
    return widened(a_town(open_=False), range(circles))


def widened(town: Town, numbers: range) -> Town:
    """Return the town with circles of these numbers more, and a run that proposes their grades open."""
    Unit.objects.bulk_create(_circle(f"C1{number:05}") for number in numbers)
    codes = (f"C1{numbers.start:05}", f"C1{numbers.stop - 1:05}")
    made = list(Unit.objects.filter(code__range=codes, level="circle").order_by("code"))
    Link.objects.bulk_create(Link(unit=unit, parent=town.units["C1"], from_on=BEGAN) for unit in made)
    rebuild(OPENED)
    with action(None, "facts.enter"):
        write(town.round, [Entry(unit.pk, fact, *said) for unit in made for fact, said in GOOD.items()])
    run, by = assess(Order(town.round)), town.by("county", OPENED)
    opening = Opening.objects.filter(round=town.round).first()
    if opening is None:
        open_proposals(by, run)
    else:
        take_newer(by, opening, opening.version, run)
    return replace(town, run=run, units={**town.units, **{unit.code: unit for unit in made}})


def _circle(code: str) -> Unit:
    name = f"第{code[2:]}小组"
    pinyin, search = keys(name, "", code)
    return Unit(code=code, name=name, kind="circle", level="circle", domain="town", pinyin=pinyin, search=search)
