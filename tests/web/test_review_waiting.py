"""The first page says what of the review waits, until when, and what became of one's proposal."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from jishi.actions.cases.reviewing import approve, give_back
from jishi.store import clock
from jishi.store.models.assess import Grade
from tests.actions.cases.ground import Town, a_town
from tests.actions.cases.test_review import seen
from tests.web.test_review_pages import BRANCH_DAY, MEETING_DAY, a_public_notice, logged_in

pytestmark = pytest.mark.django_db


def first_page(town: Town, name: str) -> str:
    return logged_in(town, name).get(reverse("home")).content.decode()


def test_a_secretary_sees_until_when_the_proposal_may_be_answered_and_what_was_decided() -> None:
    town = a_town()
    with clock.at(BRANCH_DAY):
        before = first_page(town, "secretary")
    approve(town.by("town"), town.docket("town"), town.meeting(), seen(town, "C11"))
    with clock.at(MEETING_DAY):
        after = first_page(town, "secretary")

    assert "Our proposed grade may be answered" in before
    assert "18 Apr · in 5 days" in before
    assert "Our proposed grade may be answered" not in after
    assert "Grade of 石桥小组: Good" in after


def test_a_return_waits_for_the_branch_with_what_is_to_be_mended() -> None:
    town = a_town()
    give_back(town.by("town"), town.docket("town"), seen(town, "C11"), "补会议记录")
    with clock.at(MEETING_DAY):
        page = first_page(town, "secretary")

    assert "The committee returned our proposal" in page
    assert "补会议记录" in page


def test_a_committee_sees_what_lies_before_it_and_a_notice_that_is_over() -> None:
    town = a_town()
    with clock.at(MEETING_DAY):
        before = first_page(town, "town")
    a_public_notice(town)
    with clock.at(datetime(2012, 5, 2, 4, tzinfo=UTC)):
        after = first_page(town, "town")

    assert "Proposals before our committee" in before
    assert "A notice is over: its grades can be locked" in after
    assert Grade.objects.filter(state="notice").count() == 2
