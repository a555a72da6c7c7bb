"""Answers that a unit could plausibly give to one indicator, with what each would score."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise, product
from random import Random

from jishi.core.formulas import Expression, Formula
from jishi.sample.answers.shapes import FactShape, Rulebook
from jishi.sample.chance import dice

MOST_COMBINATIONS = 48


@dataclass(frozen=True)
class Choice:
    """Values for all facts of an indicator, and its score in hundredths; None = not scored."""

    facts: tuple[tuple[str, int], ...]
    score: int | None


def choices(rulebook: Rulebook, indicator: Formula) -> tuple[Choice, ...]:
    """Return different answers to an indicator, from the worst score to the best."""
    return _choices(_Asked(rulebook, indicator))


@dataclass(frozen=True, eq=False)
class _Asked:
    """An indicator in its rulebook; compared by name because a rulebook holds mappings."""

    rulebook: Rulebook
    indicator: Formula

    def __hash__(self) -> int:
        return hash((id(self.rulebook), self.indicator.id))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Asked)
            and self.rulebook is other.rulebook
            and self.indicator.id == other.indicator.id
        )


@cache
def _choices(asked: _Asked) -> tuple[Choice, ...]:
    rulebook, indicator = asked.rulebook, asked.indicator
    chance = dice("choices", rulebook.domain, indicator.id)
    names = rulebook.reads[indicator.id]
    ranges = [values(rulebook, indicator.expression, rulebook.shapes[name], chance) for name in names]
    size = 1
    for found in ranges:
        size *= len(found)
    if size <= MOST_COMBINATIONS:
        combinations = list(product(*ranges))
    else:
        combinations = [tuple(chance.choice(found) for found in ranges) for _ in range(MOST_COMBINATIONS)]
    found_choices = []
    for combination in combinations:
        facts = dict(zip(names, combination, strict=True))
        if any(facts.get(part, 0) > facts[whole] for part, whole in PART_OF.items() if whole in facts):
            continue
        found_choices.append(Choice(tuple(facts.items()), rulebook.value(indicator.id, facts)))
    return tuple(sorted(found_choices, key=lambda choice: -1 if choice.score is None else choice.score))


# Small numbers that every leading group and every survey has; without them a made-up group has 23 posts.
NATURAL: Mapping[str, tuple[int, ...]] = {"posts-due": (3, 5, 7), "posts-filled": (1, 2, 3, 4, 5, 6, 7)}
SURVEY_DAYS = (date(2012, 2, 20).toordinal(), date(2012, 4, 6).toordinal())
MOST_COUNTED = 60
# What is part of something is never more than it.
PART_OF: Mapping[str, str] = {"posts-filled": "posts-due", "petitions-collective": "petitions-upheld"}


def values(rulebook: Rulebook, expression: Expression, shape: FactShape, chance: Random) -> list[int]:
    """Return values of a fact on every side of every number that the expression compares with."""
    if shape.type in ("yes-no", "level"):
        return list(range(shape.least, shape.most + 1))
    if shape.type == "date":
        first, last = max(shape.least, SURVEY_DAYS[0]), min(shape.most, SURVEY_DAYS[1])
        return [chance.randint(first, last) for _ in range(3)] if first <= last else [shape.least]
    if shape.id in NATURAL:
        return [value for value in NATURAL[shape.id] if shape.least <= value <= shape.most]
    most = MOST_COUNTED if shape.type in ("count", "months") else shape.most
    steps = sorted(n for n in rulebook.constants(expression) if shape.least <= n <= min(most, shape.most))
    edges = [shape.least, *steps, _natural_top(shape, steps)]
    found: set[int] = {shape.least, *steps}
    for low, high in pairwise(edges):
        if high - low > 1:
            found.update(chance.randrange(low, high) for _ in range(3))
    return sorted(found)


def _natural_top(shape: FactShape, steps: list[int]) -> int:
    """How far real values go: a range of 0 to a million does not mean that anybody has a million."""
    if shape.type in ("share", "score"):
        return shape.most
    highest = max([step for step in steps if step > 0], default=4)
    return min(shape.most, highest * 2 + 2)
