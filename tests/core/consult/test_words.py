"""What a form says where it asks people for their own words is what happens to them."""

from dataclasses import replace
from pathlib import Path

from jishi.core.consult.conditions import Compared
from jishi.core.consult.words import is_read, told, told_on_paper
from jishi.packs.load import load
from jishi.packs.questions import questionnaire

YEAR = load(Path(__file__).parents[3] / "packs" / "year-2012")
FORM = questionnaire(YEAR, "satisfaction-public")
OPINION = FORM.question("opinion")


def test_people_are_told_who_reads_their_words_and_when_they_are_erased() -> None:
    said = " ".join(map(str, told(FORM, OPINION)))

    assert "Write no names" in said
    assert "Read after the close by the committees above, never by the branch" in said
    assert "erased 12 months later" in said
    term = next(each for each in YEAR.retention if each.id == "own-words")
    assert FORM.kept_months == term.months == 12


def test_a_question_that_only_some_are_asked_says_that_nobody_reads_it() -> None:
    some = replace(OPINION, show_if=Compared("overall", "=", "dissatisfied"))

    assert not is_read(FORM, some)
    assert "Nobody reads what you write here" in str(told(FORM, some)[0])


def test_on_paper_whoever_counts_reads_it_and_it_is_entered_nowhere() -> None:
    assert "Whoever counts the papers reads it" in str(told_on_paper(FORM, OPINION)[1])


def test_forms_of_offices_and_questions_with_answers_to_choose_from_say_nothing() -> None:
    comment = questionnaire(YEAR, "superior-comment")

    assert told(comment, comment.question("comment-reason")) == ()
    assert told(FORM, FORM.question("overall")) == ()
