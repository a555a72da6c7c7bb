"""Answers are cleaned, or every fault of them is told."""

from dataclasses import replace
from datetime import date

import pytest

from jishi.core.consult.conditions import NOT_APPLICABLE
from jishi.core.consult.questionnaire import check, only, shown
from tests.core.consult.forms import FORM


def told(given: dict[str, object]) -> list[str]:
    """Return the faults of a set of answers that is otherwise right."""
    return [str(fault) for fault in check(FORM, {"room": "own", **given}).faults]


def test_each_kind_of_answer_is_cleaned() -> None:
    given = {
        "room": " own ",
        "size": "４５.５",
        "uses": ["sport", "study", "sport"],
        "quiet": True,
        "liked": "4",
        "since": "2012年3月1日",
        "wish": "  more\u200b light ",
    }

    checked = check(FORM, given)

    assert checked.faults == ()
    assert checked.answers == {
        "room": "own",
        "size": 45_50,
        "uses": ("study", "sport"),
        "quiet": "yes",
        "liked": 4,
        "since": date(2012, 3, 1),
        "wish": "more light",
    }
    assert not checked.blank


def test_an_answer_that_was_left_out_is_not_there() -> None:
    checked = check(FORM, {"room": "none", "uses": [], "wish": "  ", "since": None})

    assert checked.answers == {"room": "none"}
    assert checked.faults == ()


def test_a_blank_form_of_members_is_handed_in_and_one_of_a_visitor_is_not() -> None:
    given = {"room": "", "uses": []}

    of_members, of_visitor = check(FORM, given), check(replace(FORM, electorate="visitor"), given)

    assert (of_members.blank, of_members.faults) == (True, ())
    assert [str(fault) for fault in of_visitor.faults] == [
        "room: This question is not answered. Choose one of the answers offered."
    ]


def test_does_not_apply_is_an_answer_only_where_the_question_allows_it() -> None:
    assert check(FORM, {"room": "own", "uses": NOT_APPLICABLE}).answers["uses"] == NOT_APPLICABLE
    assert told({"liked": NOT_APPLICABLE}) == [
        'liked: "not-applicable" is not a number that can be kept here. Enter a number from 1 to 5.'
    ]


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (
            {"room": "cave"},
            'room: "cave" is none of the answers to choose from. Choose one of the answers offered.',
        ),
        ({"liked": 6}, "liked: 6 is not between the bounds. Enter a number from 1 to 5."),
        ({"liked": "-1"}, "liked: -1 is not between the bounds. Enter a number from 1 to 5."),
        ({"liked": "4.5"}, 'liked: "4.5" is not a number that can be kept here. Enter a number from 1 to 5.'),
        ({"size": "12.345"}, 'size: "12.345" is not a number that can be kept here. Enter a number from 1 to 500.'),
        ({"size": "1e999"}, 'size: "1e999" is not a number that can be kept here. Enter a number from 1 to 500.'),
        ({"size": "NaN"}, 'size: "NaN" is not a number that can be kept here. Enter a number from 1 to 500.'),
        (
            {"room": ["own"]},
            "room: This is no answer of the kind that is asked for. Choose one of the answers offered.",
        ),
        ({"liked": True}, "liked: This is no answer of the kind that is asked for. Enter a number from 1 to 5."),
        ({"wish": {"a": 1}}, "wish: This is no answer of the kind that is asked for. Write a few words."),
        (
            {"uses": ["study", 7]},
            "uses: This is no answer of the kind that is asked for. Choose one or several of the answers offered.",
        ),
        (
            {"uses": ["study"] * 9},
            "uses: There are more answers than can be chosen. Choose each answer once at most.",
        ),
        ({"wish": "eleven sign"}, "wish: The answer has 11 letters; 10 fit. Shorten it to what matters most."),
        (
            {"hat": "red"},
            'rooms: This form has no question "hat". Load the form again and answer what it asks.',
        ),
    ],
)
def test_what_is_wrong_is_told_with_what_to_do(given: dict[str, object], fault: str) -> None:
    assert told(given) == [fault]


@pytest.mark.parametrize(("typed", "size"), [("1,250", 1_250_00), ("1,250.5", 1_250_50), (" 12 % ", 12_00)])
def test_a_number_may_have_groups_and_a_percent_sign(typed: str, size: int) -> None:
    form = replace(FORM, questions=tuple(replace(each, most=None) for each in FORM.questions))

    assert check(form, {"room": "own", "size": typed}).answers["size"] == size


@pytest.mark.parametrize("typed", ["1,5", "12,34", ",5", "5" + " " * 40 + "junk", "5" * 41])
def test_a_number_is_never_read_otherwise_than_it_was_meant(typed: str) -> None:
    assert any("not a number" in fault for fault in told({"size": typed}))


@pytest.mark.parametrize("typed", ["\u200b", " \u200b\ufeff ", "\u2060"])
def test_signs_that_nobody_sees_are_no_answer(typed: str) -> None:
    assert "wish" not in check(FORM, {"room": "own", "wish": typed}).answers


def test_a_million_letters_are_refused_wherever_they_stand_without_being_repeated() -> None:
    million = "很" * 1_000_000

    faults = told({"room": million, "uses": [million], "liked": million, "wish": million, million: "x"})

    assert len(faults) == 5
    assert max(len(fault) for fault in faults) < 150
    assert "wish: The answer has 1000000 letters; 10 fit. Shorten it to what matters most." in faults
    assert told({"wish": " " * 1_000_000}) == [
        "wish: The answer has 1000000 letters; 10 fit. Shorten it to what matters most."
    ]


def test_an_answer_to_a_question_that_is_not_shown_is_forged() -> None:
    fix = "Leave it empty, or change the answer on which it depends."
    what = "This question is not asked after the answers before it, but it was answered."

    assert told({"room": "none", "size": "40"}) == [f"size: {what} {fix}"]
    assert told({"uses": ["study"], "size": "19.99", "quiet": "yes"}) == [f"quiet: {what} {fix}"]
    assert told({"uses": ["study"], "size": "20", "quiet": "yes"}) == []


def test_a_question_behind_an_answer_that_will_not_do_is_not_shown() -> None:
    faults = told({"uses": ["study"], "size": "900", "quiet": "yes"})

    assert [fault.split(":")[0] for fault in faults] == ["size", "quiet"]


def test_a_required_question_that_is_not_shown_need_not_be_answered() -> None:
    strict = replace(
        FORM, questions=tuple(replace(each, required=each.id in ("room", "size")) for each in FORM.questions)
    )

    assert check(strict, {"room": "none"}).faults == ()
    assert [fault.where for fault in check(strict, {"room": "own"}).faults] == ["size"]


def test_what_is_shown_follows_the_answers() -> None:
    assert shown(FORM, {"room": "none"}) == ("room", "uses", "liked", "since", "wish")
    assert shown(FORM, {"room": "own", "size": 20_00, "uses": ("study",)}) == tuple(q.id for q in FORM.questions)


def test_a_form_cut_down_drops_conditions_on_what_is_not_asked_any_more() -> None:
    cut = only(FORM, {"size", "uses", "quiet"})

    # The size is asked only where there is a room; of the room nobody asks now. Quiet hangs on what is still there.
    assert [(each.id, each.show_if is None) for each in cut.questions] == [
        ("size", True),
        ("uses", True),
        ("quiet", False),
    ]


@pytest.mark.parametrize("typed", ["1,5", "12,34", "5" + " " * 40 + "junk", "5" * 41, "1,234,5", ",5"])
def test_what_only_looks_like_a_number_is_refused(typed: str) -> None:
    assert any("not a number that can be kept" in each for each in told({"size": typed}))


def test_commas_between_groups_of_three_belong_to_the_number() -> None:
    wide = replace(FORM, questions=(replace(FORM.questions[1], show_if=None, most=None, least=None),))

    assert check(wide, {"size": "1,234,567.5"}).answers == {"size": 123_456_750}


def test_an_answer_that_nobody_can_see_is_none() -> None:
    must = replace(FORM, electorate="visitor", questions=(replace(FORM.questions[-1], required=True),))

    assert [str(fault.what) for fault in check(must, {"wish": "\u200b \ufeff"}).faults] == [
        "This question is not answered."
    ]
