"""Nobody is made twice: whoever is named by a sheet or a form is found again in the register."""

from datetime import date

import pytest

from jishi.actions.dispatch.sending import Sending, send
from jishi.actions.imports import posts as sheet
from jishi.actions.imports.members.bring import run
from jishi.actions.imports.outcome import Asked, Outcome
from jishi.actions.imports.units import run as register
from jishi.actions.people import finding
from jishi.actions.people.finding import Named
from jishi.actions.people.stages import leave
from jishi.actions.posts.holding import By, Wish, appoint, open_post
from jishi.core.errors import Refusal
from jishi.store import persons
from jishi.store.evidence import SEALED
from jishi.store.models.office import Import
from jishi.store.models.org import Unit
from jishi.store.models.people import Member, Person
from jishi.store.models.posts import Post, Tenure
from jishi.store.vault import keys
from tests.actions.people.people import PHONE, TODAY, a_member, by
from tests.core.people.numbers import a_number
from tests.sheets.files import as_csv
from tests.web.ground import pack

pytestmark = [pytest.mark.django_db, pytest.mark.store]
Tree = dict[str, Unit]
POSTS = ("组织编码", "职务", "姓名", "任职日期", "出生日期", "手机号", "公民身份证号")
MEMBERS = ("姓名", "出生日期", "人员类别", "所在党支部")


def posts(*rows: tuple[str, ...]) -> Outcome:
    full = [(*row, *[""] * (len(POSTS) - len(row))) for row in rows]
    return sheet.run(Asked(as_csv(POSTS, *full), "posts.csv"), pack())


def members(*rows: tuple[str, ...]) -> Outcome:
    return run(Asked(as_csv(MEMBERS, *rows), "roster.csv"))


def test_the_holder_of_a_post_is_the_member_of_the_branch_with_that_name(tree: Tree) -> None:
    member = a_member(tree["C11"])

    done = posts(("C11", "书记", "甲一", "2012-03-01"), ("C11", "组织委员", "甲一", "2012-03-01"))

    assert (done.errors, done.counts["added"]) == ((), 2)
    assert {tenure.person for tenure in Tenure.objects.all()} == {member.person}
    assert Person.objects.count() == 1


def test_who_is_new_gets_one_record_for_all_posts_and_can_be_searched(tree: Tree) -> None:
    posts(("C11", "书记", "乙二", "2012-03-01"), ("C11", "组织委员", "乙二", "2012-03-01"))

    person = Person.objects.get()
    assert person.tenures.count() == 2
    assert person.search


def test_of_two_of_one_name_the_row_is_refused_until_something_tells_them_apart(tree: Tree) -> None:
    a_member(tree["C11"], phone="")
    other = a_member(tree["C11"], order="004", dates={}, status="applicant")

    unclear = posts(("C11", "书记", "甲一", "2012-03-01"))
    clear = posts(("C11", "书记", "甲一", "2012-03-01", "", PHONE))

    assert [(str(error.what), error.spot.column) for error in unclear.errors] == [
        ("2 people here are called 甲一.", 2)
    ]
    assert Tenure.objects.get().person == other.person
    assert clear.errors == ()


def test_an_identity_number_finds_its_owner_and_nobody_of_another_name(tree: Tree) -> None:
    member = a_member(tree["C21"])

    wrong = posts(("C11", "书记", "乙二", "2012-03-01", "", "", a_number(order="002")))
    right = posts(("C11", "书记", "甲一", "2012-03-01", "", "", a_number(order="002")))

    assert [str(error.what) for error in wrong.errors] == [
        "This identity number is kept of somebody with another name."
    ]
    assert right.errors == ()
    assert Tenure.objects.get().person == member.person


def test_a_leader_above_is_found_in_a_branch_below_and_that_is_told(tree: Tree) -> None:
    member = a_member(tree["C11"])

    done = posts(("C1", "书记", "甲一", "2012-03-01"), ("C2", "书记", "甲一", "2012-03-01"))

    held = {tenure.post.unit.code: tenure.person for tenure in Tenure.objects.all()}
    assert held["C1"] == member.person
    assert held["C2"] != member.person
    assert [str(note.what) for note in done.notes] == [
        "甲一 is taken to be the one person of this name below the unit."
    ]


def test_numbers_of_a_new_holder_are_sealed_and_the_file_with_them(tree: Tree) -> None:
    posts(("C11", "书记", "丙三", "2012-03-01", "", PHONE, a_number(order="006")))

    person = Person.objects.get()
    assert persons.opened(keys(), person, "phone") == PHONE
    assert persons.opened(keys(), person, "identity") == a_number(order="006")
    assert person.born_on is not None
    assert Import.objects.get().file.media_type == SEALED


def test_the_dead_are_nobody_who_is_meant(tree: Tree) -> None:
    member = a_member(tree["C11"])
    leave(by(), member, member.version, "died")

    found = finding.find([Named(tree["C11"].pk, "甲一"), Named(tree["C11"].pk, "甲一", identity=a_number())])

    assert found[0] == finding.Found()
    assert str(found[1].fault.what if found[1].fault else "") == "This person died on 2012-03-01."


def test_a_roster_finds_the_secretary_whom_the_register_named_before(tree: Tree) -> None:
    register_of = "组织编码,组织名称,组织类别,上级组织编码,书记姓名\nC11,石桥村党支部,党支部,C1,甲一\n"
    Unit.objects.filter(code__in=("C", "C1", "C2")).update(kind="committee", level="county")
    first = register(Asked(register_of.encode(), "units.csv"), pack().vocabulary)

    second = members(("甲一", "1956-07-01", "正式", "石桥村党支部"))

    assert (first.errors, second.errors) == ((), ())
    person = Person.objects.get()
    assert (person.born_on, person.tenures.count()) == (date(1956, 7, 1), 1)
    assert Member.objects.get().person == person


def test_the_register_names_a_member_as_secretary_and_asks_where_two_have_the_name(tree: Tree) -> None:
    Unit.objects.filter(code__in=("C", "C1", "C2")).update(kind="committee", level="county")
    member = a_member(tree["C11"])
    a_member(tree["C12"], "乙二", "004", phone="")
    a_member(tree["C12"], "乙二", "006", phone="")
    head = "组织编码,组织名称,组织类别,上级组织编码,书记姓名\n"
    both = f"{head}C11,石桥村党支部,党支部,C1,甲一\nC12,长安社区党支部,党支部,C1,乙二\n"

    refused = register(Asked(both.encode(), "units.csv"), pack().vocabulary)
    done = register(Asked(both.rsplit("\n", 2)[0].encode(), "units.csv"), pack().vocabulary)

    assert [str(error.what) for error in refused.errors] == ["2 people here are called 乙二."]
    assert done.errors == ()
    assert Tenure.objects.get().person == member.person


def test_two_rows_of_one_name_that_nothing_tells_apart_are_refused(tree: Tree) -> None:
    unclear = members(("甲一", "", "正式", "石桥村党支部"), ("甲一", "1980-03-04", "正式", "石桥村党支部"))

    assert [str(error.what) for error in unclear.errors] == [
        "This name stands in row 2 of the same branch already."
    ]
    assert not Member.objects.exists()


def test_a_row_that_could_be_either_of_two_members_makes_no_third(tree: Tree) -> None:
    members(("甲一", "1950-01-02", "正式", "石桥村党支部"), ("甲一", "1980-03-04", "正式", "石桥村党支部"))

    unclear = members(("甲一", "", "正式", "石桥村党支部"))
    another = members(("甲一", "1990-05-06", "正式", "石桥村党支部"))

    assert [str(error.what) for error in unclear.errors] == ["2 people here are called 甲一."]
    assert another.counts["added"] == 1
    assert Member.objects.count() == 3


def test_pages_find_the_member_too_and_ask_where_two_have_the_name(tree: Tree) -> None:
    member = a_member(tree["C11"])
    post = open_post(By(), tree["C11"], "secretary", first=True)

    tenure = appoint(By(), post, Wish(TODAY, "甲一"))
    sent = send(By(), Sending("contact", "甲一", TODAY, unit=tree["C12"], sending=tree["C11"]))
    a_member(tree["C11"], order="004", phone="")
    with pytest.raises(Refusal, match="2 people here are called 甲一"):
        send(By(), Sending("contact", "甲一", TODAY, unit=tree["C21"], sending=tree["C11"]))
    by_phone = send(By(), Sending("contact", "甲一", TODAY, unit=tree["C21"], sending=tree["C11"], phone=PHONE))

    assert {tenure.person, sent.person, by_phone.person} == {member.person}


def test_a_helper_without_a_sending_unit_who_comes_again_is_the_same_person(tree: Tree) -> None:
    first = send(By(), Sending("contact", "丁四", TODAY, unit=tree["C12"]))
    from jishi.actions.dispatch.sending import end

    end(By(), first, first.version, date(2012, 6, 1))
    again = send(By(), Sending("contact", "丁四", date(2012, 6, 1), unit=tree["C12"]))

    assert again.person == first.person


def test_the_number_of_queries_does_not_grow_with_the_names(tree: Tree, django_assert_max_num_queries) -> None:
    named = [Named(tree["C1"].pk, f"某{number}", phone=PHONE) for number in range(300)]

    with django_assert_max_num_queries(10):
        assert finding.find(named) == [finding.Found()] * 300


def a_leader(unit: Unit, name: str = "丙三") -> Person:
    person = Person.objects.create(name=name, unit=unit)
    Tenure.objects.create(
        post=Post.objects.create(unit=unit, kind="member"), person=person, from_on=date(2011, 1, 1)
    )
    return person


def test_a_roster_finds_the_leader_whom_only_a_unit_above_keeps_and_says_so(tree: Tree) -> None:
    leader = a_leader(tree["C1"])

    done = members(("丙三", "", "正式党员", "石桥村党支部"))

    assert done.errors == ()
    assert [str(note.what) for note in done.notes] == [
        "丙三 is taken to be the one person of this name who holds a post above."
    ]
    assert Member.objects.get().person == leader
    assert Person.objects.count() == 1


def test_a_leader_above_is_nobody_whom_a_birthday_tells_apart(tree: Tree) -> None:
    leader = a_leader(tree["C1"])
    Person.objects.filter(pk=leader.pk).update(born_on=date(1970, 1, 1))

    members(("丙三", "1980-05-05", "正式党员", "石桥村党支部"))
    members(("丙三", "1970-01-01", "正式党员", "长安社区党支部"))

    held = {(each.unit.code, each.person_id == leader.pk) for each in Member.objects.select_related("unit")}
    assert held == {("C11", False), ("C12", True)}


def test_a_leader_above_is_one_rows_only(tree: Tree) -> None:
    leader = a_leader(tree["C1"])

    members(("丙三", "", "正式党员", "石桥村党支部"), ("丙三", "", "正式党员", "长安社区党支部"))

    assert Member.objects.filter(person=leader).count() == 1
    assert Person.objects.count() == 2


def test_between_two_leaders_of_one_name_is_never_guessed_and_other_lines_do_not_count(tree: Tree) -> None:
    a_leader(tree["C1"])
    a_leader(tree["C"])
    a_leader(tree["C2"], "丁四")

    members(("丙三", "", "正式党员", "石桥村党支部"), ("丁四", "", "正式党员", "石桥村党支部"))

    # Two of one name above, and one of another line: both rows are somebody new.
    assert Person.objects.count() == 5


def test_a_leader_who_is_in_a_branch_is_somebody_else_in_another_roster(tree: Tree) -> None:
    leader = a_leader(tree["C1"])
    members(("丙三", "", "正式党员", "石桥村党支部"))

    members(("丙三", "", "正式党员", "长安社区党支部"))

    assert Member.objects.filter(person=leader).count() == 1
    assert Member.objects.count() == 2
