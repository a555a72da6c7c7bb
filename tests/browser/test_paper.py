"""The why page prints on one sheet."""

import re
from pathlib import Path

import pytest

from tests.browser.walking import DESK
from tests.web.ground import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("locale", ["zh-CN", "zh-TW", "en-GB"])
def test_the_why_page_prints_on_one_sheet(world: World, walk, locale: str, tmp_path: Path) -> None:
    at_desk = walk(DESK, locale)
    at_desk.enter("county")
    at_desk.open(f"/units/{world.units['C11'].pk}/why")

    paper = at_desk.page.pdf(format="A4", prefer_css_page_size=True, print_background=True)

    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
