"""The default engine: NumPy for a county, Numba kernels for a country; both compute the same lowered operations."""

from collections.abc import Iterable, Sequence

import numpy as np

from jishi.core.columns import Column, Snapshot
from jishi.core.formulas import Assessment, Figure
from jishi.core.result import Column2D, Result
from jishi.engines.plan import DomainPlan, Plan, plan
from jishi.engines.population import NULL, SMALL, Values, by_domain, population, subtree
from jishi.engines.resident import Resident
from jishi.engines.vector import Evaluation


def run(assessment: Assessment, snapshot: Snapshot, keep: Iterable[str] | None = None) -> Result:
    """Compute formulas and figures of every unit.

    Args:
        assessment: formulas and figures.
        snapshot: units in preorder, shape (units,) each; null = not known.
        keep: formula ids whose columns are wanted; None = all. Figures are always computed.

    Returns:
        One column per kept formula, one table per figure, both in the order of the snapshot's rows. From
        100,000 units on the tables have only the rows of units that have children.

    Raises:
        Refusal: unknown references, circles, formulas of one name and domain, or values that could leave the
            64-bit integers.
    """
    kept = None if keep is None else tuple(keep)
    return run_resident(Resident(snapshot, assessment, kept), assessment, kept)


def run_resident(resident: Resident, assessment: Assessment, keep: tuple[str, ...] | None = None) -> Result:
    """Compute an assessment over facts that are in memory already (see :func:`run`)."""
    planned = plan(assessment, resident.setting(), keep)
    if len(resident.snapshot) < SMALL:
        return _Whole(resident, planned).result()
    # Loading the compiled kernels takes longer than NumPy needs for a county.
    from jishi.engines.compiled import Compiled
    from jishi.engines.slots import Slots

    compiled = Compiled(resident, Slots.of(resident.snapshot.tree, resident.layout), planned)
    compiled.run()
    return compiled.result()


class _Whole:
    """Runs a plan over whole columns in NumPy."""

    def __init__(self, resident: Resident, planned: Plan) -> None:
        self._resident = resident
        self._plan = planned
        self._populations: dict[object, Values] = {}
        self._evaluations = [self._evaluation(domain) for domain in planned.domains]

    def result(self) -> Result:
        for each in self._plan.populations:
            argument = self._in_tree_order([domain.arguments[each.noun] for domain in self._plan.domains])
            found = population(each.noun, argument, self._resident.snapshot)
            self._populations[each.noun] = found[self._resident.layout.order]
        columns = {
            name: _column(self._in_tree_order([domain.formulas[name] for domain in self._plan.domains]))
            for name in self._plan.kept
        }
        return Result(columns, {figure.id: self._figure(figure) for figure in self._plan.figures})

    def _evaluation(self, domain: DomainPlan) -> Evaluation:
        start, stop = self._resident.layout.ranges[domain.domain]

        def columns(name: object) -> Values:
            if isinstance(name, tuple):
                return self._resident.column(domain.domain, name)
            return self._populations[name][start:stop]

        return Evaluation(domain.graph, columns, stop - start)

    def _in_tree_order(self, numbers: Sequence[int]) -> Values:
        """Return one node of each domain as one column."""
        layout = self._resident.layout
        values = np.empty(len(layout.order), dtype=np.int64)
        for domain, evaluation, number in zip(self._plan.domains, self._evaluations, numbers, strict=True):
            start, stop = layout.ranges[domain.domain]
            values[layout.order[start:stop]] = evaluation.value(number)
        return values

    def _figure(self, figure: Figure) -> Column2D:
        values = self._in_tree_order([domain.figures[figure.id] for domain in self._plan.domains])
        snapshot = self._resident.snapshot
        spread = by_domain(values, snapshot.domain, len(snapshot.domains))
        table = subtree(spread, figure.how, snapshot.tree)
        valid = table != NULL
        return Column2D(np.where(valid, table, 0), valid)


def _column(values: Values) -> Column:
    return Column.masked(values, values != NULL)
