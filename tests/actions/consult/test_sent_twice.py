"""What is sent twice acts once; under the same key other content is refused; the second of two is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from jishi.actions.consult import counting, phones
from jishi.actions.consult.closing import close
from jishi.actions.consult.counting import Counted
from jishi.actions.consult.exceptions import Plea, leave_out
from jishi.actions.consult.ground import By
from jishi.actions.consult.minutes import Comment, Meeting, comment, keep_minutes
from jishi.actions.consult.opening import Electorate, People, count_people, slips, spoil
from jishi.actions.imports.outcome import Asked as Asking
from jishi.core.errors import Refusal
from jishi.store.models.consult import Asked, Consultation, LeftOut, Minutes, PaperCount, Received
from tests.actions.consult.ground import as_
from tests.web.ground import World, pack

pytestmark = pytest.mark.django_db

TEN = People(10, "党员册", date(2012, 3, 1))
FOUR = Counted("paper", 4, 0, {"overall": {"satisfied": 4}})
MET = Meeting(date(2012, 3, 6), "甲一", 12, 8, "大家希望多开会")
SAID = Comment(date(2012, 3, 7), "班子团结", {})


class Sender:
    """The township's clerk, who sends everything under one key."""

    def __init__(self, world: World, survey: Consultation) -> None:
        self.world, self.survey = world, survey
        self.by = replace(as_(world, "township"), key="the same")
        self.electorate = Electorate(survey, world.units["C11"], "members", pack())

    def row(self) -> Asked:
        return Asked.objects.select_related("unit", "consultation").get(unit=self.electorate.unit, ask="members")

    def people(self, people: People) -> object:
        return count_people(self.by, self.electorate, people)

    def papers(self, counted: Counted) -> object:
        return counting.enter(self.by, self.electorate, counted)

    def left(self, count: int) -> object:
        return spoil(self.by, self.row(), self.row().version, count)

    def plea(self, plea: Plea) -> object:
        return leave_out(self.by, self.row(), plea)

    def meeting(self, meeting: Meeting) -> object:
        return keep_minutes(self.by, self.electorate.unit, self.world.round, pack(), meeting)

    def opinion(self, said: Comment) -> object:
        return comment(self.by, self.electorate.unit, self.world.round, pack(), said)


@pytest.fixture
def sender(world: World, survey: Consultation) -> Sender:
    made = Sender(world, survey)
    count_people(as_(world, "county"), made.electorate, TEN)
    slips(as_(world, "county"), made.electorate, 5)
    return made


@pytest.mark.parametrize(
    ("send", "one", "other"),
    [
        (Sender.people, TEN, replace(TEN, source="户籍")),
        (Sender.people, TEN, replace(TEN, on=date(2012, 3, 2))),
        (Sender.papers, FOUR, replace(FOUR, blank=1, slips=5)),
        (Sender.papers, FOUR, replace(FOUR, counts={"overall": {"satisfied": 3}})),
        (Sender.left, 1, 2),
        (Sender.plea, Plea(1, "病"), Plea(1, "外出")),
        (Sender.meeting, MET, replace(MET, members=13)),
        (Sender.meeting, MET, replace(MET, public=9)),
        (Sender.opinion, SAID, replace(SAID, words="班子较团结")),
    ],
)
def test_other_content_under_the_same_key_is_refused(
    sender: Sender, send: Callable[[Sender, Any], object], one: object, other: object
) -> None:
    send(sender, one)

    with pytest.raises(Refusal, match="asked for something else"):
        send(sender, other)


def test_the_same_content_under_the_same_key_acts_once(sender: Sender) -> None:
    for _again in range(2):
        sender.papers(FOUR)
        sender.plea(Plea(1, "病"))
        sender.meeting(MET)

    assert (PaperCount.objects.count(), LeftOut.objects.count(), Minutes.objects.count()) == (1, 1, 1)


def test_a_count_that_was_kept_is_answered_as_kept_also_after_the_close(world: World, sender: Sender) -> None:
    sender.papers(FOUR)
    counting.enter(as_(world, "county"), sender.electorate, FOUR)
    close(as_(world, "county"), sender.survey, pack())

    sender.papers(FOUR)

    with pytest.raises(Refusal, match="never opened again"):
        counting.enter(as_(world, "county"), sender.electorate, replace(FOUR, slips=5))


def test_who_saw_nobody_counted_is_told_that_somebody_has_since(world: World, sender: Sender) -> None:
    stale = replace(TEN, number=90, version=0)

    with pytest.raises(Refusal, match="changed by someone else"):
        count_people(as_(world, "township"), sender.electorate, stale)
    # Who typed it at a command line looked at nothing.
    count_people(By(), sender.electorate, replace(TEN, number=11))

    assert sender.row().people == 11


def test_of_two_who_send_the_same_forms_at_once_the_second_learns_that_they_were_known(
    world: World, survey: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = "unit,way,handed_in,overall,KEY\n"
    one, both = (
        head + "C11,phone,filled,satisfied,1\n",
        head + "".join(f"C11,phone,filled,satisfied,{mark}\n" for mark in (1, 2)),
    )
    home = phones.Home(survey, pack(), "members")
    held = phones.hold

    def first(consultation: Consultation) -> None:
        # The first comes through in between, after the second has looked.
        monkeypatch.setattr(phones, "hold", held)
        phones.take(as_(world, "county"), home, Asking(one.encode(), "one.csv", "rows"))
        held(consultation)

    monkeypatch.setattr(phones, "hold", first)
    outcome = phones.take(as_(world, "township"), home, Asking(both.encode(), "both.csv", "rows"))

    assert (outcome.counts["added"], outcome.counts["same"], Received.objects.count()) == (1, 1, 2)
    assert sum(PaperCount.objects.values_list("slips", flat=True)) == 2
