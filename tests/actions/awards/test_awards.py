"""Units are proposed with what it rests on, decided above within the quota, put on notice, commended, published."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from jishi.actions import verify
from jishi.actions.awards.deciding import announce, approve, decide, publish, reject
from jishi.actions.awards.moving import quotas
from jishi.actions.awards.proposing import possible, propose, withdraw
from jishi.actions.exports.awards import export
from jishi.actions.exports.sheet import Style
from jishi.actions.publish.notices import Wording, take_back
from jishi.actions.publish.objections import Reply, Said, answer, object_to
from jishi.core.access import OPERATOR
from jishi.core.errors import Refusal
from jishi.store.models.assess import Grade
from jishi.store.models.awards import Candidate
from jishi.store.models.publish import NoticeObjection
from jishi.store.queries import awards as queries
from jishi.store.queries import publish as board
from tests.actions.awards.ground import approved, found, graded, meeting, on_notice, proposed
from tests.actions.cases.ground import Town

pytestmark = [pytest.mark.django_db, pytest.mark.store]
#: The notice of Friday 20 April ends on Friday 27 April.
LAST, AFTER = date(2012, 4, 27), date(2012, 4, 28)


def words_of(refusal: pytest.ExceptionInfo[Refusal]) -> str:
    return str(refusal.value.complaints[0].what)


def able(town: Town) -> list[str]:
    return [each.grade.unit.code for each in possible(OPERATOR, found(), town.round, town.units["C1"])]


def states() -> dict[str, str]:
    return dict(Candidate.objects.values_list("unit__code", "state"))


def test_only_units_of_the_best_grade_can_be_proposed_each_once() -> None:
    town = graded()
    Grade.objects.filter(unit=town.units["C13"]).update(grade="fair")
    before = able(town)

    proposed(town, "C11")

    assert (before, able(town)) == (["C11"], [])


def test_a_candidate_carries_what_the_proposal_rests_on() -> None:
    town = graded()

    row = proposed(town, "C11")[0]

    assert row.rests_on == {
        "grade": "good",
        "before": "",
        "score": 10000,
        "facts": {"content-share": 9600, "money": 500000},
        "decided": False,
    }
    assert (row.proposer.code, row.committee.code, row.run) == ("C1", "C", town.run)


def test_a_proposal_without_merits_or_of_a_strange_unit_is_refused() -> None:
    town = graded()

    with pytest.raises(Refusal) as silent:
        propose(town.by("town"), found(), town.round, town.units["C1"], {town.units["C11"].pk: " "})
    with pytest.raises(Refusal) as strange:
        propose(town.by("town"), found(), town.round, town.units["C1"], {town.units["C21"].pk: "好"})
    with pytest.raises(Refusal) as nobody:
        propose(town.by("town"), found(), town.round, town.units["C1"], {})

    assert words_of(silent) == "Its merits are not said."
    assert words_of(strange) == "This unit cannot be proposed here."
    assert words_of(nobody) == "No unit is chosen."


@pytest.mark.parametrize("who", ["other", "secretary", "reader"])
def test_nobody_else_proposes_for_a_committee(who: str) -> None:
    town = graded()

    with pytest.raises(Refusal) as refusal:
        propose(town.by(who), found(), town.round, town.units["C1"], {town.units["C11"].pk: "好"})

    assert words_of(refusal) == "Your role does not decide for this committee."


def test_the_quota_is_a_share_of_the_graded_and_is_not_passed_silently() -> None:
    town = graded()
    rows = proposed(town, "C11", "C13")
    held = quotas(found(), town.round)[town.units["C1"].pk]

    with pytest.raises(Refusal) as refusal:
        approve(town.by("county"), found(), meeting(town), {rows[0].pk: rows[0].version})
    withdraw(town.by("town"), found(), rows[1], rows[1].version, "名额所限")
    approve(town.by("county"), found(), meeting(town, "10"), {rows[0].pk: rows[0].version})

    assert (held.graded, held.most, held.used, held.over) == (2, 1, 2, 1)
    assert words_of(refusal).endswith(": 1 still open.")
    assert states() == {"C11": "approved", "C13": "withdrawn"}


def test_the_committee_above_decides_and_not_the_one_that_proposed() -> None:
    town = graded()
    rows = proposed(town, "C11")

    with pytest.raises(Refusal) as own:
        approve(town.by("town"), found(), town.meeting("town", "C1", "8"), {rows[0].pk: rows[0].version})
    with pytest.raises(Refusal) as against:
        reject(town.by("town"), found(), rows[0], rows[0].version, "不够")

    assert words_of(own) == "No unit is chosen."
    assert words_of(against) == "Your role does not decide for this committee."


def test_half_of_the_members_are_no_quorum() -> None:
    town = graded()
    rows = proposed(town, "C11")
    few = town.meeting("county", "C", "11", entitled=6, names=("甲一", "乙二", "丙三"))

    with pytest.raises(Refusal) as refusal:
        approve(town.by("county"), found(), few, {rows[0].pk: rows[0].version})

    assert "more than 1/2 must be" in words_of(refusal)


def test_against_a_candidate_is_decided_with_a_reason_and_for_good() -> None:
    town = graded()
    row = proposed(town, "C11")[0]

    with pytest.raises(Refusal) as silent:
        reject(town.by("county"), found(), row, row.version, " ")
    reject(town.by("county"), found(), row, row.version, "群众意见较大")

    assert words_of(silent) == "No reason is given."
    row.refresh_from_db()
    assert (row.state, row.reason, row.locked_at is not None) == ("rejected", "群众意见较大", True)
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        Candidate.objects.filter(pk=row.pk).update(state="commended")


def test_a_notice_names_units_and_no_person_and_hangs_five_working_days() -> None:
    town = graded()

    notice = on_notice(town, "C11")

    assert (notice.opens_on, notice.until) == (date(2012, 4, 20), LAST)
    assert notice.content["rows"] == [["C11", "石桥小组", "镇"]]
    assert states() == {"C11": "notice"}


def test_a_person_named_in_the_notice_is_refused() -> None:
    town = graded()
    approved(town, "C11")

    wording = Wording("公示", "甲一带头。", "zh-Hans")

    with pytest.raises(Refusal) as refusal:
        publish(town.by("county"), found(), town.round, town.units["C"], wording)

    assert words_of(refusal) == "Persons are named: 甲一."


def test_nobody_is_commended_before_the_notice_is_over() -> None:
    town = graded()
    notice = on_notice(town, "C11")

    with pytest.raises(Refusal) as early:
        decide(town.by("county", LAST), found(), notice)
    rows = decide(town.by("county", AFTER), found(), notice)

    assert words_of(early) == "The term is not over: it ends with 2012-04-27."
    assert ([row.unit.code for row in rows], states()) == (["C11"], {"C11": "commended"})


def test_an_objection_keeps_it_open_and_one_that_is_right_sends_it_back() -> None:
    town = graded()
    notice = on_notice(town, "C11")
    object_to(town.by("reader"), found().pack, notice, Said("材料不实", "C11"))
    objection = NoticeObjection.objects.get()

    with pytest.raises(Refusal) as waiting:
        decide(town.by("county", AFTER), found(), notice)
    answer(town.by("county", AFTER), None, objection, objection.version, Reply("属实", upheld=True))

    assert words_of(waiting).endswith(": 1 still open.")
    assert states() == {"C11": "proposed"}
    assert Candidate.objects.get().notice is None


def test_a_notice_taken_back_leaves_the_candidates_approved() -> None:
    town = graded()
    notice = on_notice(town, "C11")

    take_back(town.by("county"), None, notice, notice.version, "名称有误")

    assert states() == {"C11": "approved"}


def test_the_list_of_the_commended_is_published_and_seen_below() -> None:
    town = graded()
    wording = Wording("表彰名单", "现予公布。", "zh-Hans")
    notice = on_notice(town, "C11")
    with pytest.raises(Refusal) as nobody:
        announce(town.by("county"), found(), town.round, town.units["C"], wording)
    decide(town.by("county", AFTER), found(), notice)

    paper = announce(town.by("county", AFTER), found(), town.round, town.units["C"], wording)

    assert words_of(nobody) == "This committee has commended nobody in this round."
    assert (paper.kind, paper.content["rows"]) == ("disclosure", [["C11", "石桥小组", "镇"]])
    assert notice in board.notices(town.by("secretary").scope)


def test_of_two_the_second_is_told() -> None:
    town = graded()
    row = proposed(town, "C11")[0]
    seen = row.version
    approve(town.by("county"), found(), meeting(town), {row.pk: seen})

    with pytest.raises(Refusal) as refusal:
        withdraw(town.by("town"), found(), Candidate.objects.get(), seen, "不报了")

    assert words_of(refusal) == "This was changed by someone else meanwhile."


def test_verify_finds_a_candidate_changed_past_the_program() -> None:
    town = graded()
    row = proposed(town, "C11")[0]
    Candidate.objects.filter(pk=row.pk).update(merits="别的")

    found_ = [(each.where, str(each.what)) for each in verify.check_rows() if each.where.startswith("candidate:")]

    assert found_ == [(f"candidate:{row.pk}", "This row was changed past the program.")]


def test_candidates_are_seen_inside_the_scope_only() -> None:
    town = graded()
    proposed(town, "C11")

    seen = {
        who: queries.candidates(town.by(who).scope, town.round).count()
        for who in ("county", "town", "secretary", "other")
    }

    assert seen == {"county": 1, "town": 1, "secretary": 1, "other": 0}


def test_candidates_go_to_a_sheet_with_what_each_rests_on() -> None:
    town = graded()
    proposed(town, "C11")

    sheet = export(found(), queries.candidates(OPERATOR, town.round), Style("xlsx", "en"))

    row = list(sheet.rows)[0]  # noqa: RUF015 - a list is what is compared
    assert row[:6] == ["C11", "石桥小组", "龙泉分会", "Good", "", 100.0]
    assert row[7] == "Proposed"
    assert row[-2] == "96%"
