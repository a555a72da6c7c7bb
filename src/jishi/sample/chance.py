"""Chance that does not shift: every draw belongs to a named thing, so that a new row leaves the others alone."""

import math
from collections.abc import Sequence
from random import Random
from typing import TypeVar

Item = TypeVar("Item")

SEED = 2012


def dice(*name: object) -> Random:
    """Return the generator of the thing with this name; the same name always gives the same draws.

    Example:
        >>> dice("branch", 7).random() == dice("branch", 7).random()
        True
    """
    return Random("/".join(map(str, (SEED, *name))))


def log_normal(chance: Random, *, median: float, high: float) -> int:
    """Draw a whole number from a log-normal shape with this median, of which 5 % lie above ``high``."""
    sigma = math.log(high / median) / 1.645
    return max(1, round(median * math.exp(chance.gauss(0.0, sigma))))


def weighted(chance: Random, shares: Sequence[tuple[Item, float]]) -> Item:
    """Draw one item by its share; shares need not add up to 1."""
    point = chance.random() * sum(share for _, share in shares)
    for item, share in shares:
        point -= share
        if point < 0:
            return item
    return shares[-1][0]


def shuffled_quota(name: str, count: int, shares: Sequence[tuple[Item, float]]) -> list[Item]:
    """Deal ``count`` items in these shares as exactly as whole numbers allow, in a random order.

    Fair dealing instead of ``count`` independent draws: a county of 130 villages then has the published share.
    """
    total = sum(share for _, share in shares)
    exact = [(item, share / total * count) for item, share in shares]
    dealt = [(item, int(part)) for item, part in exact]
    left = count - sum(number for _, number in dealt)
    by_rest = sorted(range(len(exact)), key=lambda i: exact[i][1] - dealt[i][1], reverse=True)
    extra = set(by_rest[:left])
    items = [item for i, (item, number) in enumerate(dealt) for _ in range(number + (i in extra))]
    dice("quota", name).shuffle(items)
    return items
