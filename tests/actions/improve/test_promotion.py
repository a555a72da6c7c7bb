"""The gate of promotion: asked, published, nobody objects, enough are content; only then a grade rises (R11)."""

from datetime import date

import pytest
from django.db import connection

from jishi.actions.cases.lifting import Wish, lift
from jishi.actions.cases.reviewing import Other, approve, change_grade, keep
from jishi.actions.exports.promotion import export
from jishi.actions.exports.sheet import Style
from jishi.actions.improve.gate import AT_ONCE
from jishi.actions.improve.promoting import Candidate, candidates
from jishi.actions.publish import objections
from jishi.actions.publish.notices import decide, publish_grades, take_back
from jishi.actions.publish.saying import said
from jishi.actions.verify import verify
from jishi.core.errors import Refusal
from jishi.store.models.assess import Grade
from jishi.store.models.consult import Consultation
from jishi.store.models.improve import Promotion
from jishi.store.models.office import Event
from jishi.store.models.publish import NoticeObjection
from jishi.store.models.told import Substitute
from tests.actions.cases.ground import a_paper, pack
from tests.actions.cases.test_review import seen, told
from tests.actions.improve.rising import (
    MET_AGAIN,
    SAID_ON,
    SAID_UNTIL,
    WORDS,
    Rising,
    a_rising_town,
    ask_readers,
    publish_what_was_said,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Rising:
    return a_rising_town()


def lifted(town: Rising) -> None:
    """Let C12 rise two grades at once: the committee above the town's said so."""
    meeting = town.second.meeting("county", "C", "77", held_on=MET_AGAIN, entered=MET_AGAIN)
    by = town.second.by("county", MET_AGAIN)
    lift(by, town.second.docket("county"), town.second.units["C12"], meeting, Wish(AT_ONCE, "变化大"))


def rise(town: Rising, on: date = MET_AGAIN, number: str = "9") -> int:
    by = town.second.by("town", on)
    return approve(by, town.second.docket("town"), town.meet(on, number), seen(town.second, "C12"))


def lying(town: Rising, on: date = MET_AGAIN) -> Candidate:
    (found,) = candidates(town.second.docket("town"), on)
    return found


def test_a_unit_whose_people_were_not_asked_does_not_rise_and_all_that_is_missing_is_told(town: Rising) -> None:
    with pytest.raises(Refusal) as refusal:
        rise(town)

    leap, silence = told(refusal)
    assert leap.startswith("长安小组: A unit rises 1 grade in one round at most.")
    assert silence.startswith("长安小组: Members and public were not asked about the effect.")
    assert not Grade.objects.filter(round=town.second.round).exists()


def test_only_a_better_grade_than_before_passes_the_gate(town: Rising) -> None:
    by, docket = town.second.by("town", MET_AGAIN), town.second.docket("town")

    count = approve(by, docket, town.meet(), seen(town.second, "C11", "C13"))

    assert count == 2
    assert not Promotion.objects.exists()


def test_asked_published_over_and_content_a_unit_rises_and_what_opened_the_gate_is_kept(town: Rising) -> None:
    ask_readers(town)
    notice = publish_what_was_said(town)
    lifted(town)

    assert rise(town) == 1

    kept = Promotion.objects.get()
    assert (kept.before, kept.after, kept.share, kept.notice) == ("plain", "good", 9000, notice)
    assert kept.lift is not None
    assert (notice.until, notice.content["rows"]) == (SAID_UNTIL, [["C12", "长安小组", "—", "90%–100%"]])


@pytest.mark.parametrize(
    ("content", "of", "people", "why"),
    [
        (15, 20, 100, "70.00 % are satisfied; 80.00 % are asked for"),
        (7, 8, 8, "Too few answered to tell what they said"),
    ],
)
def test_too_few_content_or_too_few_answers_keep_the_gate_shut(
    town: Rising, content: int, of: int, people: int, why: str
) -> None:
    ask_readers(town, content=content, of=of, people=people)
    publish_what_was_said(town)
    lifted(town)

    with pytest.raises(Refusal, match=why):
        rise(town)


def test_on_its_last_day_the_notice_still_keeps_the_gate_shut(town: Rising) -> None:
    ask_readers(town)
    lifted(town)
    with pytest.raises(Refusal, match="is not published"):
        rise(town)
    publish_what_was_said(town, date(2012, 11, 12))

    with pytest.raises(Refusal, match="The time for objections is not over"):
        rise(town, date(2012, 11, 19), "10")
    assert lying(town, date(2012, 11, 20)).may_rise


def test_an_objection_keeps_the_gate_shut_until_it_is_answered_and_one_that_was_right_shuts_it(
    town: Rising,
) -> None:
    ask_readers(town)
    notice = publish_what_was_said(town)
    lifted(town)
    for _number in range(2):
        objections.object_to(town.second.by("reader", SAID_ON), pack(), notice, objections.Said("有人代填", "C12"))
    first, second = NoticeObjection.objects.order_by("pk")
    by = town.second.by("town", MET_AGAIN)

    assert "one is not answered" in str(lying(town).missing[0])
    for row in (first, second):
        objections.answer(by, town.second.docket("town"), row, row.version, objections.Reply("已核实"))
    assert lying(town).may_rise
    NoticeObjection.objects.filter(pk=second.pk).update(upheld=True)
    assert "was right" in str(lying(town).missing[0])


def test_one_grade_at_a_time_unless_the_committee_above_says_otherwise(town: Rising) -> None:
    ask_readers(town)
    publish_what_was_said(town)
    by, docket = town.second.by("town", MET_AGAIN), town.second.docket("town")

    with pytest.raises(Refusal, match="rises 1 grade in one round at most"):
        rise(town)
    row = change_grade(
        by, docket, town.meet(number="10"), seen(town.second, "C12"), Other("fair", "一次一级", a_paper())
    )

    assert (row.proposed, row.grade, Promotion.objects.get().after) == ("good", "fair", "fair")


def test_another_grade_that_is_better_than_before_passes_the_same_gate(town: Rising) -> None:
    by, docket = town.second.by("town", MET_AGAIN), town.second.docket("town")

    with pytest.raises(Refusal, match="were not asked"):
        change_grade(by, docket, town.meet(), seen(town.second, "C12"), Other("fair", "进步", a_paper()))


def test_nobody_lifts_what_does_not_hold(town: Rising) -> None:
    meeting = town.second.meeting("county", "C", "77", held_on=MET_AGAIN, entered=MET_AGAIN)
    by = town.second.by("county", MET_AGAIN)

    with pytest.raises(Refusal, match="does not hold"):
        lift(by, town.second.docket("county"), town.second.units["C11"], meeting, Wish(AT_ONCE, "变化大"))


def test_a_unit_that_may_not_rise_keeps_its_grade_with_a_reason(town: Rising) -> None:
    by, docket = town.second.by("town", MET_AGAIN), town.second.docket("town")

    with pytest.raises(Refusal, match="No reason is given"):
        keep(by, docket, town.meet(), seen(town.second, "C12"), " ")
    with pytest.raises(Refusal, match="Nothing is proposed here that would be better"):
        keep(by, docket, town.meet(number="10"), seen(town.second, "C11"), "未测评")
    count = keep(by, docket, town.meet(number="11"), seen(town.second, "C12"), "未测评")

    row = Grade.objects.get(round=town.second.round)
    assert (count, row.state, row.proposed, row.grade, row.reason) == (1, "approved", "good", "plain", "未测评")
    assert Event.objects.filter(name="grade.keep").count() == 1


def locked(town: Rising) -> None:
    ask_readers(town)
    publish_what_was_said(town)
    lifted(town)
    rise(town)
    kind = pack().publication_by_id["grades"]
    docket, unit = town.second.docket("town"), town.second.units["C1"]
    notice = publish_grades(town.second.by("town", date(2012, 11, 20)), docket, unit, kind, WORDS)
    decide(town.second.by("town", date(2012, 11, 28)), docket, notice)


def test_verify_proves_the_gate_of_every_locked_grade_that_rose(town: Rising) -> None:
    locked(town)
    before = [str(each) for each in verify()["promotions"]]

    with connection.cursor() as cursor:
        cursor.execute("UPDATE store_promotion SET share = 9900")
    changed = [str(each) for each in verify()["promotions"]]
    rows = [str(each) for each in verify()["rows"] if "promotion:" in str(each)]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM store_promotion")
    gone = [str(each) for each in verify()["promotions"]]

    assert before == []
    assert "is not what members and public said" in changed[0]
    assert "changed past the program" in rows[0]
    assert "no gate was passed" in gone[0]


def test_a_notice_on_which_grades_rest_is_not_taken_back(town: Rising) -> None:
    ask_readers(town)
    notice = publish_what_was_said(town)
    by, docket = town.second.by("town", SAID_ON), town.second.docket("town")
    lifted(town)
    rise(town)

    with pytest.raises(Refusal, match="Grades rose on the ground of this notice"):
        take_back(by, docket, notice, notice.version, "有误")


def test_what_hangs_is_not_put_up_again_and_only_by_its_own_committee(town: Rising) -> None:
    with pytest.raises(Refusal, match="Nothing that members and public said waits"):
        publish_what_was_said(town)
    ask_readers(town)
    publish_what_was_said(town)

    with pytest.raises(Refusal, match="Nothing that members and public said waits"):
        publish_what_was_said(town)


def test_the_list_as_a_sheet_says_in_sentences_what_is_missing(town: Rising) -> None:
    sheet = export(town.second.docket("town"), [lying(town)], Style("xlsx", "en"), str)

    (row,) = list(sheet.rows)
    assert row[:2] == ["C12", "长安小组"]
    assert row[9] == "no"
    assert "were not asked" in str(row[10])


def test_what_the_pack_names_stands_in_for_a_tally_that_cannot_be_told(town: Rising) -> None:
    ask_readers(town, content=7, of=8, people=8)
    publish_what_was_said(town)
    lifted(town)
    held = Consultation.objects.get()
    unit = town.second.units["C12"]
    assert "nothing stands in its place" in str(lying(town).missing[0])

    Substitute.objects.create(
        consultation=held, unit=unit, ask="public", fact="content-share", low=8000, high=9000, minute="2012-9"
    )

    assert rise(town) == 1
    kept = Promotion.objects.get()
    assert (kept.share, kept.substituted) == (8000, True)


def test_where_a_minute_stands_in_for_a_tally_the_list_says_so(town: Rising) -> None:
    ask_readers(town, content=7, of=8, people=8)
    publish_what_was_said(town)
    hidden = lying(town)
    held, unit = Consultation.objects.get(), town.second.units["C12"]
    Substitute.objects.create(
        consultation=held, unit=unit, ask="public", fact="content-share", low=8000, high=8000, minute="2012-9"
    )

    row = lying(town)

    assert said(hidden.bands["public"], "en") == "too few answered to show it"
    assert said(row.bands["public"], "en") == "80% by the committee's minute, as too few answered to show it"


def test_where_too_few_of_those_who_must_be_heard_were_the_result_is_not_valid(town: Rising) -> None:
    ask_readers(town, content=18, of=20, people=400)
    publish_what_was_said(town)
    lifted(town)

    with pytest.raises(Refusal, match="Too few people answered about the effect"):
        rise(town)
