"""Where the figures of every unit are added up, so that two threads never add to the same place.

Each unit with children has a slot per domain; a childless unit adds to the slot of its parent. The units of a
domain are cut into pieces for the threads. A cut runs through the subtrees of the ancestors of the first unit
behind it; what lies behind gets slots of its own for these few, which are added to the real ones afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jishi.core.tree import Tree
from jishi.engines.kernels import compiled
from jishi.engines.population import Values
from jishi.engines.resident import Layout

PIECE = 1 << 17


@dataclass(frozen=True)
class DomainSlots:
    """The slots of one domain.

    Attributes:
        slots: int32, by place inside the domain.
        above: int32, by slot: the slot it is added to; -1 = none.
    """

    slots: NDArray[np.int32]
    above: NDArray[np.int32]


@dataclass(frozen=True)
class Slots:
    """All of them.

    Attributes:
        rows: int64, ascending: rows of the tree that have children; their places are the first slots.
        domains: domain → its slots.
        pieces: domain, first place and one past the last, of each piece of work, the largest first.
    """

    rows: Values
    domains: Mapping[int, DomainSlots]
    pieces: tuple[tuple[int, int, int], ...]

    @classmethod
    def of(cls, tree: Tree, layout: Layout, piece: int = PIECE) -> "Slots":
        """Find the slots for a tree and an order of units, in pieces of so many units."""
        has_children = tree.end > np.arange(len(tree)) + 1
        rows = np.flatnonzero(has_children)
        slot_of = np.cumsum(has_children) - 1
        # One more slot takes what childless roots would add: nobody asks for it.
        spare = len(rows)
        up = np.where(tree.parent >= 0, slot_of[tree.parent], spare)
        own = np.where(has_children, slot_of, up).astype(np.int32)
        parents = tree.parent[rows]
        above = np.append(np.where(parents >= 0, slot_of[parents], -1), -1).astype(np.int32)
        domains, pieces = {}, []
        for domain, (start, stop) in layout.ranges.items():
            cuts = list(range(start, stop, piece))
            pieces += [(domain, cut, min(cut + piece, stop)) for cut in cuts]
            units = layout.order[start:stop]
            domains[domain] = _separate(
                own[units], above, [cut - start for cut in cuts[1:]], _Where(tree, units, slot_of, piece)
            )
        pieces.sort(key=lambda each: each[1] - each[2])
        return cls(rows, domains, tuple(pieces))


@dataclass(frozen=True)
class _Where:
    """A tree, the rows of a domain's units, the slot of each row with children, and the size of a piece."""

    tree: Tree
    units: Values
    slot_of: Values
    piece: int


def _separate(slots: NDArray[np.int32], above: NDArray[np.int32], cuts: list[int], where: _Where) -> DomainSlots:
    """Give each piece behind a cut its own slots for the ancestors of its first unit."""
    more: list[int] = []
    for cut in cuts:
        piece = slots[cut : cut + where.piece]
        # A copy to compare with: slots given below must not be mistaken for real ones.
        before = piece.copy()
        ancestor = int(where.tree.parent[where.units[cut]])
        while ancestor >= 0:
            real = int(where.slot_of[ancestor])
            piece[before == real] = len(above) + len(more)
            more.append(real)
            ancestor = int(where.tree.parent[ancestor])
    return DomainSlots(slots, np.append(above, np.array(more, dtype=np.int32)).astype(np.int32))


@compiled
def carry_up(totals, above):  # type: ignore[no-untyped-def]
    """Add every slot to the one above it, the last first; ``above`` is -1 where there is none."""
    nothing = np.iinfo(np.int64).min
    for slot in range(len(above) - 1, -1, -1):
        if above[slot] < 0:
            continue
        row, total = totals.values[slot], totals.values[above[slot]]
        for f in range(totals.first_least):
            known = row[f] if total[f] == nothing else total[f] + row[f]
            total[f] = total[f] if row[f] == nothing else known
        for f in range(totals.first_least, totals.first_most):
            if (row[f] != nothing) & ((total[f] == nothing) | (row[f] < total[f])):
                total[f] = row[f]
        for f in range(totals.first_most, len(row)):
            total[f] = max(row[f], total[f])
