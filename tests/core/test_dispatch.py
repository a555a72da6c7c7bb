"""Who may be sent where, and which evaluations are kept."""

from dataclasses import replace
from datetime import date

import pytest

from jishi.core.dispatch import Going, Opinion, evaluate, send
from jishi.core.errors import Refusal

FIRST = Going("first-secretary", "甲一", False, "石桥村党支部", False, "village", date(2012, 3, 1))


def test_a_village_without_a_first_secretary_gets_one() -> None:
    send(FIRST, {"contact": ("乙二",)})


@pytest.mark.parametrize(
    ("going", "there", "said"),
    [
        (FIRST, {"first-secretary": ("乙二",)}, "乙二 is there already; a village has one first secretary"),
        (replace(FIRST, domain="school"), {}, "to a village or a community"),
        (replace(FIRST, kind="office-cadre", domain="enterprise"), {}, "never with a household"),
        (replace(FIRST, is_team=True), {}, "A team is sent where one person is due"),
        (replace(FIRST, kind="work-team"), {}, "A team is sent where one person is due"),
        (replace(FIRST, kind="contact", to_workplace=True), {}, "Only instructors and liaisons"),
        (replace(FIRST, kind="contact"), {"contact": ("甲一",)}, "甲一 is sent there already"),
        (replace(FIRST, until=date(2012, 3, 1)), {}, "It ends before it begins"),
        (replace(FIRST, died_on=date(2012, 1, 1)), {}, "This person died on 2012-01-01"),
        (replace(FIRST, term_ends_on=date(2012, 2, 1)), {}, "It ends before it begins"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(
    going: Going, there: dict[str, tuple[str, ...]], said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        send(going, there)


def test_two_contacts_may_help_one_unit_and_an_instructor_may_go_to_a_workplace() -> None:
    send(replace(FIRST, kind="contact"), {"contact": ("乙二",)})
    send(replace(FIRST, kind="instructor", to_workplace=True, domain=""), {})


def test_more_answers_than_people_are_refused() -> None:
    with pytest.raises(Refusal, match="12 answers of 11 people"):
        evaluate("石桥村党支部", Opinion(11, 10, 1, 1), 10)


def test_a_small_gathering_is_not_kept_because_each_answer_could_be_told() -> None:
    evaluate("石桥村党支部", Opinion(10, 8, 1, 1), 10)
    with pytest.raises(Refusal, match="Fewer than 10 people"):
        evaluate("石桥村党支部", Opinion(9, 8, 1, 0), 10)
