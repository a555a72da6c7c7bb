"""Words of objections and contacts from the box go when their term is over; answers and words stay."""

from datetime import UTC, date, datetime

import pytest

from jishi.actions.people.retention import keep_to_terms
from jishi.actions.publish import feedback, objections
from jishi.actions.publish.switching import PUBLIC_PAGES, switch
from jishi.core.people.keeping import Term
from jishi.store import clock
from jishi.store.models.publish import Feedback, NoticeObjection
from tests.actions.cases.ground import OPENED, a_town, pack
from tests.actions.publish.test_notices import UP, a_notice, findings

pytestmark = pytest.mark.django_db
TERMS = {"objection": Term("objection", 12), "feedback": Term("feedback", 6)}


def test_words_and_names_of_an_objection_go_a_year_after_its_answer_and_the_answer_stays() -> None:
    town = a_town()
    objections.object_to(
        town.by("reader", UP), pack(), a_notice(town), objections.Said("不实", "", "某甲", "12345")
    )
    found = NoticeObjection.objects.get()
    objections.answer(town.by("town", UP), None, found, found.version, objections.Reply("已核实", upheld=False))

    with clock.at(datetime(2013, 4, 22, 12, tzinfo=UTC)):
        assert keep_to_terms(TERMS)["objection"] == 0
    with clock.at(datetime(2013, 4, 23, 12, tzinfo=UTC)):
        assert keep_to_terms(TERMS)["objection"] == 1

    row = NoticeObjection.objects.get()
    assert (row.text, row.name, row.contact, row.answer) == (None, None, None, "已核实")
    assert row.erased_on == date(2013, 4, 23)
    assert findings() == {}


def test_a_contact_goes_half_a_year_after_the_word_was_settled_and_the_word_stays() -> None:
    town = a_town()
    switch(town.by("county", OPENED), PUBLIC_PAGES, on=True)
    row = feedback.leave(town.by("reader", UP), town.units["C11"], feedback.Word("路灯不亮", "某甲"))
    feedback.settle(town.by("secretary", UP), row, row.version, "已报修")

    with clock.at(datetime(2012, 10, 23, 12, tzinfo=UTC)):
        assert keep_to_terms(TERMS)["feedback"] == 1

    row = Feedback.objects.get()
    assert row.contact is None
    assert feedback.words_of(row, "text") == "路灯不亮"
