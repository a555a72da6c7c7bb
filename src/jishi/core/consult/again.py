"""The same people asked on several occasions: what two of them tell must not tell of those who came to one only.

Nobody keeps who came, but whoever was there may know, and may take it that all who came to both answered the same.
Then the difference of two figures is what those said who came to one of them only. So a group is told of again only
where at least as many people more or fewer answered as hidden siblings have together, and in bands that leave open
whether all of those gave one answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jishi.core.columns import Integers, Mask
from jishi.core.consult.bands import Known
from jishi.core.consult.cells import Cells


@dataclass(frozen=True)
class Earlier:
    """One figure that was told on another occasion.

    Attributes:
        about: bool, shape (units,): the units whose people may have been in it: its own, all above and all below.
        size: answers that counted.
        least, most: at least and at most so many of them are favourable.
    """

    about: Mask
    size: int
    least: int
    most: int


@dataclass(frozen=True)
class Before:
    """What was told of each group on one other occasion, shape (cells,) each.

    Attributes:
        size: int64: answers that counted; 0 = nothing was told.
        least, most: int64: at least and at most so many of them are favourable.
    """

    size: Integers
    least: Integers
    most: Integers


def placed(cells: Cells, earlier: Earlier) -> Before:
    """Return a figure as it is held against every group, with and without those below, of the units it is about."""
    size, least, most = np.zeros((3, len(cells)), dtype=np.int64)
    for rows in (cells.own[earlier.about], cells.whole[earlier.about]):
        size[rows], least[rows], most[rows] = earlier.size, earlier.least, earlier.most
    return Before(size, least, most)


def near(size: Integers, before: Sequence[Before], minimum: int) -> Mask:
    """Say which groups may differ by too few people from what was told of them before; by numbers alone.

    As many answers as before may still be one person who stayed away and another who came, so they are too near.

    Args:
        size: int64, shape (cells,): answers that count now.
        before: what was told of them.
        minimum: so many people more or fewer must have answered.
    """
    found = np.zeros(len(size), dtype=np.bool_)
    for each in before:
        found |= (size > 0) & (each.size > 0) & (np.abs(size - each.size) < minimum)
    return found


def held(size: Integers, before: Sequence[Before]) -> list[Known]:
    """Return what somebody takes for certain of each group who believes that all who came again answered the same.

    Of more people than before at least as many are favourable as before, and at most those and all who are new; of
    fewer people the other way round. Both ends are -1 where nothing was told before.
    """
    found = []
    for each in before:
        more = size - each.size
        least, most = each.least + np.minimum(more, 0), each.most + np.maximum(more, 0)
        known = each.size > 0
        found.append(Known(np.where(known, least, -1), np.where(known, most, -1)))
    return found
