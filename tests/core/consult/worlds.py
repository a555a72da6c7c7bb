"""All small trees, and all that their people could have answered.

A tree is written as the children of its root: a number is a unit with so many answers, a tuple is a unit with
units below it. Trees that differ only in the order of siblings are one.
"""

from collections.abc import Iterator
from itertools import product

import numpy as np
from numpy.typing import NDArray

from jishi.core.tree import Tree, build

Part = int | tuple[int, ...]
Shape = tuple[Part, ...]
Integers = NDArray[np.int64]


def shapes(total: int, fan: int = 6) -> Iterator[Shape]:
    """Yield every tree of up to three levels and ``fan`` children each with so many answers in all, once."""
    parts: list[tuple[int, Part]] = []
    for size in range(1, total + 1):
        parts.append((size, size))
        parts += [(size, below) for below in partitions(size, size, fan)]
    yield from _chosen(parts, 0, total, fan)


def partitions(total: int, largest: int, fan: int) -> Iterator[tuple[int, ...]]:
    """Yield every falling row of up to ``fan`` numbers from 1 to ``largest`` that add up to a total."""
    if total == 0:
        yield ()
    elif fan:
        for first in range(min(total, largest), 0, -1):
            for rest in partitions(total - first, first, fan - 1):
                yield (first, *rest)


def _chosen(parts: list[tuple[int, Part]], first: int, total: int, fan: int) -> Iterator[Shape]:
    if total == 0:
        yield ()
    elif fan:
        for place in range(first, len(parts)):
            size, part = parts[place]
            if size <= total:
                for rest in _chosen(parts, place, total - size, fan - 1):
                    yield (part, *rest)


def planted(shape: Shape, times: int) -> tuple[Tree, Integers, Integers]:
    """Return a forest of equal trees, the rows of one tree's leaves, and their answers, in preorder."""
    parents, sizes = [-1], [0]
    for part in shape:
        place = len(parents)
        parents.append(0)
        sizes.append(part if isinstance(part, int) else 0)
        for leaf in part if isinstance(part, tuple) else ():
            parents.append(place)
            sizes.append(leaf)
    one, count = np.array(parents), len(parents)
    starts = np.repeat(np.arange(times) * count, count)
    above = np.tile(one, times)
    tree = build(np.arange(times * count), np.where(above < 0, -1, above + starts))
    leaves = np.array([row for row in range(count) if sizes[row]])
    return tree, leaves, np.array(sizes)


def answers(sizes: Integers) -> Integers:
    """Return every way to answer, shape (ways, leaves): how many of each leaf are favourable."""
    return np.array(list(product(*(range(size + 1) for size in sizes.tolist()))), dtype=np.int64)


def spread(values: Integers, leaves: Integers, count: int) -> Integers:
    """Return the values of leaves as a column over the rows of all trees."""
    column = np.zeros((len(values), count), dtype=np.int64)
    column[:, leaves] = values
    return column.ravel()


def grown(shape: Shape) -> Shape:
    """Return the tree with one more answer in its first leaf."""
    first = shape[0]
    return ((first + 1) if isinstance(first, int) else (first[0] + 1, *first[1:]), *shape[1:])
