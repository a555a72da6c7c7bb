"""The workplaces of the county: the hosts of its units, and small firms and associations that have none."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from jishi.sample.chance import dice, weighted
from jishi.sample.life.calendar import a_day, founded_on
from jishi.sample.names import firm_word
from jishi.sample.organisations.tree import Organisation

COUNTY = 3
COMMITTEE = 5
_ENDINGS = ("党总支", "党支部", "党委")
# How a firm or association without a unit is reached; ``helper`` = an instructor or a liaison is sent.
_REACHED = (("union", 0.42), ("league", 0.14), ("both", 0.3), ("helper", 0.14))
_KINDS = {
    "village": "村民委员会",
    "community": "居民委员会",
    "enterprise": "企业",
    "state-enterprise": "企业",
    "social": "社会组织",
    "office": "机关",
    "cooperative": "农民专业合作社",
    "window": "窗口单位",
}
_SMALL_FIRMS = ("五金店", "服装厂", "鞋材厂", "餐饮", "装饰", "汽配", "印务", "超市")
_SMALL_SOCIAL = ("书画协会", "钓鱼协会", "志愿服务队", "幼儿园", "养老院")
_SMALL_COOPERATIVES = ("柑橘合作社", "养蜂合作社", "花椒合作社")
FIRMS = 520
ASSOCIATIONS = 90
COOPERATIVES = 70


@dataclass(frozen=True)
class Workplace:
    """A workplace as the office lists it; counts that are None are not known.

    Attributes:
        domain, ownership, size, area: ids in the pack.
        place: code of the unit in whose area it lies.
        unit: code of its own unit; empty = none.
        joint: code of a unit that it shares.
        due: until when a unit must be founded.
        helper: what is sent to it: ``instructor`` or ``liaison``; empty = nobody.
    """

    code: str
    name: str
    domain: str
    place: str
    kind: str = ""
    ownership: str = ""
    size: str = ""
    area: str = ""
    unit: str = ""
    joint: str = ""
    employees: int | None = None
    members: int | None = None
    full: int | None = None
    union: bool | None = None
    league: bool | None = None
    opened: date | None = None
    due: date | None = None
    helper: str = ""


@dataclass(frozen=True)
class Ground:
    """What workplaces are made from.

    Attributes:
        units: the organisations, by code.
        full: code of a unit → its full members, those of its branches included.
    """

    units: Sequence[Organisation]
    full: Mapping[str, int]

    @cached_property
    def councils(self) -> Mapping[str, list[Organisation]]:
        """Code of a township committee → its villages and communities."""
        found: dict[str, list[Organisation]] = {}
        for one in self.units:
            if len(one.place) == 12 and len(one.code) == COMMITTEE + 3:
                found.setdefault(one.parent, []).append(one)
        return found

    @cached_property
    def domains(self) -> Mapping[str, str]:
        """Code of a host's unit → its domain; one over branches has theirs."""
        found: dict[str, str] = {}
        for one in self.units:
            if one.domain:
                found[one.code] = one.domain
                found.setdefault(one.parent, one.domain)
        return found


def workplaces(ground: Ground) -> tuple[Workplace, ...]:
    """Return every workplace: those with a unit of their own, then those without."""
    return (*_hosts(ground), *_without_unit(ground))


def _hosts(ground: Ground) -> Iterator[Workplace]:
    towns = sorted(ground.councils)
    for one in ground.units:
        if len(one.code) != COMMITTEE + 3 or one.code not in ground.domains:
            continue
        chance, domain = dice("workplace", one.code), ground.domains[one.code]
        council = domain in ("village", "community")
        town = one.parent if one.parent in ground.councils else chance.choice(towns)
        yield Workplace(
            code=f"W{one.code}",
            name=_bare(one.name),
            domain=domain,
            place=one.code if council else chance.choice(ground.councils[town]).code,
            kind=_KINDS.get(domain, "事业单位"),
            ownership=_ownership(domain, chance.random()),
            size=_size(domain, one.served),
            unit=one.code,
            employees=None if council else max(one.served, one.members),
            members=one.members,
            full=ground.full[one.code],
            union=None if council else chance.random() < 0.8,
            league=None if council else chance.random() < 0.5,
            opened=founded_on(one.code),
        )


def _without_unit(ground: Ground) -> Iterator[Workplace]:
    crowd = [(code, float(len(councils))) for code, councils in sorted(ground.councils.items())]
    numbers: dict[str, int] = {}
    for domain, words, count in (
        ("enterprise", _SMALL_FIRMS, FIRMS),
        ("social", _SMALL_SOCIAL, ASSOCIATIONS),
        ("cooperative", _SMALL_COOPERATIVES, COOPERATIVES),
    ):
        for number in range(count):
            chance = dice("small", domain, number)
            town = weighted(chance, crowd)
            numbers[town] = numbers.get(town, 0) + 1
            council = chance.choice(ground.councils[town])
            word = words[number % len(words)]
            name = firm_word((number // len(words) * 11 + len(word)) % 540) + word
            yield _small(f"W{town}9{numbers[town]:03d}", name, domain, council)


def _small(code: str, name: str, domain: str, council: Organisation) -> Workplace:
    chance = dice("small", code)
    how = weighted(chance, _REACHED)
    employees = chance.randint(4, 60)
    members = weighted(chance, ((0, 0.5), (1, 0.32), (2, 0.18)))
    # A few small firms share the organisation of the community that they lie in.
    joint = council.code if council.domain == "community" and members and chance.random() < 0.12 else ""
    return Workplace(
        code=code,
        name=name,
        domain=domain,
        place=council.code,
        kind=_KINDS[domain],
        ownership=_ownership(domain, chance.random()),
        size=_size(domain, employees),
        area=weighted(chance, (("", 0.6), ("street", 0.15), ("market", 0.1), ("zone", 0.1), ("building", 0.05))),
        joint=joint,
        employees=employees,
        members=members,
        full=members,
        union=how in ("union", "both"),
        league=how in ("league", "both"),
        opened=a_day(("opened", code), date(2001, 1, 1), date(2011, 6, 30)),
        helper="" if joint or how != "helper" else "instructor" if domain == "enterprise" else "liaison",
    )


def _bare(name: str) -> str:
    return next((name.removesuffix(ending) for ending in _ENDINGS if name.endswith(ending)), name)


def _ownership(domain: str, point: float) -> str:
    if domain == "enterprise":
        return "private" if point < 0.9 else "foreign" if point < 0.95 else "overseas"
    return {"state-enterprise": "state", "cooperative": "collective"}.get(domain, "")


def _size(domain: str, employees: int) -> str:
    if domain not in ("enterprise", "state-enterprise"):
        return ""
    return "above-scale" if employees >= 150 else "below-scale" if employees >= 20 else "micro"


def with_planted(found: Iterable[Workplace], planted: Mapping[str, Workplace]) -> tuple[Workplace, ...]:
    """Put planted workplaces in the place of those with their codes."""
    return tuple(planted.get(one.code, one) for one in found)
