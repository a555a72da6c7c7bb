"""A merge and a split leave last year's figures as they were; as is, they follow lineage."""

from datetime import date

import pytest

from jishi.actions.org.change import convert, move
from jishi.actions.org.found import Wish
from jishi.actions.org.join import Part, merge, split
from jishi.actions.org.standing import stood
from jishi.actions.org.statistics import rows_as_is
from jishi.actions.results import Results, of_run
from jishi.columnar.runs import result_digest
from jishi.core.access import OPERATOR
from jishi.store import clock
from jishi.store.access import scope_of
from jishi.store.models.assess import Run
from jishi.store.models.org import Unit
from jishi.store.placing import rebuild
from tests.actions.org.ground import a_county, order, people
from tests.web.ground import a_world

pytestmark = pytest.mark.django_db
LATER = date(2012, 12, 1)


def codes(results: Results, rows: object) -> list[int]:
    return sorted(results.snapshot.tree.id[rows].tolist())  # type: ignore[index]


def test_a_merge_and_a_split_leave_the_figures_of_the_run_as_they_were() -> None:
    world = a_world()
    rebuild(clock.today())
    units = world.units
    county = scope_of(world.accounts["county"], clock.today())
    before = of_run(county, world.run)
    counted = {code: before.counts(before.below(units[code].pk), 4) for code in ("C", "C1", "C11", "C12")}
    digest, summary = result_digest(before.result), world.run.summary

    members = people(units["C11"], 8)
    merge(order(LATER), [units["C12"]], units["C11"], 1)
    split(order(LATER), units["C11"], 2, [Part("C13", "石桥二支部", tuple(m.pk for m in members[:4]))])

    after = of_run(county, world.run)
    assert {code: after.counts(after.below(units[code].pk), 4) for code in counted} == counted
    assert result_digest(after.result) == digest
    assert Run.objects.get(pk=world.run.pk).summary == summary


def test_as_is_a_merged_unit_counts_where_it_is_carried_on() -> None:
    world = a_world()
    rebuild(clock.today())
    units = world.units
    move(order(LATER), units["C11"], 1, units["C2"])
    merge(order(LATER), [units["C21"]], units["C11"], 2)

    results = of_run(OPERATOR, world.run)

    assert codes(results, results.below(units["C1"].pk)) == [units["C11"].pk, units["C12"].pk]
    assert codes(results, rows_as_is(OPERATOR, results, units["C1"])) == [units["C12"].pk]
    assert codes(results, rows_as_is(OPERATOR, results, units["C2"])) == [units["C11"].pk, units["C21"].pk]
    whole = rows_as_is(OPERATOR, results, units["C"])
    assert results.counts(whole, 4) == results.counts(results.below(units["C"].pk), 4)


def test_whoever_sees_the_unit_that_stays_sees_the_old_row_of_the_one_that_went() -> None:
    world = a_world()
    rebuild(clock.today())
    merge(order(LATER), [world.units["C12"]], world.units["C11"], 1)

    town = of_run(scope_of(world.accounts["township"], clock.today()), world.run)

    assert codes(town, town.judged_rows) == [world.units["C11"].pk, world.units["C12"].pk]


def test_units_and_members_of_a_day_are_counted_as_it_was_and_by_todays_tree() -> None:
    units = a_county()
    people(units["C11"], 3)
    people(units["C12"], 4)
    people(units["C21"], 5)
    convert(order(LATER), units["C21"], 1, Wish("C21", "重庆社区党总支", "general-branch", domain="community"))
    move(order(LATER), units["C11"], 1, units["C2"])
    move(order(LATER), units["C12"], 1, units["C2"])
    merge(order(LATER), [Unit.objects.get(code="C12")], Unit.objects.get(code="C11"), 2)
    rebuild(clock.today())

    was, now = stood(OPERATOR, units["C1"], date(2012, 6, 30))
    moved_was, moved_now = stood(OPERATOR, units["C2"], date(2012, 6, 30))

    assert (was.units, was.members, now.units, now.members) == (3, 7, 1, 0)
    assert (moved_was.units, moved_was.members) == (2, 5)
    assert (moved_now.kinds, moved_now.members) == ({"branch": 3, "committee": 1}, 12)


def test_below_a_unit_that_did_not_exist_yet_nothing_stood() -> None:
    a_county()

    was, now = stood(OPERATOR, Unit.objects.get(code="C1"), date(2009, 1, 1))

    assert (was.units, now.units) == (0, 0)
