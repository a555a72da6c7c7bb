"""Who is sent where, and which secretaries are paired: every weak unit has the helper that its domain asks for."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from jishi.sample.answers.unit import Target
from jishi.sample.chance import dice
from jishi.sample.life.calendar import SENT_ON, a_day, years_later
from jishi.sample.life.members import Somebody
from jishi.sample.life.planted import Planted
from jishi.sample.life.workplaces import Workplace
from jishi.sample.names import member_name
from jishi.sample.organisations.tree import Organisation

WEAK = 4
GRADUATES = 40
IN_A_TEAM = 3
#: Names from here on belong to people who are in no branch of the county.
_STRANGERS = 30_400
_INSTRUCTED = ("enterprise", "social", "cooperative")
_TASKS = {
    "first-secretary": "建强班子，定一项致富项目，办两件实事",
    "work-team": "驻点整顿，帮助制定整改措施",
    "instructor": "指导组织生活，培养入党积极分子",
    "liaison": "联系职工，宣传政策，推荐积极分子",
    "contact": "每季度到支部一次，参加组织生活会",
    "graduate-official": "协助村党组织书记工作，负责信息和远程教育",
}


@dataclass(frozen=True)
class Sent:
    """Somebody who is sent to a unit or to a workplace.

    Attributes:
        kind: id in the pack.
        name: of the person, who is a member of the sending unit, or of the team.
        sending: code of the unit that they come from.
        unit, workplace: code of where they go; one of them is empty.
        team: names of the people of a team, the leader first; they are in no branch of the county.
        noted: days on which they wrote down what they had done.
    """

    kind: str
    name: str
    sending: str
    since: date
    unit: str = ""
    workplace: str = ""
    team: tuple[str, ...] = ()
    term_end: date | None = None
    contract: str = ""
    noted: tuple[date, ...] = ()

    @property
    def tasks(self) -> str:
        """What they are to do."""
        return _TASKS[self.kind]


@dataclass(frozen=True)
class Weak:
    """A weak unit in need of help."""

    code: str
    name: str
    domain: str


def weak_units(
    graded: Iterable[Organisation], targets: Mapping[str, Target], spoilt: Collection[str]
) -> list[Weak]:
    """Return the units that come out as poor, by code.

    Args:
        graded: those that a standard judges.
        targets: how each is to come out.
        spoilt: codes of those that a planted fault makes poor.
    """
    return [
        Weak(one.code, one.name, str(one.domain))
        for one in graded
        if targets[one.code].rank == WEAK or one.code in spoilt
    ]


def helpers(
    weak: Sequence[Weak],
    villages: Sequence[Organisation],
    places: Iterable[Workplace],
    free: Iterable[Somebody],
    planted: Collection[Planted],
) -> tuple[Sent, ...]:
    """Return everybody who is sent.

    Args:
        weak: units in need.
        villages: those of the county.
        places: workplaces, some of which ask for an instructor or a liaison.
        free: members of offices who hold no post, in order.
        planted: what is wrong on purpose: to whom nobody is sent, and who writes no log.
    """
    people = iter(free)
    strangers = iter(range(_STRANGERS, 31_200))
    forgotten = {one.unit for one in planted if one.forgotten}
    unlogged = {one.unit for one in planted if one.unlogged}
    needy = [one for one in weak if one.code not in forgotten]
    found = [sent for one in needy for sent in _to_weak(one, people, strangers)]
    found = [_without_log(sent) if sent.unit in unlogged and sent.noted else sent for sent in found]
    for place in places:
        if place.helper:
            who = next(people)
            since = a_day(("helper", place.code), date(2011, 9, 1), date(2012, 3, 20))
            found.append(Sent(place.helper, who.name, who.branch, since, workplace=place.code))
    step = max(1, len(villages) // GRADUATES)
    for one in villages[1::step][:GRADUATES]:
        since = a_day(("graduate", one.code), date(2010, 8, 1), date(2011, 9, 1))
        who = next(people)
        found.append(
            Sent(
                "graduate-official", who.name, who.branch, since, one.code,
                term_end=years_later(since, 3), contract=f"虚构村官聘字{one.code}号",
            )
        )  # fmt: skip
    return tuple(found)


def _without_log(sent: Sent) -> Sent:
    """Return somebody who came a year ago and wrote nothing down since."""
    return replace(sent, since=years_later(sent.since, -1), noted=())


def _to_weak(one: Weak, people: Iterator[Somebody], strangers: Iterator[int]) -> Iterator[Sent]:
    if one.domain == "village":
        who = next(people)
        since = a_day(("first", one.code), date(2012, 2, 16), date(2012, 2, 28))
        noted = (a_day(("log", one.code), date(2012, 3, 12), date(2012, 3, 25)),)
        yield Sent(
            "first-secretary", who.name, who.branch, since, one.code, term_end=years_later(since, 2), noted=noted
        )
    if one.domain in ("village", "community"):
        names = tuple(member_name(next(strangers)) for _ in range(IN_A_TEAM))
        yield Sent("work-team", f"{one.name}整顿工作组", one.code[:5], SENT_ON, one.code, team=names)
        return
    kind = "contact"
    if one.domain in _INSTRUCTED:
        kind = "instructor" if dice("sent", one.code).random() < 0.6 else "liaison"
    who = next(people)
    yield Sent(kind, who.name, who.branch, SENT_ON, one.code)


def pairings(
    units: Iterable[Organisation], weak: Sequence[Weak], alone: Collection[str]
) -> tuple[tuple[str, str], ...]:
    """Return (unit above, unit below) whose secretaries are paired: weak villages and communities first (R21).

    Args:
        units: the organisations, by code.
        weak: those in need.
        alone: codes of committees whose secretary is paired with nobody, on purpose.
    """
    listed = list(units)
    needy = {one.code for one in weak}
    found = []
    for above in listed:
        if above.kind not in ("committee", "working-committee") or above.code in alone:
            continue
        below = [one for one in listed if one.code != above.code and one.code.startswith(above.code) and one.domain]
        below.sort(key=lambda one: (one.code not in needy, one.domain not in ("village", "community"), one.code))
        found += [(above.code, one.code) for one in below[: 3 if above.level == "county" else 2]]
    return tuple(found)
