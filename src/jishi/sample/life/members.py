"""The members of every branch, as many as the register of units counts, and those on the way to become one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from jishi.sample.chance import dice, weighted
from jishi.sample.life.calendar import KEPT_ON, a_day, founded_on, years_later
from jishi.sample.names import member_name
from jishi.sample.organisations.tree import Organisation

# A branch of seven full members or more elects a committee; so few are all full members.
SMALL = 7
WOMEN = 0.26
PROBATIONARY = 0.03
JOINS_FROM = 18
# Youngest, usual and oldest age.
_AGES = {"village": (23, 54, 84), "community": (24, 55, 82), "student-branch": (20, 22, 25)}
_WORKING = (23, 42, 64)
_SCHOOLING = {
    "village": (("初中", 0.5), ("高中", 0.3), ("小学", 0.12), ("大专", 0.08)),
    "community": (("高中", 0.4), ("大专", 0.3), ("初中", 0.2), ("本科", 0.1)),
    "cooperative": (("初中", 0.45), ("高中", 0.4), ("大专", 0.15)),
    "student-branch": (("本科", 1.0),),
}
_SCHOOLED = (("本科", 0.45), ("大专", 0.35), ("高中", 0.15), ("研究生", 0.05))
_WORK = {
    "village": (("农民", 0.78), ("外出务工", 0.14), ("村干部", 0.08)),
    "community": (("离退休", 0.5), ("社区工作者", 0.1), ("个体经营", 0.15), ("职工", 0.25)),
    "enterprise": (("工人", 0.55), ("技术人员", 0.25), ("管理人员", 0.2)),
    "state-enterprise": (("工人", 0.6), ("管理人员", 0.4)),
    "office": (("公务员", 0.8), ("工勤人员", 0.2)),
    "school": (("教师", 0.9), ("职员", 0.1)),
    "university": (("教师", 0.85), ("职员", 0.15)),
    "student-branch": (("学生", 1.0),),
    "institution-health": (("医务人员", 0.85), ("职员", 0.15)),
    "cooperative": (("农民", 0.9), ("技术人员", 0.1)),
}
_ELSEWHERE = (("职员", 0.7), ("工人", 0.3))
# On the way: share of the members, and the stages with their dates.
_ON_THE_WAY = (("candidate", 0.012), ("activist", 0.025), ("applicant", 0.03))


@dataclass(frozen=True)
class Somebody:
    """A made-up person in a branch. No identity number, no telephone: the sample has none that could be real.

    Attributes:
        branch: code.
        status: ``full``, ``probationary``, ``candidate``, ``activist``, ``applicant``.
        since: in the branch.
    """

    name: str
    woman: bool
    born: date
    schooling: str
    status: str
    branch: str
    since: date
    work: str
    applied: date | None = None
    activist: date | None = None
    candidate: date | None = None
    joined: date | None = None
    full: date | None = None

    @property
    def is_member(self) -> bool:
        """Whether this is a member, not one on the way."""
        return self.status in ("full", "probationary")


def everybody(units: Iterable[Organisation]) -> tuple[Somebody, ...]:
    """Return all people of all branches, branch by branch, members first; every name is given once."""
    found: list[Somebody] = []
    for one in units:
        if one.kind == "branch":
            found.extend(_people(one, len(found)))
    return tuple(found)


def _people(branch: Organisation, first: int) -> Iterator[Somebody]:
    chance = dice("people", branch.code)
    new = sum(chance.random() < PROBATIONARY for _ in range(branch.members))
    new = max(0, min(new, branch.members - SMALL))
    statuses = ["full"] * (branch.members - new) + ["probationary"] * new
    for status, share in _ON_THE_WAY:
        more = 4 if branch.domain == "student-branch" else 1
        statuses += [status] * round(branch.members * share * more * chance.uniform(0, 2))
    for number, status in enumerate(statuses):
        yield _somebody(branch, status, member_name(first + number), dice("person", branch.code, number))


def _somebody(branch: Organisation, status: str, name: str, chance: Random) -> Somebody:
    domain = str(branch.domain)
    young, usual, old = _AGES.get(domain, _WORKING)
    if status != "full":
        young, usual, old = young - 1, young + 4, min(old, 45)
    age = round(chance.triangular(young, old, usual))
    born = date(KEPT_ON.year - age, 1, 1) + timedelta(days=chance.randint(0, 364))
    days = _days(status, born, chance, name)
    first = next((day for day in (days.get("applied"), days.get("joined")) if day), KEPT_ON)
    return Somebody(
        name=name,
        woman=chance.random() < WOMEN,
        born=born,
        schooling=weighted(chance, _SCHOOLING.get(domain, _SCHOOLED)),
        status=status,
        branch=branch.code,
        since=max(first, founded_on(branch.code)),
        work=weighted(chance, _WORK.get(domain, _ELSEWHERE)),
        **days,
    )


def _days(status: str, born: date, chance: Random, name: str) -> dict[str, date]:
    """Return the days of the stages that somebody has reached; of full members only the last two are known."""
    if status == "full":
        # Whoever is a full member by now joined by the end of 2010.
        earliest = years_later(born, JOINS_FROM)
        span = max(0, (date(2010, 12, 31) - earliest).days)
        joined = earliest + timedelta(days=min(span, round(chance.triangular(0, span, span // 4))))
        return {"joined": joined, "full": years_later(joined, 1)}
    if status == "probationary":
        return {
            "applied": a_day((name, "applied"), date(2009, 1, 1), date(2009, 12, 31)),
            "activist": a_day((name, "activist"), date(2010, 2, 1), date(2010, 8, 31)),
            "candidate": a_day((name, "candidate"), date(2011, 3, 1), date(2011, 9, 30)),
            "joined": a_day((name, "joined"), date(2011, 11, 20), date(2012, 3, 10)),
        }
    reached = {
        "applied": a_day((name, "applied"), date(2010, 1, 1), date(2010, 9, 30)),
        "activist": a_day((name, "activist"), date(2010, 12, 1), date(2011, 6, 30)),
        "candidate": a_day((name, "candidate"), date(2011, 9, 1), date(2012, 3, 1)),
    }
    kept = {"candidate": 3, "activist": 2, "applicant": 1}[status]
    return dict(list(reached.items())[:kept])
