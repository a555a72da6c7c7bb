"""A ledger goes out as a workbook and comes back in; what is wrong is told at its cell."""

from datetime import timedelta

import pytest

from jishi.actions.exports import ledger as exported
from jishi.actions.exports.sheet import Style
from jishi.actions.imports import ledger
from jishi.actions.imports.outcome import Asked
from jishi.core.access import OPERATOR
from jishi.store import access, clock
from jishi.store.models.improve import Problem, Remedy
from tests.web.ground import World, a_world, pack
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
