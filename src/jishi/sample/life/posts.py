"""Who holds which post: members of the unit, or of a branch below it, each in one post only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from jishi.sample.chance import dice, weighted
from jishi.sample.life.calendar import a_day, years_later
from jishi.sample.life.members import SMALL, Somebody
from jishi.sample.organisations.tree import Organisation

_CHANNELS = (
    ("elected-here", 0.86),
    ("office", 0.06),
    ("state-enterprise", 0.03),
    ("graduate-official", 0.03),
    ("open-call", 0.02),
)
# By this channel somebody is sent on purpose this year although nobody looked at home first (D137).
_SENT = "office"
_THIS_YEAR = (date(2012, 1, 9), date(2012, 2, 29))
_ABOVE = ("secretary", "deputy-secretary", "organisation-member")
_GENERAL = ("secretary", "deputy-secretary", "member", "member", "member")
_BRANCH = ("secretary", "organisation-member", "publicity-member")
_TERM_YEARS = {"committee": 5, "working-committee": 5, "grassroots-committee": 5}
# Nobody's term ends in the year itself unless that is planted.
_ELECTED = (date(2010, 6, 1), date(2012, 2, 29))
_ELECTED_ABOVE = (date(2011, 9, 1), date(2011, 12, 31))


@dataclass(frozen=True)
class Held:
    """A post and who holds it; nobody = vacant.

    Attributes:
        unit: code.
        kind, channel: ids in the pack.
    """

    unit: str
    kind: str
    holder: str = ""
    since: date | None = None
    term_end: date | None = None
    channel: str = ""


def posts_due(one: Organisation, full: int) -> tuple[str, ...]:
    """Return the posts that the pack requires of a unit with so many full members."""
    if one.kind == "general-branch":
        return _GENERAL
    if one.kind != "branch":
        return _ABOVE
    return _BRANCH if full >= SMALL else _BRANCH[:1]


@dataclass
class Staffing:
    """Fills posts so that nobody is in two.

    Attributes:
        below: code of a unit → the full members of the branches at or below it.
        vacant: (unit, kind) that stay empty on purpose.
        ends: unit → when the terms of its holders end, where that is planted.
        also: unit → the unit below it whose secretary is its secretary too, where that is planted.
        unsearched: units to which a secretary was sent this year although nobody looked at home first.
    """

    below: Mapping[str, Sequence[Somebody]]
    vacant: frozenset[tuple[str, str]] = frozenset()
    ends: Mapping[str, date] = field(default_factory=dict)
    also: Mapping[str, str] = field(default_factory=dict)
    unsearched: frozenset[str] = frozenset()
    _taken: set[str] = field(default_factory=set)

    def fill(self, units: Iterable[Organisation]) -> dict[str, list[Held]]:
        """Return code → posts; branches choose first, since they have the fewest to choose from."""
        deepest = sorted(units, key=lambda one: (one.kind != "branch", -len(one.code), one.code))
        found = {one.code: self._posts(one) for one in deepest}
        for above, below in self.also.items():
            found[above][0] = replace(found[above][0], holder=found[below][0].holder)
        return dict(sorted(found.items()))

    def _posts(self, one: Organisation) -> list[Held]:
        full = self.below.get(one.code, ())
        kinds = posts_due(one, len(full))
        wanted = [kind for kind in kinds if (one.code, kind) not in self.vacant]
        holders = iter(self._choose(one, full, len(wanted)))
        held = []
        for kind in kinds:
            empty = (one.code, kind) in self.vacant
            held.append(Held(one.code, kind) if empty else self._held(one, kind, next(holders)))
        return held

    def _choose(self, one: Organisation, full: Sequence[Somebody], count: int) -> list[Somebody]:
        """Return the free members between 28 and 60, then all other free ones, in an order of the unit's own."""
        free = [each for each in full if each.name not in self._taken]
        dice("posts", one.code).shuffle(free)
        free.sort(key=lambda each: not 1952 <= each.born.year <= 1984)
        chosen = free[:count]
        self._taken.update(each.name for each in chosen)
        return chosen

    def _held(self, one: Organisation, kind: str, who: Somebody) -> Held:
        years = _TERM_YEARS.get(one.kind)
        since = a_day(("elected", one.code), *(_ELECTED_ABOVE if years else _ELECTED))
        end = years_later(since, years or 3)
        if one.code in self.ends:
            end = self.ends[one.code]
            since = years_later(end, -3)
        channel = "elected-here"
        if kind == "secretary" and one.code in self.unsearched:
            since, channel = a_day(("sent", one.code), *_THIS_YEAR), _SENT
            end = years_later(since, 3)
        elif kind == "secretary":
            channel = weighted(dice("channel", one.code), _CHANNELS)
        return Held(one.code, kind, who.name, since, end, channel)
