"""DuckDB as an engine: the lowered graphs as SQL, for what is larger than memory and as a second opinion."""

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from jishi.core.columns import Column, Snapshot
from jishi.core.dependencies import PopulationNoun
from jishi.core.formulas import Assessment, Figure, Quota, RollUp
from jishi.core.result import Column2D, Result
from jishi.core.tree import Tree
from jishi.engines.plan import ColumnKey, DomainPlan, Plan, Setting, plan
from jishi.engines.population import Values, figure_rows, nearest
from jishi.engines.resident import column_bounds, read_by, source
from jishi.engines.sql import DUCKDB, Selection, aggregate, quota, rank, select

CARRIED = ("row", "domain")


def run(assessment: Assessment, snapshot: Snapshot, keep: Iterable[str] | None = None) -> Result:
    """Compute formulas and figures of every unit, as :func:`jishi.engines.native.run` does, to the bit.

    Raises:
        Refusal: as there.
    """
    kept = None if keep is None else tuple(keep)
    domains = [None, *snapshot.domains]
    keys = sorted({key for keys in read_by(assessment, domains, kept).values() for key in keys})
    columns = {key: source(snapshot, key)[key[1]] for key in keys if key[1] in source(snapshot, key)}
    planned = plan(assessment, _setting(assessment, snapshot, columns), kept)
    # What does not fit into memory goes to a folder that is gone afterwards, not to the one a command was typed in.
    with (
        tempfile.TemporaryDirectory(prefix="jishi-duckdb-") as spill,
        duckdb.connect(":memory:", config={"temp_directory": spill}) as connection,
    ):
        return _Run(connection, snapshot, planned, columns).result()


def _setting(assessment: Assessment, snapshot: Snapshot, columns: Mapping[ColumnKey, Column]) -> Setting:
    bounds = {key: column_bounds(column, assessment.bounds.get(key[1])) for key, column in columns.items()}
    present = tuple(np.unique(snapshot.domain).tolist())
    return Setting(len(snapshot), snapshot.domains, present, bounds)


class _Run:
    """One run in one connection: table ``unit`` has the inputs, ``p0``, ``p1`` … what population nouns gave."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        snapshot: Snapshot,
        planned: Plan,
        columns: Mapping[ColumnKey, Column],
    ) -> None:
        self._connection = connection
        self._snapshot = snapshot
        self._plan = planned
        self._names: dict[object, str] = {key: f"c{number}" for number, key in enumerate(columns)}
        self._joined: list[str] = []
        units = {
            "row": pa.array(np.arange(len(snapshot), dtype=np.int64)),
            "domain": pa.array(snapshot.domain.astype(np.int64)),
            **{self._names[key]: pa.array(each.values, mask=~each.valid) for key, each in columns.items()},
        }
        for number, level in enumerate(snapshot.levels):
            found = nearest(snapshot.level, snapshot.levels.index(level), snapshot.tree)
            units[f"peers{number}"] = pa.array(found, mask=found < 0)
        connection.register("given", pa.table(units))
        connection.execute("CREATE TABLE unit AS SELECT * FROM given")

    def result(self) -> Result:
        if not self._plan.domains:
            return self._nothing()
        self._write_ancestors()
        for number, each in enumerate(self._plan.populations):
            self._write_population(number, each.noun)
        wanted = {f"f{number}": name for number, name in enumerate(self._plan.kept)}
        rolled = {f"r{number}": figure for number, figure in enumerate(self._plan.figures)}
        self._connection.execute(
            f"CREATE TABLE result AS {self._union(lambda each: _outputs(each, wanted, rolled))}"
        )
        columns = self._fetch(f"SELECT {', '.join(['row', *wanted])} FROM result ORDER BY row")
        return Result({name: columns[place] for place, name in wanted.items()}, self._figures(rolled))

    def _nothing(self) -> Result:
        none = np.zeros((0, len(self._snapshot.domains)), dtype=np.int64)
        tables = {figure.id: Column2D(none, none.astype(np.bool_)) for figure in self._plan.figures}
        return Result({name: Column.empty(0) for name in self._plan.kept}, tables)

    def _union(self, outputs: Callable[[DomainPlan], Mapping[str, int]]) -> str:
        """Return one SELECT per domain, all under each other."""
        joins = "".join(f" JOIN {table} USING (row)" for table in self._joined)
        selects = []
        for each in self._plan.domains:
            source = f"(SELECT * FROM unit{joins} WHERE domain = {each.domain})"
            selection = Selection(each.graph, each.reaches, outputs(each), self._names.__getitem__)
            selects.append(select(selection, source, CARRIED, DUCKDB))
        return " UNION ALL ".join(selects)

    def _write_ancestors(self) -> None:
        """Write one row per unit and ancestor, the unit itself among them."""
        rows, ancestors = closure(self._snapshot.tree)
        self._connection.register("pairs", pa.table({"row": rows, "ancestor": ancestors}))
        self._connection.execute("CREATE TABLE above AS SELECT * FROM pairs")

    def _write_population(self, number: int, noun: PopulationNoun) -> None:
        argument = self._union(lambda each: {"argument": each.arguments[noun]})
        self._connection.execute(f"CREATE TABLE a{number} AS {argument}")
        if isinstance(noun, RollUp):
            query = (
                f"SELECT above.ancestor AS row, {aggregate(noun.how, 'argument')} AS p{number}"
                f" FROM a{number} JOIN above USING (row) GROUP BY above.ancestor"
            )
        else:
            query = self._among_peers(number, noun)
        self._connection.execute(f"CREATE TABLE p{number} AS {query}")
        self._joined.append(f"p{number}")
        self._names[noun] = f"p{number}"

    def _among_peers(self, number: int, noun: PopulationNoun) -> str:
        levels = self._snapshot.levels
        if isinstance(noun, RollUp) or noun.within not in levels:
            return f"SELECT row, CAST(NULL AS BIGINT) AS p{number} FROM unit"
        peers = f"peers{levels.index(noun.within)}"
        text = quota("argument", peers, noun.share, DUCKDB) if isinstance(noun, Quota) else rank("argument", peers)
        source = f"(SELECT a{number}.*, {peers} FROM a{number} JOIN unit USING (row))"
        return f"SELECT row, {text} AS p{number} FROM {source} AS peer"

    def _figures(self, rolled: Mapping[str, Figure]) -> dict[str, Column2D]:
        if not rolled:
            return {}
        columns = ", ".join(f"{aggregate(figure.how, name)} AS {name}" for name, figure in rolled.items())
        found = self._fetch(
            f"SELECT above.ancestor AS row, domain, {columns} FROM result JOIN above USING (row)"
            " WHERE domain >= 0 GROUP BY above.ancestor, domain"
        )
        rows = figure_rows(self._snapshot.tree)
        at, domain = found["row"].values, found["domain"].values
        if rows is None:
            kept = np.ones(len(at), dtype=np.bool_)
        else:
            kept = np.isin(at, rows)
            at = np.searchsorted(rows, at)
        tables = _Tables(rows, (len(self._snapshot) if rows is None else len(rows), len(self._snapshot.domains)))
        return {
            figure.id: tables.filled(figure, found[name], (at, domain), kept) for name, figure in rolled.items()
        }

    def _fetch(self, query: str) -> dict[str, Column]:
        table = self._connection.sql(query).to_arrow_table()
        return {name: _column(table.column(name)) for name in table.column_names}


@dataclass(frozen=True)
class _Tables:
    """Tables of figures: the rows of the tree that they keep (None = all), and their shape."""

    rows: Values | None
    shape: tuple[int, int]

    def filled(
        self, figure: Figure, found: Column, place: tuple[Values, Values], kept: NDArray[np.bool_]
    ) -> Column2D:
        """Return the table of a figure, with what was found at the places that are kept."""
        values = np.zeros(self.shape, dtype=np.int64)
        valid = np.full(self.shape, figure.how == "count", dtype=np.bool_)
        where = (place[0][kept], place[1][kept])
        values[where], valid[where] = found.values[kept], found.valid[kept]
        return Column2D(values, valid, self.rows)


def _column(array: "pa.ChunkedArray") -> Column:
    valid = np.asarray(array.is_valid().to_numpy(), dtype=np.bool_)
    values = np.asarray(array.fill_null(0).to_numpy()).astype(np.int64, copy=False)
    return Column(values, valid)


def _outputs(each: DomainPlan, wanted: Mapping[str, str], rolled: Mapping[str, Figure]) -> dict[str, int]:
    return {
        **{place: each.formulas[name] for place, name in wanted.items()},
        **{place: each.figures[figure.id] for place, figure in rolled.items()},
    }


def closure(tree: Tree) -> tuple[Values, Values]:
    """Return pairs of unit and ancestor, every unit its own ancestor too."""
    rows = np.arange(len(tree), dtype=np.int64)
    ancestors = rows
    pairs: list[Sequence[Values]] = []
    while len(rows):
        pairs.append((rows, ancestors))
        above = tree.parent[ancestors]
        rows, ancestors = rows[above >= 0], above[above >= 0]
    return np.concatenate([one for one, _ in pairs]), np.concatenate([two for _, two in pairs])
