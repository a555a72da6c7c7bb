"""A weak branch through its year: six people, each at their own screen, until it has risen."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Request, Route

from jishi.actions.assess import Order, assess
from jishi.actions.consult.boxes import boxes
from jishi.actions.consult.closing import close
from jishi.actions.consult.ground import By as Asker
from jishi.actions.consult.opening import Electorate, People, box_of, count_people, open_consultation, slips
from jishi.actions.programme import RoundDates, open_cycle
from jishi.actions.verify import verify
from jishi.ballotbox.box import Handed
from jishi.ballotbox.intake.app import Intake
from jishi.store.models.assess import Grade
from jishi.store.models.improve import Problem, Promotion, Remedy
from jishi.store.models.office import Account, Grant
from jishi.store.models.publish import Notice
from jishi.web.catalogues import compile_stale
from tests.actions.cases.ground import BEGAN, CIRCLES, GOOD, OPENED, Town, a_town, enter, pack
from tests.ballotbox.browsing import FORM, Asked, _one
from tests.browser.walking import DESK, PHONE, Walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MEMBERS = "甲一\n乙二\n丙三\n丁四\n戊五"
PICTURE = b"\xff\xd8\xff\xe0" + b"0" * 200
SLIP = "http://slip.invalid"
ASKED_ON = date(2012, 10, 15)


@pytest.fixture
def town(transactional_db: None) -> Town:
    """The town of the reviews; C12 has a secretary of its own, the county an inspector and a committee."""
    found = a_town(open_=False)
    more = (("branch", "C12", "enter"), ("inspector", "C", "enter"), ("above", "C", "review"))
    for name, code, duties in more:
        found.accounts[name] = Account.objects.create(username=name)
        unit = found.units[code]
        Grant.objects.create(
            account=found.accounts[name], role="clerk", unit=unit, from_on=BEGAN, duties=duties, field_class=2
        )
    Account.objects.update(demo=True)
    return found


@pytest.fixture
def day(settings):
    """Return a function that lets it be another day for everybody."""

    def turn(wanted: date) -> None:
        settings.JISHI_DAYS_BEHIND = (timezone.localdate() - wanted).days

    return turn


def settled(page: Page) -> str:
    page.wait_for_load_state("networkidle")
    return page.locator("main").inner_text()


def folded(page: Page, selector: str) -> None:
    """Open the part of the page that holds something."""
    page.locator(f"details:has({selector}) > summary").last.click()


def meet(desk: Walk, on: date, number: str) -> None:
    page = desk.page
    desk.open("/meetings")
    page.fill("#on", on.isoformat())
    page.fill("#minutes", number)
    page.fill("#entitled", "7")
    page.fill("#names", MEMBERS)
    page.click("form.card button.first")
    assert number in settled(page)


def decide(desk: Walk) -> str:
    desk.open(f"/board/{Notice.objects.latest('pk').pk}")
    desk.page.click("form:has([value=decide]) button")
    return settled(desk.page)


def put_up_grades(desk: Walk) -> None:
    page = desk.page
    desk.open("/board")
    folded(page, "[name=publication][value=grades]")
    page.click("form:has([name=publication][value=grades]) button.first")
    settled(page)


def spring(town: Town, day, walk) -> None:
    """The proposals are opened, the branch answers, the committee decides, the grade is locked."""
    unit = town.units["C12"]
    day(OPENED)
    county = walk(DESK)
    county.enter("county")
    county.open("/review")
    county.page.click("form:has([value=open]) button.first")
    settled(county.page)

    day(date(2012, 4, 13))
    branch = walk(PHONE)
    branch.enter("branch")
    branch.open(f"/units/{unit.pk}/proposal")
    branch.page.check("[name=agrees][value=yes]")
    branch.page.click("form:has([value=answer]) button")
    settled(branch.page)

    day(date(2012, 4, 20))
    clerk = walk(DESK)
    clerk.enter("town")
    meet(clerk, date(2012, 4, 20), "2012-7")
    clerk.open(f"/review/{unit.pk}")
    clerk.page.click("form:has([value=approve]) button.first")
    settled(clerk.page)
    day(date(2012, 4, 23))
    put_up_grades(clerk)
    day(date(2012, 5, 2))
    decide(clerk)
    assert [one.heard for one in (county, branch, clerk)] == [[], [], []]


def summer(town: Town, day, walk, folder: Path) -> None:
    """The inspector finds what is wrong, the secretary mends it, the inspector looks again."""
    unit = town.units["C12"]
    day(date(2012, 5, 14))
    inspector, branch = walk(PHONE), walk(PHONE)
    inspector.enter("inspector")
    inspector.open(f"/units/{unit.pk}/improve")
    folded(inspector.page, "#found-text")
    inspector.page.fill("#found-text", "书架坏了，读者没有地方坐")
    inspector.page.click("button[value=problem]")
    assert "书架坏了" in settled(inspector.page)

    branch.enter("branch")
    branch.open(f"/units/{unit.pk}/improve")
    folded(branch.page, "#new-remedy #text, #responsible")
    branch.page.fill("#new-remedy #text", "修好书架，添二十把椅子")
    branch.page.fill("#responsible", "吴某甲")
    branch.page.fill("#due", "2012-08-31")
    branch.page.click("button[value=remedy]")
    settled(branch.page)
    remedy = Remedy.objects.get()
    folded(branch.page, "#goal")
    branch.page.fill("#goal", "年底前读者满意")
    branch.page.click("button[value=aim]")
    settled(branch.page)
    folded(branch.page, "#paper-title")
    branch.page.click("button[value=publish]")
    assert "修好书架" in settled(branch.page)

    day(date(2012, 8, 20))
    photo = folder / "shelf.jpg"
    photo.write_bytes(PICTURE)
    branch.open(f"/remedies/{remedy.pk}")
    branch.page.fill("#share", "100")
    branch.page.fill("#told", "书架修好，椅子到了")
    branch.page.set_input_files("#file", str(photo))
    branch.page.click("button[value=report]")
    settled(branch.page)

    day(date(2012, 9, 3))
    inspector.open(f"/remedies/{remedy.pk}")
    inspector.page.fill("#seen", "到现场看过")
    inspector.page.click("button[value=verify]")
    settled(inspector.page)
    inspector.open(f"/problems/{remedy.problem_id}")
    inspector.page.click("button[value=solve]")
    settled(inspector.page)
    assert (Problem.objects.get().state, inspector.heard, branch.heard) == ("solved", [], [])


def second_round(town: Town) -> Town:
    """Survey the town again; C12 is better."""
    cycle = open_cycle(None, "2012b", pack(), (RoundDates(date(2012, 5, 3), date(2012, 10, 31)),))
    round_ = cycle.rounds.get(number=1)
    enter(round_, town.units, dict.fromkeys(CIRCLES, GOOD))
    return replace(town, round=round_, run=assess(Order(round_)))


def ask_readers(town: Town, walk) -> None:
    """Twenty readers have slips; one of them answers on the own telephone."""
    held = open_consultation(Asker(), town.round, pack(), "readers")
    asked = Electorate(held, town.units["C12"], "public", pack())
    count_people(Asker(), asked, People(100, "名册", ASKED_ON))
    first, *others = slips(Asker(), asked, 20)
    box = box_of(held)
    box.count([Handed(box.digest(code), {"content": "yes"}) for code in others], ASKED_ON)

    reader = walk(PHONE)
    reader.page.route(f"{SLIP}/**", lambda route: _intake(route))
    reader.page.goto(f"{SLIP}/s/{first}")
    reader.page.check("input[value=yes]")
    reader.page.click("button")
    assert reader.page.locator(".told:not(.bad)").count() == 1, reader.page.content()
    close(Asker(), held, pack())


def _intake(route: Route) -> None:
    """Let the real intake answer, in a thread of its own: the browser's loop runs in this one."""
    with ThreadPoolExecutor(1) as aside:
        reply = aside.submit(lambda: asyncio.run(_answered(route.request))).result()
    headers = {name.decode(): value.decode() for name, value in reply.headers.items()}
    route.fulfill(status=reply.status, headers=headers, body=reply.text)


async def _answered(request: Request):
    app = Intake(boxes(), day=lambda: ASKED_ON)
    await app.begin()
    try:
        path = request.url.removeprefix(SLIP)
        body = (request.post_data or "").encode()
        kind = ((b"content-type", FORM),) if body else ()
        return await _one(app, Asked(request.method, path, body, kind))
    finally:
        await app.end()


def autumn(town: Town, day, walk) -> None:
    """The result hangs, the committee above lets it leap, the committee lets it rise, and it is locked."""
    unit = town.units["C12"]
    day(date(2012, 11, 5))
    county = walk(DESK)
    county.enter("county")
    county.open("/review")
    county.page.click("form:has([value=open]) button.first")
    settled(county.page)

    day(date(2012, 11, 8))
    clerk = walk(DESK)
    clerk.enter("town")
    clerk.open("/promotion")
    folded(clerk.page, "[value=publish]")
    clerk.page.click("form:has([value=publish]) button.first")
    assert "90%–100%" in settled(clerk.page)

    day(date(2012, 11, 19))
    above = walk(DESK)
    above.enter("above")
    meet(above, date(2012, 11, 16), "2012-31")
    above.open(f"/review/{unit.pk}")
    folded(above.page, "[value=lift]")
    above.page.fill("#reason-l", "整改到位，群众认可")
    above.page.click("form:has([value=lift]) button")
    settled(above.page)

    meet(clerk, date(2012, 11, 19), "2012-19")
    clerk.open("/promotion")
    clerk.page.click("button[value=approve]")
    settled(clerk.page)
    day(date(2012, 11, 20))
    put_up_grades(clerk)
    day(date(2012, 11, 28))
    decide(clerk)
    assert [one.heard for one in (county, clerk, above)] == [[], [], []]


def test_a_weak_branch_goes_through_its_year_and_rises(town: Town, day, walk, tmp_path: Path) -> None:
    compile_stale()
    spring(town, day, walk)
    summer(town, day, walk, tmp_path)
    day(ASKED_ON)
    again = second_round(town)
    ask_readers(again, walk)
    autumn(again, day, walk)

    branch = walk(PHONE)
    branch.enter("branch")
    branch.open(f"/units/{town.units['C12'].pk}/rounds")
    said = branch.page.locator("main").inner_text()
    grades = Grade.objects.filter(unit=town.units["C12"]).order_by("round__opens_on")
    assert [(row.grade, row.locked_at is not None) for row in grades] == [("plain", True), ("good", True)]
    assert Promotion.objects.get().share == 9000
    assert "2012-19" in said
    assert branch.sideways <= 0
    assert verify()["promotions"] == []
