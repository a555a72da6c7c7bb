"""The page of the figures of the registers, and its workbook."""

import pytest
from django.urls import reverse

from jishi.sheets.reading import read
from jishi.sheets.workbook import Limits
from tests.web.ground import World, a_world, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return a_world()


def test_figures_are_told_and_lead_to_where_they_come_from(world: World) -> None:
    reader = reading(world, "county", "en")

    whole = reader.get(reverse("figures")).content.decode()
    divided = reader.get(reverse("figures"), {"figure": "on-the-way", "by": "below"}).content.decode()

    assert "Applicants, activists and candidates" in whole
    assert f"{reverse('figures-in', args=[world.units['C1'].pk])}?figure=on-the-way" in divided
    assert "龙泉街道党工委" in divided


def test_a_figure_is_divided_by_domain_where_nothing_else_is_asked(world: World) -> None:
    page = reading(world, "county", "en").get(reverse("figures"), {"figure": "on-the-way"}).content.decode()

    assert "Village" in page.split('id="chosen"')[1]


def test_numbers_that_could_tell_of_persons_are_for_who_may_read_of_them(world: World) -> None:
    address = reverse("figures-in", args=[world.units["C11"].pk])

    secretary = reading(world, "secretary", "en").get(address).content.decode()
    head = reading(world, "head", "en").get(address, {"figure": "members-under-35"}).content.decode()

    assert "Members under 35" in secretary
    assert "Grids" in head
    assert "Members under 35" not in head


def test_an_unknown_figure_or_division_changes_nothing(world: World) -> None:
    answer = reading(world, "county").get(reverse("figures"), {"figure": "nothing", "by": "'; DROP"})

    assert answer.status_code == 200
    assert 'id="chosen"' not in answer.content.decode()


def test_a_township_gets_its_own_workbook_and_not_that_of_another(world: World) -> None:
    reader = reading(world, "township")

    book = read(reader.get(reverse("figures-file", args=[world.units["C1"].pk])).content, Limits(), "figures.xlsx")
    outside = reader.get(reverse("figures-file", args=[world.units["C2"].pk]))

    names = [row[1] for row in book.sheets[0].rows[1:]]
    assert names == ["龙泉街道党工委", "石桥村党支部", "长安社区党支部", "合计"]
    assert outside.status_code == 404


def test_all_figures_are_counted_in_one_statement(world: World, django_assert_max_num_queries) -> None:
    reader = reading(world, "county")
    reader.get(reverse("figures"))

    with django_assert_max_num_queries(28):
        reader.get(reverse("figures"), {"figure": "members", "by": "below"})
