"""Members from the sheets of offices, in every shape that they come in."""

import io
from datetime import date

import openpyxl
import pytest

from jishi.actions.exports.members import export
from jishi.actions.exports.sheet import Style
from jishi.actions.imports.members.bring import check, run
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.actions.people.stages import leave
from jishi.core.errors import Refusal
from jishi.store import evidence, persons
from jishi.store.models.office import Event, EventDetail, Evidence, Import
from jishi.store.models.org import Unit
from jishi.store.models.people import Floating, Member, Person
from jishi.store.vault import keys
from tests.actions.people.people import a_member, a_secretary, by
from tests.core.people.numbers import a_number, a_wrong_number
from tests.sheets.files import Row, as_csv, as_xlsx

pytestmark = pytest.mark.django_db
Tree = dict[str, Unit]
HEADS = ("姓名", "公民身份证号", "人员类别", "所在党支部", "加入党组织日期", "转为正式党员日期", "手机号")
MOBILE = "139" + "00001234"


def line(
    name: str = "甲一", order: str = "002", branch: str = "石桥村党支部", **cells: object
) -> tuple[object, ...]:
    usual = (name, a_number(order=order), "正式党员", branch, "1990-07-01", "1991-07-01", MOBILE)
    said = dict(zip(HEADS, usual, strict=True))
    return tuple({**said, **cells}.values())


def bring(*rows: Row, heads: Row = HEADS, mode: str = "all", **more: object) -> Outcome:
    return run(Asked(as_csv(heads, *rows), "roster.csv", mode=mode, **more))  # type: ignore[arg-type]


def said(outcome: Outcome) -> list[str]:
    return [str(complaint) for complaint in outcome.refusal().complaints]


def test_a_roster_becomes_persons_and_members_with_sealed_numbers(tree: Tree) -> None:
    outcome = bring(line(), line("乙二", "003", 转为正式党员日期="", 人员类别="预备党员"))

    assert dict(outcome.counts) == {"added": 2, "changed": 0, "same": 0, "refused": 0}
    member = Member.objects.select_related("person").get(person__name="甲一")
    assert (member.unit, member.status, member.from_on) == (tree["C11"], "full", date(1990, 7, 1))
    assert (member.person.born_on, member.person.sex) == (date(1956, 7, 1), "female")
    assert persons.opened(keys(), member.person, "identity") == a_number()
    assert persons.opened(keys(), member.person, "phone") == MOBILE


def test_the_same_file_twice_changes_nothing(tree: Tree) -> None:
    bring(line(), line("乙二", "003"))
    events = Event.objects.count()

    again = bring(line(), line("乙二", "003"))

    assert again.unchanged
    assert again.counts["same"] == 2
    assert Event.objects.count() == events


def test_the_file_is_kept_encrypted_and_no_event_holds_a_number(tree: Tree) -> None:
    bring(line())

    kept = Evidence.objects.get()
    assert a_number().encode() not in evidence.read(kept)
    assert a_number().encode() in evidence.content_of(kept)
    details = " ".join(str(detail.details) for detail in EventDetail.objects.all())
    assert a_number() not in details
    assert a_number() not in str(Import.objects.get().complaints)


def test_a_summary_with_a_title_heads_in_other_words_totals_samples_and_a_foot_is_read(tree: Tree) -> None:
    book = openpyxl.Workbook()
    page = book.active
    rows = [
        ["党员基本信息汇总表", *[None] * 6],
        ["填报单位（盖章）：龙泉街道", *[None] * 5, "填报时间：2012.3"],
        ["序号", "姓 名", "身份证号码", "所属支部", "党员类别", "入党时间", "转正时间"],
        ["示例", "张三", "", "某支部", "正式", "2001.7", "2002.7"],
        [1, "甲一", "'" + a_number(order="002"), "石桥村党支部", "正式", "1990.7.1", "1991年7月1日"],
        [
            2,
            "乙二",
            " ".join([a_number(order="003")[:6], a_number(order="003")[6:]]),
            None,
            "正式",
            19900701,
            "199107",
        ],
        ["小计", 2, None, None, None, None, None],
        [3, "丙三", a_number(order="004"), "长安社区党支部", "预备", "2011-07-01", None],
        ["合计", 3, None, None, None, None, None],
        ["单位负责人（签字）：", None, None, "填表人：", None, None, None],
    ]
    for row in rows:
        page.append(row)
    page.merge_cells("A1:G1")
    page.merge_cells("D5:D6")
    kept = io.BytesIO()
    book.save(kept)

    outcome = run(Asked(kept.getvalue(), "汇总表.xlsx"))

    assert said(outcome) == []
    found = {member.person.name: member for member in Member.objects.select_related("person")}
    assert sorted(found) == ["丙三", "乙二", "甲一"]
    assert found["乙二"].unit == tree["C11"]
    assert (found["乙二"].joined_on, found["乙二"].full_on) == (date(1990, 7, 1), date(1991, 7, 1))
    assert found["丙三"].status == "probationary"


def test_a_number_typed_as_a_quantity_is_told_as_ruined_and_not_repeated(tree: Tree) -> None:
    number = a_number()
    content = as_xlsx(HEADS, line(公民身份证号=float(number[:15] + "000") if number[17] == "X" else float(number)))

    outcome = run(Asked(content, "roster.xlsx"))

    assert "ruined by the sheet" in said(outcome)[0]
    assert number[:6] not in said(outcome)[0]
    assert said(outcome)[0].startswith("roster.xlsx › 登记册 › B2:")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"公民身份证号": "WRONG"}, "B2: The check digit of the identity number is wrong"),
        ({"公民身份证号": "123"}, "B2: An identity number has 18 digits"),
        ({"手机号": "12345"}, "G2: This is no telephone number"),
        ({"所在党支部": "南山党支部"}, "D2: No branch in your charge is called “南山党支部”."),
        ({"所在党支部": ""}, "D2: The branch is missing."),
        ({"转为正式党员日期": "1990-07-01"}, "F2: Joining comes before full membership"),
        ({"转为正式党员日期": "2012-03-02"}, "F2: 2012-03-02 lies in the future."),
        ({"加入党组织日期": "1950-07-01"}, "E2: This date lies before the date of birth."),
        ({"人员类别": "预备"}, "F2: Who is not yet a full member has no date"),
        ({"人员类别": "团员"}, "C2: “团员” is not one of the choices."),
        ({"姓名": ""}, "A2: “姓名” is empty."),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(tree: Tree, cells: dict[str, str], expected: str) -> None:
    cells = {head: a_wrong_number() if text == "WRONG" else text for head, text in cells.items()}

    outcome = bring(line(**cells))

    assert said(outcome)[0].startswith(f"roster.csv › {expected}")
    assert Member.objects.count() == 0


def test_joiners_without_probation_are_right(tree: Tree) -> None:
    outcome = bring(line(加入党组织日期="1975-07-01", 转为正式党员日期="1975-07-01"))

    assert outcome.counts["added"] == 1


def test_a_member_in_two_branches_is_refused_in_the_file_and_against_the_register(tree: Tree) -> None:
    twice = bring(line(), line(branch="长安社区党支部"))
    bring(line())
    moved = bring(line(branch="长安社区党支部"))

    assert "stands in row 2 already" in said(twice)[0]
    assert "is in 石桥村党支部 already; nobody is in two branches" in said(moved)[0]
    assert Member.objects.count() == 1


def test_who_may_not_see_the_other_branch_is_not_told_which_it_is(tree: Tree) -> None:
    a_member(tree["C21"])
    account = a_secretary(tree["C1"])

    outcome = bring(line(), actor=account, scope=by(account).scope)

    assert "is in another branch already" in said(outcome)[0]
    assert "重庆" not in said(outcome)[0]


def test_a_branch_outside_the_scope_is_a_branch_that_does_not_exist(tree: Tree) -> None:
    account = a_secretary(tree["C1"])

    outcome = bring(line(branch="重庆村党支部"), actor=account, scope=by(account).scope)

    assert "No branch in your charge is called" in said(outcome)[0]


def test_good_rows_come_in_without_bad_ones(tree: Tree) -> None:
    outcome = bring(line(), line("乙二", "003", 手机号="1"), mode="rows")

    assert [member.person.name for member in Member.objects.all()] == ["甲一"]
    assert outcome.counts["refused"] == 1


def test_a_corrected_sheet_changes_what_it_says_and_leaves_what_it_does_not(tree: Tree) -> None:
    bring(line())

    outcome = bring(line(手机号="", 转为正式党员日期="1991-08-01"), line("乙二", "003"))

    assert (outcome.counts["added"], outcome.counts["changed"]) == (1, 1)
    member = Member.objects.select_related("person").get(person__name="甲一")
    assert member.full_on == date(1991, 8, 1)
    assert persons.opened(keys(), member.person, "phone") == MOBILE


def test_floating_members_come_in_with_their_place(tree: Tree) -> None:
    bring((*line(), "是", "广东省"), (*line("乙二", "003"), "否", ""), heads=(*HEADS, "是否为流动党员", "外出流向"))

    assert Floating.objects.get().place == "广东省"


def test_a_day_of_losing_contact_without_lost_is_an_error_and_lost_ones_are_entered_elsewhere(tree: Tree) -> None:
    heads = (*HEADS, "是否为失联党员", "失去联系日期")

    wrong = bring((*line(), "否", "2011-01"), heads=heads)
    right = bring((*line(), "是", "2011-01"), heads=heads)

    assert "not said to be lost" in said(wrong)[0]
    assert any("restricted" in str(note.what) for note in right.notes)


def test_a_dead_person_does_not_come_back_by_a_sheet(tree: Tree) -> None:
    member = a_member(tree["C11"])
    leave(by(), member, member.version, "died")

    assert "died on 2012-03-01" in said(bring(line()))[0]


def test_who_left_comes_back_under_the_old_record_but_not_into_days_that_are_taken(tree: Tree) -> None:
    member = a_member(tree["C12"])
    leave(by(on=date(2012, 2, 20)), member, member.version, "withdrew")

    early = bring((*line(), "2011-06-01"), heads=(*HEADS, "进入支部日期"))
    outcome = bring(line())

    assert "was in another branch until 2012-02-21" in said(early)[0]
    assert outcome.counts["added"] == 1
    assert Person.objects.count() == 1


def test_what_goes_out_comes_in_again_as_the_same_and_holds_no_number(tree: Tree) -> None:
    bring(line(), line("乙二", "003", 人员类别="预备", 转为正式党员日期=""), line("丙三", "005", "长安社区党支部"))

    content = export(by().scope, Style("xlsx", "zh-Hans")).file("xlsx")
    again = check(Asked(content, "out.xlsx"))

    assert again.unchanged, said(again)
    assert again.counts["same"] == 3
    cells = [str(cell.value) for row in openpyxl.load_workbook(io.BytesIO(content)).active for cell in row]
    assert not {a_number(), MOBILE} & set(cells)


def test_a_file_that_is_no_roster_is_refused_with_the_columns_it_lacks(tree: Tree) -> None:
    with pytest.raises(Refusal, match="No sheet has a row of heads"):
        bring(("1",), heads=("数量",))


def test_two_members_of_one_name_in_one_branch_are_told_apart_by_birth(tree: Tree) -> None:
    heads = ("姓名", "出生日期", "人员类别", "所在党支部")
    rows = (("甲一", "1950-01-02", "正式", "石桥村党支部"), ("甲一", "1980-03-04", "正式", "石桥村党支部"))

    first = bring(*rows, heads=heads)
    again = bring(*rows, heads=heads)

    assert (first.counts["added"], again.counts["same"]) == (2, 2)
    assert {person.born_on for person in Person.objects.all()} == {date(1950, 1, 2), date(1980, 3, 4)}
