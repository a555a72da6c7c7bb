"""A made-up country of any size: the shape of the real tree, facts drawn inside their declared bounds.

Everything follows from the seed. Facts are drawn column by column when asked for, so a country of five million
units and two hundred facts never stands in memory as a whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from jishi.core.columns import Column, Snapshot
from jishi.core.tree import Tree

WHOLE_COUNTRY = 5_200_000
# Units of each level under the one before: provinces, cities, counties, townships.
ABOVE_BRANCHES = (31, 340, 3_000, 41_000)
MISSING = 0.08
RARE = 0.01


@dataclass(frozen=True)
class Country:
    """What a country is made of.

    Attributes:
        units: how many, all levels together; at least 6.
        levels: names of its levels, highest first; the first five and the last are used.
        domains: names of its domains, in the order of ``shares``.
        shares: how the branches divide into domains, in any measure.
        bounds: fact id → the least and the greatest value.
        asked: fact id → indexes of the domains that are asked for it; others have null.
        asked_before: the same for the facts of the round before.
        rare: facts of yes or no that are yes once in a hundred.
        seed: from which everything follows.
    """

    units: int
    levels: tuple[str, ...]
    domains: tuple[str, ...]
    shares: tuple[int, ...]
    bounds: Mapping[str, tuple[int, int]]
    asked: Mapping[str, Sequence[int]]
    asked_before: Mapping[str, Sequence[int]] = field(default_factory=dict)
    rare: frozenset[str] = frozenset()
    seed: int = 2012

    def snapshot(self) -> Snapshot:
        """Grow the tree, share out the domains and promise the facts."""
        chance = np.random.default_rng(self.seed)
        tree = _grown(_sizes(self.units), chance)
        branches = tree.depth == tree.depth.max(initial=0)
        domain = np.full(len(tree), -1, dtype=np.int16)
        weights = np.array(self.shares, dtype=np.float64)
        drawn = chance.choice(len(self.domains), size=int(branches.sum()), p=weights / weights.sum())
        domain[branches] = drawn
        level = np.where(branches, len(self.levels) - 1, tree.depth).astype(np.int16)
        facts, previous = (DrawnFacts(self, domain, kind) for kind in ("fact", "previous"))
        return Snapshot(tree, self.domains, domain, self.levels, level, facts, previous)


class DrawnFacts(Mapping[str, Column]):
    """The facts of a country, each drawn when it is asked for; the same every time."""

    def __init__(self, country: Country, domain: NDArray[np.int16], kind: str) -> None:
        self._country = country
        self._domain = domain
        self._kind = kind
        self._asked = country.asked if kind == "fact" else country.asked_before

    def __getitem__(self, name: str) -> Column:
        wanted = np.zeros(len(self._country.domains) + 1, dtype=np.bool_)
        wanted[list(self._asked[name])] = True
        least, most = self._country.bounds[name]
        chance = np.random.default_rng([self._country.seed, crc32(f"{self._kind} {name}".encode())])
        valid = wanted[self._domain]
        units = int(valid.sum())
        if name in self._country.rare and (least, most) == (0, 1):
            drawn = (chance.random(units, dtype=np.float32) < RARE).astype(np.int64)
        else:
            drawn = chance.integers(least, most, size=units, endpoint=True)
        known = chance.random(units, dtype=np.float32) >= MISSING
        values = np.zeros(len(valid), dtype=np.int64)
        values[valid] = np.where(known, drawn, 0)
        valid[valid] = known
        return Column(values, valid)

    def __iter__(self) -> Iterator[str]:
        return iter(self._asked)

    def __len__(self) -> int:
        return len(self._asked)

    def __contains__(self, name: object) -> bool:
        return name in self._asked


def _sizes(units: int) -> tuple[int, ...]:
    """Return how many units each level has: the country's own numbers, fewer of them in a smaller one."""
    above = [1]
    for number in ABOVE_BRANCHES:
        scaled = max(1, number * min(units, WHOLE_COUNTRY) // WHOLE_COUNTRY)
        above.append(max(above[-1], scaled))
    return (*above, max(units - sum(above), above[-1]))


def _grown(sizes: Sequence[int], chance: np.random.Generator) -> Tree:
    """Hang the units of each level under those of the one above, with log-normal numbers of children."""
    children = []
    for parents, units in pairwise(sizes):
        weights = chance.lognormal(sigma=0.7, size=parents)
        children.append(1 + chance.multinomial(units - parents, weights / weights.sum()))
    subtree = [np.ones(sizes[-1], dtype=np.int64)]
    for counts in reversed(children):
        ends = np.cumsum(subtree[0])[np.cumsum(counts) - 1]
        subtree.insert(0, np.diff(ends, prepend=0) + 1)
    rows = [np.zeros(1, dtype=np.int64)]
    total = sum(sizes)
    parent = np.full(total, -1, dtype=np.int64)
    end = np.full(total, total, dtype=np.int64)
    depth = np.zeros(total, dtype=np.int16)
    for place, counts in enumerate(children):
        above = np.repeat(rows[-1], counts)
        before = np.cumsum(subtree[place + 1]) - subtree[place + 1]
        first = np.repeat(before[np.cumsum(counts) - counts], counts)
        own = above + 1 + before - first
        parent[own], depth[own] = above, place + 1
        end[own] = own + subtree[place + 1]
        rows.append(own)
    return Tree(np.arange(total, dtype=np.int64) + 1, parent, end, depth)
