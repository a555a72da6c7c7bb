"""The branch answers, the committee decides: who may, in which order, with what in hand."""

from datetime import date

import pytest

from jishi.actions.assess import Order, assess
from jishi.actions.cases.answering import Said, answer, mend
from jishi.actions.cases.lifting import Wish, lift
from jishi.actions.cases.marks import Marks
from jishi.actions.cases.opening import open_proposals, take_newer
from jishi.actions.cases.reviewing import Other, Seen, approve, change_grade, give_back
from jishi.core.errors import Refusal
from jishi.store.models.assess import Grade
from jishi.store.models.cases import Recusal
from jishi.store.models.office import Event, Grant
from jishi.store.models.org import Unit
from tests.actions.cases.ground import (
    ANSWERED,
    BEGAN,
    MET,
    OPENED,
    Town,
    a_pair,
    a_paper,
    a_secretary,
    a_town,
    enter,
)

pytestmark = pytest.mark.django_db


def seen(town: Town, *codes: str) -> Seen:
    """Return what somebody sees who has just opened the page."""
    rows = dict(Grade.objects.filter(round=town.round).values_list("unit__code", "version"))
    return Seen(town.docket("county").opening.run_id, {town.units[code].pk: rows.get(code, 0) for code in codes})


def told(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [str(complaint) for complaint in refusal.value.complaints]


def test_a_plain_proposal_is_approved_in_a_meeting_after_the_branch_had_its_five_days() -> None:
    town = a_town()
    meeting = town.meeting()

    count = approve(town.by("town"), town.docket("town"), meeting, seen(town, "C11", "C13"))

    assert count == 2
    row = Grade.objects.get(unit=town.units["C11"])
    assert (row.state, row.grade, row.proposed, row.meeting, row.run) == (
        "approved",
        "good",
        "good",
        meeting,
        town.run,
    )
    assert Event.objects.filter(name="grade.approve").count() == 1


def test_before_the_five_days_are_over_only_the_branch_may_speak() -> None:
    town = a_town()
    meeting = town.meeting(held_on=date(2012, 4, 17))

    with pytest.raises(Refusal) as refusal:
        approve(town.by("town"), town.docket("town"), meeting, seen(town, "C11"))

    assert told(refusal)[0].startswith("石桥小组: ")


def test_who_answers_early_is_reviewed_early() -> None:
    town = a_town()
    answer(town.by("secretary", ANSWERED), town.docket("secretary"), town.units["C11"], Said(True))
    meeting = town.meeting(held_on=date(2012, 4, 16))

    approve(town.by("town"), town.docket("town"), meeting, seen(town, "C11"))

    assert Grade.objects.get().state == "approved"


def test_an_answer_after_the_term_comes_too_late_and_a_second_one_is_none() -> None:
    town = a_town()
    answer(town.by("secretary", ANSWERED), town.docket("secretary"), town.units["C11"], Said(True))

    with pytest.raises(Refusal) as again:
        answer(town.by("secretary", ANSWERED), town.docket("secretary"), town.units["C11"], Said(True))
    with pytest.raises(Refusal) as late:
        answer(town.by("town", date(2012, 4, 19)), town.docket("town"), town.units["C13"], Said(True))

    assert "not next" in told(again)[0]
    assert "not next" in told(late)[0]


def test_a_branch_that_disagrees_says_why_and_is_not_approved_among_others() -> None:
    town = a_town()
    with pytest.raises(Refusal, match="nothing says why"):
        answer(town.by("secretary", ANSWERED), town.docket("secretary"), town.units["C11"], Said(False))
    answer(town.by("secretary", ANSWERED), town.docket("secretary"), town.units["C11"], Said(False, "会议开了四次"))

    with pytest.raises(Refusal, match="marked"):
        approve(town.by("town"), town.docket("town"), town.meeting(), seen(town, "C11", "C13"))
    assert Grade.objects.filter(grade="good").count() == 0, "all of them, or none"

    assert approve(town.by("town"), town.docket("town"), town.meeting(number="2"), seen(town, "C11")) == 1


def test_only_the_committee_that_grades_decides_neither_the_one_above_nor_another() -> None:
    town = a_town()
    meeting = town.meeting()

    for name in ("county", "reader"):
        with pytest.raises(Refusal, match="does not decide for this committee"):
            approve(town.by(name), town.docket(name), meeting, seen(town, "C11"))
    with pytest.raises(Unit.DoesNotExist):
        approve(town.by("other"), town.docket("other"), meeting, seen(town, "C11"))


def test_nobody_decides_on_their_own_unit() -> None:
    town = a_town()
    Grant.objects.create(
        account=town.accounts["town"], role="secretary", unit=town.units["C11"], from_on=BEGAN, duties="enter"
    )

    with pytest.raises(Refusal, match="nobody decides on their own"):
        approve(town.by("town"), town.docket("town"), town.meeting(), seen(town, "C11"))


def test_a_meeting_of_another_committee_or_without_quorum_decides_nothing() -> None:
    town = a_town()
    elsewhere = town.meeting("county", "C")
    small = town.meeting(number="2", names=("甲一", "乙二", "丙三"))

    with pytest.raises(Refusal, match="another committee"):
        approve(town.by("town"), town.docket("town"), elsewhere, seen(town, "C11"))
    with pytest.raises(Refusal, match="3 of 7; more than 1/2"):
        approve(town.by("town"), town.docket("town"), small, seen(town, "C11"))


def test_a_meeting_to_come_and_a_number_that_is_taken_are_refused() -> None:
    town = a_town()
    town.meeting()

    with pytest.raises(Refusal, match="in the future"):
        town.meeting(number="2", held_on=date(2012, 4, 21))
    with pytest.raises(Refusal, match="minutes of this number"):
        town.meeting()
    with pytest.raises(Refusal, match="5 were there, but the committee has 4"):
        town.meeting(number="3", entitled=4)


def test_the_second_of_two_reviewers_is_told_what_the_first_decided() -> None:
    town = a_town()
    meeting, before = town.meeting(), seen(town, "C11")
    approve(town.by("town"), town.docket("town"), meeting, before)

    with pytest.raises(Refusal) as refusal:
        approve(town.by("second"), town.docket("second"), meeting, before)

    assert told(refusal) == [
        "石桥小组: Somebody else decided this meanwhile: Good, minutes 1. Load the page again to see the decision."
    ]


def test_the_same_form_sent_twice_decides_once() -> None:
    town = a_town()
    meeting, before = town.meeting(), seen(town, "C11")

    first = approve(town.by("town", key="k"), town.docket("town"), meeting, before)
    again = approve(town.by("town", key="k"), town.docket("town"), meeting, before)

    assert (first, again) == (1, 1)
    assert Event.objects.filter(name="grade.approve").count() == 1


def test_a_change_needs_a_reason_and_evidence_and_shows_what_was_proposed() -> None:
    town = a_town()
    meeting = town.meeting()

    with pytest.raises(Refusal) as refusal:
        change_grade(town.by("town"), town.docket("town"), meeting, seen(town, "C11"), Other("fair", " ", None))
    row = change_grade(
        town.by("town"), town.docket("town"), meeting, seen(town, "C11"), Other("fair", "账目不清", a_paper())
    )

    assert [line.partition(": ")[2] for line in told(refusal)] == [
        "No reason is given. Say in a few words why.",
        "There is no evidence. Attach the paper that shows it.",
    ]
    assert (row.proposed, row.grade, row.reason) == ("good", "fair", "账目不清")


def test_a_limit_holds_until_the_committee_one_level_up_lifts_it() -> None:
    town = a_town()
    meeting, better = town.meeting(), Other("good", "原因", a_paper())

    with pytest.raises(Refusal, match="A limit holds this unit: Fewer than 80 % content"):
        change_grade(town.by("town"), town.docket("town"), meeting, seen(town, "C12"), better)
    with pytest.raises(Refusal, match="Only the committee one level up"):
        lift(town.by("town"), town.docket("town"), town.units["C12"], meeting, Wish("not-content", "原因"))
    above = town.meeting("county", "C")
    lift(town.by("county"), town.docket("county"), town.units["C12"], above, Wish("not-content", "重新测评"))

    row = change_grade(town.by("town"), town.docket("town"), meeting, seen(town, "C12"), better)
    assert row.grade == "good"


def test_a_limit_that_does_not_hold_is_not_lifted_and_no_limit_twice() -> None:
    town = a_town()
    above = town.meeting("county", "C")

    with pytest.raises(Refusal, match="does not hold the unit"):
        lift(town.by("county"), town.docket("county"), town.units["C11"], above, Wish("not-content", "原因"))
    lift(town.by("county"), town.docket("county"), town.units["C12"], above, Wish("not-content", "原因"))
    with pytest.raises(Refusal, match="lifted already"):
        lift(town.by("county"), town.docket("county"), town.units["C12"], above, Wish("not-content", "原因"))


def test_a_blocking_rule_and_a_missing_proposal_stop_approval() -> None:
    town = a_town()

    with pytest.raises(Refusal) as refusal:
        approve(town.by("town"), town.docket("town"), town.meeting(), seen(town, "C14"))

    assert "no grade" in told(refusal)[0] or "A rule stops the decision" in told(refusal)[0]


def test_who_is_paired_with_the_unit_or_led_it_in_three_years_leaves_and_the_committee_stays() -> None:
    town = a_town()
    paired = a_pair(town.units["C1"], town.units["C11"], "甲一")
    lately = a_secretary(town.units["C13"], "乙二", date(2008, 1, 1), date(2010, 1, 1))
    long_ago = a_secretary(town.units["C12"], "丙三", date(2005, 1, 1), date(2009, 4, 20))
    meeting = town.meeting(people=(paired, lately, long_ago), names=("丁四",))

    for code in ("C11", "C13"):
        approve(town.by("town"), town.docket("town"), meeting, seen(town, code))

    left = set(Recusal.objects.values_list("grade__unit__code", "person__name", "cause"))
    assert left == {("C11", "甲一", "paired"), ("C13", "乙二", "secretary")}


def test_with_nobody_left_after_recusal_nothing_is_decided() -> None:
    town = a_town()
    paired = a_pair(town.units["C1"], town.units["C11"], "甲一")
    meeting = town.meeting(people=(paired,), names=(), entitled=1)

    with pytest.raises(Refusal, match="Members left after recusal"):
        approve(town.by("town"), town.docket("town"), meeting, seen(town, "C11"))


def test_what_is_returned_comes_again_with_what_was_mended() -> None:
    town = a_town()
    with pytest.raises(Refusal, match="No reason is given"):
        give_back(town.by("town"), town.docket("town"), seen(town, "C11"), "")
    row = give_back(town.by("town"), town.docket("town"), seen(town, "C11"), "补会议记录")
    assert (row.state, row.reason) == ("returned", "补会议记录")

    with pytest.raises(Refusal, match="Write what was mended"):
        mend(town.by("secretary"), town.docket("secretary"), row, row.version, Said(True))
    row = mend(town.by("secretary"), town.docket("secretary"), row, row.version, Said(True, "已补"))

    assert row.state == "review"
    assert "returned" in Marks(town.docket("town")).all(row.unit_id, row)


def test_a_decision_on_proposals_that_a_newer_run_replaced_is_refused() -> None:
    town = a_town()
    before = seen(town, "C11")
    enter(town.round, town.units, {"C11": {"meetings-missed": ("activity", 2)}})
    newer = assess(Order(town.round))
    opening = town.docket("county").opening
    take_newer(town.by("county"), opening, opening.version, newer)

    with pytest.raises(Refusal, match="newer run"):
        approve(town.by("town"), town.docket("town"), town.meeting(), before)


def test_what_changed_since_the_decision_is_marked_and_the_decision_stays() -> None:
    town = a_town()
    approve(town.by("town"), town.docket("town"), town.meeting(), seen(town, "C11"))
    enter(town.round, town.units, {"C11": {"meetings-missed": ("activity", 2)}})
    assess(Order(town.round))

    row = Grade.objects.get()

    assert "changed" in Marks(town.docket("town")).all(row.unit_id, row)
    assert (row.grade, row.run) == ("good", town.run)


def test_proposals_are_opened_once_by_who_computes_them() -> None:
    town = a_town(open_=False)

    with pytest.raises(Refusal, match="does not compute grades"):
        open_proposals(town.by("town", OPENED), town.run)
    opening = open_proposals(town.by("county", OPENED), town.run)
    with pytest.raises(Refusal, match="open already"):
        open_proposals(town.by("county", MET), town.run)

    assert opening.answer_until == date(2012, 4, 18)
