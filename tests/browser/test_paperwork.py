"""Papers, circulars and a commendation, walked through by those who do them, each at their own screen."""

from datetime import timedelta
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page

from jishi.actions.cases.meeting import Sitting, hold
from jishi.actions.people.ground import By
from jishi.store import clock
from jishi.store.models.assess import Grade
from jishi.store.models.awards import Candidate
from jishi.store.models.circulars import Circular, ClauseReply, Receipt
from jishi.store.models.papers import Paper
from tests.browser.walking import DESK, PHONE, Walk
from tests.web.ground import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FORM = "summary-township"


def settled(page: Page) -> str:
    page.wait_for_load_state("networkidle")
    return page.locator("main").inner_text()


def unfold(page: Page, holding: str) -> None:
    """Open the part of the page that holds something, where it is closed."""
    page.locator(f"details:not([open]):has({holding}) > summary").last.click()


def press(page: Page, do: str, within: str = "") -> str:
    """Press the button of the form that does something."""
    page.locator(f"form:has([name=do][value={do}]){within} button").first.click()
    return settled(page)


def seated(walk, screen: dict, reader: str) -> Walk:
    found = walk(screen, "en-GB")
    found.enter(reader)
    return found


def test_a_paper_is_printed_edited_brought_back_stamped_handed_up_sent_back_and_corrected(
    world: World, walk, tmp_path: Path
) -> None:
    address = f"/units/{world.units['C1'].pk}/papers?form={FORM}"
    township, county = seated(walk, DESK, "township"), seated(walk, DESK, "county")
    page = township.page

    township.open(address)
    press(page, "make")
    with page.expect_download() as coming:
        page.click("a:has-text('Word')")
    coming.value.save_as(tmp_path / "summary.docx")
    retype(tmp_path / "summary.docx")
    unfold(page, "#edited")
    page.set_input_files("#edited", tmp_path / "summary.docx")
    edited = press(page, "take-back")
    stamp(page, tmp_path)
    page.fill("#differs_why", "Counted anew at the meeting")
    handed = press(page, "hand-up")

    county.open("/papers")
    came = county.page.locator("main").inner_text()
    county.page.locator("table tr", has_text="received").locator("a.strong").first.click()
    read = settled(county.page)
    county.page.fill("#words", "Row 1 does not agree with the register.")
    county.page.click("button[name=taken][value='0']")
    settled(county.page)

    township.open(f"{address}&number=0")
    page.fill("#why", "Row 1 checked")
    corrected = press(page, "make")

    assert "1 figure in it differs from the record" in edited
    assert "4321" in edited
    assert "handed up" in handed
    assert "received" in came
    assert "Counted anew at the meeting" in read
    assert "Row 1 does not agree with the register." in township_sees(township, address)
    assert "Version 2" in corrected
    assert [row.number for row in Paper.objects.order_by("number")] == [1, 2]
    assert (township.heard, county.heard, township.sideways) == ([], [], 0)


def township_sees(township: Walk, address: str) -> str:
    township.open(f"{address}&number=1")
    return township.page.locator("main").inner_text()


def retype(file: Path) -> None:
    """Type another number of members into the first row of the list."""
    paper = docx.Document(str(file))
    row = next(row for table in paper.tables for row in table.rows if row.cells[0].text == "1")
    row.cells[3].paragraphs[0].runs[0].text = "4321"
    paper.save(str(file))


def stamp(page: Page, folder: Path) -> None:
    (folder / "stamped.pdf").write_bytes(b"%PDF-1.4")
    if not page.locator("#evidence").is_visible():
        unfold(page, "#evidence")
    page.set_input_files("#evidence", folder / "stamped.pdf")
    page.fill("#on", Paper.objects.get().made_on.isoformat())
    page.fill("#kept_as", "No. 7")
    page.fill("#brought_by", "Jia")
    press(page, "register")


def test_a_document_is_drafted_changed_sent_read_on_a_phone_and_replied_to(world: World, walk) -> None:
    township, secretary = seated(walk, DESK, "township"), seated(walk, PHONE, "secretary")
    page, unit = township.page, world.units["C11"].pk
    township.open("/circulars")
    unfold(page, "#title")
    page.fill("#title", "Stage two")
    page.fill("#text", "Carry it out.")
    page.fill("#text-1", "Send a plan")
    page.fill("#due-1", (clock.today() + timedelta(days=9)).isoformat())
    page.click("details[open] form button.first")
    settled(page)
    unfold(page, "#title")
    page.fill("#title", "Stage two begins")
    page.click("details[open] form button.first")
    changed = settled(page)
    page.fill("#approved_by", "Jia, head")
    press(page, "approve")
    press(page, "issue")
    address = f"/circulars/{Circular.objects.get().pk}"

    secretary.open("/")
    waits = secretary.page.locator("main").inner_text()
    secretary.open(address)
    wide = secretary.sideways
    press(secretary.page, "sign")
    secretary.page.fill(f"[id^='text-{unit}-']", "Here it is")
    secretary.page.click("form:has([value=reply]) button")
    settled(secretary.page)

    township.open(address)
    stands = page.locator("main").inner_text()
    assert "Stage two begins" in changed
    assert "Stage two begins" in waits
    assert "Here it is" in stands
    assert world.units["C12"].name in stands, "who has not signed"
    assert (Receipt.objects.count(), ClauseReply.objects.count()) == (1, 1)
    assert (township.heard, secretary.heard, wide) == ([], [], 0)


def test_a_branch_is_put_forward_below_and_decided_on_above(world: World, walk) -> None:
    graded_good(world)
    names = ("甲一", "乙二", "丙三", "丁四")
    hold(By(), world.units["C"], Sitting(held_on=clock.today(), minute_number="9", entitled=7, names=names))
    township, county = seated(walk, DESK, "township"), seated(walk, DESK, "county")
    unit = world.units["C11"].pk

    township.open("/awards")
    township.page.check(f"input[name=unit][value='{unit}']")
    township.page.fill(f"[name='merits-{unit}']", "Well done")
    press(township.page, "propose")
    county.open("/awards")
    county.page.check("input[name=candidate]")
    press(county.page, "approve")
    unfold(county.page, "[name=do][value=publish]")
    county.page.click("form:has([name=do][value=publish]) button.first")
    shown = settled(county.page)

    assert Candidate.objects.get().state == "notice"
    assert "On the board until" in shown
    assert (township.heard, county.heard, county.sideways) == ([], [], 0)


def graded_good(world: World) -> None:
    for code in ("C11", "C12"):
        Grade.objects.create(
            unit=world.units[code],
            round=world.round,
            committee=world.units["C1"],
            run=world.run,
            proposed="good",
            grade="good",
            state="approved",
            since=clock.today() - timedelta(days=30),
        )


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("part", ["procedures", "publications", "forms"])
def test_a_part_of_the_pack_fits_the_screen(world: World, walk, screen: dict, part: str) -> None:
    county = seated(walk, screen, "county")

    county.open(f"/packs/year-2012/{part}")

    assert (county.sideways, county.heard) == (0, [])
