"""Who says what: the value that counts, and beside it what others said of the same fact."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from jishi.core.formulas import Formula
from jishi.sample.answers.choices import choices
from jishi.sample.answers.shapes import FactShape, Rulebook
from jishi.sample.answers.unit import Answers

PRAISE, DOUBT, SECOND_HAND, BESIDE = 0.25, 0.2, 0.1, 0.6


@dataclass(frozen=True)
class Said:
    """One value of one fact of one unit, from one source."""

    unit: str
    fact: str
    source: str
    value: int


def said(rulebook: Rulebook, unit: str, answers: Answers, chance: Random) -> Iterator[Said]:
    """Yield what every source says of a unit in this round.

    The first source of a fact usually gives the value that counts; sometimes only the second does. Branches speak a
    little better of themselves than the register, superiors a little worse.
    """
    for fact, value in answers.facts.items():
        shape = rulebook.shapes[fact]
        first, *others = shape.sources
        if others and chance.random() < SECOND_HAND:
            yield Said(unit, fact, others[0], value)
            continue
        yield Said(unit, fact, first, value)
        for source in others:
            if chance.random() < BESIDE:
                yield Said(unit, fact, source, _otherwise(rulebook, shape, source, value, chance))


def last_round(rulebook: Rulebook, unit: str, answers: Answers) -> Iterator[Said]:
    """Yield what was known of a unit the round before."""
    for fact, value in answers.previous.items():
        yield Said(unit, fact, rulebook.shapes[fact].sources[0], value)


def _otherwise(rulebook: Rulebook, shape: FactShape, source: str, value: int, chance: Random) -> int:
    """What another source says: mostly the same."""
    better = source == "self"
    alone = [one for one in rulebook.readers[shape.id] if rulebook.reads[one.id] == (shape.id,)]
    if not alone or chance.random() >= (PRAISE if better else DOUBT):
        return value
    found = different(rulebook, alone[0], value, better=better)
    return chance.choice(found) if found else value


def different(rulebook: Rulebook, indicator: Formula, value: int, *, better: bool) -> list[int]:
    """Return values of an indicator's only fact that score better, or worse, than this one."""
    fact = rulebook.reads[indicator.id][0]
    now = rulebook.value(indicator.id, {fact: value})
    if now is None:
        return []
    return [
        dict(choice.facts)[fact]
        for choice in choices(rulebook, indicator)
        if choice.score is not None and (choice.score > now if better else choice.score < now)
    ]
