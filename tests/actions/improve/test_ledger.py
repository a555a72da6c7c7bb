"""A ledger goes out as a workbook and comes back in; what is wrong is told at its cell."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from jishi.actions.exports import ledger as exported
from jishi.actions.exports.sheet import Style
from jishi.actions.imports import ledger
from jishi.actions.imports.outcome import Asked
from jishi.actions.imports.templates import template_of
from jishi.core.access import OPERATOR
from jishi.store import access, clock
from jishi.store.models.improve import Problem, Remedy
from jishi.store.models.people import Member, Person
from jishi.store.models.posts import Post, Tenure
from tests.web.ground import World, a_helper, a_world, pack
from tests.web.improving import improving

pytestmark = pytest.mark.django_db

HEAD = "组织编码,主要表现(类型),存在的突出问题,严重程度,整顿目标,整顿措施,责任人,整顿时限\n"
DUE = (clock.today() + timedelta(days=60)).isoformat()


@pytest.fixture
def world() -> World:
    return a_world()


def asked(text: str, **more: object) -> Asked:
    return Asked((HEAD + text).encode(), "台账.csv", **more)  # type: ignore[arg-type]


def test_rows_of_one_problem_become_one_problem_with_its_remedies(world: World) -> None:
    first = f"C11,{_kind()},屋顶漏水,较重,能开会,修屋顶,甲一,{DUE}\n"
    rows = first + f"C11,{_kind()},屋顶 漏水,较重,能开会,买桌椅,甲一,{DUE}\n"

    done = ledger.run(asked(rows), pack())

    assert (done.counts["added"], done.counts["refused"]) == (3, 0)
    assert (Problem.objects.count(), Remedy.objects.count()) == (1, 2)
    assert Problem.objects.get().severity == 2


def test_the_same_file_again_changes_nothing_and_a_filled_draft_is_amended(world: World) -> None:
    ledger.run(asked(f"C11,{_kind()},屋顶漏水,,,修屋顶,,\n"), pack())

    again = ledger.run(asked(f"C11,{_kind()},屋顶漏水,,,修屋顶,,\n"), pack())
    filled = ledger.run(asked(f"C11,{_kind()},屋顶漏水,,,修屋顶,甲一,{DUE}\n"), pack())

    assert (again.written, again.counts["same"]) == (False, 1)
    assert filled.counts["changed"] == 1
    assert Remedy.objects.get().responsible == "甲一"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("X9,{kind},屋顶漏水,,,修屋顶,甲一,{due}\n", "No unit has the code X9."),
        ("C11,{kind},屋顶漏水,,,修屋顶,甲一,2012-01-01\n", "The deadline lies in the past."),
        ("C11,{kind},屋顶漏水,,,,甲一,{due}\n", "The remedy is missing."),
    ],
)
def test_a_wrong_row_is_refused_with_its_reason_and_nothing_is_written(world: World, row: str, said: str) -> None:
    done = ledger.run(asked(row.format(kind=_kind(), due=DUE)), pack())

    assert [str(error.what) for error in done.errors] == [said]
    assert not Problem.objects.exists()


def test_nobody_brings_in_a_ledger_outside(world: World) -> None:
    town = access.scope_of(world.accounts["township"], clock.today())

    done = ledger.run(asked(f"C21,{_kind()},屋顶漏水,,,修屋顶,甲一,{DUE}\n", scope=town), pack())

    assert [str(error.what) for error in done.errors] == ["This unit lies outside what you may change."]


def test_what_is_exported_comes_back_as_it_was(world: World) -> None:
    improving(world.units["C11"])
    sheet = exported.export(OPERATOR, pack(), Style("xlsx", "zh-Hans"))

    done = ledger.run(Asked(sheet.file("xlsx"), "ledger.xlsx"), pack())

    assert (done.counts["added"], done.counts["changed"], done.counts["refused"]) == (0, 0, 0)


def test_names_are_left_out_for_a_reader_without_them(world: World) -> None:
    improving(world.units["C11"])
    head = access.scope_of(world.accounts["head"], clock.today())

    told = exported.export(head, pack(), Style("csv", "zh-Hans")).file("csv")
    whole = exported.export(OPERATOR, pack(), Style("csv", "zh-Hans")).file("csv")

    assert ("甲一".encode() in b"".join(_parts(told)), "甲一".encode() in b"".join(_parts(whole))) == (False, True)


def _parts(file: object) -> list[bytes]:
    return [file] if isinstance(file, bytes) else list(file)  # type: ignore[call-overload]


def _kind() -> str:
    found = pack().improvement
    assert found is not None
    return next(kind.names.zh_hans for kind in found.kinds if kind.id == "venue")


def test_the_export_says_members_secretary_and_helpers_beside_the_problems(world: World) -> None:
    improving(world.units["C11"])
    post = Post.objects.create(unit=world.units["C11"], kind="secretary", first_responsible=True)
    Tenure.objects.create(post=post, person=Person.objects.create(name="乙二"), from_on=date(2012, 1, 1))
    a_helper(world.units["C11"])
    Member.objects.filter(unit=world.units["C11"]).update(status="full")

    lines = told(world, "county")
    hidden = told(world, "head")

    assert lines[0].endswith("党员数,书记,帮扶力量")
    assert ",1,乙二," in lines[1]
    assert lines[1].endswith("丁四")
    assert "乙二" not in hidden[1]
    assert "丁四" not in hidden[1]


def told(world: World, who: str) -> list[str]:
    scope = access.scope_of(world.accounts[who], clock.today())
    content = exported.export(scope, pack(), Style("csv", "zh-Hans")).file("csv")
    return content.decode("utf-8-sig").splitlines()


def test_a_file_brings_no_unit_above_the_cap_of_open_problems(world: World) -> None:
    rows = "".join(f"C11,{_kind()},问题{number},,,,,\n" for number in range(6))

    done = ledger.run(asked(rows), pack())
    good = ledger.run(asked(rows, mode="rows"), pack())

    assert [str(error.what) for error in done.errors] == [
        "This unit works on 5 problems, the most that the pack allows."
    ]
    assert (done.counts["added"], good.counts["added"], Problem.objects.count()) == (0, 5, 5)


def test_the_template_of_the_ledger_needs_no_home() -> None:
    head = load_workbook(BytesIO(template_of("ledger", "year-2012", "zh-Hans"))).worksheets[0]

    words = {str(cell.value) for row in head.iter_rows(max_row=6) for cell in row}
    assert any("存在的突出问题" in word for word in words)
