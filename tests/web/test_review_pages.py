"""The pages of the review and the board as people and strangers use them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jishi.actions.cases.reviewing import approve
from jishi.actions.publish.notices import publish_grades
from jishi.actions.publish.switching import PUBLIC_PAGES, switch
from jishi.store import clock
from jishi.store.models.assess import Grade
from jishi.store.models.cases import Answer, Meeting
from jishi.store.models.office import Event
from jishi.store.models.publish import Feedback, Notice, NoticeObjection
from tests.actions.cases.ground import MET, OPENED, Town, a_secretary, a_town, pack
from tests.actions.cases.test_review import seen
from tests.actions.publish.test_notices import UP, WORDS
from tests.documents.reading import codes

pytestmark = pytest.mark.django_db
EVIL = '<script>alert("x")</script>'
MEETING_DAY = datetime(2012, 4, 20, 4, tzinfo=UTC)
NOTICE_DAY = datetime(2012, 4, 24, 4, tzinfo=UTC)
BRANCH_DAY = datetime(2012, 4, 13, 4, tzinfo=UTC)


def logged_in(town: Town, name: str) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(town.accounts[name], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def a_public_notice(town: Town) -> Notice:
    approve(town.by("town"), town.docket("town"), town.meeting(), seen(town, "C11", "C13"))
    kind = pack().publication_by_id["grades"]
    notice = publish_grades(town.by("town", UP), town.docket("town"), town.units["C1"], kind, WORDS)
    switch(town.by("county", UP), PUBLIC_PAGES, on=True)
    return notice


def test_a_branch_sees_its_proposal_and_answers_and_its_words_are_never_markup() -> None:
    town = a_town()
    address = reverse("proposal", args=[town.units["C11"].pk])
    client = logged_in(town, "secretary")

    with clock.at(BRANCH_DAY):
        before = client.get(address).content.decode()
        sent = client.post(address, {"do": "answer", "agrees": "no", "text": EVIL, "key": "k"})
        after = client.get(address).content.decode()

    assert "Send to the committee" in before
    assert sent.status_code == 302
    assert Answer.objects.get().text == EVIL
    assert EVIL not in after
    assert "&lt;script&gt;" in after


def test_the_list_approves_plain_ones_together_and_shows_where_each_stands() -> None:
    town = a_town()
    meeting = town.meeting()
    client = logged_in(town, "town")

    with clock.at(MEETING_DAY):
        page = client.get(reverse("review")).content.decode()
        told = {"do": "all", "meeting": meeting.pk, "run": town.run.pk, "count": "2", "key": "k"}
        done = client.post(reverse("review"), told)
        again = client.post(reverse("review"), told)

    assert "Approve all 2 plain ones" in page
    assert town.units["C21"].name not in page
    assert (done.status_code, again.status_code) == (302, 422)
    assert Grade.objects.filter(state="approved").count() == 2
    assert Event.objects.filter(name="grade.approve").count() == 1


def test_ticked_ones_sent_twice_under_one_key_are_decided_once() -> None:
    town = a_town()
    meeting = town.meeting()
    ticked = [f"{town.units[code].pk}:0" for code in ("C11", "C13")]
    told = {"do": "approve", "meeting": meeting.pk, "run": town.run.pk, "unit": ticked, "key": "k"}
    client = logged_in(town, "town")

    with clock.at(MEETING_DAY):
        statuses = [client.post(reverse("review"), told).status_code for _ in range(2)]

    assert statuses == [302, 302]
    assert Event.objects.filter(name="grade.approve").count() == 1


def test_after_a_decision_the_next_in_line_comes() -> None:
    town = a_town()
    meeting = town.meeting()
    client = logged_in(town, "town")
    address = reverse("review-unit", args=[town.units["C11"].pk])

    with clock.at(MEETING_DAY):
        page = client.get(address).content.decode()
        told = {"do": "approve", "meeting": meeting.pk, "run": town.run.pk, "version": "0", "key": "k"}
        done = client.post(address, told)

    assert 'data-key="j"' in page
    assert done.headers["Location"].startswith(reverse("review-unit", args=[town.units["C12"].pk]))


def test_a_step_is_not_skipped_by_its_address_nor_by_who_may_not() -> None:
    town = a_town()
    meeting = town.meeting()
    address = reverse("review-unit", args=[town.units["C11"].pk])
    told = {"do": "reopen", "reason": "x", "version": "0", "key": "k"}

    with clock.at(MEETING_DAY):
        skipped = logged_in(town, "town").post(address, told)
        approved = {"do": "approve", "meeting": meeting.pk, "run": town.run.pk, "version": "0", "key": "j"}
        reader = logged_in(town, "reader").post(address, approved)
        own = logged_in(town, "secretary").post(address, approved)
        outside = logged_in(town, "other").post(address, approved)

    assert (skipped.status_code, reader.status_code) == (404, 422)
    assert (own.status_code, outside.status_code) == (404, 404)
    assert not Grade.objects.exists()


def test_a_reason_with_markup_is_shown_as_it_was_typed() -> None:
    town = a_town()
    client = logged_in(town, "town")
    address = reverse("review-unit", args=[town.units["C11"].pk])

    with clock.at(MEETING_DAY):
        client.post(address, {"do": "return", "reason": EVIL, "run": town.run.pk, "version": "0", "key": "k"})
        page = client.get(address).content.decode()

    assert EVIL not in page
    assert "&lt;script&gt;" in page


def test_a_meeting_is_entered_on_the_page_and_one_to_come_is_refused() -> None:
    town = a_town()
    client = logged_in(town, "town")
    told = {"committee": town.units["C1"].pk, "minutes": EVIL, "entitled": "7", "names": "甲一\n乙二\n丙三\n丁四"}

    with clock.at(MEETING_DAY):
        late = client.post(reverse("meetings"), {**told, "on": "2012-04-21", "key": "a"})
        kept = client.post(reverse("meetings"), {**told, "on": "2012年4月20日", "key": "b"})
        page = client.get(reverse("meetings")).content.decode()

    assert (late.status_code, kept.status_code) == (422, 302)
    assert (Meeting.objects.get().held_on, Meeting.objects.get().present) == (MET, 4)
    assert EVIL not in page


def test_only_meetings_since_the_proposals_lie_there_are_offered_to_decide_on_them() -> None:
    town = a_town()
    town.meeting(number="早", held_on=OPENED - timedelta(days=1))
    town.meeting(number="晚")
    client, unit = logged_in(town, "town"), reverse("review-unit", args=[town.units["C11"].pk])

    with clock.at(MEETING_DAY):
        pages = [client.get(address).content.decode() for address in (reverse("review"), unit)]

    for page in pages:
        assert "minutes 晚" in page
        assert "minutes 早" not in page


def test_a_refused_meeting_keeps_who_was_ticked() -> None:
    town = a_town()
    person = a_secretary(town.units["C1"], "甲一", date(2011, 1, 1))
    told = {"committee": town.units["C1"].pk, "minutes": "9", "entitled": "7", "person": person.pk}

    with clock.at(MEETING_DAY):
        answer = logged_in(town, "town").post(reverse("meetings"), {**told, "on": "2012-04-21", "key": "a"})

    assert answer.status_code == 422
    assert f'name="person" value="{person.pk}" checked>' in answer.content.decode()


def test_the_list_comes_as_a_workbook() -> None:
    town = a_town()

    with clock.at(MEETING_DAY):
        answer = logged_in(town, "town").get(reverse("review-export"))

    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"


def test_public_pages_do_not_exist_until_the_office_switches_them_on_and_after_the_term() -> None:
    town = a_town()
    notice = a_public_notice(town)
    address, box = reverse("public-notice", args=[notice.token]), reverse("public-box", args=["C11"])

    def statuses() -> list[int]:
        return [Client().get(each).status_code for each in (address, box)]

    with clock.at(NOTICE_DAY):
        on = statuses()
        switch(town.by("county", UP), PUBLIC_PAGES, on=False)
        off = statuses()
        switch(town.by("county", UP), PUBLIC_PAGES, on=True)
    with clock.at(datetime(2012, 4, 29, 4, tzinfo=UTC)):
        over = statuses()

    assert on == [200, 200]
    assert off == [404, 404]
    assert over == [404, 200]


def test_a_stranger_objects_without_a_script_and_finds_the_answer_by_the_receipt() -> None:
    town = a_town()
    notice = a_public_notice(town)
    address = reverse("public-notice", args=[notice.token])
    client = Client(enforce_csrf_checks=True)
    client.cookies["django_language"] = "en"

    with clock.at(NOTICE_DAY):
        page = client.get(address).content.decode()
        token = client.cookies["csrftoken"].value
        said = {"do": "object", "text": EVIL, "unit": "C11", "csrfmiddlewaretoken": token}
        taken = client.post(address, said).content.decode()
        code = taken.partition('class="code-large">')[2].partition("<")[0]
        look = {"do": "look", "code": code, "csrfmiddlewaretoken": token}
        answer = client.post(address, look).content.decode()
        officer = logged_in(town, "town").get(reverse("notice", args=[notice.pk])).content.decode()

    assert "The same as the record" in page
    assert "石桥小组" in page
    assert len(code) == 14
    assert "It is answered by 2 May 2012" in answer
    assert EVIL not in officer
    assert "&lt;script&gt;" in officer
    assert NoticeObjection.objects.get().unit == town.units["C11"]


def test_the_words_of_an_objection_are_shown_only_to_who_publishes() -> None:
    town = a_town()
    notice = a_public_notice(town)
    with clock.at(NOTICE_DAY):
        Client().post(reverse("public-notice", args=[notice.token]), {"do": "object", "text": "账目不清"})
        pages = {
            name: logged_in(town, name).get(reverse("notice", args=[notice.pk])).content.decode()
            for name in ("town", "county", "reader")
        }

    assert {name: "账目不清" in page for name, page in pages.items()} == {
        "town": True,
        "county": False,
        "reader": False,
    }


def test_a_word_in_the_box_reaches_its_unit_and_no_other() -> None:
    town = a_town()
    switch(town.by("county", UP), PUBLIC_PAGES, on=True)
    with clock.at(NOTICE_DAY):
        sent = Client().post(reverse("public-box", args=["C11"]), {"text": EVIL, "contact": "12345"})
        own = logged_in(town, "secretary").get(reverse("box")).content.decode()
        other = logged_in(town, "other").get(reverse("box")).content.decode()

    assert sent.status_code == 200
    assert Feedback.objects.count() == 1
    assert EVIL not in own
    assert "&lt;script&gt;" in own
    assert "12345" not in other


def test_the_code_on_the_poster_leads_to_the_page_that_proves_it() -> None:
    town = a_town()
    notice = a_public_notice(town)

    with clock.at(NOTICE_DAY):
        answer = logged_in(town, "town").get(reverse("notice-poster", args=[notice.pk]))
        (address,) = codes(answer.content)
        page = Client().get(address.removeprefix("http://testserver"))

    assert address == f"http://testserver/n/{notice.token}?d={notice.digest[:16]}"
    assert notice.digest[:16] in page.content.decode()
