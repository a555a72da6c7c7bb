"""The benchmark of pages: every page a reader gets, and nothing of it stays in the home."""

import pytest

from jishi.cli.bench.pages import measure
from jishi.store.models.office import Account, Event
from tests.web.ground import a_world

pytestmark = pytest.mark.django_db


@pytest.mark.long
def test_pages_are_told_with_their_times_and_queries_and_the_readers_are_gone_afterwards() -> None:
    world = a_world()
    accounts, events = Account.objects.count(), Event.objects.count()

    report = measure(1, lambda text: None).document()

    told = [str(each["what"]) for each in report["results"]]  # type: ignore[attr-defined]
    assert {"top: /members", "top: /units", f"top: /units/in/{world.units['C'].pk}"} <= set(told)
    assert all(each["goal"] == "< 100 ms at the 95th percentile" for each in report["results"])  # type: ignore[attr-defined]
    assert (Account.objects.count(), Event.objects.count()) == (accounts, events)
