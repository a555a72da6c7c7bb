"""Two people at work: an organiser at a desk, a secretary with a phone."""

import pytest

from jishi.store.models.assess import FactValue
from tests.browser.walking import DESK, PHONE
from tests.web.ground import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIMIT = 200_000


def test_an_organiser_goes_from_what_waits_to_why(world: World, walk) -> None:
    at_desk = walk(DESK)
    page = at_desk.page
    at_desk.enter("county")

    page.click("nav.side >> text=组织")
    page.fill("input[name=q]", "cqc")
    page.wait_for_selector("#found >> text=重庆村党支部")
    page.click("#found >> text=重庆村党支部")
    page.click("text=为什么是这个等次？ >> nth=0")

    assert page.url.endswith("/why")
    assert page.locator("h1").inner_text().startswith("为什么")
    assert page.locator("svg.chart-bar").count() == 7
    assert at_desk.heard == []


def test_the_worksheet_answers_a_filter_at_once(world: World, walk) -> None:
    at_desk = walk(DESK)
    at_desk.enter("county")
    at_desk.open("/grading")

    with at_desk.page.expect_navigation():
        at_desk.page.select_option("select[name=place]", label="龙泉街道党工委")

    assert "place=" in at_desk.page.url
    assert at_desk.page.locator("tbody tr").count() == 2
    assert at_desk.heard == []


def test_a_secretary_confirms_the_self_assessment_on_a_phone(world: World, walk) -> None:
    phone = walk(PHONE)
    page = phone.page
    phone.enter("secretary")
    page.click('main a.button >> text="自评"')
    sideways = phone.sideways

    page.fill('input[name="posts-filled"]', "５")
    page.click("text=确认并保存")
    page.wait_for_selector(".notice.good")

    kept = FactValue.objects.get(unit=world.units["C11"], fact__code="posts-filled", source="self")
    assert kept.value == 5
    assert page.input_value('input[name="posts-filled"]') == "5"
    assert sideways <= 0
    assert phone.heard == []


def test_a_wrong_answer_is_told_at_its_question_and_nothing_is_kept(world: World, walk) -> None:
    phone = walk(PHONE)
    phone.enter("secretary")
    phone.open(f"/units/{world.units['C11'].pk}/self-assessment")

    phone.page.fill('input[name="posts-filled"]', "many")
    phone.page.click("text=确认并保存")
    phone.page.wait_for_selector("#q-posts-filled .wrong")

    assert phone.page.locator("#q-posts-filled input").get_attribute("aria-invalid") == "true"
    assert not FactValue.objects.filter(unit=world.units["C11"], source="self").exists()


def test_the_language_switch_stays_on_the_page(world: World, walk) -> None:
    at_desk = walk(DESK)
    at_desk.enter("county")
    at_desk.open("/overview")

    at_desk.page.click("button[value=en]")
    at_desk.page.wait_for_selector("h2 >> text=By domain")

    assert at_desk.page.url.endswith("/overview")
    assert at_desk.page.get_attribute("html", "lang") == "en"


@pytest.mark.parametrize(("screen", "locale"), [(DESK, "zh-CN"), (PHONE, "zh-TW"), (PHONE, "en-GB")])
def test_every_page_fits_its_screen_in_silence_and_is_light(world: World, walk, screen: dict, locale: str) -> None:
    somebody = walk(screen, locale)
    somebody.enter("county")
    village = world.units["C11"].pk
    addresses = ["/", "/units", "/grading", "/overview", "/imports", "/runs", "/packs", "/me", "/second-factor"]
    addresses += [f"/units/{village}", f"/units/{village}/why", f"/units/{village}/self-assessment"]
    addresses += [f"/runs/{world.run.pk}", "/packs/year-2012/rules", f"/imports/{world.sent.pk}"]

    found = {address: (somebody.open(address).status, somebody.sideways, somebody.loaded) for address in addresses}

    assert {a: f for a, f in found.items() if f[0] != 200 or f[1] > 0 or f[2] > LIMIT} == {}
    assert somebody.heard == []


def test_the_first_page_is_light_and_nothing_comes_from_elsewhere(world: World, walk) -> None:
    visitor = walk(DESK)
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))

    visitor.open("/login")

    assert 0 < visitor.loaded < LIMIT
    assert [url for url in asked if not url.startswith(visitor.base)] == []


def test_touch_targets_on_a_phone_are_large_enough(world: World, walk) -> None:
    phone = walk(PHONE)
    phone.enter("secretary")
    phone.open(f"/units/{world.units['C11'].pk}/self-assessment")

    heights = phone.page.evaluate(
        "() => [...document.querySelectorAll('main button, .choices label, .tabs a, .answer input')]"
        ".map(element => element.getBoundingClientRect().height)"
    )

    assert min(heights) >= 44
