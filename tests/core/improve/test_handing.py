"""When a branch may be said to have its sheet."""

from datetime import date

import pytest

from jishi.core.errors import Refusal
from jishi.core.improve.handing import Standing, hand_over

CLOSED = date(2012, 4, 10)
TODAY = date(2012, 5, 1)


def reason(standing: Standing, on: date = date(2012, 4, 20)) -> str:
    with pytest.raises(Refusal) as caught:
        hand_over(standing, on, TODAY)
    return str(caught.value.complaints[0].what)


def test_a_sheet_is_handed_over_once_and_tells_what_was_decided() -> None:
    hand_over(Standing("C11", CLOSED), date(2012, 4, 11), TODAY)

    assert reason(Standing("C11", CLOSED, 0, date(2012, 4, 15))) == "It has its sheet since 2012-04-15."
    assert reason(Standing("C11", CLOSED, 2)) == "2 proposed problems are not decided yet."


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2012, 4, 10), "The survey went on until 2012-04-10."),
        (date(2012, 5, 2), "2012-05-02 lies in the future."),
    ],
)
def test_the_day_lies_after_the_survey_and_not_in_the_future(on: date, said: str) -> None:
    assert reason(Standing("C11", CLOSED), on) == said
