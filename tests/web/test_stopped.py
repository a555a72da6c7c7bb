"""A full disk and a database that somebody else holds are told in a sentence; nothing half-written stays."""

import sqlite3

import psycopg
import pytest
from django.db import connection
from django.urls import reverse

from jishi.store.models.assess import FactValue
from jishi.store.models.consult import Visit
from jishi.store.models.office import Event
from tests.web.ground import World, a_world, reading

pytestmark = pytest.mark.django_db(transaction=True)

VISIT = {"on": "2012-03-05", "visitors": "甲一", "talk": "谈", "life": "会", "faces": "6", "key": "one"}
TITLE = {
    "zh-hans": "刚才没能保存，什么都没有改动",
    "zh-hant": "剛才沒能儲存，什麼都沒有改動",
    "en": "This could not be kept just now; nothing was changed",
}
HELD = {
    "zh-hans": "另一个程序正占用数据库",
    "zh-hant": "另一個程式正佔用資料庫",
    "en": "Another program holds the database",
}
FULL = {"zh-hans": "磁盘", "zh-hant": "磁碟", "en": "There is no space left on the disk"}


@pytest.fixture
def world() -> World:
    return a_world()


def kept() -> tuple[int, int, int]:
    return Visit.objects.count(), FactValue.objects.filter(source="visit").count(), Event.objects.count()


def hold() -> "sqlite3.Connection | psycopg.Connection":
    """Let another program hold the database, and let this one wait only a moment for it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA busy_timeout = 50")
            other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            return other
        cursor.execute("SET lock_timeout = 50")
    found = connection.settings_dict
    held = psycopg.connect(dbname=found["NAME"], user=found["USER"], host=found["HOST"])
    held.execute("LOCK TABLE store_visit IN ACCESS EXCLUSIVE MODE")
    return held


@pytest.mark.parametrize("language", TITLE)
def test_a_visit_that_meets_a_held_database_is_refused_in_words_and_can_be_sent_again(
    world: World, language: str
) -> None:
    client, address = reading(world, "township", language), reverse("visit-in", args=[world.units["C11"].pk])
    client.get(address)
    before, other = kept(), hold()

    answer = client.post(address, VISIT)

    other.rollback()
    other.close()
    page = answer.content.decode()
    assert (answer.status_code, TITLE[language] in page, HELD[language] in page) == (503, True, True), page
    assert kept() == before
    assert client.post(address, VISIT).status_code == 302
    assert Visit.objects.get().talk == "谈"


@pytest.mark.parametrize("language", TITLE)
def test_a_visit_for_which_there_is_no_room_leaves_nothing_half_written(world: World, language: str) -> None:
    if connection.vendor != "sqlite":
        # PostgreSQL says it in words of its own; tests/store/test_faults.py reads them.
        return
    client, address = reading(world, "township", language), reverse("visit-in", args=[world.units["C11"].pk])
    client.get(address)
    before = kept()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute("VACUUM")
        cursor.execute(f"PRAGMA max_page_count = {min(pages, 1)}")

    answer = client.post(address, VISIT | {"talk": "谈" * 3999, "life": "会" * 3999, "heard": "路" * 3999})

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")
    page = answer.content.decode()
    assert (answer.status_code, TITLE[language] in page, FULL[language] in page) == (503, True, True), page
    assert kept() == before


def test_a_million_letters_are_refused_in_a_sentence_and_nothing_is_kept(world: World) -> None:
    client, address = reading(world, "township", "en"), reverse("visit-in", args=[world.units["C11"].pk])

    long = client.post(address, VISIT | {"heard": "路" * 1_000_000})

    assert long.status_code in (400, 422)
    assert "Traceback" not in long.content.decode()
    assert Visit.objects.count() == 0


def test_a_form_in_another_encoding_is_refused_in_a_sentence(world: World) -> None:
    client, address = reading(world, "township", "en"), reverse("visit-in", args=[world.units["C11"].pk])
    body = "&".join(f"{name}={value}" for name, value in VISIT.items()).encode("gb18030")

    answer = client.generic("POST", address, body, "application/x-www-form-urlencoded; charset=gb18030")

    # Read as what it says it is, or refused; never kept as garbage.
    assert answer.status_code in (302, 400, 422)
    assert not Visit.objects.exclude(visitors="甲一").exists()
