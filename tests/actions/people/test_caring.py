"""Care: visits, talks, money with its source, what is overdue, totals upward without persons (D169-D170)."""

from datetime import date

import pytest

from jishi.actions.exports.sheet import Style
from jishi.actions.lists.frame import Leaving, sheet
from jishi.actions.lists.registry import LISTINGS
from jishi.actions.people import caring
from jishi.actions.people.caring import Brought
from jishi.actions.people.due_care import overdue, waiting
from jishi.actions.people.retention import keep_to_terms
from jishi.core.access import OPERATOR
from jishi.core.errors import Refusal
from jishi.store import clock
from jishi.store.access import scope_of
from jishi.store.models.org import Link, Unit
from jishi.store.models.people import Care, CareVisit
from jishi.store.placing import rebuild
from jishi.store.queries.care_totals import care_by_unit
from tests.actions.people.people import NOW, TODAY, a_member, a_secretary, by
from tests.store.ground import BEGAN, a_tree, a_unit
from tests.web.ground import pack

pytestmark = [pytest.mark.django_db, pytest.mark.store]
YEAR = (date(2012, 1, 1), TODAY)


@pytest.fixture
def tree():
    with clock.at(NOW):
        yield a_tree()


def cared(unit: Unit, name: str, order: str, category: str = "needy", since: date = date(2011, 8, 1)) -> Care:
    return caring.care_for(by(on=since), a_member(unit, name, order), category)


def test_money_says_where_it_comes_from(tree) -> None:
    care = cared(tree["C11"], "甲一", "002")

    with pytest.raises(Refusal, match="says not where the money comes from"):
        caring.visited(by(), care, care.version, Brought(100_00))
    with pytest.raises(Refusal, match="says not where the money comes from"):
        caring.visited(by(), care, care.version, Brought(100_00, "pocket"))
    caring.visited(by(), care, care.version, Brought(100_00, "party-fees"))

    kept = CareVisit.objects.get()
    assert (kept.money, kept.fund, care.visits, care.money) == (100_00, "party-fees", 1, 100_00)


def test_a_heart_to_heart_talk_is_noted_and_changes_no_number(tree) -> None:
    care = cared(tree["C11"], "甲一", "002")

    caring.visited(by(), care, care.version, Brought(kind="talk"))
    with pytest.raises(Refusal, match="A talk brings no money"):
        caring.visited(by(), care, care.version, Brought(1_00, "budget", "talk"))

    assert CareVisit.objects.get().kind == "talk"
    assert (care.visits, care.money, care.last_visit_on) == (0, 0, None)


def test_a_visit_and_help_are_due_as_often_as_the_pack_says(tree) -> None:
    care = cared(tree["C11"], "甲一", "002")
    caring.visited(by(on=date(2011, 12, 1)), care, care.version, Brought(100_00, "budget"))
    caring.visited(by(on=date(2012, 2, 1)), care, care.version)

    [found] = waiting(OPERATOR, pack())

    # Hardship: a visit every three months, money every six.
    assert (found.visit_due, found.aid_due, found.next) == (date(2012, 5, 1), date(2012, 6, 1), date(2012, 5, 1))
    assert overdue(OPERATOR, pack(), date(2012, 5, 1)) == []
    assert [each.late(date(2012, 5, 2)) for each in overdue(OPERATOR, pack(), date(2012, 5, 2))] == [(True, False)]


def test_what_is_overdue_is_read_by_the_branch_and_the_unit_above_only(tree) -> None:
    cared(tree["C11"], "甲一", "002")
    branch, town = a_secretary(tree["C11"]), a_secretary(tree["C1"], field_class=3)
    county = a_secretary(tree["C"], field_class=3)

    told = [len(overdue(scope_of(each, TODAY), pack(), TODAY)) for each in (branch, town, county)]

    assert told == [1, 1, 0]


def six_and_two(tree: dict[str, Unit]) -> None:
    for number in range(8):
        unit = tree["C11"] if number < 6 else tree["C21"]
        care = cared(unit, f"老{number}", f"1{number}2")
        caring.visited(by(on=date(2012, 1, 9)), care, care.version, Brought(100_00, "party-fees"))


def test_totals_go_upward_by_organisation_with_the_source_of_the_money(tree) -> None:
    six_and_two(tree)

    found = {each.unit.code: each for each in care_by_unit(OPERATOR, tree["C"], *YEAR)}

    assert {code: (each.people, each.visits, each.funds) for code, each in found.items()} == {
        "C1": (6, 6, {"party-fees": 600_00}),
        "C2": (2, 2, {"party-fees": 200_00}),
    }


def test_totals_about_too_few_people_are_not_told_further_up(tree) -> None:
    six_and_two(tree)
    county = scope_of(a_secretary(tree["C"], field_class=3), TODAY)
    town = scope_of(a_secretary(tree["C2"], field_class=3), TODAY)

    above = care_by_unit(county, tree["C"], *YEAR)
    below = care_by_unit(town, tree["C2"], *YEAR)

    # The two of C2 could be told from the sum, so the six of C1 are not told either.
    assert [(each.unit.code, each.told, each.people) for each in above] == [("C1", False, 0), ("C2", False, 0)]
    assert [(each.unit.code, each.told, each.people) for each in below] == [("C21", True, 2)]


def test_what_is_hidden_on_one_page_is_not_told_by_the_page_below_it(tree) -> None:
    # A province with three counties of 3, 6 and 20; C stands between: C1 of 6 in one branch.
    top = a_unit("P")
    Link.objects.create(unit=top, parent=None, from_on=BEGAN)
    Link.objects.filter(unit=tree["C"]).update(parent=top)
    for code, above in (("A", "P"), ("A1", "A"), ("A11", "A1"), ("D", "P"), ("D1", "D"), ("D11", "D1")):
        tree[code] = a_unit(code)
        Link.objects.create(unit=tree[code], parent={"P": top, **tree}[above], from_on=BEGAN)
    rebuild(TODAY)
    order = iter(range(100, 200))
    for code, count in (("A11", 3), ("C11", 6), ("D11", 20)):
        for _ in range(count):
            cared(tree[code], f"老{(number := next(order))}", str(number))
    reader = scope_of(a_secretary(top, field_class=3), TODAY)

    def told(place: Unit) -> dict[str, int | None]:
        return {each.unit.code: each.people if each.told else None for each in care_by_unit(reader, place, *YEAR)}

    assert told(top) == {"A": None, "C": None, "D": 20}
    assert told(tree["C"]) == {"C1": None}
    assert told(tree["C1"]) == {"C11": None}
    assert told(tree["D"]) == {"D1": 20}
    county = scope_of(a_secretary(tree["C"], field_class=3), TODAY)
    assert [each.people for each in care_by_unit(county, tree["C"], *YEAR)] == [6]


def test_what_is_neither_a_visit_nor_a_talk_is_refused_by_its_name(tree) -> None:
    care = cared(tree["C11"], "甲一", "002")

    with pytest.raises(Refusal, match="“letter” is neither a visit nor a talk"):
        caring.visited(by(), care, care.version, Brought(kind="letter"))


def test_the_sheet_of_totals_names_nobody(tree) -> None:
    six_and_two(tree)

    out = sheet(LISTINGS["care-totals"], Leaving(OPERATOR, pack(), unit=tree["C"]), Style("csv", "zh-Hans"))
    text = out.file("csv").decode("utf-8-sig")

    assert "老1" not in text
    assert [line.split(",")[:5] for line in text.splitlines()[1:]] == [
        ["C1", "龙泉街道党工委", "6", "6", "600"],
        ["C2", "青杠街道党工委", "2", "2", "200"],
    ]


def test_visits_go_with_the_record_of_the_care(tree) -> None:
    care = cared(tree["C11"], "甲一", "002")
    caring.visited(by(), care, care.version, Brought(100_00, "budget"))
    caring.care_ended(by(), care, care.version)

    with clock.at(NOW.replace(year=2014)):
        counts = keep_to_terms({})

    assert (counts["care"], Care.objects.count(), CareVisit.objects.count()) == (1, 0, 0)
