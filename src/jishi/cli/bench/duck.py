"""DuckDB as a rival: tables in memory, one SELECT per domain, cascaded GROUP BY."""

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from jishi.cli.bench.country import KEPT, Nation
from jishi.cli.bench.measured import MeasureTable
from jishi.core.formulas import Figure
from jishi.engines.plan import Plan
from jishi.engines.population import NULL, Values
from jishi.engines.resident import NULL32
from jishi.engines.sql import DUCKDB, Selection, aggregate, select

Names = dict[object, str]


class DuckScoring:
    """Score and grade every unit; the facts of a domain are a table of 32-bit columns."""

    def __init__(self, nation: Nation, planned: Plan) -> None:
        self._connection = duckdb.connect(":memory:")
        resident, selects = nation.resident, []
        for domain in planned.domains:
            start, stop = resident.layout.ranges[domain.domain]
            places = {key: home for (of, key), home in resident.home.items() if of == domain.domain}
            names: Names = {key: f"c{number}" for number, key in enumerate(places)}
            columns: dict[str, pa.Array] = {
                "row": pa.array(resident.layout.order[start:stop].astype(np.int32)),
                "domain": pa.array(np.full(stop - start, domain.domain, dtype=np.int32)),
            }
            for key, (wide, row) in places.items():
                values = resident.wide[domain.domain][row] if wide else resident.narrow[domain.domain][row]
                columns[names[key]] = pa.array(values, mask=values == (NULL if wide else NULL32))
            table = f"facts{domain.domain + 1}"
            self._connection.register("given", pa.table(columns))
            self._connection.execute(f"CREATE TABLE {table} AS SELECT * FROM given")
            self._connection.unregister("given")
            wanted = {name: domain.formulas[name] for name in KEPT}
            selection = Selection(domain.graph, domain.reaches, wanted, names.__getitem__)
            selects.append(select(selection, table, ("row",), DUCKDB))
        self._query = f"CREATE OR REPLACE TABLE graded AS {' UNION ALL '.join(selects)}"

    def run(self) -> None:
        """Score and grade."""
        self._connection.execute(self._query)

    def result(self) -> dict[str, Values]:
        """Return what was computed, by rows of the tree, NULL = null."""
        table = self._connection.sql(f"SELECT {', '.join(KEPT)} FROM graded ORDER BY row").to_arrow_table()
        return {name: table.column(name).fill_null(int(NULL)).to_numpy() for name in KEPT}


class DuckRollUp:
    """Roll measures up level by level."""

    def __init__(self, measures: MeasureTable) -> None:
        self._connection = duckdb.connect(":memory:")
        self._connection.register("given", measures.arrow())
        self._connection.execute("CREATE TABLE measure AS SELECT * FROM given")
        self._connection.unregister("given")
        above = pa.table({"slot": pa.array(measures.slots), "above": pa.array(measures.above)})
        self._connection.register("link", above)
        self._connection.execute("CREATE TABLE slot AS SELECT * FROM link")
        self._levels = measures.levels
        self._figures = measures.figures
        self._measures = measures

    def run(self) -> None:
        """Roll up: branches to townships once, then each level from the one below."""
        columns = ", ".join(_aggregated(figure, figure.how, name) for name, figure in self._figures.items())
        self._connection.execute(
            f"CREATE OR REPLACE TABLE level0 AS SELECT slot, domain, {columns} FROM measure GROUP BY slot, domain"
        )
        columns = ", ".join(
            _aggregated(figure, "sum" if figure.how == "count" else figure.how, name)
            for name, figure in self._figures.items()
        )
        for level in range(1, self._levels):
            self._connection.execute(
                f"CREATE OR REPLACE TABLE level{level} AS SELECT slot.above AS slot, domain, {columns}"
                f" FROM level{level - 1} JOIN slot USING (slot) GROUP BY slot.above, domain"
            )

    def result(self) -> dict[str, NDArray[np.int64]]:
        """Return the measures by slot and domain, NULL = null."""
        levels = " UNION ALL ".join(f"SELECT * FROM level{level}" for level in range(self._levels))
        table = self._connection.sql(levels).to_arrow_table()
        return self._measures.spread({name: table.column(name) for name in table.column_names})


def _aggregated(figure: Figure, how: str, name: str) -> str:
    return f"{aggregate(how, name)} AS {name}"  # type: ignore[arg-type]
