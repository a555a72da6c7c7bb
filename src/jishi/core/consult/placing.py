"""Where stands what people wrote in their own words: at a place that is told of, and of many people, or nowhere."""

import numpy as np

from jishi.core.columns import Integers, Mask
from jishi.core.tree import NOWHERE, Tree, by_level, nearest


def placed(tree: Tree, told: tuple[Mask, Mask], writers: Integers, fewest: int) -> Integers:
    """Return where stands what the people of each unit wrote, decided by numbers alone, never by what was written.

    What was written stands at its unit if the unit is told of and enough people could have written it. Otherwise
    it goes up, together with what else stands no lower, to the nearest place that is told of and where enough
    people could have written what comes together there. So nobody who reads it knows fewer who may have written it.

    Args:
        tree: the tree on the day of the close.
        told: bool, shape (units,), twice: whether all is told that was asked of each unit's own people, and of
            everybody at or below it.
        writers: int64, shape (units,): answers of each unit's own people that had room for words.
        fewest: so many such answers there must be; 1 or more.

    Returns:
        int64, shape (units,): the row of the place; -1 = nowhere, it is destroyed.

    Example:
        >>> from jishi.core.tree import build
        >>> tree = build(np.array([1, 2, 3]), np.array([-1, 1, 1]))
        >>> shown = np.array([False, True, False]), np.array([True, True, False])
        >>> placed(tree, shown, np.array([0, 12, 11]), 10).tolist()
        [0, 1, 0]
    """
    own, whole = told
    here = own & (writers >= fewest)
    waiting = np.where(here, 0, writers)
    takes = np.zeros(len(tree), dtype=np.bool_)
    for rows in reversed(by_level(tree.depth)):
        takes[rows] = whole[rows] & (waiting[rows] >= fewest)
        up = rows[~takes[rows] & (tree.parent[rows] != NOWHERE)]
        np.add.at(waiting, tree.parent[up], waiting[up])
    return np.where(here, np.arange(len(tree)), nearest(tree, takes, itself=True))
