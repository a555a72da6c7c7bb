"""Values as people write them ↔ the whole numbers that decide, exactly.

A share of 95.00 % is 9500 basis points, 12.50 yuan is 1250 fen, a day is its ordinal, a choice is its place.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from jishi.core.consult.conditions import Answer
from jishi.core.errors import Sentence, sentence
from jishi.packs.schema.facts import Fact, FactType

YES_NO: Mapping[str, int] = {"yes": 1, "no": 0, "true": 1, "false": 0, "1": 1, "0": 0}

_DEFAULT_RANGES: Mapping[FactType, tuple[int, int]] = {
    "share": (0, 100_00),
    "yes-no": (0, 1),
    "score": (0, 100_00),
    "date": (date(1900, 1, 1).toordinal(), date(2100, 12, 31).toordinal()),
}
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Unfit(ValueError):  # noqa: N818 - an answer to whoever typed the value, not a fault
    """A written value does not fit its fact.

    Attributes:
        what: what is wrong with it.
        fix: what to write instead.
    """

    def __init__(self, what: Sentence, fix: Sentence) -> None:
        super().__init__(f"{what} {fix}")
        self.what = what
        self.fix = fix


def bounds(fact: Fact) -> tuple[int, int]:
    """Return the least and the greatest whole number a fact may be.

    Raises:
        Unfit: the fact declares no range and its type has none of its own, or its range is no range.
    """
    if fact.type == "level":
        return 0, max(len(fact.choices) - 1, 0)
    if fact.range is None:
        if fact.type in _DEFAULT_RANGES:
            return _DEFAULT_RANGES[fact.type]
        raise Unfit(
            sentence('The fact "%(fact)s" of type %(type)s has no range.', fact=fact.id, type=fact.type),
            sentence("Add range: [least, most], so that sums are known to fit."),
        )
    ends = [_typed(fact, amount.text) for amount in fact.range]
    if len(ends) != 2 or ends[0] > ends[1]:
        raise Unfit(
            sentence('The range of "%(fact)s" is not [least, most].', fact=fact.id),
            sentence("Write two values, the smaller first."),
        )
    return ends[0], ends[1]


def to_integer(fact: Fact, written: str) -> int:
    """Return the whole number that a written value is, checked against the fact's range.

    Args:
        fact: the fact it is a value of.
        written: in the written unit of the fact: ``95.00`` for a share in percent, ``yes``, the id of a choice,
            ``2012-03-31``.

    Raises:
        Unfit: not a value of this type, too many decimals, or out of range.
    """
    value = _typed(fact, written)
    least, most = bounds(fact)
    if not least <= value <= most:
        raise Unfit(
            sentence(
                '%(value)s is outside the range of "%(fact)s", %(least)s to %(most)s.',
                value=written,
                fact=fact.id,
                least=to_text(fact, least),
                most=to_text(fact, most),
            ),
            sentence("Correct the value, or widen the range of the fact."),
        )
    return value


def to_text(fact: Fact, value: int) -> str:
    """Return a whole number as it is written: ``9500`` of a share is ``95.00``.

    Raises:
        IndexError: a level without such a choice.
    """
    if fact.type == "level":
        return fact.choices[value].id
    if fact.type == "yes-no":
        return "yes" if value else "no"
    if fact.type == "date":
        return date.fromordinal(value).isoformat()
    return str(value) if fact.scale == 1 else hundredths(value)


def to_answer(fact: Fact, value: int) -> Answer:
    """Return a whole number as the answer to a question of its fact: a choice, yes or no, a day, a number.

    Raises:
        IndexError: a level without such a choice.
    """
    if fact.type in ("level", "yes-no"):
        return to_text(fact, value)
    return date.fromordinal(value) if fact.type == "date" else value


def hundredths(value: int) -> str:
    """Return hundredths as a decimal number with two places.

    Example:
        >>> hundredths(-105)
        '-1.05'
    """
    whole, rest = divmod(abs(value), 100)
    return f"{'-' if value < 0 else ''}{whole}.{rest:02d}"


def scaled(number: Decimal, scale: int) -> int:
    """Return number x scale, which must be whole (the schema has checked it).

    Example:
        >>> scaled(Decimal("12.25"), 100)
        1225
    """
    product = number * scale
    whole = int(product)
    if whole != product:
        raise ValueError(f"{number} x {scale} is not whole")
    return whole


def _typed(fact: Fact, written: str) -> int:
    if fact.type == "yes-no":
        return _word(fact, written, YES_NO, sentence("Write yes or no."))
    if fact.type == "level":
        choices: dict[str, int] = {choice.id: place for place, choice in enumerate(fact.choices)}
        return _word(fact, written, choices, sentence("Write one of: %(words)s.", words=", ".join(choices)))
    if fact.type == "date":
        return _day(fact, written)
    return _number(fact, written)


def _word(fact: Fact, written: str, words: Mapping[str, int], fix: Sentence) -> int:
    if written in words:
        return words[written]
    raise Unfit(sentence('"%(value)s" is not an answer of "%(fact)s".', value=written, fact=fact.id), fix)


def _day(fact: Fact, written: str) -> int:
    try:
        if not _DATE.fullmatch(written):
            raise ValueError
        return date.fromisoformat(written).toordinal()
    except ValueError:
        raise Unfit(
            sentence('"%(value)s" is not a day, and "%(fact)s" is one.', value=written, fact=fact.id),
            sentence("Write year-month-day: 2012-03-31."),
        ) from None


def _number(fact: Fact, written: str) -> int:
    if not _NUMBER.fullmatch(written):
        raise Unfit(
            sentence('"%(value)s" is not a number, and "%(fact)s" is one.', value=written, fact=fact.id),
            sentence("Write digits only, without its unit."),
        )
    try:
        return scaled(Decimal(written), fact.scale)
    except ValueError:
        places = 0 if fact.scale == 1 else 2
        raise Unfit(
            sentence('%(value)s has more decimals than "%(fact)s" keeps.', value=written, fact=fact.id),
            sentence("Use at most %(places)s decimals.", places=places),
        ) from None
