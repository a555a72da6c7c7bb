"""The page of one meeting: corrected in the open, somebody asks to leave, the county lifts it."""

import pytest
from django.urls import reverse

from jishi.store import clock
from jishi.store.models.cases import Attendance, Meeting, MinuteCorrection, RecusalLift, RecusalWish
from tests.actions.cases.ground import a_town
from tests.web.test_review_pages import EVIL, MEETING_DAY, logged_in

pytestmark = pytest.mark.django_db


def form(meeting: Meeting, **more: object) -> dict[str, object]:
    people = list(Attendance.objects.filter(meeting=meeting).values_list("person_id", flat=True))
    said = {"do": "correct", "version": meeting.version, "on": meeting.held_on.isoformat(), "person": people}
    return {**said, "minutes": meeting.minute_number, "entitled": meeting.entitled, "key": "k", **more}


def test_old_and_new_stand_beside_each_other_and_a_reason_is_never_markup() -> None:
    town = a_town()
    meeting, client = town.meeting(), logged_in(town, "town")
    address = reverse("meeting", args=[meeting.pk])

    with clock.at(MEETING_DAY):
        sent = client.post(address, form(meeting, minutes="2012-08", reason=EVIL))
        page = client.get(address).content.decode()

    assert (sent.status_code, MinuteCorrection.objects.get().number) == (302, 1)
    assert "<s>1</s> → 2012-08" in page
    assert EVIL not in page


def test_who_only_reads_sees_the_correction_and_no_form() -> None:
    town = a_town()
    meeting = town.meeting()
    address = reverse("meeting", args=[meeting.pk])

    with clock.at(MEETING_DAY):
        logged_in(town, "town").post(address, form(meeting, place="会议室", reason="补地点"))
        page = logged_in(town, "reader").get(address).content.decode()
        denied = logged_in(town, "reader").post(address, form(Meeting.objects.get(), place="楼上", reason="补"))

    assert "Correction 1" in page
    assert "Correct the minutes" not in page
    assert (denied.status_code, MinuteCorrection.objects.count()) == (422, 1)


def test_somebody_asks_to_leave_and_the_county_lifts_it() -> None:
    town = a_town()
    meeting = town.meeting()
    address = reverse("meeting", args=[meeting.pk])
    person = Attendance.objects.filter(meeting=meeting).order_by("pk")[0].person_id
    asked = {"person": person, "unit": "C11", "reason": "亲属"}

    with clock.at(MEETING_DAY):
        told = logged_in(town, "town").post(address, {"do": "ask", "key": "a", **asked})
        denied = logged_in(town, "town").post(address, {"do": "lift", "key": "b", **asked})
        lifted = logged_in(town, "county").post(address, {"do": "lift", "key": "c", **asked})
        page = logged_in(town, "county").get(address).content.decode()

    assert (told.status_code, denied.status_code, lifted.status_code) == (302, 422, 302)
    assert (RecusalWish.objects.count(), RecusalLift.objects.count()) == (1, 1)
    assert "need not leave" in page


def test_a_meeting_of_another_town_is_no_meeting_at_all() -> None:
    town = a_town()
    meeting = town.meeting()

    with clock.at(MEETING_DAY):
        answer = logged_in(town, "other").get(reverse("meeting", args=[meeting.pk]))

    assert answer.status_code == 404


def test_a_refused_correction_keeps_what_was_typed_and_ticked() -> None:
    town = a_town()
    meeting = town.meeting()
    address = reverse("meeting", args=[meeting.pk])
    first, *others = form(meeting)["person"]  # type: ignore[misc]

    with clock.at(MEETING_DAY):
        typed = form(meeting, minutes="2012-08", place="楼上", person=others)
        answer = logged_in(town, "town").post(address, {**typed, "reason": " "})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'name="minutes" value="2012-08"' in page
    assert 'name="place" value="楼上"' in page
    assert f'name="person" value="{first}">' in page
    assert f'name="person" value="{others[0]}" checked>' in page
