"""Dated parent links of one axis: who stood below whom, from when until when."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from jishi.core.errors import Complaint, Refusal, sentence
from jishi.core.faults import Place, listed, row_number

Integers = NDArray[np.int64]
# The end of a link that has not ended: after every date.
OPEN = date.max.toordinal() + 1


@dataclass(frozen=True)
class Links:
    """Parent links of one axis, in any order; a link holds from ``begin`` until the day before ``end``.

    Attributes:
        unit: int64, shape (links,): id of the unit.
        parent: int64, shape (links,): id of the unit above; -1 = the unit is a root.
        begin: int64, shape (links,): first day, an ordinal.
        end: int64, shape (links,): the day after the last, an ordinal; :data:`OPEN` = it still holds.
    """

    unit: Integers
    parent: Integers
    begin: Integers
    end: Integers

    def __len__(self) -> int:
        return len(self.unit)


def links_on(links: Links, on: int) -> Integers:
    """Return the rows of the links that hold on a date (an ordinal), ascending.

    ``build(links.unit[rows], links.parent[rows])`` is then the tree on that date.
    """
    return np.flatnonzero((links.begin <= on) & (on < links.end))


def check_links(links: Links, axis: str, where: Place = row_number) -> None:
    """Make sure that on every date each unit has at most one parent.

    Args:
        links: the links of one axis.
        axis: name of the axis, for complaints.
        where: names an input row (counted from 0) for complaints.

    Raises:
        Refusal: links that end before they begin, or overlap; each with its row.
    """
    complaints = _never(links, where) + _overlaps(links, axis, where)
    if complaints:
        raise Refusal(complaints)


def _never(links: Links, where: Place) -> list[Complaint]:
    return listed(
        np.flatnonzero(links.end <= links.begin).tolist(),
        where,
        lambda row: sentence(
            "The link begins on %(begin)s and ends on %(end)s, so it never holds.",
            begin=_day(int(links.begin[row])),
            end=_day(int(links.end[row])),
        ),
        sentence("Correct one of the dates; the end is the day after the last."),
    )


def _overlaps(links: Links, axis: str, where: Place) -> list[Complaint]:
    ordered = np.lexsort((links.end, links.begin, links.unit))
    unit, begin = links.unit[ordered], links.begin[ordered]
    if len(ordered) < 2:
        return []
    group = np.cumsum(np.append(False, unit[1:] != unit[:-1]))
    # One number per link that grows with the unit and then with the end, so that a running maximum gives the latest
    # end of all earlier links of the same unit.
    until = group * (OPEN + 1) + links.end[ordered]
    latest = np.maximum.accumulate(until)
    holder = np.maximum.accumulate(np.where(until == latest, np.arange(len(ordered)), 0))
    clash = np.flatnonzero((group[1:] == group[:-1]) & (latest[:-1] - group[:-1] * (OPEN + 1) > begin[1:])) + 1
    other = dict(zip(ordered[clash].tolist(), ordered[holder[clash - 1]].tolist(), strict=True))
    return listed(
        sorted(other),
        where,
        lambda row: sentence(
            "On the axis %(axis)s the unit %(unit)s has two parents from %(begin)s on: this link begins before the "
            "link in %(other)s ends (%(end)s).",
            axis=axis,
            unit=int(links.unit[row]),
            begin=_day(int(links.begin[row])),
            other=where(other[row]),
            end=_day(int(links.end[other[row]])),
        ),
        sentence("End the earlier link on the day on which the later one begins."),
    )


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat() if 0 < ordinal < OPEN else "…"
