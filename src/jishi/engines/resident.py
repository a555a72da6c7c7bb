"""The facts of a snapshot as the kernels want them: in memory, units by domain and in tree order inside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jishi.core.columns import Column, Snapshot
from jishi.core.dependencies import references, walk
from jishi.core.formulas import Assessment, Expression, Fact, Previous
from jishi.engines.bounds import Interval, hull
from jishi.engines.plan import ColumnKey, Setting
from jishi.engines.population import NULL, Values

NULL32 = np.iinfo(np.int32).min
# One less on both sides than what int32 holds, so that a threshold outside can always be told from a value.
LEAST32, MOST32 = NULL32 + 2, np.iinfo(np.int32).max - 1


def fits_narrow(interval: Interval | None) -> bool:
    """Say whether an interval fits into 32 bits beside the sentinel."""
    return interval is None or (interval[0] >= LEAST32 and interval[1] <= MOST32)


@dataclass(frozen=True)
class Layout:
    """In which order the units stand.

    Attributes:
        order: int64, shape (units,): place → row of the tree.
        place: int64, shape (units,): row of the tree → place.
        ranges: domain → first place and one past the last; -1 = units without a domain.
    """

    order: NDArray[np.int64]
    place: NDArray[np.int64]
    ranges: Mapping[int, tuple[int, int]]

    @classmethod
    def of(cls, domain: NDArray[np.int16]) -> "Layout":
        """Sort by domain; inside a domain the order of the tree stays."""
        order = np.argsort(domain, kind="stable")
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
        present, first, units = np.unique(domain[order], return_index=True, return_counts=True)
        spans = zip(present.tolist(), first.tolist(), (first + units).tolist(), strict=True)
        return cls(order, place, {index: (start, stop) for index, start, stop in spans})


class Resident:
    """Facts in memory, ready for many runs: another assessment over the same facts needs no loading.

    Args:
        snapshot: the units and their facts.
        assessment: the facts that its formulas read are loaded; what-if assessments may read these only.
        keep: formula ids that will be wanted; None = all.

    Attributes:
        layout: order of the units.
        narrow, wide: int32 and int64 matrices, one row per fact, one column per unit in the layout's order.
        home: ("fact", id) or ("previous", id) → whether it is in ``wide``, and its row there.
    """

    def __init__(self, snapshot: Snapshot, assessment: Assessment, keep: Iterable[str] | None = None) -> None:
        self.snapshot = snapshot
        self.layout = Layout.of(snapshot.domain)
        self.home: dict[ColumnKey, tuple[bool, int]] = {}
        self._bounds: dict[ColumnKey, Interval | None] = {}
        keys = [key for key in read_by(assessment, keep) if key[1] in self._source(key)]
        self.narrow = np.empty((len(keys), len(snapshot)), dtype=np.int32)
        wide: list[Values] = []
        narrow = 0
        for key in keys:
            column = self._source(key)[key[1]]
            self._bounds[key] = self._checked(column, assessment.bounds.get(key[1]))
            if fits_narrow(self._bounds[key]):
                self._load(column, self.narrow[narrow], NULL32)
                self.home[key] = (False, narrow)
                narrow += 1
            else:
                values = np.empty(len(snapshot), dtype=np.int64)
                self._load(column, values, int(NULL))
                self.home[key] = (True, len(wide))
                wide.append(values)
        self.narrow = self.narrow[:narrow]
        self.wide: NDArray[np.int64] = np.array(wide, dtype=np.int64).reshape(len(wide), len(snapshot))

    def setting(self) -> Setting:
        """Return what a plan depends on."""
        return Setting(len(self.snapshot), self.snapshot.domains, tuple(self.layout.ranges), self._bounds)

    def column(self, key: ColumnKey, places: slice) -> Values:
        """Return an input as int64 with NULL, for some places of the layout."""
        wide, row = self.home[key]
        if wide:
            return self.wide[row, places]
        values = self.narrow[row, places]
        return np.where(values == NULL32, NULL, values.astype(np.int64))

    def _source(self, key: ColumnKey) -> Mapping[str, Column]:
        return self.snapshot.facts if key[0] == "fact" else self.snapshot.previous

    def _checked(self, column: Column, declared: Interval | None) -> Interval | None:
        """Return the declared bounds, widened where the values themselves go beyond."""
        if not bool(column.valid.any()):
            return None
        # Values under the mask are 0: including it may widen the bounds a little and is never wrong.
        return hull([declared, (int(column.values.min()), int(column.values.max()))])

    def _load(self, column: Column, target: NDArray[np.integer], null: int) -> None:
        np.copyto(target, np.where(column.valid, column.values, null)[self.layout.order], casting="unsafe")


def read_by(assessment: Assessment, keep: Iterable[str] | None = None) -> list[ColumnKey]:
    """Return the columns that the kept formulas and the figures read, through all references."""
    formulas: dict[str, list[Expression]] = {}
    for formula in assessment.formulas:
        formulas.setdefault(formula.id, []).append(formula.expression)
    waiting = [figure.of for figure in assessment.figures]
    waiting += [part for name in (formulas if keep is None else keep) for part in formulas.get(name, [])]
    seen: set[str] = set()
    found: dict[ColumnKey, None] = {}
    while waiting:
        expression = waiting.pop()
        for part in walk(expression):
            if isinstance(part, Fact | Previous):
                found["previous" if isinstance(part, Previous) else "fact", part.id] = None
        for name in references(expression):
            if name not in seen:
                seen.add(name)
                waiting.extend(formulas.get(name, []))
    return sorted(found)
