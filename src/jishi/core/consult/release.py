"""What is told of a consultation at its close: decided once, for the whole tree and for every reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from jishi.core.columns import Integers, Mask
from jishi.core.consult import again, bands, hiding
from jishi.core.consult.again import Earlier
from jishi.core.consult.bands import WHOLE, knowledge
from jishi.core.consult.cells import cells
from jishi.core.tree import Tree

TENTHS = tuple(range(10_00, WHOLE, 10_00))
State = Literal["nobody", "hidden", "told"]


@dataclass(frozen=True)
class Policy:
    """How small a group may be that is told of.

    Attributes:
        minimum: hidden siblings have so many answers together; 5 for members, 10 for the public.
        breakdown: a share is told of so many answers or more; at least ``minimum``.
        edges: where the bands of shares meet, in basis points, ascending, without 0 and 100 %.
    """

    minimum: int
    breakdown: int = 10
    edges: tuple[int, ...] = TENTHS

    def __post_init__(self) -> None:
        bounds = (0, *self.edges, WHOLE)
        if not 2 <= self.minimum <= self.breakdown or sorted(set(bounds)) != list(bounds):
            raise ValueError("groups are 2 <= minimum <= breakdown, edges ascend between 0 and 100 %")


@dataclass(frozen=True)
class Figures:
    """One figure for each unit; row order: the tree's.

    Attributes:
        size: int64, shape (units,): answers that count; never told where ``shown`` is False.
        shown: bool, shape (units,): whether a share is told.
        low: int64, shape (units,): lower end of the band in basis points; 0 where not shown.
        high: int64, shape (units,): upper end of the band in basis points; 0 where not shown.
        least: int64, shape (units,): what every reader can work out: at least so many are favourable.
        most: int64, shape (units,): and at most so many.
    """

    size: Integers
    shown: Mask
    low: Integers
    high: Integers
    least: Integers
    most: Integers

    def at(self, rows: Integers) -> "Figures":
        """Return the figures of some rows, in their order."""
        return Figures(
            self.size[rows], self.shown[rows], self.low[rows], self.high[rows], self.least[rows], self.most[rows]
        )

    def state(self, row: int) -> State:
        """Say whether a unit's share is told, hidden, or nobody answered."""
        return "told" if self.shown[row] else "hidden" if self.size[row] else "nobody"


@dataclass(frozen=True)
class Released:
    """What is told of one question in one round, and to be kept: the answers are destroyed.

    Attributes:
        ids: int64, shape (units,): the units.
        own: of each unit's own answers; these become facts.
        whole: of each unit together with all below it.
    """

    ids: Integers
    own: Figures
    whole: Figures


def release(
    tree: Tree, answered: Integers, favourable: Integers, policy: Policy, earlier: Sequence[Earlier] = ()
) -> Released:
    """Decide what is told, without a loop over units.

    Args:
        tree: the tree on the day of the close.
        answered: int64, shape (units,): answers of each unit's own people that count for the share.
        favourable: int64, shape (units,): how many of them are favourable.
        policy: how small a group may be.
        earlier: what was told of the same people on other occasions.

    Returns:
        The figures. Of groups under ``policy.breakdown`` nothing is told, nor of as many siblings as protect them;
        of the others a band. No reader can work out the answers of a hidden group, nor that all of a group gave
        one answer. Rounds are told each by itself: a figure over two rounds is never told. Of two occasions no
        reader works out what those answered who came to one of them only, even if he knows who came, and that all
        who came to both answered the same.

    Raises:
        ValueError: more favourable answers than answers.
    """
    if np.any(favourable > answered) or np.any(favourable < 0):
        raise ValueError("more favourable answers than answers")
    nested = cells(tree, answered, favourable)
    before = [again.placed(nested, each) for each in earlier]
    near = again.near(nested.size, before, policy.minimum)
    gone = hiding.hidden(nested, policy.minimum, policy.breakdown, near)
    banded = bands.banded(nested, gone, policy.edges, again.held(nested.size, before))
    seen = knowledge(nested, banded.known)
    shown = ~gone & (nested.size > 0)

    def of(rows: Integers) -> Figures:
        return Figures(
            nested.size[rows], shown[rows], banded.low[rows], banded.high[rows], seen.least[rows], seen.most[rows]
        )

    return Released(tree.id.copy(), of(nested.own), of(nested.whole))


def derivable(told: Released) -> Mask:
    """Say of which units a reader works out what must not be known, shape (units,): the last check at the close.

    Something is worked out where a hidden share is one number, or where all of a group gave one answer.
    """
    found = np.zeros(len(told.ids), dtype=np.bool_)
    for figures in (told.own, told.whole):
        known = (figures.least == figures.most) & (figures.size > 0)
        agreed = (figures.most == 0) | (figures.least == figures.size)
        found |= known & (agreed | ~figures.shown)
    return found


def withheld(told: Released) -> Released:
    """Return the same with every share hidden, for the case that something could be worked out."""

    def hidden(figures: Figures) -> Figures:
        nothing = np.zeros_like(figures.size)
        return Figures(figures.size, np.zeros_like(figures.shown), nothing, nothing, nothing, figures.size)

    return Released(told.ids, hidden(told.own), hidden(told.whole))
