"""Lists as sheets: each row does what a page does, and what goes out comes in again as the same."""

from datetime import date
from pathlib import Path

import pytest

from jishi.actions.exports.sheet import Style
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.actions.lists.frame import Leaving, bring, sheet
from jishi.actions.lists.registry import LISTINGS
from jishi.core.access import OPERATOR, Scope
from jishi.sheets.heading import find_tables
from jishi.sheets.reading import read
from jishi.sheets.template import write_template
from jishi.store.access import scope_of
from jishi.store.models.office import Event, Import
from jishi.store.models.org import Grid, Link, Succession, Unit, UnitTrait
from jishi.store.paths import ids
from jishi.store.placing import rebuild
from jishi.store.queries.units import path_of
from tests.actions.org.ground import DAY, a_county, order, people
from tests.store.ground import an_account

pytestmark = [pytest.mark.django_db, pytest.mark.store]
ON = DAY.isoformat()


def sent(kind: str, text: str, *, only_try: bool = False, scope: Scope = OPERATOR, mode: str = "all") -> Outcome:
    asked = Asked(text.encode(), f"{kind}.csv", mode, scope=scope)  # type: ignore[arg-type]
    return bring(LISTINGS[kind], asked, order().pack, only_try=only_try)


def taken_out(kind: str, scope: Scope = OPERATOR) -> str:
    leaving = Leaving(scope, order().pack)
    return sheet(LISTINGS[kind], leaving, Style("csv", "zh-Hans")).file("csv").decode("utf-8-sig")


def county() -> dict[str, Unit]:
    units = a_county()
    people(units["C11"], 3)
    people(units["C12"], 4)
    return units


SHEETS = {
    "changes": (
        "变动,组织编码,组织名称,上级或并入组织编码,新编码,新名称,组织类别,领域,起始日期,批准文号\n"
        f"改建,C12,,,,长安社区,,社区,{ON},组发1号\n"
        f"更换编码,C21,,,D21,,,,{ON},\n"
        f"合并,C11,,C12,,,,,{ON},组发2号\n"
        f"成立,C29,新村党支部,C2,,,党支部,村,{ON},组发3号\n"
    ),
    "stands": f"组织编码,轴线,上级组织编码,起始日期\nC11,行业,C2,{ON}\nC12,属地,C2,{ON}\n",
    "traits": f"组织编码,地区类型,城市类别,起始日期\nC1,老区、贫困地区,县城,{ON}\nC2,民族地区,,{ON}\n",
    "grids": (
        "组织编码,网格名称,户数,人口数,服务团队,起始日期\n"
        f"C11,第一网格,120,360,某甲等3人,{ON}\nC12,第一网格,90,,,{ON}\n"
    ),
}


@pytest.mark.parametrize("kind", SHEETS)
def test_a_list_comes_in_once_and_goes_out_to_the_same(kind: str) -> None:
    county()

    first = sent(kind, SHEETS[kind])
    out = taken_out(kind)
    again, back = sent(kind, SHEETS[kind]), sent(kind, out)

    rows = SHEETS[kind].count("\n") - 1
    assert first.errors == ()
    assert first.counts["added"] + first.counts["changed"] == rows
    assert (again.unchanged, back.unchanged) == (True, True)
    assert (back.errors, back.counts["same"]) == ((), rows)
    assert Import.objects.count() == 1


@pytest.mark.parametrize("kind", SHEETS)
def test_a_dry_run_says_the_same_and_changes_nothing(kind: str) -> None:
    county()
    before = Event.objects.count()

    tried = sent(kind, SHEETS[kind], only_try=True)

    assert (tried.errors, tried.written) == ((), False)
    assert tried.counts["added"] + tried.counts["changed"] == SHEETS[kind].count("\n") - 1
    assert Event.objects.count() == before
    assert not any(model.objects.exists() for model in (Succession, UnitTrait, Grid, Import))


def test_changes_of_a_sheet_are_those_of_the_page() -> None:
    units = county()

    sent("changes", SHEETS["changes"])

    assert Unit.objects.get(code="C12").domain == "community"
    assert Unit.objects.get(pk=units["C21"].pk).code == "D21"
    assert Unit.objects.get(code="C11").dissolved_on == DAY
    assert ids(path_of(Unit.objects.get(code="C29")))[-2] == units["C2"].pk
    assert set(Succession.objects.values_list("document", flat=True)) == {"组发1号", "组发2号", "组发3号", ""}


def test_a_row_that_cannot_be_refuses_all_and_is_told_at_its_cell() -> None:
    county()
    text = f"组织编码,轴线,上级组织编码,起始日期\nC11,行业,C2,{ON}\nC1,属地,C99,{ON}\nC12,隶属,C11,{ON}\n"

    found = sent("stands", text)

    assert not found.written
    assert {(error.spot.address(), str(error.what)) for error in found.errors} == {
        ("C3", "No unit has the code C99."),
        ("C4", "The pack lets no unit of this kind stand below 石桥村党支部 (C11)."),
    }
    assert not Link.objects.exclude(axis="management").exists()


def test_good_rows_come_in_without_bad_ones() -> None:
    county()
    text = f"组织编码,网格名称,户数,起始日期\nC11,一格,许多,{ON}\nC11,二格,30,{ON}\nC77,一格,1,{ON}\n"

    found = sent("grids", text, mode="rows")

    assert (found.counts["added"], found.counts["refused"]) == (1, 2)
    assert Grid.objects.get().name == "二格"


def test_an_empty_cell_leaves_what_is_known_and_a_word_clears_it() -> None:
    county()
    sent("traits", SHEETS["traits"])

    sent("traits", "组织编码,地区类型,城市类别,起始日期\nC1,清空,,2012-09-01\nC2,,县城,2012-09-01\n")

    held = UnitTrait.objects.filter(to_on=None).values_list("unit__code", "value")
    assert set(held) == {("C1", "county-town"), ("C2", "minority"), ("C2", "county-town")}


def test_outside_the_own_scope_a_row_is_as_if_its_unit_did_not_exist() -> None:
    units = county()
    town = scope_of(an_account("town", units["C1"], duties="enter import"), DAY)

    found = sent("grids", SHEETS["grids"].replace("C12", "C21"), scope=town)

    assert [str(error.what) for error in found.errors] == ["No unit has the code C21."]


def test_a_unit_that_no_body_manages_goes_out_to_be_filled_in_and_comes_back_into_the_tree() -> None:
    units = county()
    Link.objects.filter(unit=units["C12"]).update(to_on=date(2012, 3, 1))
    rebuild(DAY)
    town = scope_of(an_account("town", units["C1"], duties="enter import"), DAY)

    assert "C12,长安社区党支部,隶属,,,,," in taken_out("stands", town)
    found = sent("stands", f"组织编码,轴线,上级组织编码,起始日期\nC12,隶属,C1,{ON}\n", scope=town)

    assert (found.errors, found.counts["added"]) == ((), 1)
    assert path_of(units["C12"]).startswith(path_of(units["C1"]))


def test_a_split_names_the_members_who_go() -> None:
    units = a_county()
    people(units["C11"], 7)
    going = "、".join(f"某C11{number}" for number in (0, 1, 2))
    head = "变动,组织编码,新编码,新名称,分出的党员,起始日期\n"

    unknown = sent("changes", f"{head}分设,C11,C19,二支部,某甲,{ON}\n")
    done = sent("changes", f"{head}分设,C11,C19,二支部,{going},{ON}\n")

    assert "Nobody, or more than one, is called so" in str(unknown.errors[0].what)
    assert done.counts["changed"] == 1
    assert Unit.objects.get(code="C19").members.count() == 3


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("kind", LISTINGS)
def test_every_head_that_goes_out_is_known_again_as_its_own_column(
    kind: str, language: str, tmp_path: Path
) -> None:
    form = LISTINGS[kind].form(order().pack)
    file = tmp_path / f"{kind}.xlsx"
    file.write_bytes(write_template(form, language))

    (table,) = find_tables(read(file), form)

    assert set(table.places) == {column.id for column in form.columns}
