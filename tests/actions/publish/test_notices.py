"""Approved grades are put on notice, objections are answered, and then the grades are locked."""

from datetime import date

import pytest
from django.db import connection

from jishi.actions.cases.deciding import Why, reopen
from jishi.actions.cases.reviewing import approve
from jishi.actions.publish import feedback, objections
from jishi.actions.publish.notices import Wording, decide, disclose, is_up, publish_grades, take_back
from jishi.actions.publish.switching import PUBLIC_PAGES, is_on, switch
from jishi.actions.verify import verify
from jishi.core.errors import Refusal
from jishi.store.models.assess import Grade
from jishi.store.models.cases import Reopening
from jishi.store.models.office import Event, EventDetail
from jishi.store.models.people import Person
from jishi.store.models.publish import Feedback, Notice, NoticeObjection
from tests.actions.cases.ground import OPENED, Town, a_paper, a_town, pack
from tests.actions.cases.test_review import seen

pytestmark = pytest.mark.django_db
#: A Monday; the fifth working day is Saturday 28 April, which is worked before the holiday of May.
UP = date(2012, 4, 23)
LAST = date(2012, 4, 28)
AFTER = date(2012, 5, 2)
WORDS = Wording("公示", "现将等次予以公示。", internet=True)


def a_notice(town: Town, wording: Wording = WORDS) -> Notice:
    approve(town.by("town"), town.docket("town"), town.meeting(), seen(town, "C11", "C13"))
    publication = pack().publication_by_id["grades"]
    return publish_grades(town.by("town", UP), town.docket("town"), town.units["C1"], publication, wording)


def findings() -> dict[str, list[str]]:
    """Return what verify finds; the accounts of the tests came without an event."""
    told = {name: [str(each) for each in found] for name, found in verify().items()}
    told["rows"] = [line for line in told["rows"] if not line.startswith(("account:", "grant:"))]
    return {name: lines for name, lines in told.items() if lines}


def test_what_was_approved_hangs_for_five_working_days_with_units_and_grades_only() -> None:
    town = a_town()

    notice = a_notice(town)

    assert (notice.opens_on, notice.until) == (UP, LAST)
    assert notice.content["rows"] == [["C11", "石桥小组", "镇", "好"], ["C13", "新桥小组", "镇", "好"]]
    assert set(Grade.objects.values_list("state", flat=True)) == {"notice"}
    assert is_up(notice, LAST)
    assert not is_up(notice, AFTER)


def test_a_person_on_the_paper_is_found_and_a_place_that_sounds_like_one_is_let_through() -> None:
    town = a_town()
    Person.objects.create(name="王平", unit=town.units["C11"])

    with pytest.raises(Refusal, match="Persons are named: 王平"):
        a_notice(town, Wording("公示", "现将王 平村等次予以公示。"))
    town.meeting(number="2")
    publication = pack().publication_by_id["grades"]
    wording = Wording("公示", "现将王平村等次予以公示。", places=("王平",))
    notice = publish_grades(town.by("town", UP), town.docket("town"), town.units["C1"], publication, wording)

    assert notice.text == "现将王平村等次予以公示。"


def test_nothing_is_decided_while_the_notice_hangs_and_afterwards_it_is_locked() -> None:
    town = a_town()
    notice = a_notice(town)

    with pytest.raises(Refusal, match="The term is not over: it ends with 2012-04-28"):
        decide(town.by("town", LAST), town.docket("town"), notice)
    count = decide(town.by("town", AFTER), town.docket("town"), notice)

    assert count == 2
    assert not Grade.objects.filter(locked_at__isnull=True).exists()
    assert findings() == {}


def test_an_objection_without_a_name_is_answered_by_its_receipt_and_keeps_its_grade_open() -> None:
    town = a_town()
    notice = a_notice(town)

    code = objections.object_to(town.by("reader", UP), pack(), notice, objections.Said("账目不清 <b>", "C11"))

    found = objections.by_receipt(notice, code.lower().replace("-", " "))
    assert found is not None
    assert objections.words_of(found, "text") == "账目不清 <b>"
    assert objections.by_receipt(notice, "AAAA-AAAA-AAAA") is None
    assert found.due_on == LAST
    with pytest.raises(Refusal) as refusal:
        decide(town.by("town", AFTER), town.docket("town"), notice)
    assert [str(each) for each in refusal.value.complaints] == [
        "石桥小组: Objections without an answer: 1 still open. Close each of them first."
    ]
    objections.answer(
        town.by("town", AFTER), town.docket("town"), found, found.version, objections.Reply("已核实", upheld=False)
    )
    assert decide(town.by("town", AFTER), town.docket("town"), notice) == 2


def test_neither_database_nor_chain_holds_a_word_of_an_objection_or_its_code() -> None:
    town = a_town()
    notice = a_notice(town)

    code = objections.object_to(
        town.by("reader", UP), pack(), notice, objections.Said("账目不清", "", "某甲", "12345")
    )

    row = NoticeObjection.objects.get()
    held = bytes(row.text) + bytes(row.name) + bytes(row.contact) + bytes(row.receipt)
    for word in ("账目不清", "某甲", "12345", objections.plain(code)):
        assert word.encode() not in held
    event = EventDetail.objects.get(event__name="objection.take")
    assert event.details == {"notice": notice.pk}


def test_an_objection_that_was_right_sends_the_grade_back_to_the_committee() -> None:
    town = a_town()
    notice = a_notice(town)
    code = objections.object_to(town.by("reader", UP), pack(), notice, objections.Said("不实", "C11"))
    found = objections.by_receipt(notice, code)

    objections.answer(
        town.by("town", UP), town.docket("town"), found, found.version, objections.Reply("属实", upheld=True)
    )

    assert dict(Grade.objects.values_list("unit__code", "state")) == {"C11": "review", "C13": "notice"}


def test_objections_come_in_time_with_words_about_a_unit_on_the_notice() -> None:
    town = a_town()
    notice = a_notice(town)

    for on, said, why in (
        (AFTER, objections.Said("迟了"), "only while the notice is on the board"),
        (UP, objections.Said("  "), "Nothing is written"),
        (UP, objections.Said("不实", "C21"), "No unit of this code stands on the notice"),
    ):
        with pytest.raises(Refusal, match=why):
            objections.object_to(town.by("reader", on), pack(), notice, said)


def test_an_answer_is_given_once_by_who_publishes() -> None:
    town = a_town()
    notice = a_notice(town)
    objections.object_to(town.by("reader", UP), pack(), notice, objections.Said("不实"))
    found = NoticeObjection.objects.get()

    with pytest.raises(Refusal, match="does not publish for this committee"):
        objections.answer(town.by("county", UP), None, found, found.version, objections.Reply("不对", upheld=False))
    objections.answer(town.by("town", UP), None, found, found.version, objections.Reply("已核实", upheld=False))
    with pytest.raises(Refusal, match="answered already"):
        objections.answer(town.by("second", UP), None, found, found.version, objections.Reply("不对", upheld=False))


def test_a_notice_taken_back_lets_its_grades_wait_for_another_one() -> None:
    town = a_town()
    notice = a_notice(town)

    with pytest.raises(Refusal, match="No reason is given"):
        take_back(town.by("town", UP), town.docket("town"), notice, notice.version, " ")
    take_back(town.by("town", UP), town.docket("town"), notice, notice.version, "漏了一个支部")

    assert set(Grade.objects.values_list("state", flat=True)) == {"approved"}
    assert not is_up(notice, UP)
    with pytest.raises(Refusal, match="not on the board any more"):
        take_back(town.by("town", UP), town.docket("town"), notice, notice.version, "再一次")


def test_a_locked_grade_is_opened_again_only_with_a_reason_and_evidence_and_the_old_one_stays_on_record() -> None:
    town = a_town()
    notice = a_notice(town)
    decide(town.by("town", AFTER), town.docket("town"), notice)
    row = Grade.objects.get(unit=town.units["C11"])

    with pytest.raises(Refusal, match="There is no evidence"):
        reopen(town.by("town", AFTER), town.docket("town"), row, row.version, Why("新情况"))
    reopen(town.by("town", AFTER), town.docket("town"), row, row.version, Why("新情况", a_paper()))

    row.refresh_from_db()
    assert (row.state, row.grade, row.locked_at) == ("review", "", None)
    kept = Reopening.objects.get()
    assert (kept.was, kept.run, kept.reason) == ("good", town.run, "新情况")
    assert findings() == {}


def test_verify_finds_a_locked_grade_that_was_changed_past_the_program() -> None:
    town = a_town()
    decide(town.by("town", AFTER), town.docket("town"), a_notice(town))
    row = Grade.objects.get(unit=town.units["C11"])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # What is checked at the end of the transaction must be through before a table is altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE store_grade DISABLE TRIGGER grade_locked_update")
        else:
            cursor.execute("DROP TRIGGER grade_locked_update")
        cursor.execute("UPDATE store_grade SET grade = 'fair', proposed = 'fair' WHERE id = %s", [row.pk])

    found = findings()

    assert any(f"grade:{row.pk}" in line and "changed past the program" in line for line in found["rows"])
    (line,) = found["grades"]
    assert line.startswith(f"grade:{row.pk} › unit:{row.unit_id}: The run of this grade proposed something else.")


def test_verify_finds_a_notice_that_was_changed_after_it_was_put_up() -> None:
    town = a_town()
    notice = a_notice(town)
    Notice.objects.filter(pk=notice.pk).update(text="另一段话")

    assert "notices" in findings()


def test_words_are_disclosed_by_who_publishes_and_not_without_a_heading() -> None:
    town = a_town()
    information = pack().publication_by_id["information"]

    with pytest.raises(Refusal, match="does not publish"):
        disclose(town.by("reader", UP), pack(), town.units["C1"], information, WORDS)
    with pytest.raises(Refusal, match="no heading or no words"):
        disclose(town.by("town", UP), pack(), town.units["C1"], information, Wording(" ", "正文"))
    notice = disclose(town.by("town", UP), pack(), town.units["C1"], information, WORDS)

    assert (notice.kind, notice.until) == ("disclosure", date(2012, 5, 23))


def test_the_public_pages_are_off_until_the_office_switches_them_on() -> None:
    town = a_town()
    assert not is_on(PUBLIC_PAGES)

    with pytest.raises(Refusal, match="does not keep the office"):
        switch(town.by("town", OPENED), PUBLIC_PAGES, on=True)
    switch(town.by("county", OPENED), PUBLIC_PAGES, on=True)
    assert is_on(PUBLIC_PAGES)
    switch(town.by("county", OPENED), PUBLIC_PAGES, on=False)
    assert not is_on(PUBLIC_PAGES)


def test_the_box_keeps_a_word_and_nothing_about_who_sent_it() -> None:
    town = a_town()
    switch(town.by("county", OPENED), PUBLIC_PAGES, on=True)
    before = Event.objects.count()

    feedback.leave(town.by("reader", UP), town.units["C11"], feedback.Word("路灯不亮", "某甲 12345"))

    row = Feedback.objects.get()
    assert Event.objects.count() == before
    assert {field.name for field in Feedback._meta.fields} == {
        *("id", "version", "unit", "text", "contact", "on", "read_on", "outcome", "erased_on"),
    }
    assert feedback.words_of(row, "text") == "路灯不亮"
    assert feedback.words_of(row, "contact") == "某甲 12345"
    feedback.settle(town.by("secretary", UP), row, row.version, "已报修")
    assert (row.read_on, row.outcome) == (UP, "已报修")


def test_the_box_is_closed_until_the_public_pages_are_on() -> None:
    town = a_town()

    with pytest.raises(Refusal, match="The box is closed"):
        feedback.leave(town.by("reader", UP), town.units["C11"], feedback.Word("路灯不亮"))
