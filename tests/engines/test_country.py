"""The made-up country, and what only a large population goes through."""

import numpy as np
import pytest

from jishi.core.columns import Column, Snapshot
from jishi.core.formulas import Assessment, Const, Fact, Figure, Formula, Multiply, Rank, Ref, RollUp
from jishi.engines import duckdb, native, population
from jishi.engines.measures import Measures
from jishi.engines.resident import Resident
from jishi.engines.what_if import WhatIf, changed_figures, changed_formulas
from jishi.sample.national import Country

HOWS = ("sum", "count", "min", "max")


def a_country(units: int = 900) -> Snapshot:
    return Country(
        units=units,
        levels=("centre", "province", "city", "county", "township", "branch"),
        domains=("village", "school"),
        shares=(3, 1),
        bounds={"members": (0, 300), "money": (-(2**40), 2**40)},
        asked={"members": (0, 1), "money": (0,)},
    ).snapshot()


def test_a_country_has_the_units_asked_for_in_preorder() -> None:
    tree = a_country().tree

    assert len(tree) == 900
    assert tree.parent[0] == -1
    for row in range(1, len(tree)):
        parent = int(tree.parent[row])
        assert parent < row < tree.end[row] <= tree.end[parent]
        assert tree.depth[row] == tree.depth[parent] + 1


def test_a_country_is_the_same_every_time_it_is_made() -> None:
    assert a_country().digest() == a_country().digest()


def test_a_fact_is_null_where_its_domain_is_not_asked() -> None:
    snapshot = a_country()

    money = snapshot.facts["money"]

    assert not money.valid[snapshot.domain != 0].any()
    assert 0.85 < money.valid[snapshot.domain == 0].mean() < 0.97


def test_a_large_population_gives_the_same_as_a_small_one(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = a_country()
    wealth = Multiply(Fact("money"), Fact("members"))
    formulas = (Formula("total", RollUp(wealth, "sum")), Formula("rank", Rank(Fact("members"), "county")))
    figures = tuple(Figure(how, wealth, how) for how in HOWS)
    assessment = Assessment(formulas, figures)

    plain = native.run(assessment, snapshot)
    monkeypatch.setattr(native, "SMALL", 0)
    compiled = native.run(assessment, snapshot)

    assert {name: plain.columns[name].same(compiled.columns[name]) for name in plain.columns} == {
        "total": True,
        "rank": True,
    }
    rows = compiled.figures["sum"].rows
    assert rows is not None
    for how in HOWS:
        assert np.array_equal(plain.figures[how].values[rows], compiled.figures[how].values)
        assert np.array_equal(plain.figures[how].valid[rows], compiled.figures[how].valid)
    assert duckdb.run(assessment, snapshot).differences(plain) == ()
    monkeypatch.setattr(population, "SMALL", 0)
    assert duckdb.run(assessment, snapshot).differences(compiled) == ()


def test_known_measures_roll_up_to_the_same_figures() -> None:
    snapshot = a_country()
    figures = tuple(Figure(how, Fact("members"), how) for how in HOWS)
    measures: dict[str, Column] = dict.fromkeys(HOWS, snapshot.facts["members"])

    found = Measures(snapshot, figures, measures).roll_up().tables()

    whole = native.run(Assessment((), figures), snapshot).figures
    for how in HOWS:
        rows = found[how].rows
        assert np.array_equal(whole[how].values[rows], found[how].values)
        assert np.array_equal(whole[how].valid[rows], found[how].valid)


def test_a_what_if_over_facts_in_memory_gives_what_a_new_run_would() -> None:
    snapshot = a_country()
    first = Assessment((Formula("score", Multiply(Fact("members"), Fact("members"))),))
    changed = Assessment((Formula("score", RollUp(Fact("members"), "max")),))
    resident = Resident(snapshot, first)

    found = native.run_resident(resident, changed)

    assert found.differences(native.run(changed, snapshot)) == ()


def test_a_what_if_computes_only_the_figures_that_can_change_and_gives_them_all() -> None:
    snapshot = a_country()
    figures = (
        Figure("richest", Ref("wealth"), "max"),
        Figure("members", Fact("members"), "sum"),
        Figure("ranked", Ref("rank"), "count"),
    )
    rank = Formula("rank", Rank(Fact("members"), "county"))
    today = Assessment((Formula("wealth", Multiply(Fact("money"), Const(2))), rank), figures)
    changed = Assessment((Formula("wealth", Multiply(Fact("money"), Const(3))), rank), figures)

    run, found = WhatIf(Resident(snapshot, today), today, ("wealth",)).run(changed)

    assert changed_figures(today, changed) == {"richest"}
    whole = native.run(changed, snapshot)
    assert run.result().columns["wealth"].same(whole.columns["wealth"])
    assert set(found.tables()) == {"richest", "members", "ranked"}
    for name, table in found.tables().items():
        assert np.array_equal(table.values, whole.figures[name].values[table.rows])


def test_a_formula_changes_with_what_it_refers_to_however_far() -> None:
    tail = (Formula("b", Ref("a")), Formula("c", RollUp(Ref("b"), "sum")), Formula("d", Fact("members")))
    before = Assessment((Formula("a", Const(1)), *tail))
    after = Assessment((Formula("a", Const(1)), Formula("a", Const(2), "school"), *tail))

    assert changed_formulas(before, after) == {"a", "b", "c"}
    assert changed_formulas(before, before) == frozenset()
