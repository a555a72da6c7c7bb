"""Secretaries who are sent (D137), and reviews of one who may be unfit (D134)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from jishi.actions.exports.sheet import Style
from jishi.actions.imports import posts as imported
from jishi.actions.imports.outcome import Asked
from jishi.actions.lists.frame import Leaving, bring, sheet
from jishi.actions.lists.registry import LISTINGS
from jishi.actions.people.ground import By
from jishi.actions.people.reading import Purpose, readings
from jishi.actions.people.retention import keep_to_terms
from jishi.actions.posts import holding
from jishi.actions.posts.holding import Wish, appoint
from jishi.actions.programme import open_cycle, rounds_of
from jishi.actions.secretaries import reviewing
from jishi.actions.secretaries.reviewing import Opening, Said
from jishi.actions.secretaries.searching import Nobody, record
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.access import scope_of
from jishi.store.models.assess import Cycle
from jishi.store.models.org import Unit
from jishi.store.models.people import Person
from jishi.store.models.posts import Post, Tenure
from jishi.store.models.secretaries import CandidateSearch, SecretaryReview
from tests.store.ground import BEGAN, a_tree, an_account
from tests.web.ground import pack

pytestmark = [pytest.mark.django_db, pytest.mark.store]
MAY = date(2012, 5, 2)
WHY = Opening(["complaints"], "会议长期不开，账目不公开", "信访件2012-31号")


def on_day(day: date) -> object:
    return clock.at(datetime(day.year, day.month, day.day, 4, tzinfo=UTC))


@pytest.fixture
def tree():
    with on_day(MAY):
        year = pack()
        open_cycle(None, "2012", year, rounds_of(year))
        units = a_tree()
        Unit.objects.filter(code="C11").update(domain="village")
        Unit.objects.filter(code="C12").update(domain="school")
        yield {code: Unit.objects.get(code=code) for code in units}


def a_post(unit: Unit) -> Post:
    return Post.objects.create(unit=unit, kind="secretary", first_responsible=True)


def a_secretary(unit: Unit, name: str = "甲一") -> Tenure:
    return Tenure.objects.create(post=a_post(unit), person=Person.objects.create(name=name), from_on=BEGAN)


def test_nobody_is_sent_to_a_village_before_it_is_recorded_that_it_has_nobody_suitable(tree) -> None:
    post = a_post(tree["C11"])
    wish = Wish(MAY, "乙二", channel="office")

    with pytest.raises(Refusal, match="Nobody has recorded"):
        appoint(holding.By(), post, wish)
    record(By(), post, Nobody("三名委员任职条件均不符", "支部党员大会", 3))
    appoint(holding.By(), post, wish)

    assert Tenure.objects.get().source_channel == "office"


def test_to_a_school_nobody_is_sent_whatever_was_recorded(tree) -> None:
    post = a_post(tree["C12"])
    record(By(), post, Nobody("无人符合", "支部党员大会"))

    with pytest.raises(Refusal, match="To a unit of this domain"):
        appoint(holding.By(), post, Wish(MAY, "乙二", channel="office"))
    appoint(holding.By(), post, Wish(MAY, "乙二", channel="elected-here"))


def test_a_record_of_more_than_half_a_year_ago_counts_no_more(tree) -> None:
    post = a_post(tree["C11"])
    record(By(on=date(2011, 10, 1)), post, Nobody("无人符合", "支部党员大会"))

    with pytest.raises(Refusal, match="Nobody has recorded"):
        appoint(holding.By(), post, Wish(MAY, "乙二", channel="office"))


def test_a_record_says_who_established_it(tree) -> None:
    with pytest.raises(Refusal, match="who established it"):
        record(By(), a_post(tree["C11"]), Nobody("无人符合", " "))


def test_a_list_of_posts_is_taken_with_a_note_where_somebody_was_sent_without_a_record(tree) -> None:
    rows = "组织编码,职务,任职人员,任职时间,来源渠道\nC11,书记,乙二,2012-05-02,上级党政机关选派\n"

    told = imported.check(Asked(rows.encode(), "posts.csv"), pack())

    assert told.errors == ()
    assert [str(note.what) for note in told.notes] == [
        "Sent from elsewhere, and nobody recorded that the unit itself has nobody suitable."
    ]


def test_the_sheet_of_searches_comes_in_once_and_goes_out_to_the_same(tree) -> None:
    a_post(tree["C11"])
    rows = "组织编码,职务,认定日期,原因,考察人数,认定会议或部门\nC11,书记,2012-04-20,无人符合,4,镇党委\n"

    def sent(text: str) -> dict[str, int]:
        asked = Asked(text.encode(), "searches.csv")
        return dict(bring(LISTINGS["searches"], asked, pack(), only_try=False).counts)

    first = sent(rows)
    out = sheet(LISTINGS["searches"], Leaving(By().scope, pack()), Style("csv", "zh-Hans")).file("csv")
    again = sent(out.decode("utf-8-sig"))

    assert (first["added"], again["added"], again["same"]) == (1, 0, 1)
    assert CandidateSearch.objects.get().considered == 4


def opened(tree: dict[str, Unit]) -> SecretaryReview:
    return reviewing.open_review(By(), reviewing.rules(), a_secretary(tree["C11"]), WHY)


def test_a_secretary_who_was_heard_leaves_by_a_decision_and_the_tenure_ends_by_it(tree) -> None:
    row, found = opened(tree), reviewing.rules()
    with on_day(date(2012, 5, 16)):
        reviewing.move(By(on=date(2012, 5, 9)), found, row, row.version, Said("hear", "本人承认"))
        decision = Said("remove", "决定调整", "镇党委会议〔2012〕9号", 5, 7)
        reviewing.move(By(on=date(2012, 5, 16)), found, row, row.version, decision)

    tenure = Tenure.objects.get()
    assert (row.state, row.committee.code, row.minutes) == ("removed", "C1", "镇党委会议〔2012〕9号")
    assert (tenure.to_on, row.tenure_id) == (date(2012, 5, 16), tenure.pk)


def test_nobody_leaves_without_having_been_heard_or_without_a_quorum(tree) -> None:
    row, found = opened(tree), reviewing.rules()

    with pytest.raises(Refusal, match="This step is not next"):
        reviewing.move(By(), found, row, row.version, Said("remove", "决定", "9号", 5, 7))
    reviewing.move(By(), found, row, row.version, Said("hear", "本人说明"))
    with pytest.raises(Refusal, match="3 of 6"):
        reviewing.move(By(), found, row, row.version, Said("remove", "决定", "9号", 3, 6))

    assert Tenure.objects.get().to_on is None


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (Opening([], "不开会", "信访件1号"), "No reason of the pack"),
        (Opening(["rumour"], "不开会", "信访件1号"), "No reason of the pack"),
        (Opening(["complaints"], "不开会", " "), "which papers show it"),
    ],
)
def test_a_review_needs_reasons_and_evidence(tree, why: Opening, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        reviewing.open_review(By(), reviewing.rules(), a_secretary(tree["C11"]), why)
    assert not SecretaryReview.objects.exists()


@pytest.mark.parametrize("day", [date(2009, 12, 31), date(2012, 5, 3)])
def test_a_review_is_opened_on_a_day_of_the_tenure_that_has_come(tree, day: date) -> None:
    with pytest.raises(Refusal, match="in the future, or before the secretary took the post"):
        reviewing.open_review(By(on=day), reviewing.rules(), a_secretary(tree["C11"]), WHY)


def another_cycle(code: str, begins: date) -> None:
    """Open a cycle whose pack knows the procedure of reviews no more."""
    cycle = Cycle.objects.get()
    Cycle.objects.create(
        code=code,
        name=code,
        pack=cycle.pack,
        pack_version=cycle.pack_version,
        pack_digest="another",
        starts_on=begins,
        ends_on=date(begins.year, 12, 31),
    )


def test_a_cycle_that_has_not_begun_gives_no_rules(tree) -> None:
    another_cycle("2013", date(2013, 1, 1))

    assert reviewing.rules().procedure.id == "secretary-review"


def test_a_review_goes_on_with_the_rules_it_was_opened_with(tree, monkeypatch) -> None:
    row = opened(tree)
    another_cycle("2012b", date(2012, 5, 3))
    known, newer = pack(), replace(reviewing.rules().pack, procedures=())
    monkeypatch.setattr(reviewing, "pack_of", lambda cycle: known if cycle.code == "2012" else newer)
    with on_day(date(2012, 5, 9)):
        with pytest.raises(Refusal, match="says nothing about reviews"):
            reviewing.rules()
        reviewing.move(By(), reviewing.rules_of(row)[row.pk], row, row.version, Said("hear", "本人承认"))

    assert row.state == "heard"


def test_a_key_that_heard_a_secretary_does_not_keep_other_words(tree) -> None:
    row, found = opened(tree), reviewing.rules()
    reviewing.move(By(key="a"), found, row, row.version, Said("hear", "本人承认"))

    with pytest.raises(Refusal, match="asked for something else"):
        reviewing.move(By(key="a"), found, row, row.version, Said("hear", "本人否认"))


def test_the_sheet_of_a_unit_holds_the_searches_below_it(tree) -> None:
    for code in ("C11", "C21"):
        record(By(), a_post(tree[code]), Nobody(f"{code}无人符合", "镇党委"))

    leaving = Leaving(By().scope, pack(), unit=tree["C1"])
    out = sheet(LISTINGS["searches"], leaving, Style("csv", "zh-Hans")).file("csv").decode("utf-8-sig")

    assert "C11无人符合" in out
    assert "C21无人符合" not in out


def test_of_one_secretary_one_review_is_open_at_a_time(tree) -> None:
    row = opened(tree)

    with pytest.raises(Refusal, match="is open already"):
        reviewing.open_review(By(), reviewing.rules(), row.tenure, WHY)


def test_only_the_committee_right_above_opens_and_reads_and_the_secretary_sees_who_read(tree) -> None:
    row = opened(tree)
    town = an_account("town", tree["C1"], duties="enter review", field_class=3)
    county = an_account("county", tree["C"], duties="enter review", field_class=3)
    clerk = an_account("clerk", tree["C1"], duties="enter review", field_class=2)
    purpose = Purpose("check", "")

    words = reviewing.read(By(town, scope_of(town, MAY)), row, purpose)
    for other in (county, clerk):
        with pytest.raises(Refusal, match="the committee right above alone"):
            reviewing.read(By(other, scope_of(other, MAY)), row, purpose)

    assert words == {"words": "会议长期不开，账目不公开", "evidence": "信访件2012-31号"}
    assert [(each.by, list(each.what)) for each in readings(row.tenure.person)] == [("town", ["secretary-review"])]
    assert b"\xe4\xbc\x9a\xe8\xae\xae" not in bytes(SecretaryReview.objects.get().sealed or b"")


def test_what_was_said_goes_after_its_term_and_the_decision_stays(tree) -> None:
    row, found = opened(tree), reviewing.rules()
    reviewing.move(By(), found, row, row.version, Said("withdraw", "查无此事"))

    with on_day(date(2015, 6, 1)):
        counts = keep_to_terms({})

    kept = SecretaryReview.objects.get()
    assert counts["secretary-review"] == 1
    assert (kept.sealed, kept.reasons, kept.state) == (None, [], "withdrawn")


def test_the_list_goes_out_for_a_purpose_only(tree) -> None:
    row = opened(tree)
    listing, style = LISTINGS["secretary-reviews"], Style("csv", "zh-Hans")

    with pytest.raises(Refusal, match="No purpose is stated"):
        sheet(listing, Leaving(By().scope, pack()), style)
    out = sheet(listing, Leaving(By().scope, pack(), purpose=Purpose("check", "")), style).file("csv")

    assert "群众意见大" in out.decode("utf-8-sig")
    assert len(readings(row.tenure.person)) == 1
