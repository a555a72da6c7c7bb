"""A roster that corrects many members at once."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jishi.core.errors import Refusal
from jishi.store.models.org import Unit
from jishi.store.models.people import Member, Person
from tests.actions.people.test_members_import import bring, line

pytestmark = [pytest.mark.django_db, pytest.mark.store]
Tree = dict[str, Unit]


def roster(count: int, joined: str) -> list[tuple[object, ...]]:
    return [line(f"某{number}", f"{number:03}", 加入党组织日期=joined) for number in range(1, count + 1)]


def statements(count: int, joined: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        outcome = bring(*roster(count, joined))
    assert outcome.counts["changed"] == count
    return len(queries)


def test_forty_corrected_members_take_as_many_statements_as_ten(tree: Tree) -> None:
    bring(*roster(40, "1990-07-01"))

    few = statements(10, "1989-07-01")
    many = statements(40, "1988-07-01")

    assert many <= few
    assert set(Member.objects.values_list("joined_on", flat=True)) == {date(1988, 7, 1)}
    assert set(Member.objects.values_list("version", flat=True)) == {2, 3}


def test_whom_somebody_changed_between_reading_and_writing_stops_the_roster(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(*roster(3, "1990-07-01"))
    from jishi.actions.imports.members import bring as bringing

    write = bringing.write

    def meanwhile(*asked: object) -> None:
        Member.objects.filter(person=Person.objects.get(name="某2")).update(version=9)
        write(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(bringing, "write", meanwhile)

    with pytest.raises(Refusal, match="changed by someone else meanwhile"):
        bring(*roster(3, "1989-07-01"))
    assert set(Member.objects.values_list("joined_on", flat=True)) == {date(1990, 7, 1)}
