"""A plan run by the compiled kernels, some threads at a time, over facts in memory."""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jishi.core.columns import Column
from jishi.core.formulas import Figure
from jishi.core.result import Column2D, Result
from jishi.engines import kernels
from jishi.engines.bounds import hull
from jishi.engines.kernels import BLOCK, EXTRA, STRIP, Memory, Totals
from jishi.engines.machine import Home, Machine, Wanted, fact_operand, machine
from jishi.engines.plan import DomainPlan, Plan
from jishi.engines.population import NULL, Values, population
from jishi.engines.resident import NULL32, Resident, fits_narrow
from jishi.engines.slots import Slots, carry_up

ORDER = {"sum": 0, "count": 0, "min": 1, "max": 2}


@dataclass(frozen=True)
class FigureSpace:
    """Which figures share one matrix of totals: those whose values fit 32 bits, or those that need 64.

    Attributes:
        figures: sums and counts first, then minima, then maxima.
        totals: domain → int64, shape (slots, figures), NULL = nothing known.
    """

    figures: tuple[Figure, ...]
    totals: Mapping[int, Values]

    def of(self, domain: int, slots: NDArray[np.int32]) -> Totals:
        """Return what the kernels take for a domain."""
        kinds = [ORDER[figure.how] for figure in self.figures]
        return Totals(slots, self.totals[domain], kinds.count(0), len(kinds) - kinds.count(2))


@dataclass(frozen=True)
class FigureTotals:
    """Figures as they were added up, for units that have children only.

    Attributes:
        rows: int64: the rows of the tree.
        spaces: the matrices; of figures of one name the last counts.
        domains: number of domains.
        kept: ids of the figures that are given; None = all.
    """

    rows: Values
    spaces: tuple[FigureSpace, ...]
    domains: int
    kept: frozenset[str] | None = None

    def over(self, before: "FigureTotals", kept: frozenset[str]) -> "FigureTotals":
        """Return these figures, and from before those that are not among them."""
        return FigureTotals(self.rows, (*before.spaces, *self.spaces), self.domains, kept)

    def tables(self) -> dict[str, Column2D]:
        """Return each figure as a table of units and domains."""
        found = {}
        for space in self.spaces:
            for place, figure in enumerate(space.figures):
                if self.kept is None or figure.id in self.kept:
                    found[figure.id] = self._table(space, place, figure.how)
        return found

    def _table(self, space: FigureSpace, place: int, how: str) -> Column2D:
        table = np.full((len(self.rows), self.domains), NULL, dtype=np.int64)
        for domain, totals in space.totals.items():
            table[:, domain] = totals[: len(self.rows), place]
        valid = table != NULL
        values = np.where(valid, table, 0)
        return Column2D(values, np.ones_like(valid) if how == "count" else valid, self.rows)


class Compiled:
    """One run. Results of formulas, arguments and population nouns are rows of the extra memory."""

    def __init__(self, resident: Resident, slots: Slots, planned: Plan, totals: "Reuse | None" = None) -> None:
        self._resident = resident
        self._slots = slots
        self._plan = planned
        self._homes: dict[object, Home] = {}
        counts = [0, 0]
        for name, intervals in self._named().items():
            wide = not fits_narrow(hull(intervals))
            self._homes[name] = (wide, counts[wide])
            counts[wide] += 1
        units = len(resident.layout.order)
        self._narrow = np.empty((counts[0], units), dtype=np.int32)
        self._wide = np.empty((counts[1], units), dtype=np.int64)
        self._spaces = self._figure_spaces(totals or Reuse())

    def run(self) -> None:
        """Compute everything, stratum by stratum."""
        last = self._plan.last_stratum
        waiting = list(self._plan.populations)
        for stratum in range(last + 1):
            for each in [each for each in waiting if each.stratum <= stratum]:
                waiting.remove(each)
                argument = self._in_tree_order(("argument", each.noun))
                found = population(each.noun, argument, self._resident.snapshot)
                self._store(each.noun, found[self._resident.layout.order])
            self._sweep(stratum, stratum == last)

    def result(self) -> Result:
        """Return the kept formulas by rows of the tree, and the figures of units that have children."""
        columns = {}
        for name in self._plan.kept:
            values = self._in_tree_order(("formula", name))
            columns[name] = Column.masked(values, values != NULL)
        return Result(columns, self.figures().tables())

    def figures(self) -> FigureTotals:
        """Return the figures as they were added up."""
        return FigureTotals(self._slots.rows, self._spaces, len(self._resident.snapshot.domains))

    def _named(self) -> dict[object, list[tuple[int, int] | None]]:
        """Return everything that needs a row of the extra memory, with its bounds in each domain."""
        found: dict[object, list[tuple[int, int] | None]] = {("formula", name): [] for name in self._plan.kept}
        found.update((("argument", each.noun), []) for each in self._plan.populations)
        for each in self._plan.domains:
            for name, number in each.formulas.items():
                found["formula", name].append(each.reaches[number].result)
            for noun, number in each.arguments.items():
                found["argument", noun].append(each.reaches[number].result)
        found.update((each.noun, [each.bounds]) for each in self._plan.populations)
        return found

    def _figure_spaces(self, reuse: "Reuse") -> tuple[FigureSpace, ...]:
        """Share the figures out to a matrix for 32-bit values and one for 64-bit values."""
        ordered = sorted(self._plan.figures, key=lambda figure: ORDER[figure.how])
        spaces = []
        for wide in (False, True):
            figures = tuple(figure for figure in ordered if self._is_wide(figure) == wide)
            totals = {
                domain: reuse.matrix((wide, domain), (len(each.above), len(figures)))
                for domain, each in self._slots.domains.items()
            }
            spaces.append(FigureSpace(figures, totals))
        return tuple(spaces)

    def _is_wide(self, figure: Figure) -> bool:
        if figure.how == "count":
            return False
        return not fits_narrow(hull([each.reaches[each.figures[figure.id]].result for each in self._plan.domains]))

    def _sweep(self, stratum: int, with_figures: bool) -> None:
        machines = {each.domain: self._machine(each, stratum, with_figures) for each in self._plan.domains}

        def work(piece: tuple[int, int, int]) -> None:
            self._piece(machines[piece[0]], piece, with_figures)

        pieces = [piece for piece in self._slots.pieces if machines[piece[0]] is not None]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            if with_figures:
                list(pool.map(lambda matrix: matrix.fill(NULL), self._matrices()))
            list(pool.map(work, pieces))
            if with_figures:
                list(pool.map(self._carry_up, self._slots.domains))

    def _matrices(self) -> list[Values]:
        return [matrix for space in self._spaces for matrix in space.totals.values()]

    def _carry_up(self, domain: int) -> None:
        each = self._slots.domains[domain]
        for space in self._spaces:
            carry_up(space.of(domain, each.slots), each.above)

    def _machine(self, each: DomainPlan, stratum: int, with_figures: bool) -> Machine | None:
        """Write the program of a domain for a stratum; None when there is nothing to do."""
        extra: dict[int, list[Home]] = {}
        named: Sequence[tuple[object, int]] = [
            *((("formula", name), number) for name, number in each.formulas.items()),
            *((("argument", noun), number) for noun, number in each.arguments.items()),
        ]
        for name, number in named:
            if each.strata[number] == stratum:
                extra.setdefault(number, []).append(self._homes[name])
        figures = self._added_up(each) if with_figures and each.domain >= 0 else ([], [])
        if not extra and not any(figures):
            return None
        return machine(each, lambda name: self._input(each.domain, name), Wanted(extra, figures))

    def _added_up(self, each: DomainPlan) -> tuple[list[int], list[int]]:
        narrow, wide = ([each.figures[figure.id] for figure in space.figures] for space in self._spaces)
        return narrow, wide

    def _input(self, domain: int, name: object) -> tuple[bool, int]:
        if isinstance(name, tuple):
            return fact_operand(self._resident.home[domain, name])
        wide, row = self._homes[name]
        return wide, EXTRA + row

    def _piece(self, written: Machine | None, piece: tuple[int, int, int], with_figures: bool) -> None:
        if written is None:
            return
        domain, start, stop = piece
        origin = self._resident.layout.ranges[domain][0]
        counts = [len(space.figures) if with_figures and domain >= 0 else 0 for space in self._spaces]
        narrow = Memory(
            self._resident.narrow[domain],
            self._narrow,
            np.empty((written.narrow_registers, BLOCK), dtype=np.int32),
            np.empty((STRIP, counts[0]), dtype=np.int32),
            np.int32(NULL32),
            origin,
        )
        wide = Memory(
            self._resident.wide[domain],
            self._wide,
            np.empty((written.wide_registers, BLOCK), dtype=np.int64),
            np.empty((STRIP, counts[1]), dtype=np.int64),
            np.int64(NULL),
            origin,
        )
        slots = self._slots.domains[domain].slots
        totals = [space.of(domain, slots) for space in self._spaces]
        kernels.sweep(written.program, (narrow, wide), (totals[0], totals[1]), (start, stop))

    def _in_tree_order(self, name: object) -> Values:
        wide, row = self._homes[name]
        values = np.empty(len(self._resident.layout.order), dtype=np.int64)
        if wide:
            values[self._resident.layout.order] = self._wide[row]
            return values
        found = self._narrow[row].astype(np.int64)
        found[self._narrow[row] == NULL32] = NULL
        values[self._resident.layout.order] = found
        return values

    def _store(self, name: object, values: Values) -> None:
        wide, row = self._homes[name]
        if wide:
            self._wide[row] = values
        else:
            np.copyto(self._narrow[row], np.where(values == NULL, NULL32, values), casting="unsafe")


class Reuse:
    """Keeps the matrices of totals between runs over the same facts: fresh memory costs more than adding up."""

    def __init__(self) -> None:
        self._kept: dict[tuple[bool, int], Values] = {}

    def matrix(self, key: tuple[bool, int], shape: tuple[int, int]) -> Values:
        """Return a matrix of any content."""
        if key not in self._kept or self._kept[key].shape != shape:
            self._kept[key] = np.empty(shape, dtype=np.int64)
        return self._kept[key]
