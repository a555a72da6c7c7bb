"""Worked examples run: each becomes one unit of its own, evaluated by the reference."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from jishi.core.columns import Column, Snapshot
from jishi.core.reference import Evaluator, Everyone, Program
from jishi.core.tree import Tree
from jishi.packs.amounts import Unfit, to_integer
from jishi.packs.follows import Following
from jishi.packs.lower import lowered
from jishi.packs.pack import Pack
from jishi.packs.schema.fields import Amount
from jishi.packs.schema.worked import Example
from jishi.packs.scopes import Standing, scoped


@dataclass(frozen=True)
class Run:
    """An example that was run.

    Attributes:
        example: the example.
        evaluator: gives the value of any formula of the unit.
        facts: the facts that were taken, as whole numbers.
        last: the same for the round before.
        refused: facts that were not taken, with the reason.
        unknown: names under facts or last that are no facts.
    """

    example: Example
    evaluator: Evaluator
    facts: Mapping[str, int]
    last: Mapping[str, int]
    refused: Mapping[str, Unfit] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    def value(self, formula: str) -> int | None:
        """Return the value of a formula; None = null."""
        return self.evaluator.formula(formula)


class Workbench:
    """Runs the worked examples of a pack; the pack is lowered once for each day."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._programs: dict[date, Program] = {}
        self._following = Following(pack)

    def run(self, example: Example) -> Run:
        """Run one example.

        Raises:
            Refusal: formulas refer to nothing or in a circle.
        """
        refused: dict[str, Unfit] = {}
        facts = self._whole(example.facts, refused)
        last = self._whole(example.last, refused)
        unknown = tuple(name for name in (*example.facts, *example.last) if name not in self.pack.fact_by_id)
        everyone = Everyone(self._program(example.day or self.pack.starts), self._alone(example, facts, last))
        return Run(example, everyone.at(0), facts, last, refused, unknown)

    def _program(self, day: date) -> Program:
        if day not in self._programs:
            self._programs[day] = Program.of(lowered(self.pack, day)[0])
        return self._programs[day]

    def _whole(self, written: Mapping[str, Amount], refused: dict[str, Unfit]) -> dict[str, int]:
        taken = {}
        for name, amount in written.items():
            fact = self.pack.fact_by_id.get(name)
            if fact is None:
                continue
            try:
                taken[name] = to_integer(fact, amount.text)
            except Unfit as unfit:
                refused[name] = unfit
        return taken

    def _alone(self, example: Example, facts: Mapping[str, int], last: Mapping[str, int]) -> Snapshot:
        domains, levels = tuple(self.pack.domain_by_id), tuple(self.pack.level_by_id)
        domain, level = example.domain, example.level or ""
        standing = Standing(example.kind, example.level, example.areas, example.tier)
        facts = {**self._following.filled(facts), **scoped(self.pack, standing)}
        one = np.zeros(1, dtype=np.int64)
        return Snapshot(
            tree=Tree(id=one + 1, parent=one - 1, end=one + 1, depth=np.zeros(1, dtype=np.int16)),
            domains=domains,
            domain=np.array([domains.index(domain) if domain in domains else -1], dtype=np.int16),
            levels=levels,
            level=np.array([levels.index(level) if level in levels else len(levels) - 1], dtype=np.int16),
            facts={name: Column.of([value]) for name, value in facts.items()},
            previous={name: Column.of([value]) for name, value in last.items()},
        )
