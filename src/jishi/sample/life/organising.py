"""How the organisation itself changes in the year: units founded in three ways, merged, split, converted."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from jishi.sample.life.members import Somebody
from jishi.sample.life.workplaces import COMMITTEE, Workplace
from jishi.sample.organisations.tree import Organisation

#: The first is founded before its deadline of 30 June.
IN_TIME, JOINED, BY_TRADE = date(2012, 6, 12), date(2012, 7, 20), date(2012, 8, 15)
MERGED_ON, SPLIT_ON, CONVERTED_ON = date(2012, 6, 20), date(2012, 7, 6), date(2012, 10, 15)
_BRANCH = COMMITTEE + 5
# Codes of streets whose committees have decided on the grades of autumn when a village turns into a community:
# nobody waits for a grade by a standard that is not its own any more.
_DECIDED = ("00103", "00105")
_LARGE, _GOING, _SMALLEST = 40, 18, 7
#: A workplace with so few full members is due no unit of its own, but two of them can have one together.
_FEW = 2


@dataclass(frozen=True)
class Founded:
    """A unit that is founded.

    Attributes:
        above: code of the committee.
        hosts: codes of its workplaces.
        industry: code of the body of the trade that sets it up; empty = none.
        secretary: name of a full member of a branch where its first workplace lies.
    """

    code: str
    name: str
    above: str
    domain: str
    mode: Literal["alone", "area", "industry"]
    hosts: tuple[str, ...]
    secretary: str
    on: date
    industry: str = ""


@dataclass(frozen=True)
class Reformed:
    """What becomes of units that are there: codes.

    Attributes:
        gone, into: the first is merged into the second.
        split, part, part_name: so many members (``going``) leave the first for a new one.
        converted, converted_name: a village that becomes a community, and what it is called then.
    """

    gone: str
    into: str
    split: str
    part: str
    part_name: str
    converted: str
    converted_name: str
    going: int = _GOING


@dataclass(frozen=True)
class Ground:
    """What changes are chosen from.

    Attributes:
        units: the organisations, by code.
        people: everybody.
        places: workplaces.
        staying: names of those who hold a post, are sent somewhere, are away or move.
        apart: codes of units to be left alone: something is planted there, they are weak, or later chapters
            tell more of their townships.
        townships: codes of townships of which later chapters tell more.
    """

    units: Sequence[Organisation]
    people: Sequence[Somebody]
    places: Sequence[Workplace]
    staying: Collection[str]
    apart: Collection[str]
    townships: tuple[str, ...]

    def secretary(self, place: str) -> str:
        """Return the name of a full member of a branch at or below a unit, who is free for a post."""
        return next(
            one.name
            for one in self.people
            if one.branch.startswith(place) and one.status == "full" and one.name not in self.staying
        )

    def few(self, domain: str) -> list[Workplace]:
        """Return small workplaces of a domain that nothing covers and nobody is sent to."""
        return [
            one
            for one in self.places
            if one.domain == domain and one.full == _FEW and not (one.unit or one.joint or one.helper)
            if not one.place.startswith(self.townships) and one.place not in self.apart
        ]  # fmt: skip


def founded(ground: Ground, due: Workplace, sector: str) -> tuple[Founded, ...]:
    """Return the units that are founded: alone before its deadline, jointly in an area, by a trade.

    Args:
        ground: what they are chosen from.
        due: a workplace that should have a unit of its own until a day.
        sector: code of the committee of firms and associations.
    """
    near: dict[str, list[Workplace]] = {}
    for one in ground.few("enterprise"):
        near.setdefault(one.place[:COMMITTEE], []).append(one)
    together = next(two[:2] for _town, two in sorted(near.items()) if len(two) > 1)
    trade = ground.few("social")[:2]
    return (
        _founded(ground, [due], f"{due.name}党支部", IN_TIME),
        replace(_founded(ground, together, f"{together[0].name}等企业联合党支部", JOINED), mode="area"),
        replace(_founded(ground, trade, "社会组织行业联合党支部", BY_TRADE), mode="industry", industry=sector),
    )


def _founded(ground: Ground, hosts: Sequence[Workplace], name: str, on: date) -> Founded:
    place = hosts[0].place
    above = place[:COMMITTEE]
    codes = tuple(one.code for one in hosts)
    secretary = ground.secretary(place)
    return Founded(f"{above}9{on.month:02d}", name, above, hosts[0].domain, "alone", codes, secretary, on)


def reformed(ground: Ground) -> Reformed:
    """Return which units are merged, split and converted: branches of neighbourhoods, and a village of a street."""
    villages = {one.code: one for one in ground.units if one.domain in ("village", "community")}
    below = _below(ground, villages)
    many = [branches for branches in below.values() if len(branches) > 2]
    merging = next(each for each in many if min(one.members for one in each[:2]) >= _SMALLEST)
    large = next(one for each in below.values() for one in each if one.members >= _LARGE and one not in merging)
    number = len(below[large.parent]) + 1
    village = next(
        one
        for one in villages.values()
        if one.domain == "village" and one.kind == "branch" and one.code.startswith(_DECIDED)
        if one.code not in ground.apart
    )
    name = village.name.removesuffix("村党支部")
    part = villages[large.parent].name.removesuffix("党总支").removesuffix("党委")
    return Reformed(
        merging[1].code,
        merging[0].code,
        large.code,
        f"{large.parent}{number:02d}",
        f"{part}新建小区党支部",
        village.code,
        f"{name}社区党支部",
    )


def _below(ground: Ground, villages: Mapping[str, Organisation]) -> Mapping[str, list[Organisation]]:
    """Return village or community → the branches of its neighbourhoods, where all may be changed."""
    found: dict[str, list[Organisation]] = {}
    for one in _branches(ground.units):
        if one.parent in villages and not one.code.startswith(ground.townships):
            found.setdefault(one.parent, []).append(one)
    return {
        above: branches
        for above, branches in found.items()
        if above not in ground.apart and not any(one.code in ground.apart for one in branches)
    }


def _branches(units: Iterable[Organisation]) -> Iterable[Organisation]:
    return (one for one in units if one.kind == "branch" and len(one.code) == _BRANCH)
