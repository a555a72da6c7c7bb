"""No page loads the tree: what a page fetches from the database does not grow with the units of its reader.

A page may show the units right below one, and of those there are as many as stand there; so the county gets twice
as many branches in the same townships.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from jishi.actions import results
from jishi.actions.assess import Order, assess
from jishi.cli.bench.midyear import fill
from jishi.store.models.org import Link, Unit
from jishi.store.models.people import Member, Person
from jishi.store.models.posts import Post, Tenure
from jishi.store.models.rules import Violation
from jishi.store.placing import rebuild
from jishi.web.pages.standing import ROWS
from tests.store.ground import BEGAN
from tests.web.ground import World, a_world
from tests.web.test_query_counts import ALONE, MANAGED_LISTS, MEMBER_LISTS, OF_A_UNIT, reader

pytestmark = pytest.mark.django_db

TOWNSHIPS = [f"CT{number:03}" for number in range(35)]
#: Branches in each of them: already so many that nearly every list has more than one page.
FEW, MANY = 15, 30
# What is no page to read on: it speaks of every unit that it is about.
WHOLE = {
    "monthly-print": "sheets to be printed, one for each branch; asked township by township",
    "papers-of": "an official paper, filled from the facts of every unit of its area",
}
# About one township and the branches right below it; asked of one that stays as it is.
OF_A_TOWNSHIP = {"inquiry", "cards", "roll-in", "asked-in", "visit-in", "heard-in"}


class Counting:
    """A cursor that counts the rows that are fetched through it."""

    def __init__(self, cursor: Any, fetched: list[int]) -> None:
        self._cursor, self._fetched = cursor, fetched

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def __enter__(self) -> "Counting":
        self._cursor.__enter__()
        return self

    def __exit__(self, *raised: Any) -> Any:
        return self._cursor.__exit__(*raised)

    def __iter__(self) -> Iterator[Any]:
        for row in self._cursor:
            self._fetched.append(1)
            yield row

    def fetchone(self) -> Any:
        row = self._cursor.fetchone()
        self._fetched.append(row is not None)
        return row

    def fetchmany(self, *size: Any) -> Any:
        rows = self._cursor.fetchmany(*size)
        self._fetched.append(len(rows))
        return rows

    def fetchall(self) -> Any:
        rows = self._cursor.fetchall()
        self._fetched.append(len(rows))
        return rows


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows came out of the database, fetch by fetch."""
    counts: list[int] = []
    made = connection.make_cursor
    monkeypatch.setattr(connection, "make_cursor", lambda cursor: Counting(made(cursor), counts))
    return counts


def grow(world: World, branches: int) -> None:
    """Add townships with some branches each, and in every branch a member, a secretary and a violation."""
    below = {f"{code}-{place:02}": code for code in TOWNSHIPS for place in range(branches)}
    _units(TOWNSHIPS, "committee", "township", "")
    _units(list(below), "branch", "branch", "village")
    made = {unit.code: unit for unit in Unit.objects.filter(code__startswith="CT")}
    above = dict.fromkeys(TOWNSHIPS, world.units["C"]) | {code: made[town] for code, town in below.items()}
    Link.objects.bulk_create(Link(unit=made[code], parent=parent, from_on=BEGAN) for code, parent in above.items())
    rebuild(BEGAN)
    new = [made[code] for code in below]
    people = Person.objects.bulk_create(Person(name=f"某{unit.code}", unit=unit) for unit in new)
    pairs = list(zip(new, people, strict=True))
    Member.objects.bulk_create(Member(person=one, unit=unit, status="full", from_on=BEGAN) for unit, one in pairs)
    posts = Post.objects.bulk_create(Post(unit=unit, kind="secretary", first_responsible=True) for unit in new)
    Tenure.objects.bulk_create(
        Tenure(post=post, person=one, from_on=BEGAN) for post, one in zip(posts, people, strict=True)
    )
    said = {"rule": "R06", "severity": "flag", "subject": "unit", "since": BEGAN}
    Violation.objects.bulk_create(Violation(**said, subject_id=unit.pk, unit=unit) for unit in new)
    # As after an import; else PostgreSQL takes its tables for empty, and goes through them again and again.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _units(codes: list[str], kind: str, level: str, domain: str) -> None:
    Unit.objects.bulk_create(
        Unit(code=code, name=f"{code}组织", kind=kind, level=level, domain=domain, search=code.lower())
        for code in codes
    )


def addresses(world: World) -> dict[str, str]:
    county, township = world.units["C"].pk, world.units["C1"].pk
    found = {name: reverse(name) for name in ALONE if name not in WHOLE}
    places = {name: township if name in OF_A_TOWNSHIP else county for name in OF_A_UNIT if name not in WHOLE}
    found |= {name: reverse(name, args=[place]) for name, place in places.items()}
    found |= {f"coverage-managed {which}": reverse("coverage-managed", args=[which]) for which in MANAGED_LISTS}
    found |= {f"members-list {which}": reverse("members-list", args=[which]) for which in MEMBER_LISTS}
    return found | {f"{name} searched": f"{reverse(name)}?q=ct0" for name in ("units", "visits")}


def rows_of(client: Client, address: str, fetched: list[int]) -> int:
    """Return how many rows a page fetches, once everything is read that is read only once."""
    client.get(address)
    fetched.clear()
    assert client.get(address).status_code in (200, 403, 404), address
    return sum(fetched)


def fetched_with(branches: int, fetched: list[int]) -> dict[str, int]:
    """Return how many rows each page fetches of a county with so many branches in each township; nothing stays."""
    with transaction.atomic():
        world = a_world()
        grow(world, branches)
        fill(world.round, assess(Order(world.round)), world.units["C21"].pk)
        client = reader(world)
        found = {name: rows_of(client, address, fetched) for name, address in addresses(world).items()}
        transaction.set_rollback(True)
    # The next run is kept under the same name as the one that was taken back.
    results._stored.cache_clear()
    return found


def test_no_page_fetches_more_rows_where_there_are_twice_as_many_units(fetched: list[int]) -> None:
    few = fetched_with(FEW, fetched)

    many = fetched_with(MANY, fetched)

    # 525 units came. Of one in sixty something is told, and then a page that was not full yet fills.
    assert {name: (few[name], many[name]) for name in few if many[name] >= few[name] + ROWS} == {}


def test_a_page_that_fetched_the_tree_would_be_found(fetched: list[int]) -> None:
    world = a_world()
    grow(world, FEW)
    fetched.clear()

    list(Unit.objects.values_list("pk", flat=True))

    assert sum(fetched) == Unit.objects.count() >= FEW * len(TOWNSHIPS)
