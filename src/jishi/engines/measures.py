"""Measures of every unit side by side in memory, rolled up again and again: bound by the memory alone.

A run adds figures up from the cache, where it just computed them. Measures that are already known are kept as rows
instead, one per unit, in the order in which they are added up, so that one pass reads each byte once.
"""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from jishi.core.columns import Column, Snapshot
from jishi.core.formulas import Figure
from jishi.engines import kernels
from jishi.engines.compiled import ORDER, FigureSpace, FigureTotals
from jishi.engines.kernels import Memory
from jishi.engines.population import NULL, Values
from jishi.engines.resident import NULL32, Layout
from jishi.engines.slots import Slots, carry_up


class Measures:
    """Known measures of the units of a snapshot.

    Args:
        snapshot: the units; its facts are not read.
        figures: how each measure is aggregated; its ``of`` is not read.
        columns: figure id → its measure, shape (units,), values inside 32 bits. A count adds up ones.
    """

    def __init__(self, snapshot: Snapshot, figures: Sequence[Figure], columns: Mapping[str, Column]) -> None:
        self._layout = Layout.of(snapshot.domain)
        self._slots = Slots.of(snapshot.tree, self._layout)
        self._domains = len(snapshot.domains)
        ordered = tuple(sorted(figures, key=lambda figure: ORDER[figure.how]))
        ranges = {domain: span for domain, span in self._layout.ranges.items() if domain >= 0}
        self._rows: dict[int, NDArray[np.int32]] = {
            domain: np.empty((stop - start, len(ordered)), dtype=np.int32)
            for domain, (start, stop) in ranges.items()
        }
        for place, figure in enumerate(ordered):
            column = columns[figure.id]
            ones = np.ones_like(column.values) if figure.how == "count" else column.values
            values = np.where(column.valid, ones, NULL32)
            for domain, (start, stop) in ranges.items():
                self._rows[domain][:, place] = values[self._layout.order[start:stop]]
        totals: dict[int, Values] = {
            domain: np.empty((len(self._slots.domains[domain].above), len(ordered)), dtype=np.int64)
            for domain in ranges
        }
        self._space = FigureSpace(ordered, totals)

    @property
    def bytes_read(self) -> int:
        """How many bytes of measures one roll-up reads."""
        return sum(rows.nbytes for rows in self._rows.values())

    def roll_up(self) -> FigureTotals:
        """Add everything up; the matrices of the roll-up before are used again."""
        pieces = [piece for piece in self._slots.pieces if piece[0] in self._rows]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda totals: totals.fill(NULL), self._space.totals.values()))
            list(pool.map(self._piece, pieces))
            list(pool.map(self._carry_up, self._rows))
        return FigureTotals(self._slots.rows, (self._space,), self._domains)

    def _piece(self, piece: tuple[int, int, int]) -> None:
        domain, start, stop = piece
        origin = self._layout.ranges[domain][0]
        rows = self._rows[domain][start - origin : stop - origin]
        nothing = np.empty((0, 0), dtype=np.int32)
        memory = Memory(nothing, nothing, nothing, rows, np.int32(NULL32), origin)
        kernels.add_rows(memory, self._space.of(domain, self._slots.domains[domain].slots), start, stop)

    def _carry_up(self, domain: int) -> None:
        each = self._slots.domains[domain]
        carry_up(self._space.of(domain, each.slots), each.above)
