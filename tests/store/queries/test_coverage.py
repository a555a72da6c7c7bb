"""Coverage counted by the database for all equals coverage decided for each."""

from collections import Counter
from datetime import date
from random import Random

import pytest

from jishi.core.access import OPERATOR
from jishi.core.coverage import Covering, covered_by, deadline, lacks_unit
from jishi.store.access import scope_of
from jishi.store.models.org import Formation, Succession, Unit, UnitTrait, UnitWorkplace, Workplace
from jishi.store.models.people import Person
from jishi.store.models.posts import Dispatch, Post, Tenure
from jishi.store.models.rules import Violation
from jishi.store.queries import coverage
from tests.store.ground import a_tree, an_account

pytestmark = pytest.mark.django_db
DAY = date(2012, 5, 1)
SINCE = date(2011, 1, 1)


@pytest.fixture
def world() -> tuple[dict[str, Unit], dict[str, Covering]]:
    """Sixty workplaces at random in the area of three villages; what covers each, by code."""
    chance, tree = Random(3), a_tree()
    person, kept = Person.objects.create(name="甲一"), {}
    for number in range(60):
        own, joint, helped = (chance.random() < share for share in (0.25, 0.15, 0.2))
        union, league = (chance.choice([True, False, None]) for _ in range(2))
        full = chance.choice([None, 0, 2, 3, 9])
        place = Workplace.objects.create(
            code=f"W{number:02}",
            name=f"示例{number}厂",
            domain=chance.choice(["enterprise", "social", ""]),
            size_class=chance.choice(["micro", "small", "large"]),
            place=tree[chance.choice(["C11", "C12", "C21"])],
            unit=tree["C1"] if own else None,
            full_members=full,
            union=union,
            league=league,
            formation_due=chance.choice([None, date(2012, 4, 1), date(2012, 5, 1)]),
        )
        if joint:
            UnitWorkplace.objects.create(unit=tree["C11"], workplace=place, from_on=SINCE)
        if helped:
            Dispatch.objects.create(kind="instructor", person=person, workplace=place, from_on=SINCE)
        kept[place.code] = Covering(own or joint, helped, union, league, full)
    ended = Workplace.objects.get(code="W00")
    UnitWorkplace.objects.create(unit=tree["C12"], workplace=ended, from_on=date(2010, 1, 1), to_on=SINCE)
    Workplace.objects.create(code="OLD", name="旧厂", place=tree["C11"], closed_on=DAY, full_members=9)
    return tree, kept


def counted(places: list[Workplace], kept: dict[str, Covering]) -> coverage.Line:
    found = [(place, kept[place.code]) for place in places]
    by = Counter(covered_by(covering) for _place, covering in found)
    missing = [place for place, covering in found if lacks_unit(covering)]
    return coverage.Line(
        "",
        len(found),
        by["organisation"],
        by["organisation"] + by["work"],
        len(missing),
        sum(deadline(place.formation_due, DAY) == "overdue" for place in missing),
        sum(lacks_unit(covering) is None for _place, covering in found),
    )


def test_all_at_once_is_what_each_is(world) -> None:
    _tree, kept = world

    told = coverage.table(OPERATOR, DAY)

    assert told == [counted(list(Workplace.objects.exclude(code="OLD")), kept)]
    assert told[0].total == 60


@pytest.mark.parametrize("by", ["domain", "size_class"])
def test_each_group_is_counted_by_itself(world, by: str) -> None:
    _tree, kept = world
    places = list(Workplace.objects.exclude(code="OLD"))

    told = {line.key: line for line in coverage.table(OPERATOR, DAY, by)}

    for key, line in told.items():
        mine = counted([place for place in places if getattr(place, by) == key], kept)
        assert (line.total, line.organised, line.worked, line.lacking, line.overdue, line.unknown) == (
            mine.total,
            mine.organised,
            mine.worked,
            mine.lacking,
            mine.overdue,
            mine.unknown,
        )
    assert sum(line.total for line in told.values()) == 60


def test_an_area_type_reaches_down_and_counts_each_workplace_once(world) -> None:
    tree, _kept = world
    for code in ("C1", "C11"):
        UnitTrait.objects.create(unit=tree[code], kind="area", value="old-base", from_on=SINCE)
    UnitTrait.objects.create(unit=tree["C21"], kind="area", value="border", from_on=SINCE)

    told = {line.key: line.total for line in coverage.table(OPERATOR, DAY, "area-type")}

    places = Workplace.objects.exclude(code="OLD")
    assert told == {
        "border": places.filter(place=tree["C21"]).count(),
        "old-base": places.exclude(place=tree["C21"]).count(),
    }


def test_a_township_sees_its_own_workplaces_alone(world) -> None:
    tree, _kept = world
    town = scope_of(an_account("town", tree["C1"]), DAY)

    seen = coverage.workplaces(town, DAY)

    assert {place.place for place in seen} == {tree["C11"], tree["C12"]}
    assert coverage.workplaces(town, DAY, tree["C21"]).count() == 0
    assert coverage.table(town, DAY, unit=tree["C11"])[0].total == seen.filter(place=tree["C11"]).count()


def test_the_list_of_what_is_missing_is_what_the_table_counts(world) -> None:
    _tree, kept = world
    first = Workplace.objects.get(pk=coverage.lacking(OPERATOR, DAY)[0].pk)
    Violation.objects.create(
        rule="R14-place", severity="flag", subject="workplace", subject_id=first.pk, unit=first.place, since=SINCE
    )

    missing = list(coverage.lacking(OPERATOR, DAY))

    assert len(missing) == coverage.table(OPERATOR, DAY)[0].lacking
    assert missing[0].since == SINCE
    dues = [place.formation_due for place in missing]
    assert dues == sorted(dues, key=lambda due: (due is None, due or DAY))
    nobody = {place.code for place in coverage.uncovered(OPERATOR, DAY)}
    assert nobody == {code for code, covering in kept.items() if covered_by(covering) == "nobody"}


def test_who_is_responsible_is_the_holder_of_the_first_post(world) -> None:
    tree, _kept = world
    post = Post.objects.create(unit=tree["C1"], kind="secretary", first_responsible=True)
    Post.objects.create(unit=tree["C2"], kind="secretary", first_responsible=True)
    Tenure.objects.create(post=post, person=Person.objects.create(name="乙二"), from_on=SINCE)

    found = coverage.responsible({tree["C1"].pk, tree["C2"].pk}, DAY)

    assert {unit: who.person for unit, who in found.items()} == {tree["C1"].pk: "乙二"}


def test_a_table_costs_a_few_statements_whatever_it_holds(world, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(2):
        coverage.table(OPERATOR, DAY, "domain")


def test_each_list_is_what_the_table_counts(world) -> None:
    line = coverage.table(OPERATOR, DAY)[0]
    Workplace.objects.create(code="NOBODY", name="无主厂")

    found = {which: {place.code for place in coverage.cut(OPERATOR, DAY, which)} for which in coverage.CUTS}

    assert (len(found["lacking"]), len(found["overdue"])) == (line.lacking, line.overdue)
    assert len(found["uncovered"]) == line.total - line.worked + 1
    assert len(found["unknown"]) == line.unknown + 1
    assert found["nobody"] == {"NOBODY"}


def test_with_five_members_to_found_a_unit_fewer_workplaces_lack_one(world) -> None:
    few, many = coverage.lacking(OPERATOR, DAY, least=5), coverage.lacking(OPERATOR, DAY)

    assert 0 < few.count() < many.count()
    assert {place.full_members for place in few} == {9}


def test_units_founded_in_a_year_are_counted_by_the_way_they_were_set_up(world) -> None:
    tree, _kept = world
    for code, mode, on in (("C11", "alone", DAY), ("C12", "area", DAY), ("C21", "alone", date(2010, 5, 1))):
        Unit.objects.filter(code=code).update(founded_on=on)
        Formation.objects.create(unit=tree[code], mode=mode, from_on=on)

    assert coverage.formed(OPERATOR, date(2012, 1, 1), DAY) == {"alone": 1, "area": 1}
    assert coverage.formed(OPERATOR, date(2012, 1, 1), DAY, tree["C2"]) == {}


def test_what_a_split_leaves_is_not_counted_as_founded(world) -> None:
    tree, _kept = world
    Unit.objects.filter(code__in=("C11", "C12")).update(founded_on=DAY)
    for code in ("C11", "C12"):
        Formation.objects.create(unit=tree[code], mode="alone", from_on=DAY)
    Succession.objects.create(kind="split", before=tree["C11"], after=tree["C12"], on=DAY)

    assert coverage.formed(OPERATOR, date(2012, 1, 1), DAY) == {"alone": 1}
