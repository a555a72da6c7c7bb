"""Grades of many units by domain, level and place; shares beside published ones; peers that stay unknown."""

from dataclasses import replace
from decimal import Decimal

import pytest

from jishi.actions.assess import Order, assess
from jishi.actions.overview import by_domain, by_level, by_place, newest_results, plausibility, violated
from jishi.actions.programme import pack_of
from jishi.actions.results import Results
from jishi.core.errors import Refusal
from jishi.packs.pack import Pack
from jishi.packs.schema.grades import ReferenceShare
from jishi.store.models.org import Unit
from tests.actions.association import open_year, settle

pytestmark = pytest.mark.django_db


def _assessed(chapters: int = 12) -> tuple[Results, Pack]:
    first, _ = open_year()
    settle(first, chapters)
    assess(Order(first))
    return newest_results(), pack_of(first.cycle)


def test_every_judged_unit_is_counted_in_one_domain_and_in_all() -> None:
    results, pack = _assessed()

    *domains, everybody = by_domain(results, pack)

    assert [group.id for group in domains] == ["town", "campus"]
    assert [group.graded + group.ungraded for group in domains] == [6, 6]
    assert everybody.counts == tuple(map(sum, zip(*(group.counts for group in domains), strict=True)))


def test_levels_and_places_count_the_same_units() -> None:
    results, pack = _assessed()

    (level,) = by_level(results, pack)
    (office,) = by_place(results, pack, Unit.objects.get(code="A").pk)

    assert (level.id, office.id) == ("chapter", "A1")
    assert level.counts == office.counts


def test_a_share_is_of_the_graded_and_rounds_down() -> None:
    results, pack = _assessed(3)

    everybody = by_domain(results, pack)[-1]

    assert everybody.graded == 3
    assert sorted(everybody.share(rank) for rank in (1, 2, 3)) == sorted(c * 10000 // 3 for c in everybody.counts)


@pytest.mark.parametrize(("chapters", "shown"), [(8, False), (10, True)])
def test_the_median_of_fewer_than_five_peers_is_not_shown(chapters: int, shown: bool) -> None:
    results, pack = _assessed(chapters)
    dimension = pack.standards[0].dimensions[0].id

    row = results.row_of[Unit.objects.get(code="A100").pk]
    median = results.peer_median(row, (f"dimension:{dimension}", f"dimension-possible:{dimension}"))

    assert (median is not None) is shown


@pytest.mark.parametrize(
    ("least", "most", "verdict"), [(50, 100, "too low"), (0, 100, "plausible"), (0, 10, "too high")]
)
def test_a_share_is_judged_beside_the_published_one(least: int, most: int, verdict: str) -> None:
    results, pack = _assessed()
    groups = by_domain(results, pack)
    own = groups[-1].share(1) or 0
    assert 1000 < own < 5000

    published = ReferenceShare(
        pack.names, Decimal(least), Decimal(most), pack.grades.source, grade=pack.grades.grades[0].id
    )
    (found,) = plausibility(groups, replace(pack, grades=replace(pack.grades, reference_shares=(published,))))

    assert (found.own, found.graded, found.verdict) == (own, 12, verdict)


def test_the_units_that_violate_a_rule_are_listed() -> None:
    results, pack = _assessed()

    found = {rule.id: rows for rule, rows in violated(results, pack)}

    # Accounts were open 0, 1, 2, 0, 1, 2 … half-years; two are due.
    assert len(found["accounts"]) == 8


def test_before_the_first_run_there_is_nothing_to_show() -> None:
    with pytest.raises(Refusal, match="Nothing was assessed yet"):
        newest_results()
