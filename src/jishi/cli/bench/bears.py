"""Polars as a rival: frames in memory, one select per domain, cascaded group_by."""

from collections.abc import Callable, Sequence

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from jishi.cli.bench.country import KEPT, Nation
from jishi.cli.bench.measured import MeasureTable
from jishi.core.formulas import Figure
from jishi.engines.graph import LEAST, MOST, Code, Immediates, needed
from jishi.engines.plan import DomainPlan, Plan, exact_in_float
from jishi.engines.population import NULL, Values
from jishi.engines.resident import NULL32, fits_narrow
from jishi.engines.sql import GROWING


class BearScoring:
    """Score and grade every unit; the facts of a domain are a frame of 32-bit columns."""

    def __init__(self, nation: Nation, planned: Plan) -> None:
        resident = nation.resident
        self._lazy: list[pl.LazyFrame] = []
        for domain in planned.domains:
            start, stop = resident.layout.ranges[domain.domain]
            places = {key: home for (of, key), home in resident.home.items() if of == domain.domain}
            names = {key: f"c{number}" for number, key in enumerate(places)}
            columns = {"row": pa.array(resident.layout.order[start:stop].astype(np.int32))}
            for key, (wide, row) in places.items():
                values = resident.wide[domain.domain][row] if wide else resident.narrow[domain.domain][row]
                columns[names[key]] = pa.array(values, mask=values == (NULL if wide else NULL32))
            frame = pl.from_arrow(pa.table(columns))
            assert isinstance(frame, pl.DataFrame)
            self._lazy.append(_selected(frame.lazy(), domain, names.__getitem__))
        self._graded = pl.DataFrame()

    def run(self) -> None:
        """Score and grade."""
        self._graded = pl.concat(pl.collect_all(self._lazy))

    def result(self) -> dict[str, Values]:
        """Return what was computed, by rows of the tree, NULL = null."""
        ordered = self._graded.sort("row")
        return {name: ordered[name].fill_null(int(NULL)).to_numpy() for name in KEPT}


def _selected(frame: pl.LazyFrame, domain: DomainPlan, names: Callable[[tuple[str, str]], str]) -> pl.LazyFrame:
    """Write the wanted nodes; what is used more than once becomes a column first."""
    graph = domain.graph
    wanted = needed(graph, [domain.formulas[name] for name in KEPT])
    uses = dict.fromkeys(wanted, 0)
    for number in wanted:
        for arg in graph.nodes[number].args:
            uses[arg] += 1
    texts: dict[int, pl.Expr] = {}
    height: dict[int, int] = {}
    layers: list[list[pl.Expr]] = []
    for number in wanted:
        node = graph.nodes[number]
        below = max((height[arg] for arg in node.args), default=0)
        if node.code is Code.INPUT:
            texts[number], height[number] = pl.col(names(node.name)), 0  # type: ignore[arg-type]
            continue
        text, height[number] = _written(domain, number, [texts[arg] for arg in node.args]), below
        if uses[number] > 1 and node.code is not Code.CONST:
            while len(layers) <= below:
                layers.append([])
            layers[below].append(text.alias(f"n{number}"))
            text, height[number] = pl.col(f"n{number}"), below + 1
        texts[number] = text
    for layer in layers:
        frame = frame.with_columns(layer)
    kept = [texts[domain.formulas[name]].cast(pl.Int64).alias(name) for name in KEPT]
    return frame.select("row", *kept)


def _written(domain: DomainPlan, number: int, args: Sequence[pl.Expr]) -> pl.Expr:
    node, each = domain.graph.nodes[number], domain.reaches[number]
    if node.code is Code.CONST:
        return pl.lit(node.immediates[0], dtype=pl.Int32 if fits_narrow(each.result) else pl.Int64)
    if node.code in GROWING and not (fits_narrow(each.result) and fits_narrow(each.within)):
        args = [arg.cast(pl.Int64) for arg in args]
    right = domain.reaches[node.args[-1]].result
    if node.code is Code.DIVIDE:
        return _divided(args, node.immediates, exact_in_float(each.within, right))
    if node.code is Code.MEAN:
        return _mean(args, node.immediates)
    return EXPRESSIONS[node.code](args, node.immediates)


def _clamped(text: pl.Expr, least: int | None, most: int | None) -> pl.Expr:
    limits = (None if least == LEAST else least, None if most == MOST else most)
    return text if limits == (None, None) else text.clip(*limits)


def _divided(args: Sequence[pl.Expr], immediates: Immediates, exact: bool) -> pl.Expr:
    k, least, most = immediates
    left, right = args
    if exact:
        quotient = (left.cast(pl.Float64) * k / right.cast(pl.Float64)).floor()
        quotient = pl.when(right != 0).then(quotient).cast(pl.Int64)
    else:
        quotient = pl.when(right != 0).then(left * k // right)
    return _clamped(quotient, least, most)


def _mean(args: Sequence[pl.Expr], immediates: Immediates) -> pl.Expr:
    at_least, *weights = immediates
    pairs = list(zip(args, weights, strict=True))
    above = pl.sum_horizontal([(arg * weight).fill_null(0) for arg, weight in pairs])
    below = pl.sum_horizontal([arg.is_not_null().cast(pl.Int32) * weight for arg, weight in pairs])
    return pl.when((below != 0) & (below >= at_least)).then(above // below)


def _cases(test: Callable[[pl.Expr, int | None], pl.Expr], args: Sequence[pl.Expr], given: Immediates) -> pl.Expr:
    value, result = args
    for key, then in reversed(list(zip(given[::2], given[1::2], strict=True))):
        result = pl.when(test(value, key)).then(then).otherwise(result)
    return pl.when(value.is_not_null()).then(result)


def _decided(test: pl.Expr, immediates: Immediates) -> pl.Expr:
    yes, no = immediates[-2:]
    return pl.when(test.is_null()).then(None).when(test).then(yes).otherwise(no)


EXPRESSIONS: dict[Code, Callable[[Sequence[pl.Expr], Immediates], pl.Expr]] = {
    Code.LINEAR: lambda args, given: _clamped(args[0] * given[0] + given[1], given[2], given[3]),
    Code.ADD: lambda args, _: args[0] + args[1],
    Code.SUBTRACT: lambda args, _: args[0] - args[1],
    Code.MULTIPLY: lambda args, _: args[0] * args[1],
    Code.LESSER: lambda args, _: pl.when(args[0] < args[1]).then(args[0]).when(args[0] >= args[1]).then(args[1]),
    Code.GREATER: lambda args, _: pl.when(args[0] > args[1]).then(args[0]).when(args[0] <= args[1]).then(args[1]),
    Code.INSIDE: lambda args, given: _decided(args[0].is_between(given[0], given[1]), given),
    Code.LESS: lambda args, given: _decided(args[0] < args[1], given),
    Code.EQUAL: lambda args, given: _decided(args[0] == args[1], given),
    Code.BOTH: lambda args, _: ((args[0] != 0) & (args[1] != 0)).cast(pl.Int32),
    Code.SOME: lambda args, _: ((args[0] != 0) | (args[1] != 0)).cast(pl.Int32),
    Code.ABSENT: lambda args, given: pl.when(args[0].is_null()).then(given[0]).otherwise(given[1]),
    Code.EITHER: lambda args, _: pl.coalesce(args),
    Code.TALLY: lambda args, _: (
        pl.when(args[0].is_null() & args[1].is_null())
        .then(None)
        .otherwise(args[0].fill_null(0) + args[1].fill_null(0))
    ),
    Code.WORST: lambda args, _: pl.max_horizontal(args),
    Code.STEPS: lambda args, given: _cases(lambda value, key: value >= key, args, given),
    Code.KEYS: lambda args, given: _cases(lambda value, key: value == key, args, given),
}


class BearRollUp:
    """Roll measures up level by level."""

    def __init__(self, measures: MeasureTable) -> None:
        frame = pl.from_arrow(measures.arrow())
        assert isinstance(frame, pl.DataFrame)
        self._frame = frame
        self._above = pl.DataFrame({"slot": measures.slots, "above": measures.above})
        self._measures = measures
        self._found: list[pl.DataFrame] = []

    def run(self) -> None:
        """Roll up: branches to townships once, then each level from the one below."""
        figures = self._measures.figures
        first = [_aggregated(figure, figure.how, name) for name, figure in figures.items()]
        again = [
            _aggregated(figure, "sum" if figure.how == "count" else figure.how, name)
            for name, figure in figures.items()
        ]
        found = [self._frame.lazy().group_by("slot", "domain").agg(first).collect()]
        for _ in range(1, self._measures.levels):
            above = found[-1].lazy().join(self._above.lazy(), on="slot").drop("slot").rename({"above": "slot"})
            found.append(above.group_by("slot", "domain").agg(again).collect())
        self._found = found

    def result(self) -> dict[str, NDArray[np.int64]]:
        """Return the measures by slot and domain; a sum of nothing but nulls is 0 here, as Polars has it."""
        table = pl.concat([each.select(sorted(each.columns)) for each in self._found]).to_arrow()
        return self._measures.spread({name: pa.chunked_array(table.column(name)) for name in table.column_names})


def _aggregated(figure: Figure, how: str, name: str) -> pl.Expr:
    column = pl.col(name)
    if how == "count":
        return column.count().cast(pl.Int64).alias(name)
    return {"sum": column.cast(pl.Int64).sum(), "min": column.min(), "max": column.max()}[how].cast(pl.Int64)
