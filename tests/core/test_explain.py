"""One unit explained: every number comes from the steps, and nothing else is looked at."""

from dataclasses import replace

import numpy as np
import pytest

from jishi.core.columns import Column, Snapshot
from jishi.core.explain import Explanation, Provenance, Recorded, explain
from jishi.core.formulas import (
    Add,
    Assessment,
    Compare,
    Const,
    Deduct,
    DivideFloor,
    Expression,
    Fact,
    Formula,
    Grade,
    IfNull,
    IsNull,
    Limit,
    Multiply,
    Not,
    Rank,
    Ref,
    Table,
    WeightedSum,
)
from jishi.core.reference import evaluate
from jishi.core.result import Result
from jishi.core.scorecard import Scorecard, ScoredRow
from jishi.core.tree import Tree

CARD = Scorecard(
    "village",
    (
        ScoredRow("meetings", "system", weight=4000, effort=1),
        ScoredRow("posting", "system", weight=2000, effort=4),
        ScoredRow("satisfaction", "masses", weight=4000, effort=5),
    ),
)
LIMITS = (
    Limit("unsatisfied", Ref("limit:unsatisfied"), "at_most", 3),
    Limit("disbanded", Ref("limit:disbanded"), "exactly", 4),
)


def won(row: ScoredRow) -> Expression:
    score = IfNull((Ref(f"indicator:{row.id}"), Const(0)))
    return DivideFloor(Multiply(Const(row.weight), score), Const(10000))


def possible(row: ScoredRow) -> Expression:
    return Multiply(Const(row.weight), Not(IsNull(Ref(f"indicator:{row.id}"))))


def assessment() -> Assessment:
    """Return a standard of three rows: meetings 40 points, posting 20, satisfaction 40; bands at 90, 80 and 60."""
    dimensions = [
        formula
        for dimension in CARD.dimensions()
        for formula in (
            Formula(f"dimension:{dimension}", Add(tuple(won(row) for row in CARD.of(dimension)))),
            Formula(f"dimension-possible:{dimension}", Add(tuple(possible(row) for row in CARD.of(dimension)))),
        )
    ]
    weighted = tuple((row.weight, Ref(f"indicator:{row.id}")) for row in CARD.rows)
    return Assessment(
        (
            Formula("indicator:meetings", Deduct(Fact("missed"), start=10000, each=2500)),
            Formula("indicator:posting", Deduct(Fact("unposted"), start=10000, each=5000)),
            Formula("indicator:satisfaction", Fact("satisfied")),
            *dimensions,
            Formula("scoreable", Add(tuple(possible(row) for row in CARD.rows))),
            Formula("score", WeightedSum(weighted, at_least=6000)),
            Formula("band", Table(Ref("score"), ((9000, 1), (8000, 2), (6000, 3)), below=4)),
            Formula("limit:unsatisfied", Compare("<", Fact("satisfied"), Const(6000))),
            Formula("limit:disbanded", Fact("disbanded")),
            Formula("proposal", Grade(Ref("band"), LIMITS)),
            Formula("place", Rank(Ref("score"), "town")),
        )
    )


def villages(**facts: list[int | None]) -> Snapshot:
    """Return a town with as many villages as each fact has values."""
    count = len(next(iter(facts.values())))
    tree = Tree(
        id=np.arange(100, 101 + count),
        parent=np.array([-1] + [0] * count),
        end=np.array([count + 1, *range(2, count + 2)]),
        depth=np.array([0] + [1] * count, dtype=np.int16),
    )
    domain = np.array([-1] + [0] * count, dtype=np.int16)
    level = np.array([0] + [1] * count, dtype=np.int16)
    columns = {name: Column.of([None, *values]) for name, values in facts.items()}
    return Snapshot(tree, ("village",), domain, ("town", "branch"), level, columns)


def explained(recorded: Recorded | None = None, **facts: int | None) -> Explanation:
    snapshot = villages(**{name: [value] for name, value in facts.items()})
    return explain(assessment(), snapshot, 1, {"village": CARD}, recorded)


def test_points_won_and_lost_are_told_by_row_and_add_up_to_the_dimension() -> None:
    told = explained(missed=1, unposted=1, satisfied=7500)

    system, masses = told.dimensions
    assert [(row.row.id, row.score, row.won, row.lost) for row in system.indicators] == [
        ("meetings", 7500, 3000, 1000),
        ("posting", 5000, 1000, 1000),
    ]
    assert (system.won, system.possible) == (4000, 6000)
    assert (masses.won, masses.indicators[0].facts) == (3000, ("satisfied",))
    assert (told.score, told.band, told.proposal, told.unit) == (7000, 3, 3, 101)


def test_what_rounding_leaves_over_between_rows_and_dimension_is_told() -> None:
    rows = tuple(ScoredRow(name, "system", weight=25) for name in ("a", "b"))
    together = DivideFloor(Add(tuple(Multiply(Const(25), Fact(row.id)) for row in rows)), Const(10000))
    formulas = (
        *(Formula(f"indicator:{row.id}", Fact(row.id)) for row in rows),
        Formula("dimension:system", together),
    )

    told = explain(Assessment(formulas), villages(a=[5000], b=[5000]), 1, {"village": Scorecard("village", rows)})

    (system,) = told.dimensions
    assert (system.won, [row.won for row in system.indicators], system.rounding) == (25, [12, 12], 1)


def test_what_is_not_scored_is_neither_won_nor_lost() -> None:
    told = explained(missed=0, unposted=None, satisfied=10000)

    row = told.dimensions[0].indicators[1]
    assert (row.score, row.won, row.possible, row.lost) == (None, 0, 0, 0)
    assert (told.scoreable, told.score) == (8000, 10000)


def test_a_cap_decides_only_where_the_band_was_better() -> None:
    capped = explained(missed=0, unposted=0, satisfied=5999, disbanded=0)
    low = explained(missed=4, unposted=2, satisfied=5999, disbanded=None)

    assert [(one.state, one.decides) for one in capped.limits] == [("applies", True), ("does not apply", False)]
    assert capped.limits[0].facts == ("satisfied",)
    assert isinstance(capped.limits[0].steps.node, Compare)
    assert (capped.band, capped.proposal) == (2, 3)
    assert [(one.state, one.decides) for one in low.limits] == [("applies", False), ("unknown", False)]


def test_a_direct_determination_decides_over_every_cap() -> None:
    told = explained(missed=0, unposted=0, satisfied=5999, disbanded=1)

    assert [one.decides for one in told.limits] == [False, True]
    assert told.proposal == 4


def test_steps_lead_from_the_grade_down_to_the_fact() -> None:
    told = explained(missed=1, unposted=0, satisfied=10000)

    steps = told.replay.steps["indicator:meetings"]
    assert isinstance(steps.node, Deduct)
    assert [(step.node, step.value) for step in steps.args] == [(Fact("missed"), 1)]
    assert [(step.node, step.value) for step in told.replay.steps["band"].args] == [(Ref("score"), 9000)]


def test_every_fact_that_was_read_stands_with_what_each_source_said() -> None:
    said = {
        "satisfied": (Provenance("members", 9800), Provenance("public", 7500, place="a.xlsx › 1 › 4", chosen=True))
    }

    told = explained(Recorded(said=said), missed=1, unposted=0, satisfied=7500, never_read=5)

    assert sorted(told.facts) == ["disbanded", "missed", "satisfied", "unposted"]
    assert [one.source for one in told.facts["satisfied"].said] == ["members", "public"]
    assert (told.facts["disbanded"].value, told.facts["missed"].value) == (None, 1)


def test_the_explanation_agrees_with_the_reference_in_every_formula() -> None:
    snapshot = villages(missed=[0, 1, 4], unposted=[None, 2, 0], satisfied=[9000, 5000, None])
    result = evaluate(assessment(), snapshot)

    for row in range(len(snapshot)):
        told = explain(assessment(), snapshot, row, {"village": CARD}, Recorded(result))

        assert told.replay.values == {name: column.tolist()[row] for name, column in result.columns.items()}
        assert told.replay.differing == ()


def test_a_rank_comes_from_the_stored_run_and_a_run_that_says_otherwise_is_named() -> None:
    snapshot = villages(missed=[0, 1], unposted=[0, 0], satisfied=[10000, 10000])
    result = evaluate(assessment(), snapshot)
    stored = Result({**result.columns, "place": Column.of([None, 7, 8]), "score": Column.of([None, 1, 9000])})

    told = explain(assessment(), snapshot, 1, {"village": CARD}, Recorded(stored))
    alone = explain(assessment(), snapshot, 2, {"village": CARD})

    assert told.replay.values["place"] == 7
    assert told.replay.differing == ("score",)
    assert alone.replay.values["place"] == 2


def test_a_rank_inside_a_formula_is_counted_over_the_runs_column_and_not_computed_again() -> None:
    first = Formula("first", Compare("=", Rank(Ref("score"), "town"), Const(1)))
    both = Assessment((*assessment().formulas, first))
    snapshot = villages(missed=[0, 1], unposted=[0, 0], satisfied=[10000, 10000])
    stored = Result({"score": Column.of([None, 1000, 9000])})

    told = explain(both, snapshot, 1, {"village": CARD}, Recorded(stored))

    # By the facts it is the first of the two; the run had it as the second.
    assert told.replay.values["first"] == 0


def test_the_cheapest_missing_points_come_first() -> None:
    told = explained(missed=2, unposted=2, satisfied=10000)

    assert (told.score, told.lift.target) == (6000, 2)
    assert [(mend.row.id, mend.points, mend.score, mend.band) for mend in told.lift.mends] == [
        ("meetings", 2000, 8000, 2)
    ]
    assert told.lift.reached


def test_as_many_mends_are_told_as_the_next_grade_needs() -> None:
    told = explained(missed=3, unposted=2, satisfied=2500)

    assert (told.score, told.lift.target) == (2000, 3)
    assert [(mend.row.id, mend.score) for mend in told.lift.mends] == [("meetings", 5000), ("satisfaction", 8000)]


def test_a_mend_that_a_later_one_makes_needless_is_left_out() -> None:
    dearer = replace(CARD, rows=(replace(CARD.rows[0], effort=2), *CARD.rows[1:]))
    snapshot = villages(missed=[1], unposted=[1], satisfied=[5000])

    lifted = explain(assessment(), snapshot, 1, {"village": dearer}).lift

    # 60 points; the ten of the meetings are the cheapest, but only the twenty of satisfaction reach 80, alone.
    assert [mend.row.id for mend in lifted.mends] == ["satisfaction"]


def test_when_nothing_reaches_the_next_grade_it_is_said() -> None:
    stuck = replace(CARD, rows=CARD.rows[:1])
    snapshot = villages(missed=[1], unposted=[2], satisfied=[5000])

    lifted = explain(assessment(), snapshot, 1, {"village": stuck}).lift

    assert [mend.row.id for mend in lifted.mends] == ["meetings"]
    assert (lifted.target, lifted.reached) == (3, True)
    assert not explain(assessment(), villages(missed=[0], unposted=[2], satisfied=[5000]), 1, {}).lift.reached


def test_limits_that_would_still_hold_the_unit_down_are_named() -> None:
    told = explained(missed=2, unposted=0, satisfied=5900)

    assert [mend.row.id for mend in told.lift.mends] == ["meetings"]
    assert [limit.id for limit in told.lift.holding] == ["unsatisfied"]
    assert told.lift.proposal == 3


def test_the_best_band_needs_no_mend_but_still_names_what_holds_it_down() -> None:
    told = explained(missed=0, unposted=0, satisfied=10000, disbanded=1)

    assert (told.lift.target, told.lift.mends, told.lift.reached) == (None, (), False)
    assert [limit.id for limit in told.lift.holding] == ["disbanded"]


def test_a_unit_of_which_too_little_is_known_is_told_which_answers_would_give_it_a_grade() -> None:
    told = explained(missed=0, unposted=None, satisfied=None)

    assert (told.score, told.band) == (None, None)
    assert [(mend.row.id, mend.before) for mend in told.lift.mends] == [("posting", None)]
    assert told.lift.target == 4


def test_a_unit_without_a_standard_is_explained_without_rows() -> None:
    told = explain(assessment(), villages(missed=[1]), 0, {"village": CARD})

    assert (told.domain, told.dimensions, told.proposal, told.lift.mends) == (None, (), None, ())


def test_a_row_outside_the_snapshot_is_refused() -> None:
    with pytest.raises(IndexError, match="no row 2"):
        explain(assessment(), villages(missed=[1]), 2, {})
