"""People of the sample county fill in whole forms, and the answer that was dealt stays as it was dealt."""

from collections import Counter
from pathlib import Path

from jishi.core.consult.questionnaire import check
from jishi.packs.consultations import told
from jishi.packs.load import load
from jishi.packs.questions import questionnaire
from jishi.sample.answers.filling import CONTENT, DISCONTENT, WRITES, Filling
from jishi.sample.answers.polls import Poll

YEAR = load(Path(__file__).parents[2] / "packs" / "year-2012")
POLL = Poll("C11", "public", people=5000, excepted=0, heard=4000, base=3800, blank=80, favourable=3000)


def filling(ask: str) -> Filling:
    survey = next(each for each in YEAR.consultations if each.id == "survey")
    asked = next(each for each in survey.asks if each.id == ask)
    leanings = {share.question: (share.favourable, share.against) for share in told(asked)}
    return Filling(questionnaire(YEAR, asked.questionnaire), asked.becomes[0].question, leanings)


def test_what_was_dealt_is_answered_so_and_by_as_many() -> None:
    given = list(filling("public").answers(POLL))

    overall = Counter(each.get("overall", "") for each in given)

    assert overall["satisfied"] + overall["mostly"] == 3000
    assert overall["dissatisfied"] == 800
    assert (overall["unknown"], overall[""], len(given)) == (120, 80, 4000)


def test_every_form_is_one_that_the_intake_accepts() -> None:
    for ask in ("members", "public"):
        made = filling(ask)
        assert not [fault for each in made.answers(POLL) for fault in check(made.form, each).faults]


def test_nearly_all_questions_are_answered_and_every_choice_is_taken() -> None:
    made = filling("public")
    given = [each for each in made.answers(POLL) if each]

    for question in made.leanings:
        answered = [each[question] for each in given if question in each]
        assert len(answered) > 0.93 * len(given)
        assert set(answered) == set(made.form.question(question).options)


def test_about_three_in_a_hundred_write_one_of_two_dozen_sentences() -> None:
    texts = [each["opinion"] for each in filling("public").answers(POLL) if "opinion" in each]

    assert 0.7 * WRITES < len(texts) / 3920 < 1.3 * WRITES
    assert set(texts) <= {*CONTENT, *DISCONTENT}
    assert len({*CONTENT, *DISCONTENT}) == 24


def test_the_same_people_say_the_same_again() -> None:
    assert list(filling("members").answers(POLL)) == list(filling("members").answers(POLL))
