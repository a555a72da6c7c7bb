"""What goes out comes in again, and is the same."""

import pytest
from django.db import connection

from jishi.actions.exports import facts as facts_out
from jishi.actions.exports import units as units_out
from jishi.actions.exports.sheet import Style
from jishi.actions.imports import facts, units
from jishi.actions.imports.known import Entry, known_units
from jishi.actions.imports.outcome import Asked
from jishi.core.access import OPERATOR
from jishi.sheets.writing import Format
from jishi.store import clock
from jishi.store.models.assess import FactValue
from tests.actions.small_pack import COUNTY, HEADS, PACK, VOCABULARY, open_round
from tests.actions.test_imports_facts import TALL
from tests.sheets.files import as_csv

pytestmark = pytest.mark.django_db

VALUES = (
    ("C101", "党员数", "35", "自评", "2012-05-01"),
    ("C101", "党员数", "34", "登记册", ""),
    ("C101", "培训比例", "0.55%", "", ""),
    ("C101", "集体收入", "1234.05", "", ""),
    ("C102", "有场所", "否", "", ""),
    ("C102", "场所面积", "80.5", "", ""),
    ("C102", "换届日期", "2012-02-29", "", ""),
    ("C201", "纪检意见", "无意见", "", ""),
)


def register() -> dict[str, Entry]:
    return known_units(clock.today())


def empty() -> None:
    """An empty home again: everything that an import brings is taken away."""
    with connection.cursor() as cursor:
        tables = ["factvalue", "import", "tenure", "post", "person", "workplace", "unitpath", "link", "unit"]
        for table in tables:
            cursor.execute(f"DELETE FROM store_{table}")


def all_values() -> list[tuple[object, ...]]:
    found = FactValue.objects.values_list("unit__code", "fact__code", "source", "value", "on")
    return sorted(found, key=str)


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet", "json"])
def test_an_exported_county_comes_into_an_empty_home_as_the_same_county(kind: Format, language: str) -> None:
    units.run(Asked(as_csv(HEADS, *COUNTY), "register.csv"), VOCABULARY)
    round_ = open_round()
    facts.run(Asked(as_csv(TALL, *VALUES), "facts.csv"), facts.Target(round_, PACK))
    before, said = register(), all_values()
    style = Style(kind, language)
    out = units_out.export(OPERATOR, VOCABULARY, style).file(kind)
    told = facts_out.export(OPERATOR, PACK, round_, style).file(kind)
    empty()

    units.run(Asked(out, f"units.{kind}"), VOCABULARY)
    facts.run(Asked(told, f"facts.{kind}"), facts.Target(round_, PACK))

    assert register() == before
    assert all_values() == said
    assert len(said) == len(VALUES)


def test_an_export_is_in_the_order_of_the_tree() -> None:
    units.run(Asked(as_csv(HEADS, *reversed(COUNTY)), "register.csv"), VOCABULARY)

    sheet = units_out.export(OPERATOR, VOCABULARY, Style("csv", "zh-Hans"))

    assert [row[0] for row in sheet.rows] == ["C", "C1", "C101", "C102", "C2", "C201"]


def test_reading_the_most_private_facts_is_an_event() -> None:
    from jishi.store.models.office import Event

    units.run(Asked(as_csv(HEADS, *COUNTY), "register.csv"), VOCABULARY)
    round_ = open_round()
    facts.run(Asked(as_csv(TALL, *VALUES), "facts.csv"), facts.Target(round_, PACK))

    facts_out.export(OPERATOR, PACK, round_, Style("csv", "zh-Hans"))

    event = Event.objects.select_related("detail").order_by("number").last()
    assert event is not None
    assert (event.name, event.detail.details["private"]) == ("facts.export", 1)
