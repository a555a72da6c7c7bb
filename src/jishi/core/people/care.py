"""Care for members: when the next visit and the next help are due, and which totals are too small to be told."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

#: Where the money comes from, where a pack has no words of its own.
FUNDS: Final = ("party-fees", "budget", "donations", "other")
#: What happened: somebody was visited, or talked with; a talk is noted and never counted.
KINDS: Final = ("visit", "talk")
#: Fewer people than this are not told upward.
SMALLEST: Final = 5


def due(begun: date, last: date | None, months: int | None) -> date | None:
    """Return the last day on which the next one is in time; None = the pack asks for none.

    Example:
        >>> due(date(2012, 1, 31), None, 1)
        datetime.date(2012, 2, 29)
    """
    if not months:
        return None
    since = last or begun
    # The day whose month before is the one of the last time; a month that is too short ends it.
    year, month = divmod(since.month - 1 + months, 12)
    for day in range(since.day, since.day - 4, -1):
        try:
            return date(since.year + year, month + 1, day)
        except ValueError:
            continue
    return None


def hidden(people: Mapping[int, int], close: Sequence[int], *, parent_hidden: bool = False) -> frozenset[int]:
    """Return the groups whose numbers are not told: too few people, and whatever would tell them by the sum.

    While the hidden number one, or are too few together, the next smallest is hidden with them. Groups that are
    read close by are told all the same.

    Args:
        people: group → how many people.
        close: groups that the reader reads anyway.
        parent_hidden: what they are part of is not told itself; then only what is read close by is.

    Example:
        >>> sorted(hidden({1: 2, 2: 6, 3: 9}, ()))
        [1, 2]
        >>> sorted(hidden({4: 6}, (), parent_hidden=True))
        [4]
    """
    far = {group: count for group, count in people.items() if count and group not in close}
    if parent_hidden:
        return frozenset(far)
    gone = {group for group, count in far.items() if count < SMALLEST}
    for group in sorted(far.keys() - gone, key=lambda each: (far[each], each)):
        if not gone or (len(gone) > 1 and sum(far[each] for each in gone) >= SMALLEST):
            break
        gone.add(group)
    return frozenset(gone)
