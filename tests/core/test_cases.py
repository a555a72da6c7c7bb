"""A procedure of three steps: asked, on notice for five working days, done."""

from datetime import date

import pytest

from jishi.core.calendar import work_calendar
from jishi.core.cases import (
    Case,
    Clock,
    Event,
    Gate,
    Move,
    Procedure,
    Step,
    Term,
    advance,
    begin,
    moves_open,
    standing,
)
from jishi.core.errors import Refusal
from jishi.core.names import Named

# Thursday 5 April 2012 follows three days off, and the weekend before them was worked.
CALENDAR = work_calendar(
    date(2012, 1, 1),
    date(2012, 12, 31),
    [date(2012, 4, 2), date(2012, 4, 3), date(2012, 4, 4)],
    [date(2012, 3, 31), date(2012, 4, 1)],
)
QUORUM = Gate(
    "quorum", "share", Named({"en": "Present"}), of="present", among="entitled", parts=1, whole=2, over=True
)
PROCEDURE = Procedure(
    "p",
    steps=(
        Step("asked", Named({"en": "Asked"}), Term(5)),
        Step("notice", Named({"en": "On notice"}), Term(5)),
        Step("done", Named({"en": "Done"}), final=True),
    ),
    moves=(
        Move("lapse", ("asked",), "notice", "time"),
        Move("publish", ("asked",), "notice", "committee", Named({"en": "Publish"}), (QUORUM,), reason=True),
        Move(
            "decide",
            ("notice",),
            "done",
            "committee",
            Named({"en": "Decide"}),
            (Gate("over", "term-over"), Gate("open", "none-open", Named({"en": "Objections"}), of="objections")),
        ),
    ),
)
FRIDAY = date(2012, 3, 30)


def clock(day: date) -> Clock:
    return Clock(day, CALENDAR)


def told(case: Case, event: Event, today: date) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        advance(PROCEDURE, case, event, clock(today), "Bridge")
    return [str(complaint) for complaint in refusal.value.complaints]


def test_a_term_of_five_working_days_counts_worked_weekends_and_leaves_out_holidays() -> None:
    case = begin(PROCEDURE, FRIDAY, CALENDAR)

    # 31 March, 1, 5, 6 and 9 April.
    assert case.due == date(2012, 4, 9)


def test_what_happens_by_itself_happens_the_day_after_the_term_and_not_before() -> None:
    case = begin(PROCEDURE, FRIDAY, CALENDAR)

    assert standing(PROCEDURE, case, clock(date(2012, 4, 9))).step == "asked"
    lapsed = standing(PROCEDURE, case, clock(date(2012, 4, 10)))
    assert (lapsed.step, lapsed.since, lapsed.due) == ("notice", date(2012, 4, 10), date(2012, 4, 17))


def test_a_step_cannot_be_skipped_and_the_sentence_names_what_can_follow() -> None:
    case = begin(PROCEDURE, FRIDAY, CALENDAR)

    assert told(case, Event("decide", FRIDAY, "committee"), FRIDAY) == [
        "Bridge: This step is not next: it stands at “Asked”. What can follow now: Publish."
    ]


def test_every_reason_is_told_at_once() -> None:
    case = begin(PROCEDURE, FRIDAY, CALENDAR)
    event = Event("publish", date(2012, 3, 29), "unit", {"present": 3, "entitled": 6})

    assert told(case, event, FRIDAY) == [
        "Bridge: This is not yours to decide. Leave it to whoever must decide it.",
        "Bridge: This day lies before the step that precedes it, 2012-03-30. Correct the date.",
        "Bridge: No reason is given. Say in a few words why.",
        "Bridge: Present: 3 of 6; more than 1/2 must be. Meet again when enough are there, and enter that meeting.",
    ]


def test_a_day_in_the_future_is_refused() -> None:
    case = begin(PROCEDURE, FRIDAY, CALENDAR)
    event = Event("publish", date(2012, 4, 5), "committee", {"present": 4, "entitled": 6}, "agreed")

    assert told(case, event, FRIDAY) == ["Bridge: 2012-04-05 lies in the future. Enter it when it has happened."]


def test_a_term_that_runs_keeps_the_gate_closed_and_so_does_an_open_objection() -> None:
    case = Case("notice", FRIDAY, date(2012, 4, 9))

    assert told(case, Event("decide", date(2012, 4, 9), "committee"), date(2012, 4, 9)) == [
        "Bridge: The term is not over: it ends with 2012-04-09. Come back on the day after."
    ]
    assert told(case, Event("decide", date(2012, 4, 10), "committee", {"objections": 2}), date(2012, 4, 10)) == [
        "Bridge: Objections: 2 still open. Close each of them first."
    ]
    done = advance(PROCEDURE, case, Event("decide", date(2012, 4, 10), "committee"), clock(date(2012, 4, 10)), "")
    assert done.step == "done"


def test_nothing_follows_the_end() -> None:
    case = Case("done", FRIDAY)

    assert moves_open(PROCEDURE, case, "committee") == ()
    assert told(case, Event("publish", FRIDAY, "committee"), FRIDAY) == [
        "Bridge: This step is not next: it stands at “Done”. Nothing more is to be done."
    ]


def test_nobody_present_of_nobody_entitled_is_no_quorum() -> None:
    case = begin(PROCEDURE, FRIDAY, CALENDAR)

    assert len(told(case, Event("publish", FRIDAY, "committee", {}, "agreed"), FRIDAY)) == 1
