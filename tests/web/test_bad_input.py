"""What people and machines do wrong in the loop, sentence by sentence, and the test that shows what comes of it."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.test import Client
from django.urls import reverse

from jishi.actions.people.ground import By
from jishi.actions.publish.switching import PUBLIC_PAGES, switch
from jishi.store import clock
from jishi.store.models.improve import Call, Remedy
from jishi.store.models.publish import Feedback, Notice, NoticeObjection
from jishi.web.pages.registry import PAGES
from tests.web.ground import World, a_world, reading
from tests.web.improving import improving

pytestmark = pytest.mark.django_db

EVIL = '<script>alert("x")</script>'
REVIEW, PAGES_OF_REVIEW = "tests.actions.cases.test_review", "tests.web.test_review_pages"
NOTICES, PLANS, MINUTES = (
    "tests.actions.publish.test_notices",
    "tests.actions.publish.test_plans",
    "tests.actions.cases.test_minutes",
)
IMPROVE, HANDING = "tests.web.test_improve_pages", "tests.actions.improve.test_handing"
HERE = __name__

#: Sentence → where it is tested: (module, test).
SENTENCES = {
    "approving outside one's scope": [
        (REVIEW, "test_only_the_committee_that_grades_decides_neither_the_one_above_nor_another"),
        (HANDING, "test_nobody_hands_over_outside_without_the_duty_or_to_themselves"),
        (PLANS, "test_nobody_publishes_or_takes_back_without_the_duty"),
    ],
    "approving one's own unit": [
        (REVIEW, "test_nobody_decides_on_their_own_unit"),
        (HANDING, "test_nobody_hands_over_outside_without_the_duty_or_to_themselves"),
        (MINUTES, "test_only_one_level_up_says_that_somebody_need_not_leave_and_why"),
    ],
    "skipping a step by its address": [
        (PAGES_OF_REVIEW, "test_a_step_is_not_skipped_by_its_address_nor_by_who_may_not"),
        (REVIEW, "test_before_the_five_days_are_over_only_the_branch_may_speak"),
        (NOTICES, "test_nothing_is_decided_while_the_notice_hangs_and_afterwards_it_is_locked"),
        (HERE, "test_no_step_of_the_loop_is_skipped_by_a_form_that_no_page_shows"),
    ],
    "double submission": [
        (PAGES_OF_REVIEW, "test_ticked_ones_sent_twice_under_one_key_are_decided_once"),
        (REVIEW, "test_the_same_form_sent_twice_decides_once"),
        (PLANS, "test_the_same_form_sent_twice_makes_one_paper"),
        (HANDING, "test_the_same_form_sent_twice_hands_over_once"),
        (IMPROVE, "test_the_same_form_sent_twice_enters_one_remedy"),
    ],
    "two reviewers at once": [
        (REVIEW, "test_the_second_of_two_reviewers_is_told_what_the_first_decided"),
        (MINUTES, "test_two_who_correct_at_once_are_told_and_the_same_form_twice_corrects_once"),
    ],
    "a deadline in the past": [
        (IMPROVE, "test_a_deadline_in_the_past_is_told_and_what_was_typed_stays"),
        (HERE, "test_help_is_not_promised_for_a_day_that_is_over"),
    ],
    "HTML in every text field": [
        (IMPROVE, "test_html_in_every_field_is_shown_as_text"),
        (PAGES_OF_REVIEW, "test_a_reason_with_markup_is_shown_as_it_was_typed"),
        ("tests.web.test_minutes_pages", "test_old_and_new_stand_beside_each_other_and_a_reason_is_never_markup"),
        (HERE, "test_markup_in_papers_objections_answers_and_the_box_stays_text"),
    ],
    "a notice taken back": [
        (NOTICES, "test_a_notice_taken_back_lets_its_grades_wait_for_another_one"),
        (PLANS, "test_taken_back_with_a_reason_its_remedies_are_drafts_again"),
        (HERE, "test_what_was_taken_back_is_gone_from_the_internet_and_is_not_taken_back_twice"),
    ],
    "a meeting without quorum": [
        (REVIEW, "test_a_meeting_of_another_committee_or_without_quorum_decides_nothing"),
        (REVIEW, "test_with_nobody_left_after_recusal_nothing_is_decided"),
        (MINUTES, "test_no_correction_takes_the_quorum_from_what_was_decided"),
    ],
    "too much from one address": [
        (
            "tests.web.test_allowance",
            "test_after_twenty_words_from_one_address_the_next_waits_and_another_address_does_not",
        ),
    ],
}


@pytest.fixture
def world() -> World:
    return a_world()


def a_public_plan(world: World, **more: str) -> Notice:
    """Return the plan of C11 on the board and on the public pages."""
    unit = world.units["C11"]
    improving(unit)
    client, page = reading(world, "secretary"), reverse("improve-unit", args=[unit.pk])
    client.post(page, {"do": "aim", "version": 0, "goal": EVIL})
    client.post(page, {"do": "publish", "title": "公开", "text": "现予公开。", "internet": "1", **more})
    switch(By(), PUBLIC_PAGES, on=True)
    found: Notice = Notice.objects.get()
    return found


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_sentence_has_tests_that_are_there(sentence: str) -> None:
    for module, name in SENTENCES[sentence]:
        assert callable(getattr(import_module(module), name, None)), (sentence, module, name)


def test_every_page_of_the_loop_stands_in_the_table_of_access() -> None:
    table = import_module("tests.web.test_access")
    parts = (
        "improve",
        "ledger",
        "problem",
        "remed",
        "review",
        "meeting",
        "notice",
        "board",
        "box",
        "sheets",
        "call",
    )

    loop = {name for name in PAGES if any(part in name for part in parts)}

    assert loop <= set(table.INSIDE) | set(table.OPEN)
    assert len(loop) >= 20


def test_no_step_of_the_loop_is_skipped_by_a_form_that_no_page_shows(world: World) -> None:
    found = improving(world.units["C11"])
    remedy, problem = reverse("remedy", args=[found["remedy"]]), reverse("problem", args=[found["problem"]])
    client = reading(world, "township")

    skipped = {
        "verify before it is reported done": client.post(remedy, {"do": "verify", "version": 2}),
        "solve before the remedy is verified": client.post(problem, {"do": "solve", "version": 1}),
        "publish without a plan": client.post(
            reverse("improve-unit", args=[world.units["C11"].pk]),
            {"do": "publish", "title": "公开", "text": "公开"},
        ),
        "a step that is none": client.post(remedy, {"do": "publish", "version": 2}),
    }

    assert {name: answer.status_code for name, answer in skipped.items()} == {
        "verify before it is reported done": 422,
        "solve before the remedy is verified": 422,
        "publish without a plan": 422,
        "a step that is none": 404,
    }
    assert Remedy.objects.get().state == "planned"


def test_help_is_not_promised_for_a_day_that_is_over(world: World) -> None:
    call = improving(world.units["C11"])["call"]
    over = (clock.today() - timedelta(days=1)).isoformat()
    form = {"text": "同意", "help": "2000元", "helper": "财政所", "until": over, "version": 1}

    answered = reading(world, "township").post(reverse("call", args=[call]), form)

    assert (answered.status_code, Call.objects.get().answered_on) == (422, None)


def test_markup_in_papers_objections_answers_and_the_box_stays_text(world: World) -> None:
    notice = a_public_plan(world, title=EVIL, text=EVIL)
    Notice.objects.filter(pk=notice.pk).update(kind="notice")
    public, own = reverse("public-notice", args=[notice.token]), reverse("notice", args=[notice.pk])
    stranger, township = Client(), reading(world, "township")
    stranger.post(public, {"do": "object", "text": EVIL, "name": EVIL, "contact": EVIL})
    row = NoticeObjection.objects.get()
    township.post(own, {"do": "answer", "objection": row.pk, "version": row.version, "answer": EVIL})
    stranger.post(reverse("public-box", args=["C11"]), {"text": EVIL, "contact": EVIL})
    word = Feedback.objects.get()
    township.post(reverse("box"), {"word": word.pk, "version": word.version, "outcome": EVIL})

    shown = {
        public: stranger.get(public).content.decode(),
        own: township.get(own).content.decode(),
        "board": township.get(reverse("board")).content.decode(),
        "box": township.get(reverse("box")).content.decode(),
        "plan": township.get(reverse("improve-unit", args=[world.units["C11"].pk])).content.decode(),
    }

    assert [address for address, page in shown.items() if EVIL in page] == []
    assert all("&lt;script&gt;" in page for page in shown.values())


def test_what_was_taken_back_is_gone_from_the_internet_and_is_not_taken_back_twice(world: World) -> None:
    notice = a_public_plan(world)
    public, own = reverse("public-notice", args=[notice.token]), reverse("notice", args=[notice.pk])
    client = reading(world, "secretary")
    before = Client().get(public).status_code

    first = client.post(own, {"do": "take-back", "version": notice.version, "why": EVIL, "key": "a"})
    second = client.post(own, {"do": "take-back", "version": notice.version + 1, "why": "再撤", "key": "b"})

    page = client.get(own).content.decode()
    assert (before, first.status_code, second.status_code, Client().get(public).status_code) == (200, 302, 422, 404)
    assert EVIL not in page
