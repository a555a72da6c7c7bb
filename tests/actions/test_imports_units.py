"""Registers come in whole, once, and every complaint names its cell."""

from datetime import date

import pytest

from jishi.actions.imports import units
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.core.access import Holding, scope
from jishi.core.errors import Refusal
from jishi.store.models.office import Event, Import
from jishi.store.models.org import Link, Unit, UnitPath, Workplace
from jishi.store.models.posts import Post, Tenure
from tests.actions.small_pack import COUNTY, HEADS, VOCABULARY
from tests.sheets.files import Row, as_csv, as_xlsx

pytestmark = pytest.mark.django_db


def bring(*rows: Row, mode: str = "all", heads: Row = HEADS, confirmed: bool = False) -> Outcome:
    asked = Asked(as_csv(heads, *rows), "register.csv", mode=mode, confirmed=confirmed)  # type: ignore[arg-type]
    return units.run(asked, VOCABULARY)


def said(outcome: Outcome) -> list[str]:
    return [str(complaint) for complaint in outcome.refusal().complaints]


def changed(code: str, **cells: str) -> tuple[str, ...]:
    """One row of the county with some cells changed, by head."""
    row = dict(zip(HEADS, next(row for row in COUNTY if row[0] == code), strict=True))
    return tuple({**row, **cells}.values())


def test_a_register_becomes_units_places_workplaces_and_secretaries() -> None:
    outcome = bring(*COUNTY)

    assert dict(outcome.counts) == {"added": 6, "changed": 0, "same": 0, "refused": 0}
    branch = Unit.objects.get(code="C101")
    assert (branch.kind, branch.level, branch.domain) == ("branch", "branch", "village")
    assert branch.founded_on == date(2002, 3, 1)
    assert Link.objects.get(unit=branch).parent == Unit.objects.get(code="C1")
    assert Workplace.objects.get(unit=branch).name == "东村"
    assert Tenure.objects.get(post__unit=branch).person.name == "李某"
    assert UnitPath.objects.count() == 6


def test_the_order_of_the_rows_does_not_matter() -> None:
    outcome = bring(*reversed(COUNTY))

    assert outcome.counts["added"] == 6


def test_the_same_file_twice_changes_nothing_and_says_so() -> None:
    bring(*COUNTY)
    events, imports = Event.objects.count(), Import.objects.count()

    again = bring(*COUNTY)

    assert again.unchanged
    assert not again.written
    assert again.counts["same"] == 6
    assert (Event.objects.count(), Import.objects.count()) == (events, imports)


def test_a_unit_that_stands_wrongly_already_is_no_fault_of_the_row_that_repeats_it() -> None:
    bring(*COUNTY)
    Unit.objects.filter(code="C1").update(dissolved_on=date(2012, 1, 1))
    Post.objects.filter(unit__code="C1").delete()

    again = bring(*COUNTY)
    renamed = bring(changed("C101", 组织名称="新东村党支部"))

    assert (again.errors, again.unchanged) == ((), True)
    assert "was dissolved on 2012-01-01" in said(renamed)[0]


def test_an_import_is_one_event_with_the_root_of_its_rows() -> None:
    before = Event.objects.count()

    bring(*COUNTY)

    event = Event.objects.select_related("detail").order_by("number").last()
    assert Event.objects.count() == before + 1
    assert event is not None
    assert event.name == "units.import"
    assert len(event.detail.details["root"]) == 64
    assert event.detail.details["added"] == 6


def test_one_error_refuses_everything_and_names_the_cell() -> None:
    outcome = bring(*COUNTY[:5], changed("C201", 上级组织编码="C9"))

    what = "The unit above, C9, is neither in this file nor in the register."
    assert said(outcome) == [f"register.csv › F7: {what} Add its row, or correct the code."]
    assert outcome.counts["refused"] == 6
    assert Unit.objects.count() == 0


def test_good_rows_come_in_without_bad_ones_and_what_hangs_below_them() -> None:
    outcome = bring(*COUNTY[:1], changed("C1", 组织类别="党组"), *COUNTY[2:4], COUNTY[5], mode="rows")

    assert sorted(Unit.objects.values_list("code", flat=True)) == ["C", "C2", "C201"]
    assert outcome.counts["added"] == 3
    assert outcome.counts["refused"] == 2
    assert "“党组” is not one of the choices." in said(outcome)[0]
    assert "The row of the unit above, C1, was left out." in said(outcome)[1]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"组织类别": "党支步"}, "register.csv › C5: “党支步” is not one of the choices. Did you mean Branch?"),
        ({"领域": "乡村"}, "register.csv › E5: “乡村” is not one of the choices."),
        ({"层级": "县"}, "register.csv › D5: A unit of the kind Branch always has one and the same level."),
        ({"上级组织编码": "C101"}, "register.csv › F5: The unit stands below itself."),
        ({"上级组织编码": ""}, "register.csv › F5: The unit above is missing; C stands at the top already."),
        ({"组织名称": "=cmd|' /C calc'!A0"}, "register.csv › B5: “=cmd|' /C calc'!A0” begins like a formula."),
        ({"组织名称": ""}, "register.csv › B5: “组织名称” is empty."),
        ({"成立日期": "二月"}, "register.csv › G5: “二月” is not a date that can be read without guessing."),
        ({"成立日期": "2099-01-01"}, "register.csv › G5: The unit is founded in the future, on 2099-01-01."),
        ({"组织编码": "C1"}, "register.csv › A5: The code C1 stands in row 3 already."),
    ],
)
def test_what_is_wrong_with_a_row_is_said_at_its_cell(cells: dict[str, str], expected: str) -> None:
    outcome = bring(*COUNTY[:3], changed("C101", **cells))

    assert len(said(outcome)) == 1
    assert said(outcome)[0].startswith(expected)


def test_units_in_a_circle_are_named() -> None:
    outcome = bring(COUNTY[0], changed("C1", 上级组织编码="C2"), changed("C2", 上级组织编码="C1"))

    assert [text.split(".")[0] for text in said(outcome)] == ["register", "register"]
    assert "circle: C1 → C2 → C1" in said(outcome)[0]


def test_a_kind_that_cannot_stand_below_another_is_refused() -> None:
    outcome = bring(*COUNTY[:3], changed("C101", 组织类别="党小组"))

    assert said(outcome)[0].startswith("register.csv › C5: Group cannot stand below Committee.")


def test_a_unit_dissolved_before_it_was_founded_is_refused() -> None:
    outcome = bring(*[(*row, "") for row in COUNTY[:3]], (*COUNTY[3], "2001-01-01"), heads=(*HEADS, "撤销日期"))

    assert "dissolved on 2001-01-01, before it was founded on 2002-03-01" in said(outcome)[0]


def test_codes_typed_as_numbers_are_read_and_it_is_said() -> None:
    rows = [(11, "某县委", "党委", "县", None, None), (12, "甲乡党委", "党委", "乡镇", None, 11)]

    outcome = units.run(Asked(as_xlsx(HEADS[:6], *rows), "register.xlsx"), VOCABULARY)

    assert outcome.counts["added"] == 2
    assert "2 codes were typed as numbers" in str(outcome.notes[0].what)


def test_codes_typed_as_numbers_beside_codes_with_zeros_are_refused() -> None:
    rows = [("0011", "某县委", "党委", "县", None, None), (12, "甲乡党委", "党委", "乡镇", None, "0011")]

    outcome = units.run(Asked(as_xlsx(HEADS[:6], *rows), "register.xlsx"), VOCABULARY)

    assert len(said(outcome)) == 1
    assert said(outcome)[0].startswith(
        "register.xlsx › 登记册 › A3: This code was typed as a number, and other codes"
    )
    assert said(outcome)[0].endswith("Set the column to text and type the code again with its zeros.")


def test_lost_zeros_of_the_unit_above_are_recognised() -> None:
    rows = [("0011", "某县委", "党委", "县", "", ""), ("0012", "甲乡党委", "党委", "乡镇", "", "11")]

    outcome = bring(*rows, heads=HEADS[:6])

    assert "is not known, but 0011 is: the zeros at the beginning were lost" in said(outcome)[0]


def test_a_township_is_emptied_only_after_confirmation() -> None:
    bring(*COUNTY)

    refused = bring(changed("C201", 上级组织编码="C1"))
    confirmed = bring(changed("C201", 上级组织编码="C1"), confirmed=True)

    assert said(refused)[0].startswith("register.csv › F2: Nothing would be left below 乙乡党委 (C2).")
    assert confirmed.counts["changed"] == 1


def test_good_rows_alone_do_not_empty_a_township_either() -> None:
    bring(*COUNTY)

    refused = bring(changed("C201", 上级组织编码="C1"), mode="rows")

    assert not refused.written
    assert refused.counts["changed"] == 0


def test_a_move_begins_today_and_leaves_the_past_as_it_was() -> None:
    bring(*COUNTY)

    bring(changed("C102", 上级组织编码="C2"))

    links = Link.objects.filter(unit__code="C102").order_by("from_on")
    assert [link.parent.code for link in links] == ["C1", "C2"]
    assert links[0].to_on == links[1].from_on


def test_an_empty_cell_leaves_what_is_known() -> None:
    bring(*COUNTY)

    outcome = bring(changed("C101", 单位名称="", 书记姓名="", 成立日期=""))

    assert outcome.unchanged


def test_a_new_secretary_ends_the_tenure_of_the_one_before() -> None:
    bring(*COUNTY)

    bring(changed("C101", 书记姓名="张某"))

    tenures = Tenure.objects.filter(post__unit__code="C101").order_by("from_on", "pk")
    assert [tenure.person.name for tenure in tenures] == ["李某", "张某"]
    assert tenures[0].to_on is not None
    assert tenures[1].to_on is None


def test_a_dry_run_writes_nothing() -> None:
    outcome = units.check(Asked(as_csv(HEADS, *COUNTY), "register.csv"), VOCABULARY)

    assert outcome.counts["added"] == 6
    assert not outcome.written
    assert Unit.objects.count() == 0


def test_a_sheet_of_something_else_is_refused_with_the_columns_that_were_looked_for() -> None:
    with pytest.raises(Refusal, match="No sheet has a row of heads that is known here"):
        bring(("张某", "12"), heads=("姓名", "年龄"))


def test_a_secretary_said_to_have_begun_earlier_shortens_the_tenure_before() -> None:
    bring(*COUNTY)
    Tenure.objects.filter(post__unit__code="C101").update(from_on=date(2010, 1, 5))
    bring(changed("C101", 书记姓名="张某"))

    bring((*changed("C101", 书记姓名="张某"), "2011-02-15"), heads=(*HEADS, "书记任职日期"))

    tenures = Tenure.objects.filter(post__unit__code="C101").order_by("from_on")
    assert [(t.person.name, t.to_on) for t in tenures] == [("李某", date(2011, 2, 15)), ("张某", None)]


def test_two_new_secretaries_on_one_day_follow_each_other() -> None:
    bring(*COUNTY)
    bring(changed("C101", 书记姓名="张某"))

    bring(changed("C101", 书记姓名="王某"))

    tenures = Tenure.objects.filter(post__unit__code="C101").order_by("from_on")
    assert [t.person.name for t in tenures][-2:] == ["张某", "王某"]
    assert tenures.filter(to_on=None).count() == 1


def test_who_may_import_for_one_township_changes_nothing_outside_it() -> None:
    bring(*COUNTY)
    path = UnitPath.objects.get(unit__code="C1").path
    town = scope([Holding("clerk", "management", path, duties=frozenset({"import"}))])
    rows = [changed("C101", 组织名称="东村党支部"), changed("C201", 组织名称="别的支部")]
    new = ("C103", "南村支部", "党支部", "", "村", "C1", "", "", "")

    outcome = units.run(Asked(as_csv(HEADS, *rows, new), "register.csv", "rows", scope=town), VOCABULARY)

    assert (outcome.counts["added"], outcome.counts["changed"]) == (1, 1)
    assert said(outcome)[0].startswith("register.csv › A3: This unit lies outside what you may change.")
    assert Unit.objects.get(code="C201").name == "某厂支部"
