"""Answers are counted by choice; two counts of one paper are compared, never averaged."""

import pytest

from jishi.core.consult.conditions import NOT_APPLICABLE
from jishi.core.consult.questionnaire import check
from jishi.core.consult.tally import Difference, Share, Tally, base, compared, from_paper, joined, tally
from jishi.core.errors import Refusal
from tests.core.consult.forms import FORM


def paper(**counts: dict[str, int]) -> Tally:
    """Return what somebody entered from ten slips of which one was blank."""
    return Tally(10, 1, counts)


def faults(entered: Tally, issued: int | None = None) -> list[str]:
    """Return what is said to counts that cannot be."""
    with pytest.raises(Refusal) as refusal:
        from_paper(FORM, entered, issued)
    return [str(each) for each in refusal.value.complaints]


def test_each_choice_is_counted_and_a_blank_slip_is_a_slip() -> None:
    given: list[dict[str, object]] = [
        {"room": "own", "uses": ["study", "rest"], "liked": 5},
        {"room": "none", "uses": NOT_APPLICABLE, "liked": 5},
        {"room": "own"},
        {},
    ]

    counted = tally(FORM, [check(FORM, one).answers for one in given])

    assert (counted.slips, counted.blank, counted.filled) == (4, 1, 3)
    assert counted.of("room") == {"own": 2, "shared": 0, "none": 1}
    assert counted.of("uses") == {"study": 1, "sport": 0, "rest": 1, NOT_APPLICABLE: 1}
    assert counted.of("liked") == {"1": 0, "2": 0, "3": 0, "4": 0, "5": 2}
    assert set(counted.counts) == {"room", "uses", "quiet", "liked"}


def test_slips_paper_and_what_was_entered_for_others_add_up() -> None:
    slips = tally(FORM, [{"room": "own"}, {}])
    on_paper = from_paper(FORM, paper(room={"own": 4, "none": 5}))
    by_phone = tally(FORM, [{"room": "shared"}])

    together = joined([slips, on_paper, by_phone])

    assert (together.slips, together.blank) == (13, 2)
    assert together.of("room") == {"own": 5, "shared": 1, "none": 5}


def test_the_order_in_which_tallies_are_joined_does_not_matter() -> None:
    one, other = tally(FORM, [{"room": "own"}]), tally(FORM, [{"room": "none"}, {}])

    assert joined([one, other]) == joined([other, one])
    assert joined([]) == Tally()


def test_two_who_counted_differently_see_where() -> None:
    first = from_paper(FORM, paper(room={"own": 4, "none": 5}))
    second = from_paper(FORM, Tally(11, 1, {"room": {"own": 5, "none": 5}}))

    assert compared(first, first) == ()
    assert compared(first, second) == (Difference("", "slips", 10, 11), Difference("room", "own", 4, 5))


@pytest.mark.parametrize(
    ("entered", "fault"),
    [
        (
            paper(room={"own": 10}),
            (
                "room: There are 10 answers on 9 slips that are not blank. "
                "Count again; two ticks in one row are no answer."
            ),
        ),
        (
            paper(room={"cave": 1}),
            'room: The count of "cave" cannot be. Enter a number from 0 for each of the answers offered.',
        ),
        (
            paper(room={"own": -1}),
            'room: The count of "own" cannot be. Enter a number from 0 for each of the answers offered.',
        ),
        (
            paper(wish={"light": 1}),
            'rooms: "wish" is no question whose answers are counted. Load the form again and enter what it asks.',
        ),
        (
            Tally(3, 4),
            "rooms: 4 blank slips of 3 cannot be. Enter how many were handed in, and how many of these are blank.",
        ),
    ],
)
def test_counts_that_cannot_be_are_refused(entered: Tally, fault: str) -> None:
    assert faults(entered) == [fault]


def test_more_slips_back_than_out_are_refused() -> None:
    assert faults(paper(), issued=9) == [
        "rooms: 10 slips came back of 9 handed out. Count again; with more papers back than out, the vote is void."
    ]


def test_several_ticks_on_one_slip_may_be_more_than_slips() -> None:
    assert from_paper(FORM, paper(uses={"study": 9, "rest": 9})).of("uses")["rest"] == 9


def test_who_does_not_know_leaves_the_base() -> None:
    counted = Tally(15, 0, {"overall": {"satisfied": 6, "mostly": 2, "dissatisfied": 2, "unknown": 5}})

    assert base(counted, Share("overall", ("satisfied", "mostly"), ("dissatisfied",))) == (10, 8)
    assert base(Tally(), Share("overall", ("satisfied",), ())) == (0, 0)
