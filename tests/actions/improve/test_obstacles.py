"""Units that did not move, with what stands in the way; the rounds of one unit."""

import pytest

from jishi.actions.exports.movement import export
from jishi.actions.exports.sheet import Style
from jishi.actions.improve.moving import compared
from jishi.actions.improve.obstacles import stuck
from jishi.core.access import OPERATOR
from jishi.store.models.improve import Problem
from jishi.store.queries import improve
from tests.actions.cases.ground import pack
from tests.actions.improve.rising import MET_AGAIN, Rising, a_rising_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Rising:
    return a_rising_town(better=False)


def test_who_did_not_move_is_named_with_everything_on_record_against_it(town: Rising) -> None:
    unit = town.second.units["C12"]
    Problem.objects.create(unit=unit, kind="room", source="visit", text="没有房间", found_on=MET_AGAIN)
    moved = compared(OPERATOR)
    assert moved is not None

    (row,) = stuck(OPERATOR, moved, MET_AGAIN)

    assert (row.unit, row.before, row.after) == (unit, 3, 3)
    assert [str(line) for line in row.why] == [
        "A limit holds this unit: Fewer than 80 % content.",
        "1 open problems have no remedy.",
    ]


def test_the_sheet_of_those_that_did_not_move_says_why_in_the_language_of_the_page(town: Rising) -> None:
    moved = compared(OPERATOR)
    assert moved is not None

    sheet = export(pack(), stuck(OPERATOR, moved, MET_AGAIN), Style("xlsx", "zh-Hans"), str)

    ((code, _name, domain, before, after, *_scores, why),) = list(sheet.rows)
    assert (code, domain, before, after) == ("C12", "镇", "一般", "一般")
    assert "A limit holds this unit" in str(why)


def test_the_rounds_of_a_unit_tell_what_was_decided_in_which_meeting(town: Rising) -> None:
    (row,) = improve.decided(town.second.units["C12"])

    assert (row.grade, row.meeting.minute_number if row.meeting else "") == ("plain", "1")
