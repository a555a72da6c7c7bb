"""The paper twin asks what the page asks."""

from pathlib import Path

import pytest

from jishi.core.consult.conditions import Compared, Joined
from jishi.core.consult.questionnaire import Choice, Question, Questionnaire
from jishi.core.names import Named
from jishi.documents import document as d
from jishi.documents.document import texts
from jishi.documents.pdf import pdf
from jishi.documents.questionnaires import About, Filled, twin
from jishi.documents.word.file import word
from jishi.packs.load import load
from jishi.packs.questions import questionnaire
from tests.documents.reading import LANGUAGES, embedded, pages, say

YEAR = load(Path(__file__).parents[2] / "packs" / "year-2012", checked=False)
FORMS = [each.id for each in YEAR.questionnaires]


def named(text: str) -> Named:
    return Named(dict.fromkeys(("zh-Hans", "zh-Hant", "en"), text))


def a_form(*questions: Question, electorate="unit") -> Questionnaire:
    return Questionnaire("form", named("Form"), electorate, named("To know."), 3, questions)


YES_OR_NO = Question("first", named("Is there a venue?"), "yes-no")
COUNT = Question("second", named("How many rooms?"), "number")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_every_question_of_every_questionnaire_stands_on_its_paper(form: str, language: str) -> None:
    asked, text = questionnaire(YEAR, form), say(language)

    paper = twin(asked, About(), text)
    printed = pdf(paper)
    shown = "".join(pages(printed))

    assert [q.id for q in asked.questions if "".join(q.text.say(text).split()) not in shown] == []
    assert set(texts(paper)) - embedded(printed) - set(" \n　") == set()
    assert word(paper)


def test_its_purpose_and_its_minutes_stand_at_its_head() -> None:
    shown = pages(pdf(twin(a_form(COUNT), About(), say("en"))))[0]

    assert "Toknow.Ittakesabout3min." in shown


def test_a_question_that_depends_on_another_says_when_it_is_asked() -> None:
    hidden = Question("second", named("Where?"), "text", show_if=Compared("first", "=", "yes"))

    shown = texts(twin(a_form(YES_OR_NO, hidden), About(), say("en")))

    assert 'Where? (Only if the answer to question 1 is "yes".)' in shown


def test_conditions_are_joined_in_words_and_name_choices_as_people_read_them() -> None:
    choice = Question("first", named("Who?"), "one", (Choice("a", named("Anna")), Choice("b", named("Bob"))))
    both = Joined("all", (Compared("first", "!=", "b"), Compared("second", ">=", 3)))
    hidden = Question("third", named("Why?"), "text", show_if=both)

    shown = texts(twin(a_form(choice, COUNT, hidden), About(), say("en")))

    wanted = 'the answer to question 1 is not "Bob" and the answer to question 2 is 3 at least'
    assert f"(Only if {wanted}.)" in shown


def test_questions_with_the_same_choices_make_one_table_of_boxes() -> None:
    choices = (Choice("good", named("good")), Choice("bad", named("bad")))
    alike = [Question(f"q{n}", named(f"Text {n}"), "one", choices) for n in range(3)]

    table = next(b for b in twin(a_form(*alike), About(), say("en")).blocks if isinstance(b, d.Table))

    assert [cell.content for cell in table.rows[0].cells][2:] == ["good", "bad"]
    assert len(table.rows) == 4


def test_what_is_held_stands_beside_its_question_which_is_left_empty_where_it_is_right() -> None:
    money = Question("second", named("How much?"), "number", scale=100)

    filled = Filled({"first": "no", "second": 1250}, {"second": "yuan"})
    paper = twin(a_form(YES_OR_NO, money), About(), say("en"), filled=filled)

    shown = texts(paper)
    assert "Is there a venue? (Held: no.)" in shown
    assert "How much? (Held: 12.5 yuan.)" in shown
    assert "What is held and right needs no answer: leave it empty." in shown
    table = next(block for block in paper.blocks if isinstance(block, d.Table))
    first = table.rows[1].cells[2].content[0]
    assert [tick.ticked for tick in first.ticks] == [False, False]


@pytest.mark.parametrize(("electorate", "asks"), [("members", False), ("public", False), ("unit", True)])
def test_whoever_answers_for_oneself_is_not_asked_for_a_name(electorate: str, asks: bool) -> None:
    shown = texts(twin(a_form(COUNT, electorate=electorate), About(), say("en")))

    assert ("Filled in by:" in shown) is asks
    assert ("Do not write a name." in shown) is not asks
