"""Who has taken part, who is behind: of one unit, and of every node of the tree at once.

Only numbers are known here. Whoever was heard counts, by whatever channel: on a slip, also a blank one, on paper,
by telephone, by mail or at home.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from jishi.core.columns import Column, Integers, Mask
from jishi.core.tree import Tree

WHOLE = 100_00


@dataclass(frozen=True)
class Quorum:
    """How many of an electorate must be heard.

    Attributes:
        share: in basis points of the electorate; rounded up to people.
        least: but at least so many people, or everybody where there are fewer.
        severity: what a shortfall does: it blocks the close, is flagged with its number, or only shown.
    """

    share: int
    least: int = 0
    severity: Literal["show", "flag", "block"] = "flag"

    def needed(self, electorate: int) -> int:
        """Return how many of so many people must be heard.

        Example:
            >>> public = Quorum(share=10_00, least=15)
            >>> [public.needed(people) for people in (0, 8, 15, 100, 151, 300)]
            [0, 8, 15, 15, 16, 30]
        """
        return min(max(-(-electorate * self.share // WHOLE), self.least), electorate)


@dataclass(frozen=True)
class Participation:
    """How one unit stands with one electorate.

    Attributes:
        electorate: how many people it has; None = nobody has counted them.
        heard: channel → how many.
        excepted: how many are left out with a reason that the superior approved.
        needed: how many must be heard; None while the electorate is not known.
    """

    electorate: int | None
    heard: Mapping[str, int]
    excepted: int
    needed: int | None

    @property
    def total(self) -> int:
        """Return how many were heard by all channels together."""
        return sum(self.heard.values())

    @property
    def missing(self) -> int | None:
        """Return how many are still to be heard; None = not known."""
        return None if self.needed is None else max(self.needed - self.total, 0)

    @property
    def met(self) -> bool:
        """Say whether enough were heard; not while the electorate is not known."""
        return self.missing == 0

    @property
    def share(self) -> int | None:
        """Return the share heard in basis points, at most all; None = nobody to be heard, or not known."""
        people = 0 if self.electorate is None else self.electorate - self.excepted
        return min(self.total * WHOLE // people, WHOLE) if people > 0 else None


def participation(
    electorate: int | None, heard: Mapping[str, int], quorum: Quorum, excepted: int = 0
) -> Participation:
    """Return how one unit stands.

    Args:
        electorate: how many people may be heard; None = not known.
        heard: channel → how many were heard; nobody twice.
        quorum: how many must be.
        excepted: how many are left out of the electorate, each with a reason that the superior approved.
    """
    left_out = min(excepted, electorate or 0)
    needed = None if electorate is None else quorum.needed(electorate - left_out)
    return Participation(electorate, dict(heard), left_out, needed)


@dataclass(frozen=True)
class Board:
    """How every node of a tree stands; row order: the tree's. Sums are over the unit and all below it.

    Attributes:
        electorate: people to be heard, without the excepted; null where no unit below has counted them.
        heard: int64, shape (units,): people heard; of a unit at most its electorate.
        needed: people who must be heard.
        missing: int64, shape (units,): people still to be heard, unit by unit: one unit's surplus fills no other's
            gap.
        asked: int64, shape (units,): units whose people are asked.
        behind: int64, shape (units,): of them units that fall short, or of which nobody has counted the people.
        unknown: int64, shape (units,): of them units of which nobody has counted the people.
    """

    electorate: Column
    heard: Integers
    needed: Integers
    missing: Integers
    asked: Integers
    behind: Integers
    unknown: Integers


@dataclass(frozen=True)
class Standing:
    """How every unit by itself stands, without those below it; row order: the tree's.

    Attributes:
        known: bool, shape (units,): whose people are asked and were counted.
        people: int64, shape (units,): people to be heard, without the excepted; 0 where not known.
        heard: int64, shape (units,): people heard, by whatever channel; 0 where nobody is asked.
        needed, missing: int64, shape (units,): who must be heard, and who is still to be.
        unknown: bool, shape (units,): whose people are asked and nobody has counted.
        must: whether anybody must be heard at all.
    """

    known: Mask
    people: Integers
    heard: Integers
    needed: Integers
    missing: Integers
    unknown: Mask
    must: bool = True

    @property
    def behind(self) -> Mask:
        """Say which units fall short, or have people that nobody has counted where some of them must be heard."""
        return np.asarray((self.unknown & self.must) | (self.missing > 0))

    @property
    def share(self) -> Column:
        """Return the share heard in basis points, at most all; null = nobody to be heard, or not known."""
        base = np.maximum(self.people, 1)
        return Column.masked(np.minimum(self.heard * WHOLE // base, WHOLE), self.known & (self.people > 0))


def standing(electorate: Column, heard: Integers, quorum: Quorum, asked: Integers) -> Standing:
    """Return how every unit by itself stands; parameters as those of :func:`board`."""
    known = electorate.valid & (asked > 0)
    people = np.where(known, electorate.values, 0)
    needed = np.minimum(np.maximum(-(-people * quorum.share // WHOLE), quorum.least), people)
    came = np.where(asked > 0, heard, 0)
    unknown, must = (asked > 0) & ~electorate.valid, quorum.share > 0 or quorum.least > 0
    return Standing(known, people, came, needed, np.maximum(needed - came, 0), unknown, must)


def board(tree: Tree, electorate: Column, heard: Integers, quorum: Quorum, asked: Integers | None = None) -> Board:
    """Return how all nodes stand, without a loop over units.

    Args:
        tree: the tree.
        electorate: people of each unit itself, without the excepted; null = nobody has counted them.
        heard: int64, shape (units,): how many of each unit's own people were heard.
        quorum: how many must be.
        asked: 0 or 1, shape (units,): whether a unit's people are asked at all; None = of every unit.
    """
    wanted = np.ones(len(tree), dtype=np.int64) if asked is None else asked
    own = standing(electorate, heard, quorum, wanted)
    counted = summed(tree, own.known.astype(np.int64))
    return Board(
        electorate=Column.masked(summed(tree, own.people), counted > 0),
        heard=summed(tree, np.where(own.known, np.minimum(own.heard, own.people), own.heard)),
        needed=summed(tree, own.needed),
        missing=summed(tree, own.missing),
        asked=summed(tree, wanted),
        behind=summed(tree, own.behind.astype(np.int64)),
        unknown=summed(tree, own.unknown.astype(np.int64)),
    )


def summed(tree: Tree, values: Integers) -> Integers:
    """Return for every unit the sum over it and all below it, shape (units,)."""
    sums = np.append(0, np.cumsum(values))
    return np.asarray(sums[tree.end] - sums[:-1], dtype=np.int64)
