"""Figures of the registers: counted inside a scope, at and below a place, by domain and by the units below."""

from datetime import date
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from jishi.actions.register_figures import Asked, asked_of, divided, sheet, totals
from jishi.core.access import OPERATOR, Holding, Scope
from jishi.packs.load import load
from jishi.packs.pack import Pack
from jishi.store.models.org import Grid, Succession, Unit
from jishi.store.models.people import Member, Person
from jishi.store.models.posts import Dispatch
from jishi.store.queries.units import path_of
from jishi.web.programme import SHIPPED
from tests.store.ground import a_tree

pytestmark = [pytest.mark.django_db, pytest.mark.store]

ON = date(2012, 11, 5)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(SHIPPED / "year-2012", checked=False)


@pytest.fixture
def units() -> dict[str, Unit]:
    made = a_tree()
    for code in ("C11", "C12", "C21"):
        made[code].domain = "community" if code == "C12" else "village"
        made[code].save()
    return made


def a_member(unit: Unit, born: int, **more: object) -> Member:
    person = Person.objects.create(name=f"钱某{born}", born_on=date(born, 1, 1), sex="female")
    wanted = {"status": "full", "joined_on": date(2005, 1, 1), "from_on": date(2005, 1, 1), **more}
    return Member.objects.create(person=person, unit=unit, **wanted)


def told(asked: Asked) -> dict[str, int]:
    return {str(figure.id): number for figure, number in totals(asked)}


def figure(pack: Pack, id: str):
    return next(each for each in pack.register_figures if each.id == id)


def test_every_figure_of_the_pack_can_be_counted(pack: Pack, units: dict[str, Unit]) -> None:
    found = told(asked_of(OPERATOR, pack, ON))

    assert len(found) == len(pack.register_figures) > 20
    assert set(found.values()) == {0}


def test_members_are_counted_by_age_and_by_when_they_joined(pack: Pack, units: dict[str, Unit]) -> None:
    a_member(units["C11"], 1940)
    a_member(units["C11"], 1985, joined_on=date(2012, 3, 1), status="probationary", occupation="工人")
    a_member(units["C12"], 1960)
    a_member(units["C12"], 1988, status="applicant", joined_on=None)

    found = told(asked_of(OPERATOR, pack, ON))

    assert (found["members"], found["members-under-35"], found["members-over-60"]) == (3, 1, 1)
    assert (found["recruited"], found["recruited-workers-farmers"], found["on-the-way"]) == (1, 1, 1)


def test_somebody_who_moved_in_the_year_joined_once(pack: Pack, units: dict[str, Unit]) -> None:
    first = a_member(units["C11"], 1985, joined_on=date(2012, 3, 1), status="probationary", to_on=date(2012, 6, 1))
    Member.objects.create(
        person=first.person, unit=units["C12"], status="probationary", joined_on=date(2012, 3, 1),
        from_on=date(2012, 6, 1),
    )  # fmt: skip

    assert told(asked_of(OPERATOR, pack, ON))["recruited"] == 1


def test_a_figure_is_divided_by_domain_and_by_the_units_below(pack: Pack, units: dict[str, Unit]) -> None:
    a_member(units["C11"], 1950)
    a_member(units["C12"], 1951)
    a_member(units["C21"], 1952)
    asked = asked_of(OPERATOR, pack, ON)
    members = figure(pack, "members")

    by_domain = divided(asked, members, "domain")
    below = divided(asked, members, "below")

    assert [(key, number) for key, _name, number in by_domain] == [("village", 2), ("community", 1)]
    assert [(name, number) for _key, name, number in below] == [
        ("璧山县委", 0),
        ("龙泉街道党工委", 2),
        ("青杠街道党工委", 1),
    ]


def test_nothing_outside_a_scope_is_counted(pack: Pack, units: dict[str, Unit]) -> None:
    Grid.objects.create(unit=units["C12"], name="一格", households=120, residents=300, from_on=date(2011, 1, 1))
    Grid.objects.create(unit=units["C21"], name="二格", households=80, from_on=date(2011, 1, 1))
    scope = Scope((Holding("clerk", "management", path_of(units["C1"])),))

    inside, everywhere = told(asked_of(scope, pack, ON)), told(asked_of(OPERATOR, pack, ON))

    assert (inside["grids"], inside["grid-households"], inside["grid-residents"]) == (1, 120, 300)
    assert (everywhere["grids"], everywhere["grid-households"]) == (2, 200)


def test_a_scope_that_holds_nothing_is_told_nothing(pack: Pack, units: dict[str, Unit]) -> None:
    a_member(units["C11"], 1950)

    assert told(asked_of(Scope(()), pack, ON)) == {}


def test_what_has_ended_is_not_counted_any_more(pack: Pack, units: dict[str, Unit]) -> None:
    person = Person.objects.create(name="孙某甲")
    spans = ((date(2011, 1, 1), date(2012, 1, 1)), (date(2012, 1, 1), None))
    for began, ended in spans:
        Dispatch.objects.create(
            kind="first-secretary", unit=units["C11"], person=person, from_on=began, to_on=ended
        )

    assert told(asked_of(OPERATOR, pack, ON))["first-secretaries-sent"] == 1


def test_the_sheet_adds_up(pack: Pack, units: dict[str, Unit]) -> None:
    a_member(units["C11"], 1950)
    a_member(units["C21"], 1952)

    found = sheet(asked_of(OPERATOR, pack, ON), "zh-Hans")
    rows = [list(row) for row in found.rows]
    column = list(found.heads).index("党员数")

    assert [row[1] for row in rows] == ["璧山县委", "龙泉街道党工委", "青杠街道党工委", "合计"]
    assert [row[column] for row in rows] == [0, 1, 1, 2]


def test_a_unit_that_a_split_set_up_is_no_new_organisation(pack: Pack, units: dict[str, Unit]) -> None:
    day = date(2012, 5, 1)
    for code in ("C11", "C12"):
        Unit.objects.filter(pk=units[code].pk).update(founded_on=day)
    Succession.objects.create(kind="split", before=units["C21"], after=units["C12"], on=day)

    assert told(asked_of(OPERATOR, pack, ON))["units-founded"] == 1


@pytest.mark.django_db(transaction=True)
def test_figures_are_counted_while_somebody_else_writes(pack: Pack, units: dict[str, Unit]) -> None:
    a_member(units["C11"], 1950)
    writing, counted = Event(), Event()

    def write() -> None:
        with transaction.atomic():
            Unit.objects.filter(pk=units["C12"].pk).update(short_name="长安")
            writing.set()
            counted.wait(60)
        connection.close()

    writer = Thread(target=write)
    writer.start()
    try:
        assert writing.wait(60)
        found = told(asked_of(OPERATOR, pack, ON))
    finally:
        counted.set()
        writer.join()

    assert found["members"] == 1
