"""Counts beside lists: exact for who sees few units, of some minutes ago for who sees a province."""

import pytest

from jishi.core.access import OPERATOR
from jishi.store import placing
from jishi.store.models.org import Unit
from jishi.store.queries import counts
from tests.store.ground import BEGAN, a_tree

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture(autouse=True)
def tree() -> dict[str, Unit]:
    counts.forget()
    made = a_tree()
    placing.rebuild(BEGAN)
    return made


def another() -> None:
    Unit.objects.create(code="X", name="某支部", kind="branch", level="branch")


def test_who_sees_few_units_gets_every_count_of_this_moment() -> None:
    before = counts.count(OPERATOR, Unit.objects.all())
    another()

    after = counts.count(OPERATOR, Unit.objects.all())

    assert after == before + 1
    assert counts.of() is None


def test_a_count_over_many_units_is_kept_until_its_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "LARGE", 2)
    before = counts.count(OPERATOR, Unit.objects.all())
    another()

    kept, told = counts.count(OPERATOR, Unit.objects.all()), counts.of()
    monkeypatch.setattr(counts, "KEPT", -1)
    after = counts.count(OPERATOR, Unit.objects.all())

    assert (kept, after) == (before, before + 1)
    assert told is not None


def test_what_is_counted_by_another_condition_is_another_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "LARGE", 2)

    found = [counts.count(OPERATOR, Unit.objects.filter(code__startswith=start)) for start in ("C1", "C2")]

    assert found == [3, 2]


def test_a_pager_counts_no_further_than_anybody_turns_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "COUNTED", 3)

    assert counts.few(Unit.objects.all()) == 4
    assert counts.few(Unit.objects.filter(code="C1")) == 1
