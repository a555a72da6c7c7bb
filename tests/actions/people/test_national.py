"""The national register's export: differences are shown, and what it decides is mirrored, not asked again."""

from datetime import date

import pytest

from jishi.actions.imports.outcome import Asked
from jishi.actions.people import national, transfers
from jishi.actions.people.transfers import Towards
from jishi.core.errors import Refusal
from jishi.store.models.org import Unit
from jishi.store.models.people import Member
from tests.actions.people.people import PHONE, a_member, by
from tests.core.people.numbers import a_number
from tests.sheets.files import as_csv

pytestmark = pytest.mark.django_db
Tree = dict[str, Unit]
HEADS = ("姓名", "公民身份证号", "人员类别", "组织编码", "入党时间", "转正时间", "学历", "联系电话", "党员编号")


def the_export(*rows: tuple[str, ...]) -> Asked:
    return Asked(as_csv(HEADS, *rows), "全国系统导出.csv")


def line(order: str, branch: str, full_on: str = "1991-07-01", phone: str = PHONE) -> tuple[str, ...]:
    return ("甲一", a_number(order=order), "正式党员", branch, "1990-07-01", full_on, "", phone, f"N{order}")


def test_differences_are_shown_field_by_field_and_numbers_never(tree: Tree) -> None:
    a_member(tree["C11"])
    a_member(tree["C11"], "乙二", "004")
    other_phone = "137" + "00001234"

    found = national.compare(
        the_export(
            line("002", "C12", "1991-08-01", other_phone), ("丁四", a_number(order="008"), *line("009", "C11")[2:])
        )
    )

    assert [(d.field, d.ours, d.theirs, d.mirrored) for d in found.differences] == [
        ("unit", "石桥村党支部", "长安社区党支部", True),
        ("full_on", date(1991, 7, 1), date(1991, 8, 1), True),
        ("phone", "••••", "••••", False),
    ]
    assert (found.only_ours, found.only_theirs) == (["乙二"], ["丁四"])


def test_what_both_tell_alike_is_counted(tree: Tree) -> None:
    a_member(tree["C11"])

    found = national.compare(the_export(line("002", "C11")))

    assert (found.same, found.differences) == (1, [])


def test_mirrored_members_move_with_the_export_and_are_not_asked_for_here(tree: Tree) -> None:
    a_member(tree["C11"])

    taken = national.mirror(by(), the_export(line("002", "C12", "1991-08-01"))).taken

    now = Member.objects.get(left_how="")
    assert taken == 1
    assert (now.unit, now.full_on, now.mirrored, now.registered) == (tree["C12"], date(1991, 8, 1), True, "N002")
    assert national.mirror(by(), the_export(line("002", "C12", "1991-08-01"))).taken == 0
    with pytest.raises(Refusal, match="read from the national register"):
        transfers.ask(by(), now, Towards(tree["C21"]))


def test_who_is_only_in_the_national_register_joins_here_by_it(tree: Tree) -> None:
    a_member(tree["C11"])
    new = ("丁四", a_number(order="008"), "预备党员", "C11", "2012-02-01", "", "", "", "N008")

    taken = national.mirror(by(), the_export(line("002", "C11"), new)).taken

    joined = Member.objects.get(person__name="丁四")
    assert taken == 2
    assert (joined.unit, joined.status, joined.mirrored, joined.registered) == (
        tree["C11"],
        "probationary",
        True,
        "N008",
    )
    assert national.compare(the_export(line("002", "C11"), new)).only_theirs == []


def test_a_row_that_is_not_taken_over_is_told_with_its_reason(tree: Tree) -> None:
    a_member(tree["C11"])
    wrong = ("丁四", a_number(order="008"), "预备党员", "C11", "2012-02-01", "2012-02-20", "", "", "N008")
    export = the_export(line("002", "C11"), line("002", "C11"), line("004", "C99"), wrong)

    done = national.mirror(by(), export)

    told = [(each.spot.address(), str(each.what)) for each in done.skipped]
    assert done.taken == 1
    assert [where for where, _what in told] == ["A3", "D4", "A5"]
    assert told[0][1] == "This person stands in row 2 already."
    assert "no branch C99" in told[1][1]
