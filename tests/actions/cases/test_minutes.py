"""Minutes are corrected under a number, the old ones stay; who asks leaves, and only one level up lifts that."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction

from jishi.actions.cases.correcting import check_minutes, correct, facts_of
from jishi.actions.cases.meeting import Sitting
from jishi.actions.cases.recusing import Leaving, ask, lift
from jishi.actions.cases.reviewing import approve, give_back
from jishi.actions.people.retention import keep_to_terms
from jishi.actions.verify import check_chain, check_rows
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.models.cases import Attendance, Meeting, MinuteCorrection, Recusal, RecusalLift, RecusalWish
from jishi.store.models.office import Event
from jishi.store.models.people import Person
from tests.actions.cases.ground import MET, Town, a_pair, a_town
from tests.actions.cases.test_review import seen

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def somebody(meeting: Meeting, place: int = 0) -> Person:
    return Attendance.objects.filter(meeting=meeting).order_by("pk")[place].person


def same(meeting: Meeting, **more: object) -> Sitting:
    """Return the minutes as they stand, with what is different."""
    people = tuple(row.person for row in Attendance.objects.filter(meeting=meeting).order_by("pk"))
    said = {"held_on": meeting.held_on, "minute_number": meeting.minute_number, "entitled": meeting.entitled}
    return Sitting(**{**said, "people": people, "place": meeting.place, **more})  # type: ignore[arg-type]


def leaving(town: Town, meeting: Meeting, code: str = "C11", reason: str = "亲属在该组织") -> Leaving:
    return Leaving(town.units[code], somebody(meeting), reason)


def test_minutes_are_corrected_under_a_number_and_say_what_they_said_before() -> None:
    town = a_town()
    meeting = town.meeting()

    first = correct(town.by("town"), meeting, 1, same(meeting, minute_number="8"), "编号写错")
    second = correct(town.by("town"), meeting, 2, same(meeting, place="会议室"), "补地点")

    assert (first.number, first.was["minutes"], first.now["minutes"]) == (1, "1", "8")
    assert (second.number, second.previous, second.was) == (2, first.digest, first.now)
    assert facts_of(Meeting.objects.get())["minutes"] == "8"
    assert Event.objects.filter(name="meeting.correct").count() == 2
    assert not list(check_minutes())


@pytest.mark.parametrize(
    ("who", "reason", "more", "said"),
    [
        ("town", " ", {"place": "会议室"}, "No reason is given"),
        ("town", "无", {}, "Nothing is different from what the minutes say"),
        ("county", "编号", {"minute_number": "8"}, "Your role does not decide for this committee"),
        ("town", "日期", {"held_on": date(2013, 1, 1)}, "lies in the future"),
        ("town", "人数", {"entitled": 4}, "5 were there, but the committee has 4 members"),
    ],
)
def test_a_correction_needs_the_right_committee_a_reason_and_minutes_that_can_be(
    who: str, reason: str, more: dict[str, object], said: str
) -> None:
    town = a_town()
    meeting = town.meeting()

    with pytest.raises(Refusal, match=said):
        correct(town.by(who), meeting, 1, same(meeting, **more), reason)

    assert (MinuteCorrection.objects.count(), Meeting.objects.get().version) == (0, 1)


def test_no_correction_takes_the_quorum_from_what_was_decided() -> None:
    town = a_town()
    meeting = town.meeting()
    approve(town.by("town"), town.docket("town"), meeting, seen(town, "C11"))
    three = same(meeting).people[:3]

    with pytest.raises(Refusal, match="as corrected it had no quorum"):
        correct(town.by("town"), meeting, 1, same(meeting, people=three), "只到三人")

    assert Meeting.objects.get().present == 5


def test_a_unit_that_was_returned_frees_no_decision_of_the_same_round() -> None:
    town = a_town()
    meeting = town.meeting()
    approve(town.by("town"), town.docket("town"), meeting, seen(town, "C11"))
    give_back(town.by("town"), town.docket("town"), seen(town, "C12"), "补会议记录")

    with pytest.raises(Refusal, match="as corrected it had no quorum"):
        correct(town.by("town"), meeting, 1, same(meeting, people=same(meeting).people[:3]), "只到三人")


def test_the_same_key_with_other_people_is_another_request() -> None:
    town = a_town()
    meeting = town.meeting()
    correct(town.by("town", key="k"), meeting, 1, same(meeting, people=same(meeting).people[:4]), "少一人")

    with pytest.raises(Refusal, match="asked for something else"):
        correct(town.by("town", key="k"), meeting, 1, same(meeting, people=same(meeting).people[:3]), "少一人")


def test_nobody_is_written_in_afterwards_who_had_to_leave_for_what_was_decided() -> None:
    town = a_town()
    paired = a_pair(town.units["C1"], town.units["C11"], "甲一")
    meeting = town.meeting(names=("乙二", "丙三", "丁四", "戊五"))
    approve(town.by("town"), town.docket("town"), meeting, seen(town, "C11"))
    with_them = (*same(meeting).people, paired)

    with pytest.raises(Refusal, match="had to leave for this unit"):
        correct(town.by("town"), meeting, 1, same(meeting, people=with_them), "漏记一人")


def test_two_who_correct_at_once_are_told_and_the_same_form_twice_corrects_once() -> None:
    town = a_town()
    meeting = town.meeting()
    wanted = same(meeting, place="会议室")
    first = correct(town.by("town", key="k"), meeting, 1, wanted, "补地点")
    again = correct(town.by("town", key="k"), meeting, 1, wanted, "补地点")

    with pytest.raises(Refusal, match="changed by someone else meanwhile"):
        correct(town.by("second"), meeting, 1, same(meeting, place="楼上"), "补地点")

    assert (first.pk, MinuteCorrection.objects.count()) == (again.pk, 1)


def test_verify_finds_minutes_that_say_something_else_than_their_last_correction() -> None:
    town = a_town()
    meeting = town.meeting()
    correct(town.by("town"), meeting, 1, same(meeting, place="会议室"), "补地点")
    Meeting.objects.filter(pk=meeting.pk).update(entitled=9)

    found = [str(each.what) for each in check_minutes()]

    assert found == ["These minutes do not say what their last correction says."]


def test_the_database_itself_refuses_to_change_a_correction() -> None:
    town = a_town()
    meeting = town.meeting()
    row = correct(town.by("town"), meeting, 1, same(meeting, place="会议室"), "补地点")

    with pytest.raises(DatabaseError, match="corrections are never changed"), transaction.atomic():
        MinuteCorrection.objects.filter(pk=row.pk).update(reason="别的")


def test_who_asks_to_leave_is_counted_out_and_written_down() -> None:
    town = a_town()
    meeting = town.meeting()
    ask(town.by("town"), town.docket("town"), meeting, leaving(town, meeting))

    approve(town.by("town"), town.docket("town"), meeting, seen(town, "C11"))

    row = Recusal.objects.get()
    assert (row.grade.unit.code, row.cause, row.person) == ("C11", "own", somebody(meeting))


def test_with_everybody_asking_to_leave_nothing_is_decided() -> None:
    town = a_town()
    meeting = town.meeting(names=("甲一",), entitled=1)
    ask(town.by("town"), town.docket("town"), meeting, leaving(town, meeting))

    with pytest.raises(Refusal, match="Members left after recusal"):
        approve(town.by("town"), town.docket("town"), meeting, seen(town, "C11"))


def test_asking_needs_a_reason_somebody_who_was_there_and_a_unit_of_this_committee() -> None:
    town = a_town()
    meeting, docket = town.meeting(), town.docket("county")
    stranger = Person.objects.create(name="己六")
    wrong = {
        "No reason is given": leaving(town, meeting, reason=" "),
        "This was a meeting of another committee": leaving(town, meeting, "C21"),
        "This person was not at the meeting": Leaving(town.units["C11"], stranger, "亲属"),
    }

    for said, each in wrong.items():
        with pytest.raises(Refusal, match=said):
            ask(town.by("town"), docket, meeting, each)
    with pytest.raises(Refusal, match="Your role does not decide for this committee"):
        ask(town.by("other"), docket, meeting, leaving(town, meeting))

    assert not RecusalWish.objects.exists()


def test_only_one_level_up_says_that_somebody_need_not_leave_and_why() -> None:
    town = a_town()
    meeting, docket = town.meeting(), town.docket("county")
    ask(town.by("town"), docket, meeting, leaving(town, meeting))
    with pytest.raises(Refusal, match="Only the committee one level up"):
        lift(town.by("town"), docket, meeting, leaving(town, meeting))
    with pytest.raises(Refusal, match="No reason is given"):
        lift(town.by("county"), docket, meeting, leaving(town, meeting, reason=""))

    lift(town.by("county"), docket, meeting, leaving(town, meeting, reason="已非亲属"))
    approve(town.by("town"), town.docket("town"), meeting, seen(town, "C11"))

    assert not Recusal.objects.exists()


def test_who_need_not_leave_cannot_ask_to_leave_after_all() -> None:
    town = a_town()
    meeting, docket = town.meeting(), town.docket("county")
    ask(town.by("town"), docket, meeting, leaving(town, meeting))
    lift(town.by("county"), docket, meeting, leaving(town, meeting, reason="已非亲属"))

    with pytest.raises(Refusal, match="one level up said that this person need not leave"):
        ask(town.by("town"), docket, meeting, leaving(town, meeting, reason="仍想回避"))


def test_what_is_decided_already_is_neither_left_nor_lifted() -> None:
    town = a_town()
    meeting = town.meeting()
    approve(town.by("town"), town.docket("town"), meeting, seen(town, "C11"))

    for doing, who in ((ask, "town"), (lift, "county")):
        with pytest.raises(Refusal, match="decided in this meeting already"):
            doing(town.by(who), town.docket("county"), meeting, leaving(town, meeting))


def test_who_need_not_leave_has_nothing_lifted() -> None:
    town = a_town()
    meeting = town.meeting()

    with pytest.raises(Refusal, match="need not leave for this unit"):
        lift(town.by("county"), town.docket("county"), meeting, leaving(town, meeting))

    assert meeting.held_on == MET


def test_why_somebody_left_and_why_minutes_were_corrected_goes_after_its_term_and_the_rest_is_proven() -> None:
    town = a_town()
    meeting, docket = town.meeting(), town.docket("county")
    ask(town.by("town"), docket, meeting, leaving(town, meeting))
    lift(town.by("county"), docket, meeting, leaving(town, meeting, reason="已非亲属"))
    correct(town.by("town"), meeting, 1, same(meeting, place="会议室"), "补地点")
    correct(town.by("town"), meeting, 2, same(meeting, place="楼上"), "地点写错")

    with clock.at(datetime(2015, 6, 1, 4, tzinfo=UTC)):
        early = keep_to_terms({})
    with clock.at(datetime(2017, 6, 1, 4, tzinfo=UTC)):
        late = keep_to_terms({})

    assert [(each["recusal"], each["minutes"]) for each in (early, late)] == [(2, 0), (0, 2)]
    models = (RecusalWish, RecusalLift, MinuteCorrection)
    assert {row.reason for model in models for row in model.objects.all()} == {""}
    assert facts_of(Meeting.objects.get())["place"] == "楼上"
    nouns = ("recusal", "minutecorrection", "meeting")
    changed = [each.where for each in check_rows() if each.where.startswith(nouns)]
    assert (list(check_minutes()), list(check_chain()), changed) == ([], [], [])


def test_with_its_reason_gone_a_correction_still_cannot_be_changed() -> None:
    town = a_town()
    meeting = town.meeting()
    row = correct(town.by("town"), meeting, 1, same(meeting, place="会议室"), "补地点")

    with pytest.raises(DatabaseError, match="corrections are never changed"), transaction.atomic():
        MinuteCorrection.objects.filter(pk=row.pk).update(reason="", number=2)
