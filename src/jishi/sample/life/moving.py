"""Members on the move: away, out of touch, about to be transferred; and those who are cared for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from jishi.sample.chance import dice
from jishi.sample.life.calendar import KEPT_ON, a_day
from jishi.sample.life.members import Somebody
from jishi.sample.organisations.tree import Organisation

AWAY = 220
LOST = 12
CARED_FOR = 30
TRANSFERS = 24
# Of whom nobody heard for more than a year: when they went, and the last time that they called.
WENT, HEARD = date(2010, 3, 1), date(2011, 2, 11)
_TOWNS = ("广东东莞", "浙江宁波", "福建晋江", "江苏昆山", "上海松江", "重庆沙坪坝")
_STATES = ("accepted", "released", "asked", "accepted", "released", "asked", "refused")
_OLD, _NEEDY = 1940, 1960


@dataclass(frozen=True)
class Away:
    """A member who lives elsewhere.

    Attributes:
        receiving: code of the branch that receives them; empty = outside the county.
        heard: last contact.
    """

    who: Somebody
    place: str
    receiving: str
    certificate: str
    since: date
    heard: date


@dataclass(frozen=True)
class Lost:
    """A member whom the branch has not reached since a day; found again = the search had an end."""

    who: Somebody
    since: date
    found: bool


@dataclass(frozen=True)
class Cared:
    """A member who is cared for: category, and fen that a visit brought."""

    who: Somebody
    category: str
    money: int


@dataclass(frozen=True)
class Moving:
    """A transfer: where to, and how far it has come."""

    who: Somebody
    to: str
    state: str
    letter: str
    on: date


def works_elsewhere(one: Somebody) -> bool:
    """Say whether somebody is a full member who works away from home."""
    return one.status == "full" and one.work == "外出务工"


def away(
    people: Iterable[Somebody], units: Iterable[Organisation], busy: frozenset[str], silent: frozenset[str]
) -> tuple[Away, ...]:
    """Return those who live elsewhere; one in six was received by a community of the county.

    Args:
        people: everybody.
        units: the organisations.
        busy: names of those who hold a post and stay.
        silent: codes of branches each of which has not heard of one of them for more than a year.
    """
    gone = [one for one in people if works_elsewhere(one) and one.name not in busy]
    gone.sort(key=lambda one: dice("away", one.name).random())
    hosts = [one.code for one in units if one.domain == "community" and one.kind == "branch"]
    # Only at the end, so that nobody of these is among those who are looked for.
    last = {one.branch: one for one in gone if one.branch in silent}
    chosen = [one for one in gone if one not in last.values()][:AWAY]
    found = [_away(one, number, hosts) for number, one in enumerate(chosen, start=1)]
    quiet = (_away(one, number, ()) for number, one in enumerate(last.values(), start=len(found) + 1))
    return (*found, *(replace(each, since=min(each.since, WENT), heard=HEARD) for each in quiet))


def _away(who: Somebody, number: int, hosts: Sequence[str]) -> Away:
    chance = dice("went", who.name)
    host = chance.choice(hosts) if chance.random() < 0.16 and hosts else ""
    since = max(a_day(("went", who.name), date(2009, 2, 1), date(2011, 8, 31)), who.since)
    heard = a_day(("heard", who.name), date(2012, 1, 23), date(2012, 3, 20))
    return Away(who, chance.choice(_TOWNS), host, f"虚构流动证{number:04d}", since, heard)


def lost(gone: Sequence[Away]) -> tuple[Lost, ...]:
    """Return those of whom nobody has heard for a long time; one in three was found again."""
    found = []
    for number, each in enumerate(gone[:LOST]):
        since = a_day(("lost", each.who.name), date(2011, 3, 1), date(2011, 9, 20))
        found.append(Lost(each.who, since, number % 3 == 0))
    return tuple(found)


def cared_for(people: Iterable[Somebody]) -> tuple[Cared, ...]:
    """Return old and needy members, a few of every hundred."""
    old = [one for one in people if one.status == "full" and one.born.year < _OLD]
    chosen = sorted(old, key=lambda one: dice("care", one.name).random())[:CARED_FOR]
    return tuple(
        Cared(one, ("old", "ill", "needy")[at % 3], 20_000 + 10_000 * (at % 4)) for at, one in enumerate(chosen)
    )


def transfers(
    people: Iterable[Somebody], units: Iterable[Organisation], busy: frozenset[str]
) -> tuple[Moving, ...]:
    """Return transfers under way, at every stage.

    Args:
        people: everybody.
        units: the organisations.
        busy: names of those who stay.
    """
    free = [one for one in people if one.status == "full" and one.name not in busy and 1960 < one.born.year < 1988]
    # A branch keeps its members: who moves comes from one that is large enough.
    large = {one.code: one for one in units if one.kind == "branch" and one.members >= 20}
    chosen = [one for one in free if one.branch in large]
    chosen.sort(key=lambda one: dice("moves", one.name).random())
    hosts = sorted(large)
    found = []
    for number, one in enumerate(chosen[:TRANSFERS]):
        to = hosts[dice("moves to", one.name).randrange(len(hosts))]
        if to != one.branch:
            state = _STATES[number % len(_STATES)]
            letter = f"虚构介字{number + 1:03d}号" if state in ("accepted", "released") else ""
            found.append(Moving(one, to, state, letter, a_day(("moves", one.name), date(2012, 3, 1), KEPT_ON)))
    return tuple(found)
