"""One suite for every engine: each noun, the traps, and random assessments, equal to the reference to the bit."""

import pytest
from hypothesis import HealthCheck, assume, given, settings

from jishi.core.columns import Snapshot
from jishi.core.errors import Refusal
from jishi.core.formulas import (
    Add,
    All,
    Any,
    Assessment,
    Compare,
    Const,
    CountTrue,
    DateAdd,
    DaysBetween,
    Deduct,
    DivideFloor,
    Expression,
    Fact,
    Figure,
    Formula,
    Grade,
    IfNull,
    IsNull,
    Limit,
    Lookup,
    Max,
    Min,
    Multiply,
    Not,
    Previous,
    Quota,
    Rank,
    Ref,
    RollUp,
    Subtract,
    Table,
    WeightedSum,
)
from jishi.core.reference import evaluate
from tests.engines.engines import ENGINES, Engine
from tests.engines.population import DOMAINS, assessments, snapshot_of, snapshots

A, B = Fact("a"), Fact("b")
TRUTHS = [1, 1, 1, 0, 0, 0, None, None, None]
OTHERS = [1, 0, None, 1, 0, None, 1, 0, None]
BANDS = ((9000, 1), (8000, 2), (6000, 3))


def values(engine: Engine, expression: Expression, **facts: list[int | None]) -> list[int | None]:
    result = engine(Assessment((Formula("x", expression),)), snapshot_of(facts))
    return result.columns["x"].tolist()


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest) -> Engine:
    return ENGINES[request.param]


def test_division_rounds_down_and_by_zero_is_not_known(engine: Engine) -> None:
    found = values(engine, DivideFloor(A, B), a=[-7, 7, 7, -7, 7, None], b=[2, -2, 2, -2, 0, 1])

    assert found == [-4, -4, 3, 3, None, None]


def test_the_sum_of_nothing_but_nulls_is_not_known_and_not_zero(engine: Engine) -> None:
    assessment = Assessment((Formula("sum", RollUp(A, "sum")), Formula("count", RollUp(A, "count"))))

    result = engine(assessment, snapshot_of({"a": [None, None, None]}))

    assert result.columns["sum"].tolist() == [None, None, None]
    assert result.columns["count"].tolist() == [0, 0, 0]


def test_a_missing_score_never_passes_a_threshold(engine: Engine) -> None:
    assert values(engine, Compare(">=", A, Const(6000)), a=[6000, 5999, None]) == [1, 0, None]
    assert values(engine, Table(A, BANDS, 4), a=[None, 9000, 8999, -1]) == [None, 1, 2, 4]


def test_a_threshold_is_exact_on_the_border(engine: Engine) -> None:
    ten_and_seventy = Add((A, B))

    assert values(engine, Compare(">=", ten_and_seventy, Const(8000)), a=[1000, 1000], b=[7000, 6999]) == [1, 0]


def test_a_mean_rounds_down_never_half_up(engine: Engine) -> None:
    mean = WeightedSum(((1, A), (1, B)))

    assert values(engine, mean, a=[2, -3, None, None], b=[3, 0, 9, None]) == [2, -2, 9, None]


def test_and_or_not_know_three_values(engine: Engine) -> None:
    assert values(engine, All((A, B)), a=TRUTHS, b=OTHERS) == [1, 0, None, 0, 0, 0, None, 0, None]
    assert values(engine, Any((A, B)), a=TRUTHS, b=OTHERS) == [1, 1, 1, 1, 0, None, 1, None, None]
    assert values(engine, Not(A), a=[1, 0, None, 5]) == [0, 1, None, 0]
    assert values(engine, All(()), a=[None]) == [1]
    assert values(engine, Any(()), a=[None]) == [0]


def test_counting_what_is_true_passes_over_nulls(engine: Engine) -> None:
    assert values(engine, CountTrue((A, B)), a=TRUTHS, b=OTHERS) == [2, 1, 1, 1, 0, 0, 1, 0, None]


def test_null_can_be_asked_for_and_replaced(engine: Engine) -> None:
    assert values(engine, IsNull(A), a=[0, None]) == [0, 1]
    assert values(engine, IfNull((A, B, Const(7))), a=[1, None, None], b=[2, 3, None]) == [1, 3, 7]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (Deduct(A, 100, 25), [75, 0, 7]),
        (Table(A, ((1, 10), (0, 5)), 0), [10, 10, 7]),
        (Lookup(A, ((1, 10), (9, 0))), [10, 0, 7]),
        (Compare(">=", A, Const(5)), [0, 1, 7]),
        (DivideFloor(Multiply(A, Const(10)), B), [5, 7, 7]),
    ],
)
def test_a_null_of_a_computed_value_is_replaced(
    engine: Engine, expression: Expression, expected: list[int]
) -> None:
    assert values(engine, IfNull((expression, Const(7))), a=[1, 9, None], b=[2, 0, 2]) == expected


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("<", [1, 0, 0]),
        ("<=", [1, 1, 0]),
        ("=", [0, 1, 0]),
        ("!=", [1, 0, 1]),
        (">=", [0, 1, 1]),
        (">", [0, 0, 1]),
    ],
)
def test_every_comparison_of_two_facts_and_with_a_number(
    engine: Engine, operator: str, expected: list[int]
) -> None:
    assert values(engine, Compare(operator, A, B), a=[1, 2, 3], b=[2, 2, 2]) == expected
    assert values(engine, Compare(operator, A, Const(2)), a=[1, 2, 3]) == expected


def test_arithmetic_is_null_where_an_argument_is(engine: Engine) -> None:
    a: list[int | None] = [5, None, 5]
    b: list[int | None] = [3, 3, None]

    assert values(engine, Add((A, B, Const(1))), a=a, b=b) == [9, None, None]
    assert values(engine, Subtract(A, B), a=a, b=b) == [2, None, None]
    assert values(engine, Multiply(A, B), a=a, b=b) == [15, None, None]
    assert values(engine, Min((A, B)), a=a, b=b) == [3, None, None]
    assert values(engine, Max((A, B, Const(4))), a=a, b=b) == [5, None, None]
    assert values(engine, DateAdd(A, B), a=a, b=b) == [8, None, None]
    assert values(engine, DaysBetween(A, B), a=a, b=b) == [-2, None, None]


def test_a_lookup_gives_the_entry_of_exactly_this_key(engine: Engine) -> None:
    entries = ((0, 10000), (1, 7500), (2, 0), (5, -1), (6, 66))

    assert values(engine, Lookup(A, entries), a=[0, 1, 2, 3, 5, 6, None]) == [10000, 7500, 0, None, -1, 66, None]
    assert values(engine, Lookup(A, entries, 3), a=[3, 6, None]) == [3, 66, None]
    assert values(engine, Lookup(A, (), 3), a=[3, None]) == [3, None]


def test_a_table_of_many_bands_gives_the_highest_that_is_reached(engine: Engine) -> None:
    steps = tuple((threshold * 10, threshold) for threshold in range(11, 0, -1))

    assert values(engine, Table(A, steps, 0), a=[500, 110, 109, 55, 10, 9]) == [11, 11, 10, 5, 1, 0]


def test_a_deduction_never_goes_below_its_floor(engine: Engine) -> None:
    assert values(engine, Deduct(A, 10000, 2500), a=[0, 1, 4, 5, None]) == [10000, 7500, 0, 0, None]


def test_a_weighted_mean_leaves_out_what_is_not_known(engine: Engine) -> None:
    mean = WeightedSum(((300, A), (100, B)), at_least=300)

    assert values(engine, mean, a=[10000, 10000, None, 0], b=[0, None, 10000, 1]) == [7500, 10000, None, 0]


def test_exactly_beats_at_most_beats_band_and_the_worst_wins(engine: Engine) -> None:
    limits = (
        Limit("veto", Fact("veto"), "exactly", 4),
        Limit("star", Fact("star"), "exactly", 1),
        Limit("cap", Fact("cap"), "at_most", 2),
        Limit("low", Fact("low"), "at_most", 3),
    )

    found = values(
        engine,
        Grade(Fact("band"), limits),
        band=[1, 1, 1, 3, 1, 1, None, None, 2],
        veto=[0, 0, 0, 0, 0, 1, 0, 1, None],
        star=[0, 0, 0, 0, 1, 1, 0, 0, 0],
        cap=[0, 1, 1, 1, 1, 1, 1, 1, None],
        low=[0, 0, 1, 0, 1, 0, 0, 0, 0],
    )

    assert found == [1, 2, 3, 3, 1, 4, None, 4, 2]


def test_a_roll_up_covers_the_subtree_and_the_unit_itself(engine: Engine) -> None:
    snapshot = snapshot_of({"a": [1, None, 5, -3]}, parents=[-1, 0, 1, 0])
    formulas = tuple(Formula(how, RollUp(A, how)) for how in ("sum", "count", "min", "max"))

    columns = engine(Assessment(formulas), snapshot).columns

    assert columns["sum"].tolist() == [3, 5, 5, -3]
    assert columns["count"].tolist() == [3, 1, 1, 1]
    assert columns["min"].tolist() == [-3, 5, 5, -3]
    assert columns["max"].tolist() == [5, 5, 5, -3]


def test_a_rank_is_among_peers_and_equals_share_the_better_place(engine: Engine) -> None:
    snapshot = snapshot_of(
        {"a": [0, 7, 9, 9, 7, None, 8]},
        domain=[-1, 0, 0, 0, 0, 0, 1],
        parents=[-1, 0, 1, 1, 1, 1, 1],
        level=[0, 1, 2, 2, 2, 2, 2],
    )
    assessment = Assessment((Formula("rank", Rank(A, "township")), Formula("few", Quota(A, "township", 5000))))

    columns = engine(assessment, snapshot).columns

    assert columns["rank"].tolist() == [None, 3, 1, 1, 3, None, 1]
    assert columns["few"].tolist() == [None, 0, 1, 1, 0, None, 0]


def test_the_round_before_is_a_column_of_its_own(engine: Engine) -> None:
    snapshot = snapshot_of({"a": [1, 2]}, previous={"a": [5, None]})

    result = engine(Assessment((Formula("x", Subtract(A, Previous("a"))),)), snapshot)

    assert result.columns["x"].tolist() == [-4, None]


def test_a_fact_that_nobody_ever_gave_is_not_known(engine: Engine) -> None:
    assert values(engine, Add((A, Fact("never"))), a=[1, 2]) == [None, None]


def test_a_domain_has_its_own_formula_before_the_general_one(engine: Engine) -> None:
    formulas = (
        Formula("weight", Const(1)),
        Formula("weight", Const(2), "enterprise"),
        Formula("only", Const(3), "school"),
        Formula("x", Multiply(A, Ref("weight"))),
    )

    columns = engine(Assessment(formulas), snapshot_of({"a": [5, 5, 5, 5]}, domain=[-1, 0, 1, 2])).columns

    assert columns["x"].tolist() == [5, 5, 10, 5]
    assert columns["only"].tolist() == [None, None, None, 3]


def test_figures_are_kept_by_domain(engine: Engine) -> None:
    snapshot = snapshot_of({"a": [1, 2, None, 4]}, domain=[-1, 0, 1, 0], parents=[-1, 0, 1, 0])
    figures = tuple(Figure(how, A, how) for how in ("sum", "count", "max"))

    found = engine(Assessment((), figures), snapshot).figures

    assert found["sum"].at(0) == [6, None, None]
    assert found["count"].at(0) == [2, 0, 0]
    assert found["max"].at(1) == [2, None, None]
    assert found["sum"].at(3) == [4, None, None]


def test_only_kept_formulas_are_given(engine: Engine) -> None:
    formulas = (Formula("x", Add((A, Const(1)))), Formula("y", Ref("x")), Formula("z", Fact("never")))

    result = engine(Assessment(formulas), snapshot_of({"a": [1]}), ["y"])

    assert set(result.columns) == {"y"}
    assert result.columns["y"].tolist() == [2]


def test_no_unit_at_all_is_no_row(engine: Engine) -> None:
    formulas = (Formula("x", RollUp(A, "min")), Formula("y", Rank(A, "branch")))

    result = engine(Assessment(formulas, (Figure("f", A, "sum"),)), snapshot_of({"a": []}, parents=[], level=[]))

    assert result.columns["x"].tolist() == []
    assert result.figures["f"].values.shape == (0, len(DOMAINS))


def test_what_could_leave_64_bits_is_refused_by_name(engine: Engine) -> None:
    if engine is ENGINES["reference"]:
        return
    huge = Multiply(Multiply(A, A), Multiply(A, A))
    assessment = Assessment((Formula("small", A), Formula("huge", huge)), (), {"a": (0, 2**20)})

    with pytest.raises(Refusal, match="huge: Its value could leave the range of 64-bit whole numbers"):
        engine(assessment, snapshot_of({"a": [1]}))


@pytest.mark.parametrize("name", sorted(set(ENGINES) - {"reference"}))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(assessment=assessments(), snapshot=snapshots())
def test_any_assessment_of_any_population_is_equal_to_the_bit(
    name: str, assessment: Assessment, snapshot: Snapshot
) -> None:
    try:
        found = ENGINES[name](assessment, snapshot)
    except Refusal:
        assume(False)

    assert found.differences(evaluate(assessment, snapshot)) == ()
