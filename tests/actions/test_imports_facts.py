"""Facts come in as whole numbers, once, from sources that the pack takes."""

from datetime import date

import pytest

from jishi.actions.imports import facts, units
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.core.access import Holding, scope
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.models.assess import FactValue, Round
from jishi.store.models.office import Event
from jishi.store.models.org import UnitPath
from tests.actions.small_pack import COUNTY, HEADS, PACK, VOCABULARY, open_round
from tests.sheets.files import Row, as_csv, as_xlsx

pytestmark = pytest.mark.django_db

WIDE = ("组织编码", "党员数（人）", "培训比例", "有场所", "集体收入", "场所面积", "换届日期")
TALL = ("组织编码", "数据项", "数值", "来源", "日期")


@pytest.fixture
def round_() -> Round:
    units.run(Asked(as_csv(HEADS, *COUNTY), "register.csv"), VOCABULARY)
    return open_round()


def bring(round_: Round, *rows: Row, mode: str = "all", source: str = "") -> Outcome:
    asked = Asked(as_csv(*rows), "facts.csv", mode=mode)  # type: ignore[arg-type]
    return facts.run(asked, facts.Target(round_, PACK, source))


def values(code: str) -> dict[str, int | None]:
    return dict(FactValue.objects.filter(unit__code=code).values_list("fact__code", "value"))


def said(outcome: Outcome) -> list[str]:
    return [str(complaint) for complaint in outcome.refusal().complaints]


def test_a_row_for_each_unit_becomes_whole_numbers(round_: Round) -> None:
    bring(round_, WIDE, ("C101", "35人", "95.5%", "是", "1.25万元", "120.50", "2012年2月7日"))

    assert values("C101") == {
        "members": 35,
        "trained": 9550,
        "venue": 1,
        "income": 1_250_000,
        "area": 12_050,
        "elected": date(2012, 2, 7).toordinal(),
    }


def test_an_empty_cell_is_not_zero_but_nothing(round_: Round) -> None:
    bring(round_, WIDE, ("C101", "0", "", "—", "", "", ""))

    assert values("C101") == {"members": 0}


def test_a_row_for_each_value_keeps_source_and_date(round_: Round) -> None:
    bring(round_, TALL, ("C101", "党员数", "35", "自评", "2012-05-01"), ("C101", "纪检意见", "有意见", "", ""))

    found = FactValue.objects.get(fact__code="members")
    assert (found.value, found.source, found.on, found.row) == (35, "self", date(2012, 5, 1), 2)
    assert FactValue.objects.get(fact__code="opinion").source == "discipline"
    assert FactValue.objects.get(fact__code="opinion").value == 1


def test_percentages_of_a_workbook_are_read_as_they_are_shown(round_: Round) -> None:
    asked = Asked(as_xlsx(WIDE[:3], ("C101", 35, 95.5)), "facts.xlsx")

    facts.run(asked, facts.Target(round_, PACK))

    assert values("C101") == {"members": 35, "trained": 9550}


def test_the_same_file_twice_changes_nothing(round_: Round) -> None:
    rows = (WIDE, ("C101", "35", "95%", "是", "", "", ""))
    bring(round_, *rows)
    events = Event.objects.count()

    again = bring(round_, *rows)

    assert again.unchanged
    assert again.counts["same"] == 3
    assert Event.objects.count() == events


def test_a_later_file_replaces_what_the_same_source_said(round_: Round) -> None:
    bring(round_, WIDE[:2], ("C101", "35"))

    outcome = bring(round_, WIDE[:2], ("C101", "36"))

    assert dict(outcome.counts) == {"added": 0, "changed": 1, "same": 0, "refused": 0}
    assert values("C101") == {"members": 36}


@pytest.mark.parametrize("word", ["清空", "Clear", " ＣＬＥＡＲ "])
def test_a_word_deletes_what_the_same_source_said(round_: Round, word: str) -> None:
    bring(round_, WIDE, ("C101", "35", "95.5%", "是", "", "", "2012-02-07"))

    outcome = bring(round_, WIDE, ("C101", "", word, word, word, "", word))

    assert (outcome.counts["changed"], outcome.counts["same"]) == (3, 1)
    assert values("C101") == {"members": 35, "trained": None, "venue": None, "elected": None}
    assert bring(round_, WIDE, ("C101", "", word, "", "", "", "")).counts["changed"] == 0


def test_a_word_in_a_row_of_one_value_deletes_it(round_: Round) -> None:
    bring(round_, TALL, ("C101", "党员数", "35", "登记册", ""))

    bring(round_, TALL, ("C101", "党员数", "清空", "登记册", ""))

    assert values("C101") == {"members": None}


def test_a_deleted_value_may_be_said_again(round_: Round) -> None:
    for cell in ("35", "清空", "36"):
        bring(round_, WIDE, ("C101", cell, "", "", "", "", ""))

    assert values("C101") == {"members": 36}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ({"党员数（人）": "许多"}, "facts.csv › B2: “许多” is not a number."),
        ({"党员数（人）": "3.5"}, "facts.csv › B2: “3.5” has more decimals than are kept."),
        ({"党员数（人）": "9000"}, "facts.csv › B2: 9000 lies outside 0 to 2000."),
        ({"培训比例": "0.95"}, "facts.csv › C2: 0.95 may mean 95 % or 0.95 %."),
        ({"培训比例": "105%"}, "facts.csv › C2: 105 lies outside 0 to 100."),
        ({"有场所": "大概"}, "facts.csv › D2: “大概” is neither yes nor no."),
        ({"集体收入": "12.345"}, "facts.csv › E2: “12.345” has more decimals than are kept."),
        ({"换届日期": "去年"}, "facts.csv › G2: “去年” is not a date that can be read without guessing."),
        ({"组织编码": "C999"}, "facts.csv › A2: The unit C999 is not in the register."),
    ],
)
def test_what_is_wrong_with_a_value_is_said_at_its_cell(round_: Round, cell: dict[str, str], expected: str) -> None:
    row = {"组织编码": "C101", **dict.fromkeys(WIDE[1:], ""), **cell}

    outcome = bring(round_, WIDE, tuple(row.values()))

    assert len(said(outcome)) == 1
    assert said(outcome)[0].startswith(expected)
    assert FactValue.objects.count() == 0


def test_a_source_that_the_fact_does_not_take_is_refused(round_: Round) -> None:
    outcome = bring(round_, WIDE[:2], ("C101", "35"), source="public")

    assert said(outcome)[0].startswith("facts.csv › B2: “members” is not taken from the source Public.")


def test_the_same_value_twice_in_a_file_is_refused(round_: Round) -> None:
    outcome = bring(round_, WIDE[:2], ("C101", "35"), ("C102", "12"), ("C101", "35"))

    assert said(outcome) == ["facts.csv › A4: C101 has “members” in row 2 already. Delete one of the two rows."]


def test_good_rows_come_in_without_bad_ones(round_: Round) -> None:
    outcome = bring(round_, WIDE[:2], ("C101", "35"), ("C102", "many"), mode="rows")

    assert (values("C101"), values("C102")) == ({"members": 35}, {})
    assert outcome.counts["refused"] == 1


def test_a_locked_round_takes_nothing(round_: Round) -> None:
    round_.locked_at = clock.now()

    with pytest.raises(Refusal, match="The facts of this round are locked"):
        bring(round_, WIDE[:2], ("C101", "35"))


def test_a_sheet_without_any_fact_is_refused(round_: Round) -> None:
    with pytest.raises(Refusal, match="No column of the sheet is a fact of the pack small"):
        bring(round_, ("组织编码", "年龄"), ("C101", "35"))


def test_who_may_import_for_one_township_is_told_nothing_of_others(round_: Round) -> None:
    path = UnitPath.objects.get(unit__code="C1").path
    town = scope([Holding("clerk", "management", path, field_class=1, duties=frozenset({"import"}))])
    content = as_csv((*WIDE[:2], "纪检意见"), ("C101", "35", ""), ("C201", "12", ""), ("C102", "", "有意见"))

    outcome = facts.run(Asked(content, "facts.csv", "rows", scope=town), facts.Target(round_, PACK))

    assert (values("C101"), values("C201"), values("C102")) == ({"members": 35}, {}, {})
    assert said(outcome)[0].startswith("facts.csv › A3: The unit C201 is not in the register.")
    assert said(outcome)[1].startswith("facts.csv › C4: You may not bring in “opinion”.")
