"""What people are asked and what they say, so that the close tells the share that a unit was dealt.

Few may answer in a small branch; then nothing is told of it, and the generator does not count on it. What can be
told of so many answers is asked of the same rules that decide it at the close.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from jishi.core.consult.participation import Quorum
from jishi.core.consult.release import Policy, release
from jishi.core.tree import Tree, build
from jishi.sample.answers.sources import Said
from jishi.sample.chance import dice
from jishi.sample.organisations.tree import Organisation

WHOLE = 100_00
# One electorate in so many is not heard as it should be; one in so many has somebody excepted.
BEHIND, EXCEPTED = 0.04, 0.05
BLANK, UNDECIDED = 0.02, 0.04
# Of the public a little more than must be heard comes.
MORE = 0.1
# Staff and patients: how many for each member, and which share of them comes.
PER_MEMBER, COMES = 3, 0.8
MOST_EXCEPTED = 2


@dataclass(frozen=True)
class Asking:
    """An electorate of the survey.

    Attributes:
        id: name of the ask.
        fact: the fact, a share, that its answers become.
        source: under which source.
        takes_part: the fact that says how many were heard; empty = none.
        of_members: members are asked; otherwise people whom the unit serves.
        domains: only units of these; empty = all.
        quorum: how many must be heard; None = nobody must.
        policy: what may be told.
    """

    id: str
    fact: str
    source: str
    takes_part: str
    of_members: bool
    domains: tuple[str, ...]
    quorum: Quorum | None
    policy: Policy

    def asks(self, one: Organisation) -> bool:
        """Say whether the people of a unit are asked."""
        return bool(one.domain) and (not self.domains or one.domain in self.domains)


@dataclass(frozen=True)
class Poll:
    """What the people of one unit said; a plan before they say it.

    Attributes:
        people, excepted: how many there are, and of them left out with a reason.
        heard: how many are heard, the blank ones too.
        base: how many of them say what counts.
        favourable: how many of these are content.
        blank: handed in blank; the others who do not count cannot say.
    """

    unit: str
    ask: str
    people: int
    excepted: int
    heard: int
    base: int
    blank: int
    favourable: int = 0

    @property
    def share(self) -> int:
        """Return the share heard in basis points."""
        there = self.people - self.excepted
        return min(self.heard * WHOLE // there, WHOLE) if there else 0


def expected(asking: Asking, one: Organisation) -> Poll:
    """Return how many of a unit's people are heard, before it is known what they say."""
    chance = dice("poll", asking.id, one.code)
    late = chance.random() < BEHIND
    excepted = 0
    if asking.of_members:
        people = one.members
        if not late and people > 2 * asking.policy.breakdown and chance.random() < EXCEPTED:
            excepted = chance.randint(1, MOST_EXCEPTED)
        heard = people - excepted
    elif asking.quorum:
        people = max(one.served, 1)
        heard = min(round(asking.quorum.needed(people) * (1 + MORE * chance.random())), people)
    else:
        people = max(one.members * PER_MEMBER, 1)
        heard = round(people * COMES)
    if late:
        heard = round(heard * chance.uniform(0.3, 0.9))
    blank, undecided = (sum(chance.random() < share for _ in range(heard)) for share in (BLANK, UNDECIDED))
    base = max(heard - blank - undecided, 0)
    if base < asking.policy.breakdown <= heard:
        base, blank = asking.policy.breakdown, min(blank, heard - asking.policy.breakdown)
    return Poll(one.code, asking.id, people, excepted, heard, base, blank)


def offered(asking: Asking, poll: Poll) -> tuple[int, ...]:
    """Return the shares that can be told of so many answers, ascending: the lower ends of bands."""
    return tuple(sorted({low for low in _lows(asking.policy, poll.base) if low is not None}))


def said_so(asking: Asking, poll: Poll, share: int | None) -> Poll:
    """Return the poll with as many content people as make this the told share; None = nobody says what counts."""
    if share is None:
        return Poll(poll.unit, poll.ask, poll.people, poll.excepted, poll.heard, 0, poll.blank)
    lows = _lows(asking.policy, poll.base)
    possible = offered(asking, poll)
    low = max((each for each in possible if each <= share), default=possible[0] if possible else None)
    fitting = [count for count, each in enumerate(lows) if each == low]
    favourable = min(fitting, key=lambda count: abs(count * WHOLE - share * poll.base))
    return Poll(poll.unit, poll.ask, poll.people, poll.excepted, poll.heard, poll.base, poll.blank, favourable)


@cache
def _lows(policy: Policy, base: int) -> tuple[int | None, ...]:
    """Return what is told of so many answers: favourable → the band's lower end, None = nothing."""
    ids = np.arange(base + 1, dtype=np.int64)
    tree = build(ids, np.full(base + 1, -1, dtype=np.int64), [f"{number:09d}" for number in ids])
    told = release(tree, np.full(base + 1, base, dtype=np.int64), ids, policy).own
    return tuple(int(told.low[row]) if told.shown[row] else None for row in range(base + 1))


def told(tree: Tree, rows: Mapping[str, int], asking: Asking, polls: Iterable[Poll]) -> list[Said]:
    """Return the facts that the close makes of the polls of one electorate: what may be told, and who took part.

    Args:
        rows: code of a unit → its row in the tree.
    """
    answered, favourable = np.zeros((2, len(tree)), dtype=np.int64)
    found: list[Said] = []
    codes = {}
    for poll in polls:
        row = rows[poll.unit]
        answered[row], favourable[row], codes[row] = poll.base, poll.favourable, poll.unit
        if asking.takes_part:
            found.append(Said(poll.unit, asking.takes_part, "register", poll.share))
    shown = release(tree, answered, favourable, asking.policy).own
    for row in np.flatnonzero(shown.shown).tolist():
        found.append(Said(codes[row], asking.fact, asking.source, int(shown.low[row])))
    return found


def tree_of(units: Sequence[Organisation]) -> tuple[Tree, dict[str, int]]:
    """Return the tree of the county, and code → row."""
    rows = {unit.code: row for row, unit in enumerate(units)}
    parents = np.array([rows.get(unit.parent, -1) for unit in units], dtype=np.int64)
    return build(np.arange(len(units), dtype=np.int64), parents, [unit.code for unit in units]), rows
