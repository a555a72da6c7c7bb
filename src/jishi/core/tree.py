"""The dated tree, as columns in preorder: the subtree of row i is the rows i … end[i] - 1."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jishi.core import faults
from jishi.core.errors import refuse, sentence

Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]
Codes = Sequence[str] | NDArray[np.generic]
NOWHERE = -1
DEEPEST = int(np.iinfo(np.int16).max)


@dataclass(frozen=True)
class Tree:
    """One axis of the tree on one date. Row order: preorder, siblings by code.

    Attributes:
        id: int64, shape (units,): the unit's stable id.
        parent: int64, shape (units,): row of the parent; -1 for a root.
        end: int64, shape (units,): one past the last row of the subtree.
        depth: int16, shape (units,): 0 for a root.
    """

    id: NDArray[np.int64]
    parent: NDArray[np.int64]
    end: NDArray[np.int64]
    depth: NDArray[np.int16]

    def __len__(self) -> int:
        return len(self.id)

    def subtree(self, row: int) -> range:
        """Return the rows of a unit and everything below it."""
        return range(row, int(self.end[row]))

    def children(self, row: int) -> tuple[int, ...]:
        """Return the rows directly below a unit, by code."""
        found = []
        child, end = row + 1, int(self.end[row])
        while child < end:
            found.append(child)
            child = int(self.end[child])
        return tuple(found)

    def ancestors(self, row: int) -> tuple[int, ...]:
        """Return the rows above a unit, the nearest first, without the unit itself."""
        found = []
        while (row := int(self.parent[row])) != NOWHERE:
            found.append(row)
        return tuple(found)

    def path(self, row: int) -> tuple[int, ...]:
        """Return the rows from the root down to a unit, both included."""
        return (*reversed(self.ancestors(row)), row)

    def is_below(self, row: int, ancestor: int) -> bool:
        """Say whether a row lies in the subtree of another; every row lies in its own."""
        return row in self.subtree(ancestor)


def build(
    ids: Integers, parents: Integers, codes: Codes | None = None, where: faults.Place = faults.row_number
) -> Tree:
    """Order units into a tree. Vectorised: millions of links in any order take seconds.

    Args:
        ids: int64, shape (units,): stable ids, at least 0, in any order.
        parents: int64, shape (units,): the id of the unit above; -1 = none, the unit is a root.
        codes: shape (units,): texts or numbers by which siblings are sorted (by code point, not by language);
            None = by id.
        where: names an input row (counted from 0) for complaints.

    Returns:
        The tree; :func:`rows_of` finds units in it.

    Raises:
        Refusal: ids or codes that occur twice, parents that are not there, circles, more than 32767 levels; each
            with its row, the first 50 of each and then their number.
    """
    identity = np.ascontiguousarray(ids, dtype=np.int64)
    above = np.ascontiguousarray(parents, dtype=np.int64)
    rank = _rank(identity if codes is None else codes)
    named = faults.Naming(identity, None if codes is None else np.asarray(codes), where)
    complaints = faults.repeated_ids(named) + (faults.repeated_codes(named, rank) if codes is not None else [])
    if complaints:
        faults.raise_all(complaints)
    parent = np.where(above == NOWHERE, NOWHERE, _rows(identity, above))
    orphans = np.flatnonzero((parent == NOWHERE) & (above != NOWHERE))
    complaints = faults.orphans(named, orphans, above)
    depth, circling = _depths(parent)
    complaints += faults.circles(named, circling, parent)
    if complaints:
        faults.raise_all(complaints)
    if len(depth) and int(depth.max()) > DEEPEST:
        raise refuse(
            where(int(depth.argmax())),
            sentence("The tree is %(depth)s levels deep here.", depth=int(depth.max()) + 1),
            sentence("Check the parents above it: no organisation is deeper than %(most)s.", most=DEEPEST + 1),
        )
    return _preorder(identity, parent, depth.astype(np.int16), _by_sibling(parent, rank))


def rows_of(tree: Tree, ids: Integers) -> Integers:
    """Return the rows of units by their ids, shape of ``ids``; -1 where the tree does not hold the unit."""
    return _rows(tree.id, np.asarray(ids, dtype=np.int64))


def cut(tree: Tree, row: int) -> Tree:
    """Return a unit and everything below it as a tree of its own."""
    rows = slice(row, int(tree.end[row]))
    parent = tree.parent[rows] - row
    parent[0] = NOWHERE
    return Tree(tree.id[rows], parent, tree.end[rows] - row, tree.depth[rows] - tree.depth[row])


def nearest(tree: Tree, wanted: Mask, *, itself: bool = True) -> Integers:
    """Return for every unit the row of its nearest ancestor that is wanted, shape (units,); -1 = none.

    Args:
        tree: the tree.
        wanted: bool, shape (units,): which units will do.
        itself: whether a unit counts as its own ancestor.
    """
    found = np.where(wanted, np.arange(len(tree)), NOWHERE)
    above = np.full(len(tree), NOWHERE, dtype=np.int64)
    for rows in by_level(tree.depth)[1:]:
        above[rows] = found[tree.parent[rows]]
        found[rows] = np.where(wanted[rows], rows, above[rows])
    return found if itself else above


def ancestor_at(tree: Tree, level: NDArray[np.int16], wanted: int) -> Integers:
    """Return for every unit the row of its nearest ancestor at a level, itself included; -1 = none.

    Args:
        tree: the tree.
        level: int16, shape (units,): index of each unit's level.
        wanted: index of the level looked for.
    """
    return nearest(tree, np.asarray(level == wanted, dtype=np.bool_))


def by_level(depth: NDArray[np.int16]) -> list[Integers]:
    """Return the rows of each depth, the roots first; siblings stand together, in preorder."""
    by_depth = np.argsort(depth, kind="stable")
    ends = np.cumsum(np.bincount(depth)) if len(depth) else np.zeros(0, dtype=np.int64)
    return np.split(by_depth, ends[:-1]) if len(depth) else [by_depth]


def _rows(identity: Integers, wanted: Integers) -> Integers:
    if not len(identity):
        return np.full(wanted.shape, NOWHERE, dtype=np.int64)
    most = int(identity.max())
    if int(identity.min()) >= 0 and most <= 8 * len(identity) + 1024:
        # Ids without great gaps: one look into a list is faster than a search.
        rows = np.full(most + 1, NOWHERE, dtype=np.int64)
        rows[identity] = np.arange(len(identity))
        known = (wanted >= 0) & (wanted <= most)
        return np.where(known, rows[np.where(known, wanted, 0)], NOWHERE)
    by_id = np.argsort(identity)
    ordered = identity[by_id]
    # Few units have units below them: each of them is looked for once.
    once, back = np.unique(wanted, return_inverse=True)
    place = np.minimum(np.searchsorted(ordered, once), len(identity) - 1)
    return np.where(ordered[place] == once, by_id[place], NOWHERE)[back].reshape(wanted.shape)


def _rank(codes: Codes | Integers) -> Integers:
    """Return the place of each code in the order of all, equals sharing one, counted from 0."""
    listed = np.asarray(codes)
    words = [listed.astype(np.int64)] if listed.dtype.kind in "iu" else _words(listed.astype(np.str_))
    ordered = np.argsort(words[0]) if len(words) == 1 else np.lexsort(words[::-1])
    new = np.zeros(len(listed), dtype=np.bool_)
    for word in words:
        new[1:] |= word[ordered][1:] != word[ordered][:-1]
    rank = np.empty(len(listed), dtype=np.int64)
    rank[ordered] = np.cumsum(new)
    return rank


def _words(texts: NDArray[np.str_]) -> list[NDArray[np.uint64]]:
    """Pack texts into whole numbers that sort like them: comparing numbers is many times faster."""
    width = max(1, texts.dtype.itemsize // 4)
    points = np.ascontiguousarray(texts).view(np.uint32).reshape(len(texts), width)
    narrow = not len(texts) or int(points.max()) < 256
    size = np.dtype(np.uint8 if narrow else ">u4")
    per_word = 8 // size.itemsize
    padded = np.zeros((len(texts), -(-width // per_word) * per_word), dtype=size)
    padded[:, :width] = points
    packed = padded.view(">u8")
    words = [packed[:, column].astype(np.uint64) for column in range(packed.shape[1])]
    return [word for word in words if len(word) and bool((word != word[0]).any())] or words[:1]


def _depths(parent: Integers) -> tuple[Integers, Integers]:
    """Return each row's depth, and the rows that lie on circles; where there are circles depths mean nothing.

    Every round doubles how far each row looks up, so a chain of millions takes some twenty rounds.
    """
    top = len(parent)
    jump = np.append(np.where(parent == NOWHERE, top, parent), top)
    depth = (jump != top).astype(np.int64)
    for _ in range(top.bit_length() + 1):
        if bool((jump == top).all()):
            return depth[:top], np.zeros(0, dtype=np.int64)
        depth += depth[jump]
        jump = jump[jump]
    # By now every row below a circle has been carried onto it.
    return np.zeros(top, dtype=np.int64), np.unique(jump[jump != top])


def _by_sibling(parent: Integers, rank: Integers) -> Integers:
    return np.argsort((parent + 1) * (len(parent) + 1) + rank)


def _preorder(identity: Integers, parent: Integers, depth: NDArray[np.int16], by_sibling: Integers) -> Tree:
    levels = [by_sibling[rows] for rows in by_level(depth[by_sibling])]
    size = np.ones(len(identity), dtype=np.int64)
    for rows in reversed(levels[1:]):
        starts = _starts(parent[rows])
        size[parent[rows[starts]]] += np.add.reduceat(size[rows], starts)
    position = np.empty(len(identity), dtype=np.int64)
    for number, rows in enumerate(levels):
        starts = _starts(parent[rows])
        before = np.cumsum(size[rows]) - size[rows]
        earlier = before - np.repeat(before[starts], np.diff(np.append(starts, len(rows))))
        position[rows] = earlier + (position[parent[rows]] + 1 if number else 0)
    order = np.empty(len(identity), dtype=np.int64)
    order[position] = np.arange(len(identity))
    above = parent[order]
    rows_above = np.where(above == NOWHERE, NOWHERE, position[above])
    return Tree(identity[order], rows_above, np.arange(len(order)) + size[order], depth[order])


def _starts(groups: Integers) -> Integers:
    """Return where each run of equal numbers begins."""
    if not len(groups):
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(np.append(True, groups[1:] != groups[:-1]))
