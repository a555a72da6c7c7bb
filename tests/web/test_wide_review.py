"""A county's 1,500 before its committee: hardly more queries than a handful, and the next in line is there."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jishi.actions.cases.reviewing import approve
from jishi.store import clock
from jishi.store.models.assess import Grade
from tests.actions.cases.ground import Town
from tests.actions.cases.test_review import seen
from tests.actions.cases.wide import a_wide_town, widened
from tests.web.test_review_pages import logged_in

pytestmark = pytest.mark.django_db
MEETING_DAY = datetime(2012, 4, 20, 4, tzinfo=UTC)
MANY = 1495


def asked(client: Client, address: str) -> int:
    """Return how many queries a page takes, once everything is read that is read only once."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(queries)


def counted(town: Town) -> dict[str, int]:
    client, unit = logged_in(town, "town"), town.units["C11"].pk
    addresses = {
        "list": reverse("review"),
        "plain ones": reverse("review") + "?marked=plain&step=review",
        "found by name": reverse("review") + "?q=石桥",
        "last page": reverse("review") + "?page=999",
        "one": reverse("review-unit", args=[unit]),
    }
    with clock.at(MEETING_DAY):
        return {name: asked(client, address) for name, address in addresses.items()}


def test_fifteen_hundred_units_take_two_queries_more_than_forty() -> None:
    town = a_wide_town(40)
    few = counted(town)

    many = counted(widened(town, range(40, MANY)))

    # Who grades whom is asked in slices of nine hundred, two queries for each.
    assert many == {name: count + 2 for name, count in few.items()}
    assert many["list"] < 60


def test_a_thousand_plain_ones_are_approved_in_one_go_with_few_queries() -> None:
    town = a_wide_town(MANY)
    meeting, plain = town.meeting(), [code for code in town.units if code.startswith("C100")]

    with CaptureQueriesContext(connection) as queries:
        count = approve(town.by("town"), town.docket("town"), meeting, seen(town, *plain))

    assert count == Grade.objects.filter(state="approved").count() == 1000
    assert len(queries) < 60


def test_the_next_in_line_of_many_is_the_one_below_on_the_filtered_list() -> None:
    town = a_wide_town(MANY)
    client, query = logged_in(town, "town"), "?marked=plain&step=review"
    with clock.at(MEETING_DAY):
        first = client.get(reverse("review-unit", args=[town.units["C100700"].pk]) + query).content.decode()

    after = reverse("review-unit", args=[town.units["C100701"].pk])
    assert f'data-key="j" rel="next" href="{after}?' in first
    assert "of 1,497" in first or "of 1497" in first
