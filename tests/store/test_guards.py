from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from jishi.store import guards
from jishi.store.models.assess import Cycle, FactName, FactValue, Round, Run
from jishi.store.models.office import Event
from jishi.store.models.org import Link, Unit, UnitPath
from jishi.store.paths import LAST, step

pytestmark = pytest.mark.django_db


def a_round() -> Round:
    cycle = Cycle.objects.create(
        code="2012", name="2012", pack="p", pack_version="1", starts_on=date(2012, 1, 1), ends_on=date(2012, 12, 31)
    )
    on = date(2012, 3, 1)
    return Round.objects.create(cycle=cycle, number=1, opens_on=on, entry_deadline=on, closes_on=on, tree_on=on)


def a_unit(code: str = "1") -> Unit:
    return Unit.objects.create(code=code, name=code, kind="branch", level="branch")


def refused(words: str) -> pytest.RaisesExc:
    return pytest.RaisesExc(IntegrityError, match=words)


def test_an_event_can_neither_be_changed_nor_removed() -> None:
    event = Event.objects.create(
        number=1, at=timezone.now(), name="n", subject="s", digest="", previous="", hash="h"
    )

    with refused("never changed"), transaction.atomic():
        Event.objects.filter(number=1).update(name="other")
    with refused("never removed"), transaction.atomic():
        event.delete()

    assert Event.objects.get().name == "n"


def test_a_run_is_written_until_it_is_done_and_never_again() -> None:
    run = Run.objects.create(
        round=a_round(), number=1, engine="native", created_at=timezone.now(), tree_on="2012-03-01"
    )
    Run.objects.filter(pk=run.pk).update(state=Run.State.DONE)

    with refused("finished run"), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(result_digest="0")


def test_the_facts_of_a_locked_round_stay() -> None:
    round_, unit, name = a_round(), a_unit(), FactName.objects.create(code="members")
    fact = FactValue.objects.create(unit=unit, fact=name, round=round_, source="self", value=3)
    Round.objects.update(locked_at=timezone.now())

    with refused("locked"), transaction.atomic():
        FactValue.objects.filter(pk=fact.pk).update(value=4)
    with refused("locked"), transaction.atomic():
        fact.delete()
    with refused("locked"), transaction.atomic():
        FactValue.objects.create(unit=unit, fact=name, round=round_, source="public", value=3)


@pytest.mark.parametrize(
    ("from_on", "to_on"),
    [
        ("2011-06-01", None),
        ("2011-06-01", "2013-01-01"),
        ("2010-01-01", "2011-01-02"),
        ("2011-12-31", "2012-06-01"),
    ],
)
def test_links_of_a_unit_never_overlap(from_on: str, to_on: str | None) -> None:
    unit = a_unit()
    Link.objects.create(unit=unit, from_on=date(2011, 1, 1), to_on=date(2012, 1, 1))

    with refused("overlap"), transaction.atomic():
        Link.objects.create(unit=unit, from_on=from_on, to_on=to_on)


def test_a_link_may_begin_on_the_day_the_last_one_ended() -> None:
    unit = a_unit()
    Link.objects.create(unit=unit, from_on=date(2011, 1, 1), to_on=date(2012, 1, 1))

    link = Link.objects.create(unit=unit, from_on=date(2012, 1, 1))
    Link.objects.filter(pk=link.pk).update(from_on=date(2012, 2, 1))
    with refused("overlap"), transaction.atomic():
        Link.objects.filter(pk=link.pk).update(from_on=date(2011, 2, 1))

    assert Link.objects.count() == 2


def test_paths_compare_as_bytes() -> None:
    units = [a_unit(str(number)) for number in range(3)]
    parts = {"-----Z", "-----_", "-----a"}
    for unit, part in zip(units, sorted(parts), strict=True):
        UnitPath.objects.create(axis="management", unit=unit, path=part)

    found = list(
        UnitPath.objects.filter(path__gte="-----Z", path__lt="-----Z" + LAST).values_list("path", flat=True)
    )
    ordered = list(UnitPath.objects.order_by("path").values_list("path", flat=True))

    assert found == ["-----Z"]
    assert ordered == sorted(parts)
    assert len(step(1)) == 6


def test_every_guard_stands_and_a_missing_one_is_named() -> None:
    assert guards.missing(connection) == []

    with connection.cursor() as cursor:
        table = " ON store_event" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER event_no_delete{table}")

    assert guards.missing(connection) == ["event_no_delete"]


@pytest.mark.django_db(transaction=True)
def test_a_test_may_really_commit() -> None:
    Event.objects.create(number=1, at=timezone.now(), name="n", subject="s", digest="", previous="", hash="h")

    assert Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_and_the_next_test_finds_nothing_of_it() -> None:
    assert not Event.objects.exists()
