"""A committee goes through its list by keys: next, back, approve and on to the next in line, list."""

import pytest
from django.utils import timezone

from jishi.store.models.assess import Grade
from jishi.store.models.office import Account
from tests.actions.cases.ground import MET, Town, a_town
from tests.browser.walking import DESK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(transactional_db: None, settings) -> Town:
    found = a_town()
    found.meeting()
    Account.objects.update(demo=True)
    settings.JISHI_DAYS_BEHIND = (timezone.localdate() - MET).days
    return found


def test_keys_lead_through_the_line_and_a_decision_brings_the_next_one(town: Town, walk) -> None:
    desk = walk(DESK)
    page = desk.page

    def heading() -> str:
        page.wait_for_load_state("networkidle")
        return page.locator("h1").inner_text()

    desk.enter("town")
    desk.open("/review?step=review&marked=plain")
    page.click("table th a")
    first = heading()
    page.keyboard.press("j")
    page.wait_for_url("**/review/*")
    second = heading()
    page.keyboard.press("k")
    page.wait_for_url(f"**/review/{town.units['C11'].pk}?*")
    back = heading()
    page.keyboard.press("a")
    page.wait_for_url(f"**/review/{town.units['C13'].pk}?*")
    after = heading()
    page.keyboard.press("l")
    page.wait_for_url("**/review?*")

    assert (first, second, back, after) == ("石桥小组", "新桥小组", "石桥小组", "新桥小组")
    assert Grade.objects.get().unit == town.units["C11"]
    assert desk.sideways == 0
    assert desk.heard == []
