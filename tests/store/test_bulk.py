"""Many rows changed at once: the same as one by one, and the second of two is told."""

from datetime import date

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from jishi.store import bulk
from jishi.store.models.org import Unit, UnitPath
from jishi.store.models.people import Person
from tests.store.ground import a_tree

pytestmark = [pytest.mark.django_db, pytest.mark.store]
NAMES = ("name", "born_on", "identity", "identity_index")


@pytest.fixture
def people() -> list[Person]:
    place: Unit = a_tree()["C11"]
    return [Person.objects.create(name=f"某{number}", unit=place) for number in range(1_000)]


def changed(person: Person, *, version: int = 1) -> tuple[object, ...]:
    born = None if person.pk % 2 else date(1990, 7, 1)
    return (person.pk, version, f"{person.name}改", born, bytes([0, 255, person.pk % 256]), None)


def test_a_thousand_rows_are_changed_by_few_statements_and_go_to_their_next_version(people: list[Person]) -> None:
    with CaptureQueriesContext(connection) as queries:
        lost = bulk.change(Person, NAMES, [changed(one) for one in people])

    assert lost == []
    assert len(queries) <= 7
    found = Person.objects.in_bulk()
    for one in people:
        row = found[one.pk]
        assert (row.pk, row.version, row.name, row.born_on, bytes(row.identity), row.identity_index) == (
            one.pk,
            2,
            *changed(one)[2:],
        )


def test_who_saw_an_older_version_changes_nothing_and_is_told(people: list[Person]) -> None:
    first, second = people[:2]

    lost = bulk.change(Person, NAMES, [changed(first), changed(second, version=7)])

    assert lost == [second.pk]
    assert [Person.objects.get(pk=one.pk).name for one in (first, second)] == [f"{first.name}改", second.name]


def test_two_changes_of_one_row_are_a_change_that_came_too_late(people: list[Person]) -> None:
    assert bulk.change(Person, NAMES, [changed(people[0])] * 2) == [people[0].pk]


def test_what_is_too_long_is_refused_and_not_cut(people: list[Person]) -> None:
    if connection.vendor != "postgresql":
        return
    with pytest.raises(DataError), transaction.atomic():
        bulk.change(Person, ("name",), [(people[0].pk, 1, "某" * 1_000)])


@pytest.mark.django_db(transaction=True)
def test_after_many_new_rows_postgresql_is_told_what_its_table_has_become(monkeypatch: pytest.MonkeyPatch) -> None:
    one, *others = (("industry", unit.pk, f"-----{place}") for place, unit in enumerate(a_tree().values()))
    monkeypatch.setattr(bulk, "_MANY", len(others))

    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        bulk.insert(UnitPath, ("axis", "unit_id", "path"), others)
        bulk.insert(UnitPath, ("axis", "unit_id", "path"), [one])

    looked = [query["sql"] for query in asked if "ANALYZE" in query["sql"]]
    assert looked == (['ANALYZE "store_unitpath"'] if connection.vendor == "postgresql" else [])
