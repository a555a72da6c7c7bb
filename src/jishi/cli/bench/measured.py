"""Fifty measures of every unit as a table, as an analyst would have them: with the township and the domain."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from jishi.core.columns import Column, Snapshot
from jishi.core.formulas import Figure
from jishi.engines.population import NULL


@dataclass(frozen=True)
class MeasureTable:
    """The measures of the units that belong to a domain.

    Attributes:
        snapshot: the units.
        figures: name of a measure's column → the figure.
        columns: figure id → its values.
        slots, above: int32: every row of the tree that has children, and the row above it.
        levels: how many levels have children.
    """

    snapshot: Snapshot
    figures: Mapping[str, Figure]
    columns: Mapping[str, Column]
    slots: NDArray[np.int32] = field(init=False)
    above: NDArray[np.int32] = field(init=False)
    levels: int = field(init=False)

    def __post_init__(self) -> None:
        tree = self.snapshot.tree
        rows = np.flatnonzero(tree.end > np.arange(len(tree)) + 1)
        object.__setattr__(self, "slots", rows.astype(np.int32))
        object.__setattr__(self, "above", tree.parent[rows].astype(np.int32))
        object.__setattr__(self, "levels", int(tree.depth.max(initial=0)))

    def arrow(self) -> "pa.Table":
        """Return the table: slot, domain, and one 32-bit column per measure."""
        rows = np.flatnonzero(self.snapshot.domain >= 0)
        columns = {
            "slot": pa.array(self.snapshot.tree.parent[rows].astype(np.int32)),
            "domain": pa.array(self.snapshot.domain[rows]),
        }
        for name, figure in self.figures.items():
            column = self.columns[figure.id]
            columns[name] = pa.array(column.values[rows].astype(np.int32), mask=~column.valid[rows])
        return pa.table(columns)

    def spread(self, found: Mapping[str, "pa.ChunkedArray"]) -> dict[str, NDArray[np.int64]]:
        """Return each measure by slot and domain; NULL = null, a count of nothing 0."""
        places = np.searchsorted(self.slots, found["slot"].to_numpy())
        domains = found["domain"].to_numpy()
        spread = {}
        for name, figure in self.figures.items():
            table = np.full((len(self.slots), len(self.snapshot.domains)), NULL, dtype=np.int64)
            table[:] = 0 if figure.how == "count" else NULL
            table[places, domains] = found[name].cast(pa.int64()).fill_null(int(NULL)).to_numpy()
            spread[figure.id] = table
        return spread
