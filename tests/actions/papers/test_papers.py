"""Papers are filled from facts, made in versions, stamped, handed up; each figure leads to its rows."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from jishi.actions import verify
from jishi.actions.cases.reviewing import approve
from jishi.actions.exports.papers import export
from jishi.actions.exports.sheet import Style
from jishi.actions.papers import making, reading
from jishi.actions.papers.making import Made, Original
from jishi.actions.papers.standing import STATES, Due, expected
from jishi.core.access import OPERATOR
from jishi.core.errors import Refusal
from jishi.core.forms import Behind
from jishi.store.models.assess import Grade, Round
from jishi.store.models.improve import Plan
from jishi.store.models.office import Event
from jishi.store.models.papers import Paper
from tests.actions.cases.ground import MET, Town, a_paper, a_secretary, pack
from tests.actions.papers.ground import IN_TIME, LATE, graded, handed, made, read, seen, stamped, telling, told

pytestmark = [pytest.mark.django_db, pytest.mark.store]


def words_of(refusal: pytest.ExceptionInfo[Refusal]) -> str:
    return str(refusal.value.complaints[0].what)


def states(town: Town, on=MET) -> dict[str, str]:  # type: ignore[no-untyped-def]
    """Return how each paper stands, told paper by paper, and the same when the database counts and cuts."""
    rows = expected(OPERATOR, town.round, pack(), pack().form_by_id["summary"], on)
    due = Due(OPERATOR, town.round, pack(), on)
    assert due.some(slice(0, 30), "summary") == sorted(rows, key=lambda row: STATES.index(row.state))
    standing = {state: count for (form, state), count in due.counted().items() if form == "summary"}
    assert standing == Counter(row.state for row in rows)
    return {row.unit.code: row.state for row in rows}


def test_a_summary_says_what_was_decided_and_of_whom() -> None:
    town = graded()

    found = read(town)

    said = told(found)
    assert said["graded: Good graded-as:good"] == "2"
    assert said["share graded: Good share-of:good"] == "100.0%"
    assert said["石桥小组 · Grade grade"] == "Good"
    assert said["长安小组 · Grade grade"] == "—"
    assert said["Total · Units units"] == "4"
    assert said["Total · Money sum-of:money"] == "20000"


def test_each_figure_leads_to_the_rows_that_it_was_counted_from() -> None:
    town = graded()

    found = read(town)

    good = next(figure for figure in found.figures if figure.name == "graded-as:good")
    money = next(figure for figure in found.figures if figure.name == "sum-of:money")
    assert good.behind == Behind("units", (town.units["C11"].pk, town.units["C13"].pk))
    assert money.behind == Behind("facts", tuple(town.units[c].pk for c in ("C11", "C12", "C13", "C14")), "money")


def test_on_paper_a_figure_names_the_rows_of_the_list() -> None:
    town = graded()

    found = read(town)

    basis = found.document(named=True).blocks[-2]
    rows = [[cell.content for cell in row.cells] for row in basis.rows]  # type: ignore[union-attr]
    assert ["graded: Good", "2", "Rows 1, 3 of the list of units"] in rows


def test_who_does_not_read_names_sees_none_on_the_paper() -> None:
    town = graded()
    a_secretary(town.units["C11"], "石某甲", MET - timedelta(days=4000))

    found = read(town)

    def printed(named: bool) -> str:
        return str(found.document(named=named).blocks)

    assert "石某甲" in printed(True)
    assert "石某甲" not in printed(False)


def test_a_version_keeps_its_figures_when_facts_move_on() -> None:
    town = graded()
    paper = made(town)
    Grade.objects.filter(unit=town.units["C13"]).delete()

    kept = reading.stored(OPERATOR, paper, telling())
    since = reading.changed(OPERATOR, paper, telling())

    assert told(kept)["graded: Good graded-as:good"] == "2"
    assert [(row.label, row.before, row.after) for row in since if row.label == "graded: Good"] == [
        ("graded: Good", "2", "1")
    ]


def test_a_paper_goes_up_only_with_its_stamped_original() -> None:
    town = graded()
    paper = made(town)

    with pytest.raises(Refusal) as refusal:
        making.hand_up(town.by("town"), paper, paper.version)

    assert words_of(refusal) == "The stamped original is not registered yet."


def test_an_original_that_is_older_than_its_version_is_another_paper() -> None:
    town = graded()
    paper = made(town)

    early = Original(a_paper(), MET - timedelta(days=1), "7号", "甲一")

    with pytest.raises(Refusal) as refusal:
        making.register(town.by("town"), paper, paper.version, early)

    assert words_of(refusal) == "The paper was stamped before this version was made."


@pytest.mark.parametrize(
    "original", [Original(None, MET, "7号", "甲一"), Original(None, None, "", "")], ids=["no scan", "nothing"]
)
def test_an_original_without_a_scan_is_none(original: Original) -> None:
    town = graded()
    paper = made(town)

    with pytest.raises(Refusal) as refusal:
        making.register(town.by("town"), paper, paper.version, original)

    assert words_of(refusal) == "There is no evidence."


def test_the_foot_carries_form_version_digest_and_the_head_of_the_chain() -> None:
    town = graded()
    paper = made(town)
    last = Event.objects.order_by("-number").first()

    foot = reading.stored(OPERATOR, paper, telling()).document(named=True).running_foot

    assert last is not None
    assert foot == f"S-1 · edition 1 · version 1 · {paper.digest[:16]} · chain {last.number} {last.hash[:16]}"
    assert read(town).document(named=True).running_foot == "S-1 · edition 1 · draft, not made yet"


def test_what_was_handed_up_never_changes_again() -> None:
    town = graded()
    paper = handed(town)

    with pytest.raises(Refusal) as refusal:
        making.hand_up(town.by("town"), paper, paper.version)
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(why="anders")
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).delete()

    assert words_of(refusal) == "This version was handed up; nothing of it changes any more."


def test_a_correction_is_a_new_number_with_a_reason_and_tells_what_differs() -> None:
    town = graded()
    first = handed(town)
    Grade.objects.filter(unit=town.units["C13"]).delete()

    with pytest.raises(Refusal) as refusal:
        made(town)
    second = made(town, "新桥小组重新审定")

    assert words_of(refusal).startswith("A paper that was handed up is corrected by a new number")
    assert (second.number, second.why, second.original) == (2, "新桥小组重新审定", None)
    assert ("graded: Good", "2", "1") in [
        (row.label, row.before, row.after) for row in reading.corrected(first, second)
    ]


def test_before_it_is_handed_up_a_version_is_made_anew_and_loses_its_stamp() -> None:
    town = graded()
    stamped(town, made(town))

    again = made(town)

    assert (again.number, again.original, Paper.objects.count()) == (1, None, 1)


def test_the_level_above_sees_what_came_what_is_missing_and_what_is_late() -> None:
    town = graded()
    before, after = states(town, IN_TIME), states(town, LATE)

    handed(town)

    # C stands at the top and hands nothing up.
    assert before == {"C1": "missing", "C2": "missing"}
    assert after == {"C1": "late-missing", "C2": "late-missing"}
    assert states(town) == {"C1": "received-late", "C2": "late-missing"}


def test_above_a_paper_is_taken_or_sent_back_with_a_word() -> None:
    town = graded()
    paper = handed(town)

    with pytest.raises(Refusal) as silent:
        making.answer(town.by("county"), paper, " ", taken=False)
    with pytest.raises(Refusal) as own:
        making.answer(town.by("town"), paper, "", taken=True)
    making.answer(town.by("county"), paper, "缺两行", taken=False)
    with pytest.raises(Refusal) as twice:
        making.answer(town.by("county"), paper, "", taken=True)

    assert words_of(silent) == "No reason is given."
    assert words_of(own) == "Your role does not receive papers for the committee above."
    assert words_of(twice) == "Somebody has answered to this version already."
    assert states(town)["C1"] == "returned"


@pytest.mark.parametrize("who", ["other", "secretary", "reader"])
def test_nobody_else_makes_a_committees_paper(who: str) -> None:
    town = graded()

    with pytest.raises(Refusal) as refusal:
        making.make(town.by(who), read(town).ground, Made({}))

    assert words_of(refusal) == "Your role makes no papers for this committee."


def test_the_office_writes_its_own_words_around_figures_but_invents_none() -> None:
    town = graded()

    paper = made(town, words={"1": "本镇好的{graded-as:good}个。"})
    with pytest.raises(Refusal) as refusal:
        made(town, words={"1": "共{everything}个"})

    shown = reading.stored(OPERATOR, paper, telling()).document(named=True)
    assert "本镇好的2个。" in str(shown.blocks)
    assert words_of(refusal) == "There is no figure of this name."


def test_the_same_request_makes_one_version() -> None:
    town = graded()

    twice = [making.make(town.by("town", key="k"), read(town).ground, Made({})).version for _ in range(2)]

    assert twice == [1, 1]
    assert Event.objects.filter(name="paper.make").count() == 1


def test_of_two_the_second_is_told() -> None:
    town = graded()
    paper = made(town)
    seen_version = paper.version
    stamped(town, paper)

    with pytest.raises(Refusal) as refusal:
        making.hand_up(town.by("second"), Paper.objects.get(pk=paper.pk), seen_version)

    assert words_of(refusal) == "This was changed by someone else meanwhile."


def test_verify_finds_a_paper_that_was_changed_past_the_program() -> None:
    town = graded()
    paper = made(town)
    sound = list(verify.CHECKS["papers"]())
    Paper.objects.filter(pk=paper.pk).update(content=[])

    found = list(verify.CHECKS["papers"]())
    rows = [complaint.where for complaint in verify.check_rows() if complaint.where.startswith("paper:")]

    assert sound == []
    assert [str(complaint.what) for complaint in found] == ["What stands on this paper is not what was made."]
    assert rows == [f"paper:{paper.pk}"]


def test_a_paper_of_a_unit_is_made_by_the_committee_that_grades_it() -> None:
    town = graded()

    found = read(town, "C11", "approval")

    assert found.ground.maker == town.units["C1"]
    assert told(found)["Score score"] == "100.00"
    assert "Approved: Good." in str(found.document(named=True).blocks)


def test_the_paper_of_an_area_is_none_of_a_circle() -> None:
    town = graded()

    with pytest.raises(Refusal) as refusal:
        read(town, "C11", "summary")

    assert words_of(refusal) == "This paper is none of this unit."


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_paper_is_edited_in_word_and_excel(kind: str) -> None:
    town = graded()

    content = read(town).file(kind, named=True)

    assert content[:2] == b"PK"


def test_the_list_of_papers_is_a_sheet() -> None:
    town = graded()
    handed(town)
    rows = expected(OPERATOR, town.round, pack(), pack().form_by_id["summary"], MET)

    sheet = export(rows, {"received-late": "late"}, Style("xlsx", "en"))

    told_ = [list(row) for row in sheet.rows]
    assert [row[:5] for row in told_] == [
        ["C1", "龙泉分会", "Summary", "2012-04-15", "late"],
        ["C2", "青杠分会", "Summary", "2012-04-15", "late-missing"],
    ]


def test_one_unit_and_a_whole_county_take_the_same_number_of_queries() -> None:
    town = graded()
    approve(town.by("other"), town.docket("other"), town.meeting("other", "C2"), seen(town, "C21"))
    read(town, "C")

    counts = {}
    for code in ("C2", "C1", "C"):
        with CaptureQueriesContext(connection) as asked:
            read(town, code)
        counts[code] = len(asked)

    # C2 has one circle, C1 four, C all of them; at the top it is asked each time whether that is everything.
    assert counts["C1"] == counts["C2"]
    assert counts["C"] == counts["C2"] + 3


def test_sums_of_an_area_follow_its_units_whatever_order_they_were_given_grades_in() -> None:
    town = graded()

    of_all = told(read(town, "C"))

    assert of_all["Total · Units units"] == "5"
    assert of_all["graded: Good graded-as:good"] == "2"


def test_the_plan_that_came_of_a_round_stands_on_its_papers_and_one_of_its_own_before_it() -> None:
    town, half = graded(), timedelta(days=180)
    days = {name: getattr(town.round, name) for name in ("opens_on", "entry_deadline", "closes_on", "tree_on")}
    later = Round.objects.create(cycle=town.round.cycle, number=2, **{name: on + half for name, on in days.items()})
    for round_, codes in ((later, ("C12", "C14")), (town.round, ("C14",))):
        for code in codes:
            Plan.objects.create(unit=town.units[code], round=round_, template="", goal=f"{round_.number}")

    found = {plan.unit.code: plan.goal for plan in read(town).ground.plans.values()}

    assert found == {"C12": "2", "C14": "1"}
