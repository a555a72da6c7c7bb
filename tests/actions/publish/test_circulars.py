"""A document is drafted, approved, sent down, signed for by units and replied to; who has not is seen by level."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from jishi.actions import verify
from jishi.actions.exports.circulars import export
from jishi.actions.exports.sheet import Style
from jishi.actions.publish.circulars import Asked, Draft, approve, draft, issue, rewrite, withdraw
from jishi.actions.publish.receipts import receive, reply
from jishi.core.access import OPERATOR
from jishi.core.errors import Refusal
from jishi.store.models.circulars import Circular, ClauseReply, Receipt
from jishi.store.models.office import Event
from jishi.store.queries import circulars as queries
from tests.actions.cases.ground import MET, Town, a_paper, a_town, pack

pytestmark = [pytest.mark.django_db, pytest.mark.store]
DUE = date(2012, 5, 31)
CLAUSES = (Asked("报送方案", "各小组", DUE), Asked("组织学习"))


def words_of(refusal: pytest.ExceptionInfo[Refusal]) -> str:
    return str(refusal.value.complaints[0].what)


def drafted(town: Town, **more: object) -> Circular:
    said = {"title": "第二阶段部署", "text": "请认真落实。", "clauses": CLAUSES, "receipt_due_on": DUE, **more}
    return draft(town.by("county"), town.units["C"], Draft(**said))  # type: ignore[arg-type]


def issued(town: Town, **more: object) -> Circular:
    row = drafted(town, **more)
    row = approve(town.by("county"), row, row.version, "甲一，部长")
    return issue(town.by("county"), row, row.version)


def missing(row: Circular, town: Town, who: str = "") -> list[str]:
    scope = town.by(who).scope if who else OPERATOR
    return [unit.code for unit in queries.without_receipt(queries.addressees(row, scope), row)]


def test_a_document_goes_down_only_after_somebody_agreed_to_it() -> None:
    town = a_town(open_=False)
    row = drafted(town)

    with pytest.raises(Refusal) as early:
        issue(town.by("county"), row, row.version)
    with pytest.raises(Refusal) as nobody:
        approve(town.by("county"), row, row.version, " ")

    assert words_of(early) == "This document is not approved yet."
    assert words_of(nobody) == "It is not said who approved it."


def test_a_draft_is_seen_by_its_sender_alone() -> None:
    town = a_town(open_=False)
    row = drafted(town)

    seen = {who: row in queries.circulars(town.by(who).scope) for who in ("county", "town", "secretary")}

    assert seen == {"county": True, "town": False, "secretary": False}


def test_issued_it_reaches_every_unit_below_and_no_unit_beside() -> None:
    town = a_town(open_=False)
    row = issued(town)
    below = draft(town.by("town"), town.units["C1"], Draft("转发", "请落实。"))
    below = approve(town.by("town"), below, below.version, "乙二")
    below = issue(town.by("town"), below, below.version)

    assert missing(row, town) == ["C1", "C11", "C12", "C13", "C14", "C2", "C21"]
    assert missing(row, town, "other") == ["C2", "C21"]
    assert [each.pk for each in queries.circulars(town.by("secretary").scope)] == [below.pk, row.pk]
    assert [each.pk for each in queries.circulars(town.by("other").scope)] == [row.pk]


def test_kinds_cut_the_addressees_and_who_has_none_of_them_sees_nothing() -> None:
    town = a_town(open_=False)

    row = issued(town, kinds=("office",))

    assert missing(row, town) == ["C1", "C2"]
    assert row not in queries.circulars(town.by("secretary").scope)


def test_a_unit_signs_once_and_nothing_is_kept_about_the_reader() -> None:
    town = a_town(open_=False)
    row = issued(town)

    counts = [receive(town.by("secretary"), row, [town.units["C11"]]) for _ in range(2)]

    assert counts == [1, 0]
    assert {field.name for field in Receipt._meta.fields} == {"id", "circular", "unit", "on"}
    assert "C11" not in missing(row, town)


def test_a_clerk_signs_for_units_that_signed_on_paper_but_not_for_those_of_others() -> None:
    town = a_town(open_=False)
    row = issued(town)

    count = receive(town.by("town"), row, [town.units["C11"], town.units["C12"]])
    with pytest.raises(Refusal) as beside:
        receive(town.by("town"), row, [town.units["C21"]])
    with pytest.raises(Refusal) as reader:
        receive(town.by("reader"), row, [town.units["C13"]])

    assert count == 2
    assert words_of(beside) == "This document is not addressed to the unit."
    assert words_of(reader) == "Your role does not speak for this unit."


def test_a_reply_signs_too_and_a_later_one_takes_its_place() -> None:
    town = a_town(open_=False)
    row = issued(town)
    clause = row.clauses.get(place=1)

    reply(town.by("secretary"), clause, town.units["C11"], "方案见附件", a_paper())
    reply(town.by("secretary"), clause, town.units["C11"], "方案已修改")

    kept = ClauseReply.objects.get()
    assert (kept.text, kept.file is not None, kept.version) == ("方案已修改", True, 2)
    assert Receipt.objects.filter(unit=town.units["C11"]).count() == 1


def test_a_reply_says_something_to_a_clause_that_asks_for_one() -> None:
    town = a_town(open_=False)
    row = issued(town)

    with pytest.raises(Refusal) as empty:
        reply(town.by("secretary"), row.clauses.get(place=1), town.units["C11"], " ")
    with pytest.raises(Refusal) as unasked:
        reply(town.by("secretary"), row.clauses.get(place=2), town.units["C11"], "好")

    assert words_of(empty) == "Nothing is written."
    assert words_of(unasked) == "No reply is asked to this clause."


def test_how_far_it_came_is_counted_by_level() -> None:
    town = a_town(open_=False)
    row = issued(town)
    receive(town.by("town"), row, [town.units["C1"], town.units["C11"]])
    reply(town.by("secretary"), row.clauses.get(place=1), town.units["C11"], "好")
    asked = [row.clauses.get(place=1)]

    levels = {each.level: each for each in queries.by_level(queries.addressees(row, OPERATOR), row, asked)}

    assert (levels["county"].addressed, levels["county"].received) == (2, 1)
    assert (levels["circle"].addressed, levels["circle"].received) == (5, 1)
    assert levels["circle"].replied == {asked[0].pk: 1}


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"title": " "}, "The document has no heading or no words."),
        ({"clauses": (Asked(" ", "各小组"),)}, "A clause says nothing, or there are more than 30."),
        ({"receipt_due_on": date(2012, 4, 1)}, "2012-04-01 is over already."),
        ({"clauses": (Asked("报送", "", date(2012, 4, 1)),)}, "2012-04-01 is over already."),
    ],
    ids=["no heading", "empty clause", "signing in the past", "reply in the past"],
)
def test_a_draft_that_cannot_be_followed_is_refused(more: dict[str, object], wrong: str) -> None:
    town = a_town(open_=False)

    with pytest.raises(Refusal) as refusal:
        drafted(town, **more)

    assert words_of(refusal) == wrong


def test_a_committee_above_does_not_send_in_the_name_of_another() -> None:
    town = a_town(open_=False)

    with pytest.raises(Refusal) as refusal:
        draft(town.by("county"), town.units["C1"], Draft("通知", "请落实。"))

    assert words_of(refusal) == "Your role does not publish for this committee."


def test_once_issued_its_words_stay() -> None:
    town = a_town(open_=False)
    row = issued(town)

    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        Circular.objects.filter(pk=row.pk).update(text="别的")
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        row.clauses.update(text="别的")
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        row.clauses.all().delete()
    with pytest.raises(Refusal) as refusal:
        approve(town.by("county"), row, row.version, "乙二")

    assert words_of(refusal) == "This document is issued; its words do not change any more."


def test_what_was_withdrawn_asks_for_nothing_more() -> None:
    town = a_town(open_=False)
    row = issued(town)
    withdraw(town.by("county"), row, row.version, "另发")

    with pytest.raises(Refusal) as refusal:
        receive(town.by("secretary"), row, [town.units["C11"]])

    assert words_of(refusal) == "This document was withdrawn."
    assert queries.open_for([town.units["C11"]]) == []


def test_a_draft_is_written_anew_until_it_is_issued_and_is_approved_anew() -> None:
    town = a_town(open_=False)
    row = drafted(town)
    row = approve(town.by("county"), row, row.version, "甲一，部长")

    words = Draft("第二阶段安排", "请认真落实。", kinds=("circle",), clauses=(Asked("报送名单", "各小组", DUE),))
    row = rewrite(town.by("county"), row, row.version, words)
    with pytest.raises(Refusal) as unapproved:
        issue(town.by("county"), row, row.version)
    row = approve(town.by("county"), row, row.version, "甲一，部长")
    row = issue(town.by("county"), row, row.version)
    with pytest.raises(Refusal) as late:
        rewrite(town.by("county"), row, row.version, words)

    assert words_of(unapproved) == "This document is not approved yet."
    assert words_of(late) == "This document is issued; its words do not change any more."
    assert (row.title, [clause.text for clause in row.clauses.all()]) == ("第二阶段安排", ["报送名单"])
    assert found_of("circular:", "clause:") == []


def test_a_draft_that_was_dropped_is_written_no_more() -> None:
    town = a_town(open_=False)
    row = drafted(town)
    row = withdraw(town.by("county"), row, row.version, "不发")

    with pytest.raises(Refusal) as refusal:
        rewrite(town.by("county"), row, row.version, Draft("通知", "请落实。"))

    assert words_of(refusal) == "This document was withdrawn."


def test_nobody_else_writes_a_draft_anew_and_a_term_in_the_past_is_refused() -> None:
    town = a_town(open_=False)
    row = drafted(town)

    with pytest.raises(Refusal) as other:
        rewrite(town.by("town"), row, row.version, Draft("通知", "请落实。"))
    with pytest.raises(Refusal) as past:
        rewrite(town.by("county"), row, row.version, Draft("通知", "请落实。", receipt_due_on=date(2012, 4, 1)))

    assert words_of(other) == "Your role does not publish for this committee."
    assert words_of(past) == "2012-04-01 is over already."


def test_a_clause_that_was_put_back_past_the_program_is_found() -> None:
    town = a_town(open_=False)
    row = drafted(town)
    kept = row.clauses.order_by("place")[0]
    row = rewrite(town.by("county"), row, row.version, Draft("通知", "请落实。"))

    kept.save(force_insert=True)

    assert found_of("clause:") == ["No event tells how this row came to be."]


def found_of(*nouns: str) -> list[str]:
    return [str(each.what) for each in verify.check_rows() if each.where.startswith(nouns)]


def test_of_two_who_act_on_a_draft_the_second_is_told() -> None:
    town = a_town(open_=False)
    row = drafted(town)
    seen = row.version
    approve(town.by("county"), row, seen, "甲一")

    with pytest.raises(Refusal) as refusal:
        withdraw(town.by("county"), Circular.objects.get(pk=row.pk), seen, "不发")

    assert words_of(refusal) == "This was changed by someone else meanwhile."


def test_the_same_request_drafts_once() -> None:
    town = a_town(open_=False)

    for _ in range(2):
        draft(town.by("county", key="k"), town.units["C"], Draft("通知", "请落实。"))

    assert Circular.objects.count() == 1
    assert Event.objects.filter(name="circular.draft").count() == 1


def test_verify_finds_a_receipt_that_came_past_the_program() -> None:
    town = a_town(open_=False)
    row = issued(town)
    receive(town.by("secretary"), row, [town.units["C11"]])
    Receipt.objects.create(circular=row, unit=town.units["C12"], on=MET)

    found = [(each.where, str(each.what)) for each in verify.check_rows() if each.where.startswith("receipt:")]

    assert [what for _where, what in found] == ["No event tells how this row came to be."]


def test_receipts_and_replies_go_to_a_sheet() -> None:
    town = a_town(open_=False)
    row = issued(town, kinds=("circle",))
    reply(town.by("secretary"), row.clauses.get(place=1), town.units["C11"], "好")

    sheet = export(row, queries.addressees(row, OPERATOR), pack(), Style("xlsx", "en"))

    rows = [list(each) for each in sheet.rows]
    assert sheet.heads[-1] == "Reply to clause 1"
    assert rows[0] == ["C11", "石桥小组", rows[0][2], "2012-04-20", "好"]
    assert rows[1][3:] == [None, None]
