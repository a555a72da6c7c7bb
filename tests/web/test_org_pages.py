"""The organisation's pages: coverage, history, changes, who answers."""

from datetime import date

import pytest
from django.urls import reverse

from jishi.sheets.reading import read
from jishi.sheets.workbook import Limits
from jishi.store import clock
from jishi.store.models.org import Grid, Link, Succession, Unit, UnitTrait, UnitWorkplace, Workplace
from jishi.store.models.people import Member, Person
from jishi.store.models.posts import Post, Tenure
from jishi.store.placing import rebuild
from jishi.web.pages.org.fields import verbs
from tests.web.ground import World, a_world, reading

pytestmark = pytest.mark.django_db
SINCE = date(2012, 1, 1)


@pytest.fixture
def world() -> World:
    made = a_world()
    rebuild(clock.today())
    return made


def a_firm(code: str, place: Unit, full: int | None = 4, **more: object) -> Workplace:
    return Workplace.objects.create(
        code=code, name=f"示例{code}厂", place=place, full_members=full, domain="enterprise", **more
    )


def held(unit: Unit, name: str) -> None:
    post = Post.objects.create(unit=unit, kind="secretary", first_responsible=True)
    Tenure.objects.create(post=post, person=Person.objects.create(name=name), from_on=SINCE)


def people(unit: Unit, count: int) -> list[Member]:
    return [
        Member.objects.create(
            person=Person.objects.create(name=f"某甲{number}"), unit=unit, status="full", from_on=SINCE
        )
        for number in range(count)
    ]


def page(world: World, reader: str, name: str, code: str = "", language: str = "zh-hans") -> str:
    address = reverse(name, args=[world.units[code].pk] if code else [])
    return reading(world, reader, language).get(address).content.decode()


def act(world: World, reader: str, code: str, /, **said: object):
    unit = Unit.objects.get(pk=world.units[code].pk)
    form = {"on": "2012-12-01", "version": unit.version, "key": f"{said['do']}-{code}", **said}
    return reading(world, reader, "en").post(reverse("unit-change", args=[unit.pk]), form)


def test_coverage_tells_shares_and_who_lacks_a_unit_and_who_answers(world: World) -> None:
    a_firm("W1", world.units["C11"], formation_due=date(2012, 6, 30))
    a_firm("W2", world.units["C12"], unit=world.units["C12"])
    a_firm("W3", world.units["C21"])
    held(world.units["C11"], "丙三")

    town, head = page(world, "township", "coverage"), page(world, "head", "coverage")

    assert "50.00%" in town
    assert "示例W1厂" in town
    assert "丙三" in town
    assert "示例W3厂" not in town
    assert "示例W3厂" in head
    assert "丙三" not in head


def test_without_workplaces_nothing_is_claimed_about_them(world: World) -> None:
    empty = page(world, "county", "coverage", language="en")
    a_firm("W1", world.units["C12"], unit=world.units["C12"])

    kept = page(world, "county", "coverage", language="en")

    claim = "None: every workplace with three full members has a unit."
    assert claim not in empty
    assert claim in kept


def test_coverage_costs_the_same_however_long_its_list(world: World, django_assert_max_num_queries) -> None:
    client = reading(world, "county")
    for number in range(40):
        a_firm(f"W{number}", world.units[("C11", "C12", "C21")[number % 3]])
    client.get(reverse("coverage"))

    with django_assert_max_num_queries(45):
        client.get(reverse("coverage"))


def test_a_deadline_is_set_from_the_page_and_a_past_one_is_refused_in_words(world: World) -> None:
    firm, client = a_firm("W1", world.units["C11"]), reading(world, "township", "en")
    address = reverse("coverage-unit", args=[world.units["C1"].pk])

    past = client.post(address, {"due": "2012-01-01", "key": "a"})
    done = client.post(address, {"due": f"{clock.today().year + 1}-06-30", "key": "b"})

    assert (past.status_code, done.status_code) == (422, 302)
    assert "This day is past" in past.content.decode()
    firm.refresh_from_db()
    assert firm.formation_due == date(clock.today().year + 1, 6, 30)


def test_the_sheet_of_workplaces_holds_what_is_inside(world: World) -> None:
    a_firm("W1", world.units["C11"])
    a_firm("W3", world.units["C21"])
    client = reading(world, "township")

    whole = client.get(reverse("workplaces-file"))
    outside = client.get(reverse("workplaces-file"), {"unit": world.units["C21"].pk})

    assert whole.headers["Content-Type"].endswith("sheet")
    assert outside.status_code == 404


def test_units_without_a_managing_body_are_listed(world: World) -> None:
    Link.objects.filter(unit=world.units["C12"]).update(to_on=date(2012, 6, 1))
    rebuild(clock.today())

    assert "长安社区党支部" in page(world, "township", "coverage")


def test_a_county_moves_a_branch_and_its_history_tells(world: World) -> None:
    people(world.units["C11"], 3)

    done = act(world, "county", "C11", do="move", parent="C2", document="组发7号")

    assert done.status_code == 302
    told = page(world, "county", "unit-history", "C11", "en")
    assert "Moved" in told
    assert "组发7号" in told
    assert Link.objects.get(unit=world.units["C11"], to_on=None).parent == world.units["C2"]


REFUSED = [
    ("C1", {"do": "move", "parent": "C11"}, "is this unit itself or stands below it"),
    ("C11", {"do": "move", "parent": "C99"}, "No unit of yours has the code C99"),
    ("C11", {"do": "move", "parent": "C2", "version": 7}, "changed by someone else"),
    ("C11", {"do": "move", "parent": "C2", "on": "yesterday"}, "yesterday"),
    ("C11", {"do": "merge"}, "A merge needs two different units"),
    ("C11", {"do": "merge", "units": ["999999"]}, "1 of the units chosen are not here any more"),
    ("C11", {"do": "recode", "code": "C12"}, "belongs to another unit"),
    ("C1", {"do": "dissolve"}, "units still stand below it"),
    (
        "C1",
        {"do": "found", "code": "N", "name": "新", "kind": "branch", "others": "W9"},
        "No workplace of yours",
    ),
    ("C12", {"do": "grid", "name": "一格", "households": "许多"}, "is no count"),
]


def test_what_cannot_be_is_told_beside_the_form(world: World) -> None:
    told = []
    for code, said, words in REFUSED:
        answer = act(world, "county", code, **said)
        told.append((answer.status_code, words in answer.content.decode(), said))

    assert [each for each in told if each[:2] != (422, True)] == []
    assert not Succession.objects.exists()


def test_a_township_does_not_see_the_other_township_as_a_superior(world: World) -> None:
    answer = act(world, "township", "C11", do="move", parent="C2")

    assert answer.status_code == 422
    assert "No unit of yours has the code C2" in answer.content.decode()


def test_branches_are_merged_split_converted_and_dissolved_from_their_pages(world: World) -> None:
    members = people(world.units["C11"], 7)

    act(world, "township", "C11", do="merge", units=[world.units["C12"].pk])
    act(world, "township", "C11", do="split", code="C13", name="石桥二支部", members=[m.pk for m in members[:3]])
    act(world, "township", "C11", do="convert", name="石桥村党总支", kind="general-branch", domain="community")
    act(world, "county", "C2", do="found", code="C29", name="某支部", kind="branch")
    world.units["C29"] = Unit.objects.get(code="C29")
    act(world, "county", "C29", do="dissolve")

    kinds = list(Succession.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["merge", "split", "convert", "found", "dissolve"]
    told = page(world, "township", "unit-history", "C11", "en")
    assert "长安社区党支部 was merged into" in told
    assert "石桥二支部 was split off" in told


def test_a_unit_is_founded_for_the_workplaces_that_lack_one(world: World) -> None:
    firms = [a_firm("W1", world.units["C11"], 3), a_firm("W2", world.units["C12"], 3)]

    form = (
        page(world, "township", "unit-change", "C1")
        + reading(world, "township")
        .get(reverse("unit-change", args=[world.units["C1"].pk]), {"do": "found"})
        .content.decode()
    )
    done = act(
        world,
        "township",
        "C1",
        do="found",
        code="C19",
        name="联合党支部",
        kind="branch",
        domain="enterprise",
        mode="area",
        hosts=[firms[0].pk],
        others="W2",
    )

    assert "示例W1厂" in form
    assert done.status_code == 302
    assert UnitWorkplace.objects.filter(unit__code="C19").count() == 2


def test_area_tier_and_grids_are_kept_from_the_page(world: World) -> None:
    act(world, "county", "C1", do="places", areas=["old-base", "poor"], tier="county-town")
    act(world, "township", "C12", do="grid", name="一格", households="120", residents="", team="三人")

    assert UnitTrait.objects.count() == 3
    grid = Grid.objects.get()
    assert (grid.households, grid.residents) == (120, None)
    assert "一格" in page(world, "township", "unit-history", "C12")


def test_who_answers_is_told_from_the_top_down(world: World) -> None:
    for code, name in (("C", "甲一"), ("C1", "乙二"), ("C11", "丙三")):
        held(world.units[code], name)

    secretary, head = page(world, "secretary", "unit-chain", "C11"), page(world, "head", "unit-chain", "C11")

    assert [secretary.index(name) for name in ("甲一", "乙二", "丙三")] == sorted(
        secretary.index(name) for name in ("甲一", "乙二", "丙三")
    )
    assert "甲一" not in head
    assert "书记" in head


def test_every_form_opens_in_every_language_and_nothing_else_does(world: World) -> None:
    address = reverse("unit-change", args=[world.units["C11"].pk])
    clients = {language: reading(world, "county", language) for language in ("zh-hans", "zh-hant", "en")}

    statuses = {
        (language, verb): client.get(address, {"do": verb}).status_code
        for language, client in clients.items()
        for verb in (*verbs(), "eat")
    }

    assert {key for key, status in statuses.items() if status != 200} == {(each, "eat") for each in clients}


def test_a_workplace_is_entered_found_on_its_list_and_corrected(world: World) -> None:
    client = reading(world, "township", "en")
    form = {
        "code": "W1",
        "name": "示例W1厂",
        "place": "C11",
        "full_members": "4",
        "domain": "enterprise",
        "union": "no",
    }

    made = client.post(reverse("workplace-new"), {**form, "key": "a"})
    on_list = client.get(reverse("workplaces"), {"list": "lacking", "domain": "enterprise"}).content.decode()
    firm = Workplace.objects.get()
    done = client.post(made.url, {**form, "unit": "C11", "version": firm.version, "key": "b"})

    assert (made.status_code, done.status_code) == (302, 302)
    assert "示例W1厂" in on_list
    firm.refresh_from_db()
    assert (firm.unit, firm.union, firm.league) == (world.units["C11"], False, None)
    client.get(reverse("home"))
    assert "示例W1厂" not in client.get(reverse("workplaces"), {"list": "lacking"}).content.decode()


def test_what_cannot_be_of_a_workplace_is_told_beside_its_form(world: World) -> None:
    client, firm = reading(world, "township", "en"), a_firm("W1", world.units["C11"])
    a_firm("W2", world.units["C21"])
    said = {"code": "W1", "name": "示例W1厂", "place": "C11", "version": "1"}

    answers = [
        client.post(reverse("workplace", args=[firm.pk]), {**said, **more, "key": str(number)}).content.decode()
        for number, more in enumerate(
            (
                {"members": "3", "full_members": "4"},
                {"credit_code": "123"},
                {"employees": "many"},
                {"code": "W2"},
                {"place": "C21"},
                {"version": "9"},
            )
        )
    ]

    for answer, words in zip(
        answers,
        (
            "more full members than members",
            "no credit code",
            "is no count",
            "Another workplace has the code W2",
            "No unit of yours has the code C21",
            "changed by someone else",
        ),
        strict=True,
    ):
        assert words in answer


def test_lists_of_workplaces_go_out_as_the_sheet_that_comes_in(world: World) -> None:
    a_firm("W1", world.units["C11"])
    a_firm("W2", world.units["C11"], unit=world.units["C11"])
    client = reading(world, "township")

    content = client.get(reverse("workplaces-file"), {"list": "lacking"}).content

    rows = [row for row in read(content, Limits(), "w.xlsx").sheets[0].rows if row and str(row[0]).startswith("W")]
    assert [row[0] for row in rows] == ["W1"]


def test_a_list_of_workplaces_costs_the_same_however_long_it_is(
    world: World, django_assert_max_num_queries
) -> None:
    client = reading(world, "county")
    for number in range(40):
        a_firm(f"W{number}", world.units[("C11", "C12", "C21")[number % 3]])
    client.get(reverse("workplaces"))

    with django_assert_max_num_queries(20):
        client.get(reverse("workplaces"))


def test_a_unit_of_another_scope_is_not_passed_over_in_silence_when_units_are_merged(world: World) -> None:
    answer = act(world, "township", "C11", do="merge", units=[world.units["C12"].pk, world.units["C21"].pk])

    assert answer.status_code == 422
    assert "1 of the units chosen are not here any more" in answer.content.decode()
    assert not Succession.objects.exists()


def test_the_page_of_a_unit_names_its_first_responsible_first_and_no_post_that_is_closed(world: World) -> None:
    unit = world.units["C11"]
    Post.objects.create(unit=unit, kind="deputy-secretary")
    Post.objects.create(unit=unit, kind="member", closed_on=SINCE)
    held(unit, "甲一")

    page = reading(world, "township", "en").get(reverse("unit", args=[unit.pk])).content.decode()

    assert page.index("甲一") < page.index("Deputy secretary")
    assert "Committee member" not in page
