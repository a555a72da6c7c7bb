"""Counts beside lists: exact for who sees few units, of some minutes ago for who sees a province."""

import threading

import pytest

from jishi.core.access import OPERATOR
from jishi.store import placing
from jishi.store.models.org import Unit
from jishi.store.queries import counts
from tests.store.ground import BEGAN, a_tree

pytestmark = [pytest.mark.django_db, pytest.mark.store]


@pytest.fixture(autouse=True)
def tree() -> dict[str, Unit]:
    counts.catch_up()
    counts.forget()
    made = a_tree()
    placing.rebuild(BEGAN)
    return made


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let figures be counted anew when the test says so, not by another thread."""
    monkeypatch.setattr(counts, "_begin", lambda: None)


def another() -> None:
    Unit.objects.create(code="X", name="某支部", kind="branch", level="branch")


def test_who_sees_few_units_gets_every_count_of_this_moment() -> None:
    before = counts.count(OPERATOR, Unit.objects.all())
    another()

    after = counts.count(OPERATOR, Unit.objects.all())

    assert after == before + 1
    assert counts.of() is None


def test_a_count_over_many_units_is_kept_and_counted_anew_beside_when_its_time_is_over(
    monkeypatch: pytest.MonkeyPatch, alone: None
) -> None:
    monkeypatch.setattr(counts, "LARGE", 2)
    before = counts.count(OPERATOR, Unit.objects.all())
    another()

    kept, told = counts.count(OPERATOR, Unit.objects.all()), counts.of()
    monkeypatch.setattr(counts, "KEPT", -1)
    over = [counts.count(OPERATOR, Unit.objects.all()) for _reader in range(2)]
    waiting = counts._over.qsize()
    counts.catch_up()
    after = counts.count(OPERATOR, Unit.objects.all())

    assert (kept, over, after) == (before, [before, before], before + 1)
    assert told is not None
    assert waiting == 1


def test_a_figure_of_yesterday_is_counted_anew_before_it_is_told(
    monkeypatch: pytest.MonkeyPatch, alone: None
) -> None:
    monkeypatch.setattr(counts, "LARGE", 2)
    before = counts.count(OPERATOR, Unit.objects.all())
    another()
    monkeypatch.setattr(counts, "TOLD", -1)

    assert counts.count(OPERATOR, Unit.objects.all()) == before + 1


def test_a_figure_that_cannot_be_counted_anew_stays_as_it_was_and_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, alone: None
) -> None:
    monkeypatch.setattr(counts, "LARGE", 2)
    answers = iter([1])
    told = [counts.kept(OPERATOR, "figure", "now", lambda: next(answers))]
    monkeypatch.setattr(counts, "KEPT", -1)

    for _reader in range(2):
        told.append(counts.kept(OPERATOR, "figure", "now", lambda: next(answers)))
        counts.catch_up()

    assert told == [1, 1, 1]
    assert counts._asked_for == set()


def test_a_thread_of_its_own_counts_what_nobody_waits_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "LARGE", 2)
    counts.kept(OPERATOR, "figure", "now", lambda: None)
    monkeypatch.setattr(counts, "KEPT", -1)
    counted = threading.Event()

    counts.kept(OPERATOR, "figure", "now", counted.set)

    assert counted.wait(timeout=30)


def test_what_is_counted_by_another_condition_is_another_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "LARGE", 2)

    found = [counts.count(OPERATOR, Unit.objects.filter(code__startswith=start)) for start in ("C1", "C2")]

    assert found == [3, 2]


def test_a_pager_counts_no_further_than_anybody_turns_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "COUNTED", 3)

    assert counts.few(Unit.objects.all()) == 4
    assert counts.few(Unit.objects.filter(code="C1")) == 1
