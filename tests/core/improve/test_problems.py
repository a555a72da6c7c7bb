"""A problem goes from found to solved in order, and what cannot be solved is passed up once."""

from datetime import date

import pytest

from jishi.core.errors import Refusal
from jishi.core.improve.problems import Call, Standing, Step, answer, pass_up, priority, take

FOUND = date(2012, 4, 1)
LATER = date(2012, 5, 1)
OPEN = Standing("C11", "open", FOUND, unsettled=0, remedies=1)
CALL = Call("C11", LATER, date(2012, 5, 16))


def reasons(caught: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [str(complaint.what) for complaint in caught.value.complaints]


def test_a_proposed_problem_is_accepted_or_thrown_out() -> None:
    proposed = Standing("C11", "proposed", FOUND)

    assert take(proposed, Step("accept", LATER)) == "open"
    assert take(proposed, Step("reject", LATER, "measured wrongly")) == "rejected"


def test_nothing_is_thrown_out_without_a_reason() -> None:
    with pytest.raises(Refusal) as caught:
        take(OPEN, Step("reject", LATER, "  "))

    assert reasons(caught) == ["No reason is given."]


def test_a_problem_is_not_accepted_twice() -> None:
    with pytest.raises(Refusal):
        take(OPEN, Step("accept", LATER))


def test_nothing_happens_to_a_problem_before_it_was_found() -> None:
    with pytest.raises(Refusal) as caught:
        take(OPEN, Step("solve", date(2012, 3, 1)))

    assert reasons(caught) == ["The problem was found on 2012-04-01, after that day."]


def test_a_problem_is_solved_only_when_every_remedy_is_verified() -> None:
    waiting = Standing("C11", "open", FOUND, unsettled=2, remedies=3)
    bare = Standing("C11", "open", FOUND)

    with pytest.raises(Refusal) as unverified:
        take(waiting, Step("solve", LATER))
    with pytest.raises(Refusal) as without:
        take(bare, Step("solve", LATER))

    assert reasons(unverified) == ["2 remedies against this problem are not verified yet."]
    assert reasons(without) == ["No remedy was taken against this problem."]
    assert take(OPEN, Step("solve", LATER)) == "solved"


def test_a_solved_problem_is_taken_up_again_with_a_reason() -> None:
    solved = Standing("C11", "solved", FOUND, remedies=1)

    assert take(solved, Step("reopen", LATER, "it leaks again")) == "open"


@pytest.mark.parametrize(("severity", "urgency"), [(0, 1), (1, 4)])
def test_degrees_go_from_one_to_three(severity: int, urgency: int) -> None:
    with pytest.raises(Refusal):
        priority(severity, urgency)


def test_a_problem_is_passed_up_once_until_it_is_answered() -> None:
    first = pass_up(OPEN, (), CALL)
    answered = answer(first, date(2012, 5, 10), "The county mends the road.")

    with pytest.raises(Refusal) as caught:
        pass_up(OPEN, (first,), CALL)

    assert reasons(caught) == ["It was passed up on 2012-05-01 and is not answered yet."]
    assert pass_up(OPEN, (answered,), CALL) == CALL


def test_a_call_due_before_it_is_made_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        pass_up(OPEN, (), Call("C11", LATER, FOUND))

    assert reasons(caught) == ["The deadline lies in the past."]


def test_help_is_promised_by_somebody_and_until_a_day() -> None:
    with pytest.raises(Refusal) as caught:
        answer(CALL, LATER, "We pay.", helps=("2,000 yuan", "", None))

    assert reasons(caught) == ["Help is promised, but not by whom and by when."]


def test_an_answer_is_given_once() -> None:
    answered = answer(CALL, LATER, "Yes.", helps=("2,000 yuan", "finance office", date(2012, 6, 1)))

    with pytest.raises(Refusal):
        answer(answered, LATER, "No.")
