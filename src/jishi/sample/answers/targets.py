"""Which grade every unit is dealt: the published shares of one county, spread over domains and townships."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jishi.sample.answers.unit import Target
from jishi.sample.chance import dice, shuffled_quota
from jishi.sample.organisations.tree import Organisation

Shares = Sequence[float]

# Percent of good, fairly good, average, poor. One county of 2012 (533 graded) had 10.1, 60.6, 20.1, 9.2; villages
# are known to be weaker (over 7.5 % poor), offices and state enterprises stronger.
SHARES: Mapping[str, Shares] = {
    "village": (8, 56, 24, 12),
    "community": (13, 62, 19, 6),
    "enterprise": (8, 58, 22, 12),
    "social": (8, 58, 25, 9),
    "state-enterprise": (12, 66, 16, 6),
    "office": (13, 66, 14, 7),
    "cooperative": (8, 56, 25, 11),
}
OTHERS: Shares = (12, 62, 18, 8)

# A township that gave nearly everybody a high grade: a fault that the overview has to show.
INFLATED_TOWNSHIP = "500120107"
INFLATED: Shares = (62, 36, 2, 0)


@dataclass(frozen=True)
class _Span:
    """Scores of a grade, in hundredths, and how much such a unit leaves unanswered."""

    least: int
    below: int
    missing: float


SPANS: Mapping[int, _Span] = {
    1: _Span(9010, 9750, 0.04),
    2: _Span(8010, 8990, 0.07),
    3: _Span(6050, 7980, 0.10),
    4: _Span(3600, 5980, 0.12),
}
WIDTH = 260


def targets(graded: Iterable[Organisation], *, inflated: Iterable[str] = ()) -> Mapping[str, Target]:
    """Return what every unit is to come out as, by its code.

    Args:
        graded: units with a domain.
        inflated: codes of the units of the inflated township.
    """
    lenient = frozenset(inflated)
    groups: dict[str, list[Organisation]] = {}
    for one in graded:
        groups.setdefault("inflated" if one.code in lenient else str(one.domain), []).append(one)
    found: dict[str, Target] = {}
    for name, members in groups.items():
        shares = INFLATED if name == "inflated" else SHARES.get(name, OTHERS)
        ranks = shuffled_quota(name, len(members), list(zip((1, 2, 3, 4), shares, strict=True)))
        found |= {one.code: target(one.code, rank) for one, rank in zip(members, ranks, strict=True)}
    return found


def target(code: str, rank: int) -> Target:
    """Return what a unit of a grade is to come out as: a narrow span somewhere inside the grade's."""
    span = SPANS[rank]
    least = span.least + int(dice("score", code).random() * max(1, span.below - span.least - WIDTH))
    return Target(rank, least, min(least + WIDTH, span.below), span.missing)
