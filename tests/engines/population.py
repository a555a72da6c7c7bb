"""Made-up trees, facts and assessments, small enough for the reference and odd enough to catch an engine."""

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from jishi.core.columns import Column, Snapshot
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
from jishi.core.tree import Tree

DOMAINS = ("village", "enterprise", "school")
LEVELS = ("county", "township", "branch")
FACTS = ("members", "meetings", "satisfied", "money", "never-asked")


def tree_of(parents: Sequence[int]) -> Tree:
    """Build a tree from parents given in preorder."""
    units = len(parents)
    end = list(range(1, units + 1))
    depth = [0] * units
    for row, parent in enumerate(parents):
        depth[row] = 0 if parent < 0 else depth[parent] + 1
    for row in range(units - 1, -1, -1):
        if parents[row] >= 0:
            end[parents[row]] = max(end[parents[row]], end[row])
    return Tree(
        id=np.arange(units, dtype=np.int64) * 7 + 1,
        parent=np.array(parents, dtype=np.int64),
        end=np.array(end, dtype=np.int64),
        depth=np.array(depth, dtype=np.int16),
    )


def snapshot_of(
    facts: dict[str, list[int | None]],
    domain: Sequence[int] | None = None,
    parents: Sequence[int] | None = None,
    level: Sequence[int] | None = None,
    previous: dict[str, list[int | None]] | None = None,
) -> Snapshot:
    """Build a snapshot; by default all units are villages under the first one."""
    units = len(next(iter(facts.values())))
    return Snapshot(
        tree=tree_of(parents if parents is not None else [-1] + [0] * (units - 1)),
        domains=DOMAINS,
        domain=np.array(domain if domain is not None else [0] * units, dtype=np.int16),
        levels=LEVELS,
        level=np.array(level if level is not None else [0] + [2] * (units - 1), dtype=np.int16),
        facts={name: Column.of(values) for name, values in facts.items()},
        previous={name: Column.of(values) for name, values in (previous or {}).items()},
    )


def _preorder(draw: st.DrawFn, units: int) -> list[int]:
    """Draw parents in preorder: each unit hangs under the one before it or under one of that one's ancestors."""
    parents = [-1]
    for row in range(1, units):
        trail = [row - 1]
        while parents[trail[-1]] >= 0:
            trail.append(parents[trail[-1]])
        parents.append(draw(st.sampled_from([*trail, -1])))
    return parents


SMALL_NUMBERS = st.one_of(
    st.integers(-3, 12), st.sampled_from([9999, 10000, 2**31 - 3, 2**31 - 1, 2**31, -(2**31)])
)


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    units = draw(st.integers(1, 14))
    parents = _preorder(draw, units)
    value = st.one_of(st.none(), SMALL_NUMBERS)
    columns = st.lists(value, min_size=units, max_size=units)
    return snapshot_of(
        facts={name: draw(columns) for name in FACTS[:-1]},
        domain=draw(st.lists(st.integers(-1, 2), min_size=units, max_size=units)),
        parents=parents,
        level=draw(st.lists(st.integers(0, 2), min_size=units, max_size=units)),
        previous={name: draw(columns) for name in FACTS[:2]},
    )


CONSTANTS = st.one_of(st.integers(-12, 12), st.sampled_from([10000, 2**31, -(2**33)]))
AGGREGATES = st.sampled_from(["sum", "count", "min", "max"])
COMPARISONS = st.sampled_from(["<", "<=", "=", "!=", ">=", ">"])


def leaves(formulas: Sequence[str]) -> st.SearchStrategy[Expression]:
    """Facts, constants, and references to formulas that come before."""
    return st.one_of(
        st.builds(Fact, st.sampled_from(FACTS)),
        st.builds(Previous, st.sampled_from(FACTS)),
        st.builds(Const, st.one_of(st.none(), CONSTANTS)),
        *([st.builds(Ref, st.sampled_from(formulas))] * 2 if formulas else []),
    )


def _tuples(part: st.SearchStrategy[Expression], least: int = 0) -> st.SearchStrategy[tuple[Expression, ...]]:
    return st.lists(part, min_size=least, max_size=4).map(tuple)


def _steps() -> st.SearchStrategy[tuple[tuple[int, int], ...]]:
    ordered = st.lists(CONSTANTS, max_size=7, unique=True).map(lambda numbers: sorted(numbers, reverse=True))
    return ordered.flatmap(lambda numbers: st.tuples(*[st.tuples(st.just(n), CONSTANTS) for n in numbers]))


def nodes(part: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    """Every noun of the closed list over some parts."""
    several = _tuples(part)
    grades = st.integers(1, 4)
    limit = st.builds(Limit, st.just("limit"), part, st.sampled_from(["at_most", "exactly"]), grades)
    weighted = st.lists(st.tuples(st.integers(0, 40), part), max_size=4).map(tuple)
    return st.one_of(
        st.builds(Compare, COMPARISONS, part, part),
        *[st.builds(noun, several) for noun in (All, Any, CountTrue, IfNull, Add, Min, Max)],
        *[st.builds(noun, part) for noun in (Not, IsNull)],
        *[st.builds(noun, part, part) for noun in (Subtract, Multiply, DivideFloor, DateAdd, DaysBetween)],
        st.builds(Lookup, part, st.lists(st.tuples(CONSTANTS, CONSTANTS), max_size=6).map(tuple), _maybe()),
        st.builds(Table, part, _steps(), CONSTANTS),
        st.builds(WeightedSum, weighted, st.integers(0, 60)),
        st.builds(Deduct, part, CONSTANTS, st.integers(0, 50), st.integers(-5, 5)),
        st.builds(Grade, part, st.lists(limit, max_size=3).map(tuple)),
        st.builds(RollUp, part, AGGREGATES),
        st.builds(Rank, part, st.sampled_from([*LEVELS, "nowhere"])),
        st.builds(Quota, part, st.sampled_from([*LEVELS, "nowhere"]), st.integers(0, 12000)),
    )


def _maybe() -> st.SearchStrategy[int | None]:
    return st.one_of(st.none(), CONSTANTS)


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    """Formulas that refer only backwards, some by domain, and figures of them."""
    formulas: list[Formula] = []
    names: list[str] = []
    for number in range(draw(st.integers(1, 5))):
        part = st.recursive(leaves(names), nodes, max_leaves=6)
        name = f"formula-{number}"
        for domain in draw(st.sets(st.sampled_from([None, *DOMAINS]), min_size=1, max_size=3)):
            formulas.append(Formula(name, draw(part), domain))
        names.append(name)
    of = st.one_of(leaves(names), nodes(leaves(names)))
    figures = [Figure(f"figure-{number}", draw(of), draw(AGGREGATES)) for number in range(draw(st.integers(0, 3)))]
    return Assessment(tuple(draw(st.permutations(formulas))), tuple(figures))
