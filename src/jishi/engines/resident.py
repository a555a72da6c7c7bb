"""The facts of a snapshot as the kernels want them: in memory, units by domain and in tree order inside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jishi.core.columns import Column, Snapshot
from jishi.core.dependencies import PopulationNoun, walk
from jishi.core.formulas import Assessment, Expression, Fact, Previous, Quota, Rank, Ref, RollUp
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

    A domain holds only the facts that its formulas read, so a country needs a quarter of what a matrix of all facts
    would take.

    Args:
        snapshot: the units and their facts.
        assessment: the facts that its formulas read are loaded; what-if assessments may read these only.
        keep: formula ids that will be wanted; None = all.

    Attributes:
        layout: order of the units.
        narrow, wide: domain → int32 and int64 matrix, one row per fact, one column per unit of the domain.
        home: domain and ("fact", id) or ("previous", id) → whether it is in ``wide``, and its row there.
    """

    def __init__(self, snapshot: Snapshot, assessment: Assessment, keep: Iterable[str] | None = None) -> None:
        self.snapshot = snapshot
        self.layout = Layout.of(snapshot.domain)
        self.home: dict[tuple[int, ColumnKey], tuple[bool, int]] = {}
        self._bounds: dict[ColumnKey, Interval | None] = {}
        self._filled: dict[int, int] = {}
        readers: dict[ColumnKey, list[int]] = {}
        names = {domain: snapshot.domains[domain] if domain >= 0 else None for domain in self.layout.ranges}
        reads = read_by(assessment, names.values(), keep)
        for domain, name in names.items():
            for key in reads[name]:
                readers.setdefault(key, []).append(domain)
        sizes = {domain: stop - start for domain, (start, stop) in self.layout.ranges.items()}
        counts = {domain: sum(domain in each for each in readers.values()) for domain in sizes}
        # Rows that stay empty, because their facts turn out wide, are never touched and cost no memory.
        self.narrow = {domain: np.empty((counts[domain], sizes[domain]), dtype=np.int32) for domain in sizes}
        wide: dict[int, list[Values]] = {domain: [] for domain in sizes}
        for key, domains in readers.items():
            if key[1] in source(snapshot, key):
                self._load(key, domains, assessment.bounds.get(key[1]), wide)
        self.wide: dict[int, Values] = {
            domain: np.array(rows, dtype=np.int64).reshape(len(rows), sizes[domain])
            for domain, rows in wide.items()
        }

    def setting(self) -> Setting:
        """Return what a plan depends on."""
        return Setting(len(self.snapshot), self.snapshot.domains, tuple(self.layout.ranges), self._bounds)

    def column(self, domain: int, key: ColumnKey) -> Values:
        """Return an input of the units of a domain as int64 with NULL."""
        wide, row = self.home[domain, key]
        values: Values = (self.wide if wide else self.narrow)[domain][row].astype(np.int64)
        if not wide:
            values[values == NULL32] = NULL
        return values

    def _load(
        self, key: ColumnKey, domains: list[int], declared: Interval | None, wide: dict[int, list[Values]]
    ) -> None:
        column = source(self.snapshot, key)[key[1]]
        self._bounds[key] = column_bounds(column, declared)
        narrow = fits_narrow(self._bounds[key])
        values = np.where(column.valid, column.values, NULL32 if narrow else NULL)
        for domain in domains:
            start, stop = self.layout.ranges[domain]
            part = values[self.layout.order[start:stop]]
            if narrow:
                row = self._filled.get(domain, 0)
                self._filled[domain] = row + 1
                self.narrow[domain][row] = part
                self.home[domain, key] = (False, row)
            else:
                self.home[domain, key] = (True, len(wide[domain]))
                wide[domain].append(part)


def source(snapshot: Snapshot, key: ColumnKey) -> Mapping[str, Column]:
    """Return the columns that a key speaks of: of this round, or of the round before."""
    return snapshot.facts if key[0] == "fact" else snapshot.previous


def column_bounds(column: Column, declared: Interval | None) -> Interval | None:
    """Return the declared bounds, widened where the values themselves go beyond; None when all is null."""
    if not bool(column.valid.any()):
        return None
    # Values under the mask are 0: including it may widen the bounds a little and is never wrong.
    return hull([declared, (int(column.values.min()), int(column.values.max()))])


def read_by(
    assessment: Assessment, domains: Iterable[str | None], keep: Iterable[str] | None = None
) -> dict[str | None, list[ColumnKey]]:
    """Return the columns that the kept formulas and the figures read, through all references, by domain.

    Args:
        assessment: formulas and figures.
        domains: names; None = units without a domain.
        keep: formula ids; None = all.
    """
    formulas = {(formula.id, formula.domain): formula.expression for formula in assessment.formulas}
    start: list[Expression] = [figure.of for figure in assessment.figures]
    start += [Ref(name) for name in (dict.fromkeys(name for name, _ in formulas) if keep is None else keep)]
    found: dict[str | None, set[ColumnKey]] = {domain: set() for domain in domains}
    waiting = [(domain, expression) for domain in found for expression in start]
    seen: set[tuple[str | None, str]] = set()
    nouns: set[PopulationNoun] = set()
    while waiting:
        domain, expression = waiting.pop()
        for part in walk(expression):
            if isinstance(part, Fact | Previous):
                found[domain].add(("previous" if isinstance(part, Previous) else "fact", part.id))
            elif isinstance(part, Ref) and (domain, part.id) not in seen:
                seen.add((domain, part.id))
                behind = formulas.get((part.id, domain), formulas.get((part.id, None)))
                waiting += [(domain, behind)] if behind is not None else []
            elif isinstance(part, RollUp | Rank | Quota) and part not in nouns:
                # It needs its argument of every unit, whatever the domain.
                nouns.add(part)
                waiting += [(each, part.arg) for each in found]
    return {domain: sorted(keys) for domain, keys in found.items()}
