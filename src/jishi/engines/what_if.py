"""What if: another assessment over facts that are in memory, computing again only what can have changed."""

from collections.abc import Mapping
from dataclasses import replace

from jishi.core.dependencies import references
from jishi.core.formulas import Assessment, Expression
from jishi.engines.compiled import Compiled, FigureTotals, Reuse
from jishi.engines.plan import plan
from jishi.engines.resident import Resident
from jishi.engines.slots import Slots


def changed_formulas(before: Assessment, after: Assessment) -> frozenset[str]:
    """Return the ids of formulas that differ in some domain, or that refer to one that does, however far."""
    old, new = _by_id(before), _by_id(after)
    found = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    readers: dict[str, set[str]] = {}
    for name, domains in new.items():
        for expression in domains.values():
            for read in references(expression):
                readers.setdefault(read, set()).add(name)
    waiting = list(found)
    while waiting:
        more = readers.get(waiting.pop(), set()) - found
        found |= more
        waiting += more
    return frozenset(found)


def changed_figures(before: Assessment, after: Assessment) -> frozenset[str]:
    """Return the ids of figures that are new, differ, or read a formula that changed."""
    formulas, old = changed_formulas(before, after), {figure.id: figure for figure in before.figures}
    return frozenset(
        figure.id
        for figure in after.figures
        if old.get(figure.id) != figure or formulas.intersection(references(figure.of))
    )


def _by_id(assessment: Assessment) -> Mapping[str, Mapping[str | None, Expression]]:
    found: dict[str, dict[str | None, Expression]] = {}
    for formula in assessment.formulas:
        found.setdefault(formula.id, {})[formula.domain] = formula.expression
    return found


class WhatIf:
    """A computed assessment that others are compared with.

    Args:
        resident: the facts; another assessment may read only what this one reads.
        assessment: as it is today; it is computed at once.
        keep: the formulas that are wanted.
    """

    def __init__(self, resident: Resident, assessment: Assessment, keep: tuple[str, ...]) -> None:
        self._resident = resident
        self._slots = Slots.of(resident.snapshot.tree, resident.layout)
        self._assessment = assessment
        self._keep = keep
        self._reuse = Reuse()
        self._figures = self._computed(assessment, Reuse()).figures()

    def run(self, changed: Assessment) -> tuple[Compiled, FigureTotals]:
        """Compute another assessment.

        Returns:
            The run, whose result has the kept formulas; and all figures, valid until the next call.

        Raises:
            Refusal: as any run.
        """
        again = changed_figures(self._assessment, changed)
        figures = tuple(figure for figure in changed.figures if figure.id in again)
        run = self._computed(replace(changed, figures=figures), self._reuse)
        kept = frozenset(figure.id for figure in changed.figures)
        return run, run.figures().over(self._figures, kept)

    def _computed(self, assessment: Assessment, reuse: Reuse) -> Compiled:
        run = Compiled(self._resident, self._slots, plan(assessment, self._resident.setting(), self._keep), reuse)
        run.run()
        return run
