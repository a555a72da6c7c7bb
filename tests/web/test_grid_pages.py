"""The page of grids: teams for who reads names, requests as counts for everybody inside."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from jishi.sheets.reading import read
from jishi.store import clock
from jishi.store.models.grids import GridRequests, GridServer
from jishi.store.models.org import Grid
from jishi.store.models.posts import Dispatch, DispatchLog
from tests.web.ground import World, a_helper, a_world, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    with clock.at(datetime(2012, 5, 2, 4, tzinfo=UTC)):
        yield a_world()


def test_the_village_enters_its_team_and_counts_and_the_head_reads_counts_only(world: World) -> None:
    unit = world.units["C11"]
    grid = Grid.objects.create(unit=unit, name="第一网格", households=120, from_on=date(2012, 1, 1))
    client, address = reading(world, "secretary", "en"), reverse("unit-grids", args=[unit.pk])

    client.post(address, {"do": "join", "grid": grid.pk, "name": "庚七", "role": "网格员", "key": "a"})
    counts = {"received": "10", "in_time": "8", "late": "1", "overdue": "1", "month": "2012-04-01"}
    client.post(address, {"do": "count", "grid": grid.pk, "key": "b", **counts})
    wrong = client.post(address, {"do": "count", "grid": grid.pk, "key": "c", **counts, "received": "5"})
    own, head = (reading(world, who, "en").get(address).content.decode() for who in ("secretary", "head"))

    assert wrong.status_code == 422
    assert (GridServer.objects.count(), GridRequests.objects.get().received) == (1, 10)
    assert "庚七" in own
    assert "8 · 80.00%" in own
    assert "庚七" not in head
    assert "8 · 80.00%" in head


def test_the_sheet_of_grids_on_the_page_of_a_unit_holds_its_own_grids_alone(world: World) -> None:
    for code, name in (("C11", "第一网格"), ("C12", "第二网格")):
        Grid.objects.create(unit=world.units[code], name=name, from_on=date(2012, 1, 1))
    client, unit = reading(world, "township", "en"), world.units["C11"]
    address = f"{reverse('sheet', args=['grids'])}?unit={unit.pk}"

    page = client.get(reverse("unit-grids", args=[unit.pk])).content.decode()
    rows = read(client.get(address).content, name="grids.xlsx").sheets[0].rows

    assert address in page
    assert [row[2] for row in rows[1:]] == ["第一网格"]


def test_a_matter_of_the_village_is_taken_up_and_settled_on_the_page_of_the_assignment(world: World) -> None:
    sent = a_helper(world.units["C11"])
    client, address = reading(world, "township", "en"), reverse("helper", args=[sent.pk])

    client.post(address, {"do": "matter", "on": "2012-04-20", "text": "通村路灯不亮", "key": "a"})
    log = DispatchLog.objects.get()
    settled = {"do": "settle", "log": log.pk, "version": log.version, "outcome": "已修复", "key": "b"}
    client.post(address, settled)
    page = client.get(address).content.decode()

    assert Dispatch.objects.count() == 1
    assert DispatchLog.objects.get().done
    assert "已修复" in page
