"""A remedy has four elements, and somebody else verifies that it is done."""

from datetime import date

import pytest

from jishi.core.errors import Refusal
from jishi.core.improve.ladder import Rung, climbed
from jishi.core.improve.remedies import Elements, Standing, drop, lacking, plan, publish, report, send_back, verify

SINCE = date(2012, 4, 1)
DUE = date(2012, 6, 30)
WHOLE = Elements("C11", "The roof leaks.", "Mend the roof.", DUE, "甲一")
PLANNED = Standing("C11", "planned", SINCE)
DONE = Standing("C11", "done", SINCE, reporters=frozenset({7}), has_evidence=True)


def reasons(caught: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [str(complaint.what) for complaint in caught.value.complaints]


@pytest.mark.parametrize(
    ("elements", "said"),
    [
        (Elements("C11", " ", "Mend it.", DUE, "甲一"), ["The problem is missing."]),
        (Elements("C11", "It leaks.", "", DUE, "甲一"), ["The remedy is missing."]),
        (Elements("C11", "It leaks.", "Mend it.", None, "甲一"), ["The deadline is missing."]),
        (Elements("C11", "It leaks.", "Mend it.", DUE, ""), ["Nobody is responsible."]),
    ],
)
def test_a_remedy_is_not_published_while_one_of_the_four_elements_is_empty(
    elements: Elements, said: list[str]
) -> None:
    with pytest.raises(Refusal) as caught:
        publish(PLANNED, elements)

    assert reasons(caught) == said


def test_all_that_is_empty_is_told_at_once() -> None:
    assert len(lacking(Elements("C11", "", "", None, ""))) == 4
    assert publish(PLANNED, WHOLE) == "published"


def test_a_deadline_in_the_past_is_refused_and_today_is_not() -> None:
    with pytest.raises(Refusal) as caught:
        plan(WHOLE, date(2012, 7, 1))
    plan(WHOLE, DUE)

    assert reasons(caught) == ["The deadline lies in the past."]


def test_a_whole_report_makes_it_done_and_a_part_does_not() -> None:
    assert report(PLANNED, 40, "Bricks bought.", SINCE) == "planned"
    assert report(PLANNED, 100, "Roof mended.", SINCE) == "done"


@pytest.mark.parametrize("share", [-1, 101])
def test_a_share_that_is_no_percentage_is_refused(share: int) -> None:
    with pytest.raises(Refusal):
        report(PLANNED, share, "Much.", SINCE)


def test_whoever_reported_it_cannot_verify_it() -> None:
    with pytest.raises(Refusal) as caught:
        verify(DONE, 7)

    assert reasons(caught) == ["Whoever reported it cannot verify it."]
    assert verify(DONE, 8) == "verified"


def test_nothing_is_verified_without_evidence() -> None:
    with pytest.raises(Refusal) as caught:
        verify(Standing("C11", "done", SINCE, frozenset({7})), 8)

    assert reasons(caught) == ["There is no evidence that it is done."]


def test_what_is_sent_back_runs_on_as_it_was() -> None:
    assert send_back(DONE, DUE, "The roof still leaks.") == "published"
    assert send_back(DONE, None, "The roof still leaks.") == "planned"


def test_a_remedy_is_dropped_only_with_a_reason() -> None:
    with pytest.raises(Refusal):
        drop(PLANNED, "")

    assert drop(PLANNED, "The room was given up.") == "dropped"


def test_what_is_overdue_climbs_level_by_level() -> None:
    ladder = (Rung(1, "township"), Rung(15, "county"), Rung(45, "city"))

    reached = [climbed(DUE, day, ladder) for day in (DUE, date(2012, 7, 1), date(2012, 7, 15), date(2012, 8, 14))]

    assert [rung.level if rung else None for rung in reached] == [None, "township", "county", "city"]
