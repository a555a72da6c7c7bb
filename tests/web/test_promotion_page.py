"""The page of promotion: what is missing is told, who may rise does, who may not keeps the grade."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from jishi.store import clock
from jishi.store.models.assess import Grade
from jishi.store.models.cases import Lift
from jishi.store.models.improve import Promotion
from jishi.store.models.publish import Notice
from tests.actions.improve.rising import Rising, a_rising_town, ask_readers, publish_what_was_said
from tests.actions.improve.test_promotion import lifted
from tests.web.test_review_pages import EVIL, logged_in

pytestmark = pytest.mark.django_db
MEETING = datetime(2012, 11, 19, 4, tzinfo=UTC)
NOTICE = datetime(2012, 11, 8, 4, tzinfo=UTC)


@pytest.fixture
def town() -> Rising:
    return a_rising_town()


def ticked(town: Rising, do: str, **more: object) -> dict[str, object]:
    meeting = town.meet(number=do)
    unit = town.second.units["C12"].pk
    return {"do": do, "meeting": meeting.pk, "run": town.second.run.pk, "unit": [f"{unit}:0"], "key": do, **more}


def test_the_page_says_for_each_what_is_missing_and_refuses_to_let_it_rise(town: Rising) -> None:
    client = logged_in(town.second, "town")

    with clock.at(MEETING):
        shown = client.get(reverse("promotion")).content.decode()
        refused = client.post(reverse("promotion"), ticked(town, "approve"))
        kept = client.post(reverse("promotion"), ticked(town, "keep", reason=EVIL) | {"meeting": 0})

    assert "Members and public were not asked about the effect." in shown
    assert "C21" not in shown
    assert (refused.status_code, kept.status_code) == (422, 404)
    assert not Grade.objects.filter(round=town.second.round).exists()


def test_the_result_goes_on_the_board_and_then_the_unit_rises(town: Rising) -> None:
    ask_readers(town)
    lifted(town)
    client = logged_in(town.second, "town")

    with clock.at(NOTICE):
        form = {"do": "publish", "committee": town.second.units["C1"].pk, "title": "公示", "text": EVIL, "key": "p"}
        put_up = client.post(reverse("promotion"), form)
        paper = client.get(put_up.headers["Location"]).content.decode()
    with clock.at(MEETING):
        risen = client.post(reverse("promotion"), ticked(town, "approve"))
        after = client.get(reverse("promotion") + "?state=done").content.decode()

    assert EVIL not in paper
    assert "90%–100%" in paper
    assert (put_up.status_code, risen.status_code) == (302, 302)
    assert Promotion.objects.get().notice == Notice.objects.get(consultation__isnull=False)
    assert town.second.units["C12"].name in after


def test_the_review_marks_who_may_not_rise_yet_and_does_not_tick_it(town: Rising) -> None:
    client = logged_in(town.second, "town")

    with clock.at(MEETING):
        before = client.get(reverse("review")).content.decode()
    ask_readers(town)
    publish_what_was_said(town)
    lifted(town)
    with clock.at(MEETING):
        after = client.get(reverse("review")).content.decode()

    assert "may not rise yet" in before
    assert "may not rise yet" not in after


def test_the_list_goes_out_as_a_workbook(town: Rising) -> None:
    with clock.at(MEETING):
        answer = logged_in(town.second, "town").get(reverse("promotion-export"))

    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"


def test_the_page_of_the_unit_says_what_is_missing_and_lets_it_keep_its_grade(town: Rising) -> None:
    client = logged_in(town.second, "town")
    unit = town.second.units["C12"]
    address = reverse("review-unit", args=[unit.pk])
    sent = {"do": "keep", "meeting": town.meet().pk, "run": town.second.run.pk, "version": "0", "key": "k"}

    with clock.at(MEETING):
        shown = client.get(address).content.decode()
        done = client.post(address, {**sent, "reason": "未测评"})

    row = Grade.objects.get(round=town.second.round, unit=unit)
    assert "were not asked about the effect" in shown
    assert "It would rise more grades than one round allows" in shown
    assert (done.status_code, row.grade, row.reason) == (302, "plain", "未测评")


def test_the_committee_above_lets_a_unit_rise_further_on_its_page(town: Rising) -> None:
    client = logged_in(town.second, "county")
    above = town.second.meeting("county", "C", "77", held_on=MEETING.date(), entered=MEETING.date())
    address = reverse("review-unit", args=[town.second.units["C12"].pk])

    with clock.at(MEETING):
        form = {"do": "lift", "limit": "promotion", "meeting": above.pk, "reason": "变化大", "key": "l"}
        done = client.post(address, form)

    assert done.status_code == 302
    assert Lift.objects.get().limit == "promotion"
