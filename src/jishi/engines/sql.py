"""Graphs as SQL: one translation in the dialect that DuckDB and Spark have in common.

Only CASE, comparisons, + - *, %, FLOOR of a DOUBLE, window RANK and COUNT, GROUP BY and UNION ALL are used; the one
thing the two write differently, integer division, comes with the :class:`Dialect`.

Known differences that the text avoids: GREATEST and LEAST pass over nulls; // and div cut towards zero; a CASE
without ELSE is null; NULL needs a type in a UNION.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from jishi.core.formulas import Aggregate
from jishi.engines.bounds import Reach
from jishi.engines.graph import LEAST, MOST, Code, Graph, Immediates, needed
from jishi.engines.plan import exact_in_float
from jishi.engines.resident import fits_narrow

NO_VALUE = "NULL"


@dataclass(frozen=True)
class Dialect:
    """What engines write differently.

    Attributes:
        name: of the engine.
        quotient: the operator of integer division; it cuts towards zero on both.
    """

    name: str
    quotient: str


DUCKDB = Dialect("duckdb", "//")

# Operations whose result can be larger than their arguments.
GROWING = {Code.LINEAR, Code.ADD, Code.SUBTRACT, Code.MULTIPLY, Code.DIVIDE, Code.TALLY, Code.MEAN}

# Operations whose text names their first argument (the last: every argument) more than once.
TWICE = {Code.LINEAR, Code.DIVIDE, Code.LESSER, Code.GREATER, Code.INSIDE, Code.LESS, Code.EQUAL, Code.STEPS}
TWICE |= {Code.BOTH, Code.SOME, Code.TALLY, Code.WORST, Code.KEYS, Code.MEAN}


@dataclass(frozen=True)
class Selection:
    """Everything needed to write one SELECT for the units of one domain.

    Attributes:
        graph: the operations.
        reaches: bounds of each node.
        wanted: name of an output column → its node.
        columns: the SQL name of an input by its name in the graph.
    """

    graph: Graph
    reaches: Sequence[Reach]
    wanted: Mapping[str, int]
    columns: Callable[[object], str]


def select(selection: Selection, source: str, carried: Sequence[str], dialect: Dialect) -> str:
    """Return a SELECT of the carried columns and the wanted nodes from a source.

    Args:
        selection: what is wanted.
        source: a table, or a SELECT in parentheses, that has the carried and the input columns.
        carried: columns that are passed through as they are.
        dialect: for whom.
    """
    writer = _Writer(selection, dialect)
    query = source
    for number, layer in enumerate(writer.layers()):
        columns = ", ".join(f"{text} AS n{node}" for node, text in layer)
        query = f"(SELECT *, {columns} FROM {query} AS l{number})"
    wanted = (f"CAST({writer.text(node)} AS BIGINT) AS {name}" for name, node in selection.wanted.items())
    outputs = [*carried, *wanted]
    return f"SELECT {', '.join(outputs)} FROM {query} AS wanted"


class _Writer:
    """Writes nodes as text; what is used twice becomes a column of a layer below, so text never doubles."""

    def __init__(self, selection: Selection, dialect: Dialect) -> None:
        self._selection = selection
        self._dialect = dialect
        graph = selection.graph
        self._needed = needed(graph, list(selection.wanted.values()))
        uses = dict.fromkeys(self._needed, 0)
        for number in self._needed:
            node = graph.nodes[number]
            for arg in node.args:
                uses[arg] += 2 if node.code in TWICE else 1
        leaves = (Code.INPUT, Code.CONST)
        self._named = {
            number for number in self._needed if uses[number] > 1 and graph.nodes[number].code not in leaves
        }

    def layers(self) -> list[list[tuple[int, str]]]:
        """Return the named nodes with their text, those first on which others build."""
        height: dict[int, int] = {}
        found: list[list[tuple[int, str]]] = []
        for number in self._needed:
            below = max((height[arg] for arg in self._selection.graph.nodes[number].args), default=0)
            height[number] = below + (number in self._named)
            if number in self._named:
                while len(found) <= below:
                    found.append([])
                found[below].append((number, self._written(number)))
        return found

    def text(self, number: int) -> str:
        """Return a node as an expression: the name of its column, or its text."""
        return f"n{number}" if number in self._named else self._written(number)

    def _written(self, number: int) -> str:
        node = self._selection.graph.nodes[number]
        if node.code is Code.INPUT:
            return self._selection.columns(node.name)
        if node.code is Code.CONST:
            return _number(node.immediates[0])
        args = [self.text(arg) for arg in node.args]
        if node.code in GROWING and not self._is_narrow(number):
            # Inputs may be columns of 32 bits, and engines compute in the size of the arguments.
            args = [f"CAST({arg} AS BIGINT)" for arg in args]
        if node.code is Code.DIVIDE:
            return self._divided(number, args, node.immediates)
        if node.code is Code.MEAN:
            return self._mean(number, args, node.immediates)
        return TEXTS[node.code](args, node.immediates)

    def _is_narrow(self, number: int) -> bool:
        each = self._selection.reaches[number]
        return fits_narrow(each.result) and fits_narrow(each.within)

    def _divided(self, number: int, args: Sequence[str], immediates: Immediates) -> str:
        node = self._selection.graph.nodes[number]
        k, least, most = immediates
        above = args[0] if k == 1 else f"({args[0]} * {_number(k)})"
        right = self._selection.reaches[node.args[1]].result
        quotient = self._floor(above, args[1], exact_in_float(self._selection.reaches[number].within, right))
        return f"CASE WHEN {args[1]} <> 0 THEN {_clamped(quotient, least, most)} END"

    def _mean(self, number: int, args: Sequence[str], immediates: Immediates) -> str:
        at_least, *weights = immediates
        pairs = list(zip(args, weights, strict=True))
        above = " + ".join(f"CASE WHEN {arg} IS NULL THEN 0 ELSE {arg} * {_number(w)} END" for arg, w in pairs)
        below = " + ".join(f"CASE WHEN {arg} IS NULL THEN 0 ELSE {_number(w)} END" for arg, w in pairs)
        quotient = self._floor(f"({above})", f"({below})", exact_in_float(self._selection.reaches[number].within))
        return f"CASE WHEN ({below}) <> 0 AND ({below}) >= {_number(at_least)} THEN {quotient} END"

    def _floor(self, above: str, below: str, exact: bool) -> str:
        """Return floor(above / below), by floats where bounds prove that exact, else by whole numbers."""
        if exact:
            return f"CAST(FLOOR(CAST({above} AS DOUBLE) / CAST({below} AS DOUBLE)) AS BIGINT)"
        lower = f"CASE WHEN {above} % {below} <> 0 AND ({above} < 0) <> ({below} < 0) THEN 1 ELSE 0 END"
        return f"(CAST({above} {self._dialect.quotient} {below} AS BIGINT) - {lower})"


def _number(number: int | None) -> str:
    if number is None:
        return NO_VALUE
    # A negative number in parentheses: "a - -1" would open a comment.
    return f"CAST({number} AS BIGINT)" if abs(number) >= 2**31 else f"({number})" if number < 0 else str(number)


def _clamped(text: str, least: int | None, most: int | None) -> str:
    """Clamp a text to ``least`` first and ``most`` second; it is not null where this is read."""
    if least != LEAST:
        text = f"GREATEST({text}, {_number(least)})"
    return f"LEAST({text}, {_number(most)})" if most != MOST else text


def _linear(args: Sequence[str], immediates: Immediates) -> str:
    k, c, least, most = immediates
    text = args[0] if k == 1 else f"{args[0]} * {_number(k)}"
    text = f"({text} + {_number(c)})" if c else f"({text})"
    clamped = _clamped(text, least, most)
    return text if clamped == text else f"CASE WHEN {args[0]} IS NOT NULL THEN {clamped} END"


def _inside(args: Sequence[str], immediates: Immediates) -> str:
    least, most, yes, no = immediates
    tests = [f"{args[0]} = {_number(least)}"] if least == most else []
    if not tests:
        tests += [f"{args[0]} >= {_number(least)}"] if least != LEAST else []
        tests += [f"{args[0]} <= {_number(most)}"] if most != MOST else []
    test = " AND ".join(tests) or f"{args[0]} IS NOT NULL"
    return f"CASE WHEN {test} THEN {_number(yes)} WHEN {args[0]} IS NOT NULL THEN {_number(no)} END"


def _decided(test: str, args: Sequence[str], immediates: Immediates) -> str:
    yes, no = immediates
    known = " AND ".join(f"{arg} IS NOT NULL" for arg in args)
    return f"CASE WHEN {test} THEN {_number(yes)} WHEN {known} THEN {_number(no)} END"


def _cases(test: str, args: Sequence[str], immediates: Immediates) -> str:
    pairs = zip(immediates[::2], immediates[1::2], strict=True)
    when = " ".join(f"WHEN {args[0]} {test} {_number(key)} THEN {_number(given)}" for key, given in pairs)
    return f"CASE WHEN {args[0]} IS NULL THEN {NO_VALUE} {when} ELSE {args[1]} END"


def _tally(args: Sequence[str], immediates: Immediates) -> str:
    a, b = args
    return f"CASE WHEN {a} IS NULL THEN {b} WHEN {b} IS NULL THEN {a} ELSE {a} + {b} END"


def _worst(args: Sequence[str], immediates: Immediates) -> str:
    a, b = args
    return f"CASE WHEN {a} IS NULL THEN {b} WHEN {b} IS NULL OR {a} >= {b} THEN {a} ELSE {b} END"


TEXTS: dict[Code, Callable[[Sequence[str], Immediates], str]] = {
    Code.LINEAR: _linear,
    Code.ADD: lambda args, _: f"({args[0]} + {args[1]})",
    Code.SUBTRACT: lambda args, _: f"({args[0]} - {args[1]})",
    Code.MULTIPLY: lambda args, _: f"({args[0]} * {args[1]})",
    Code.LESSER: lambda args, _: "CASE WHEN {0} < {1} THEN {0} WHEN {0} >= {1} THEN {1} END".format(*args),
    Code.GREATER: lambda args, _: "CASE WHEN {0} > {1} THEN {0} WHEN {0} <= {1} THEN {1} END".format(*args),
    Code.INSIDE: _inside,
    Code.LESS: lambda args, given: _decided(f"{args[0]} < {args[1]}", args, given),
    Code.EQUAL: lambda args, given: _decided(f"{args[0]} = {args[1]}", args, given),
    Code.BOTH: lambda args, _: "CASE WHEN {0} = 0 OR {1} = 0 THEN 0 WHEN {0} + {1} > 0 THEN 1 END".format(*args),
    Code.SOME: lambda args, _: "CASE WHEN {0} <> 0 OR {1} <> 0 THEN 1 WHEN {0} = 0 AND {1} = 0 THEN 0 END".format(
        *args
    ),
    Code.ABSENT: lambda args, given: (
        f"CASE WHEN {args[0]} IS NULL THEN {_number(given[0])} ELSE {_number(given[1])} END"
    ),
    Code.EITHER: lambda args, _: f"COALESCE({args[0]}, {args[1]})",
    Code.TALLY: _tally,
    Code.WORST: _worst,
    Code.STEPS: lambda args, given: _cases(">=", args, given),
    Code.KEYS: lambda args, given: _cases("=", args, given),
}

AGGREGATES: dict[Aggregate, str] = {"sum": "SUM({0})", "count": "COUNT({0})", "min": "MIN({0})", "max": "MAX({0})"}


def aggregate(how: Aggregate, column: str) -> str:
    """Return an aggregate as BIGINT; a sum of nothing but nulls is null on both engines."""
    return f"CAST({AGGREGATES[how].format(column)} AS BIGINT)"


def rank(column: str, peers: str) -> str:
    """Return the rank of a column among peers, null for a null value or without peers.

    Args:
        column: the value.
        peers: the column of the ancestor that peers share, null where there is none; ``domain`` tells the rest.
    """
    window = f"PARTITION BY domain, {peers}, {column} IS NULL ORDER BY {column} DESC"
    return f"CASE WHEN {_has_peers(column, peers)} THEN CAST(RANK() OVER ({window}) AS BIGINT) END"


def quota(column: str, peers: str, share: int, dialect: Dialect) -> str:
    """Return whether the rank of a column is among the first ``share`` basis points of its peers."""
    window = f"PARTITION BY domain, {peers}, {column} IS NULL"
    whole, rest = divmod(share, 10000)
    count = f"COUNT({column}) OVER ({window})"
    places = f"{count} * {_number(whole)} + {count} * {rest} {dialect.quotient} 10000"
    return (
        f"CASE WHEN {_has_peers(column, peers)} THEN"
        f" CASE WHEN {rank(column, peers)} <= {places} THEN 1 ELSE 0 END END"
    )


def _has_peers(column: str, peers: str) -> str:
    return f"{column} IS NOT NULL AND {peers} IS NOT NULL AND domain >= 0"
