"""What every page does with what is sent to it, and without the pack that it was pinned to."""

import re

import pytest

from jishi.store.models.assess import Cycle
from jishi.web.pages.registry import PAGES
from tests.web.ground import World, a_world, reading
from tests.web.test_access import INSIDE, address

pytestmark = pytest.mark.django_db
# allauth's own views say themselves what they take.
OURS = [name for name in INSIDE if not name.startswith(("account_", "mfa_"))]
ONLY_READ = [name for name in OURS if not PAGES[name].form]
# Without an action of its own a form is sent to the page that it stands on.
OWN_FORM = re.compile(rb'<form(?![^>]*action=)[^>]*method="post"')


@pytest.fixture
def world() -> World:
    return a_world()


def test_nothing_can_be_sent_to_a_page_that_is_only_read(world: World) -> None:
    client = reading(world, "county")
    ways = (client.post, client.put, client.patch, client.delete)

    found = {name: {way(address(world, name, "C11")).status_code for way in ways} for name in ONLY_READ}

    assert {"home", "grading", "units", "overview", "wrong-in"} <= set(found)
    assert {name: statuses for name, statuses in found.items() if statuses != {405}} == {}


def test_a_page_with_a_form_takes_what_it_sends_and_nothing_else(world: World) -> None:
    client = reading(world, "county")
    forms = [name for name in OURS if PAGES[name].form]

    found = {name: client.put(address(world, name, "C11")).status_code for name in forms}
    sent = {name: client.post(address(world, name, "C11"), {"key": name}).status_code for name in forms}

    assert {name: status for name, status in found.items() if status != 405} == {}
    assert 405 not in sent.values()


def test_a_page_that_is_only_read_shows_no_form_that_is_sent_to_it(world: World) -> None:
    client = reading(world, "county")

    pages = {name: client.get(address(world, name, "C11")).content for name in ONLY_READ}

    assert [name for name, page in pages.items() if OWN_FORM.search(page)] == []


def test_no_page_fails_where_the_pinned_pack_is_refused(world: World) -> None:
    addresses = {name: address(world, name, "C11") for name in OURS}
    Cycle.objects.update(pack_digest="0" * 64)
    client = reading(world, "county", "en")
    client.raise_request_exception = False

    found = {name: client.get(addresses[name]) for name in OURS}

    assert {name: page.status_code for name, page in found.items() if page.status_code >= 500} == {}
    assert found["grading"].status_code == found["why"].status_code == 422
    assert "The pack was changed after the cycle 2012 was opened" in found["grading"].content.decode()
