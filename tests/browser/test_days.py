"""Two days at work: a branch secretary with a phone, a county organiser at a desk who mends what a rule found."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from jishi.actions.jobs import perform
from jishi.store.models.office import Import, Job
from jishi.store.models.org import Succession, Unit, Workplace
from jishi.store.models.people import Floating, Member
from jishi.store.models.posts import Dispatch
from jishi.store.models.rules import Violation
from tests.browser.walking import DESK, PHONE, Walk
from tests.web.ground import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def unfold(page: Page, value: str) -> None:
    """Open the part of the page that holds this button or field."""
    page.locator(f"details:has([value='{value}']) > summary").last.click()


def work_off() -> None:
    """Let the worker do what was asked last."""
    perform.call(Job.objects.latest("pk").pk)


def test_a_secretary_keeps_the_branch_on_a_phone(world: World, walk) -> None:
    phone = walk(PHONE)
    page = phone.page
    village = world.units["C11"]
    phone.enter("secretary")
    wide = [phone.sideways]

    # Somebody applies to join, and is made an activist.
    phone.open("/members")
    wide.append(phone.sideways)
    unfold(page, "enter")
    page.fill("input[name=name]", "钱某乙")
    page.select_option("form:has([value=enter]) select[name=status]", "applicant")
    page.fill("input[name=applied_on]", "2012-01-10")
    page.fill("form:has([value=enter]) input[name=on]", "2012-01-10")
    page.click("form:has([value=enter]) button.first")
    page.wait_for_load_state("networkidle")
    newcomer = Member.objects.get(person__name="钱某乙")
    phone.open(f"/persons/{newcomer.person_id}")
    wide.append(phone.sideways)
    unfold(page, "advance")
    page.fill("#stage-on", "2012-03-01")
    page.click("button[value=advance]")
    page.wait_for_load_state("networkidle")

    # A member has gone to work in a town, and telephones.
    member = world.members["C11"]
    phone.open(f"/persons/{member.person_id}")
    unfold(page, "away")
    page.fill("#place", "广东东莞")
    page.fill("#away-on", "2012-02-01")
    page.click("button[value=away]")
    page.fill("#heard-on", "2012-03-05")
    page.click("button[value=heard]")
    page.wait_for_load_state("networkidle")
    phone.open("/members/lists/floating")
    wide.append(phone.sideways)
    assert "广东东莞" in page.locator("main").inner_text()

    # The sheet of the month, and the branch itself.
    phone.open(f"/units/{village.pk}/monthly")
    wide.append(phone.sideways)
    phone.open(f"/units/{village.pk}")
    wide.append(phone.sideways)

    newcomer.refresh_from_db()
    assert newcomer.status == "activist"
    assert Floating.objects.get(member=member).last_contact_on == date(2012, 3, 5)
    assert max(wide) <= 0
    assert phone.heard == []


def a_firm(world: World, code: str) -> Workplace:
    place = world.units["C11"]
    return Workplace.objects.create(
        code=code, name=f"示例{code}厂", place=place, domain="enterprise", employees=60, members=4, full_members=4
    )


def found_a_branch(page: Page, code: str, firm: Workplace) -> None:
    page.fill("#f-code", code)
    page.fill("#f-name", f"{firm.name}党支部")
    page.select_option("#f-kind", "branch")
    page.select_option("#f-domain", "enterprise")
    page.check(f"input[name=hosts][value='{firm.pk}']")
    page.fill("#on", "2012-03-12")
    page.click("main form button.first")
    page.wait_for_url("**/history")


def check_rules(desk: Walk) -> str:
    """Have every rule checked, and return the list of workplaces that lack a branch."""
    desk.open("/wrong")
    desk.page.click("form[method=post] button.first")
    desk.page.wait_for_url("**/wrong?asked=1")
    work_off()
    desk.open("/wrong?rule=R14-place")
    return desk.page.locator("main section").last.inner_text()


def merge(desk: Walk, going: str, into: str) -> None:
    found = {unit.code: unit.pk for unit in Unit.objects.filter(code__in=[going, into])}
    desk.open(f"/units/{found[into]}/change?do=merge")
    desk.page.check(f"input[name=units][value='{found[going]}']")
    desk.page.fill("#on", "2012-04-02")
    desk.page.click("main form button.first")
    desk.page.wait_for_url("**/history")


def send_a_first_secretary(desk: Walk, code: str) -> None:
    desk.open("/helpers")
    page = desk.page
    page.locator("details:has(input[name=code]) > summary").click()
    page.select_option("#kind", "first-secretary")
    page.fill("#name", "孙某丙")
    page.fill("#code", code)
    page.fill("#from", "2012-03-20")
    page.click("details[open] form button.first")
    page.wait_for_load_state("networkidle")


def bring_helpers_back(desk: Walk, file: Path) -> None:
    """Take the list of helpers out as a sheet, and bring the same sheet in."""
    desk.open("/imports")
    with desk.page.expect_download() as coming:
        desk.page.click("a[href$='/sheets/helpers']")
    coming.value.save_as(file)
    desk.page.check("input[name=kind][value=helpers]")
    desk.page.set_input_files("#file", file)
    desk.page.click("button[value=import]")
    desk.page.wait_for_url("**/imports/jobs/*")
    work_off()


def test_an_organiser_mends_what_a_rule_found(world: World, walk, tmp_path: Path) -> None:
    firms = [a_firm(world, "W1"), a_firm(world, "W2")]
    desk = walk(DESK)
    desk.enter("county")

    before = check_rules(desk)
    desk.open("/coverage")
    listed = desk.page.locator("main").inner_text()
    for code, firm in (("C18", firms[0]), ("C19", firms[1])):
        desk.open(f"/units/{world.units['C1'].pk}/change?do=found")
        found_a_branch(desk.page, code, firm)
    merge(desk, "C18", into="C19")
    send_a_first_secretary(desk, "C11")
    after = check_rules(desk)
    bring_helpers_back(desk, tmp_path / "helpers.xlsx")

    assert "石桥村党支部" in before
    assert "示例W1厂" in listed
    assert "石桥村党支部" not in after
    assert not Violation.objects.filter(rule="R14-place", closed_on__isnull=True).exists()
    assert Succession.objects.filter(kind="merge", before__code="C18", after__code="C19").exists()
    assert Dispatch.objects.get(unit__code="C11").kind == "first-secretary"
    assert Import.objects.filter(kind="helpers").latest("pk").counts["same"] == 1
    assert desk.heard == []
