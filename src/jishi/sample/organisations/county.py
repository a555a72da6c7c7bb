"""The organisations of the sample county: about 1,400 in the proportions of one county's report of 2012.

That report (533 graded): 119 villages, 7 communities, 16 state enterprises, 123 non-public enterprises, 251 organs
and institutions, 17 social organisations. Here 131 real villages and 63 real communities set the scale.
"""

import math
from dataclasses import dataclass
from random import Random

from jishi.sample.chance import dice, log_normal, weighted
from jishi.sample.names import firm_word
from jishi.sample.organisations.tree import Kind, Level, Nursery, Organisation
from jishi.sample.places import Place, places

ROOT = "001"
MOST_IN_A_BRANCH = 50


@dataclass(frozen=True)
class Trade:
    """A kind of host organisation that the county has a number of.

    Attributes:
        domain: id of the domain.
        words: what they do; the name is a made-up word and one of these.
        count: how many.
        with_branches: how many of them are large enough to have branches of their own.
        under: name of the sector committee they belong to; empty = the township where they are.
        per_member: people served for each member.
    """

    domain: str
    words: tuple[str, ...]
    count: int
    with_branches: int
    under: str
    per_member: int


SECTORS = (
    "区直属机关工作委员会",
    "非公有制经济组织和社会组织工作委员会",
    "国有资产系统委员会",
    "教育系统委员会",
    "卫生系统委员会",
)

TRADES = (
    Trade("enterprise", ("机械", "皮鞋", "电子", "食品", "物流", "建材", "纺织"), 218, 10, "", 9),
    Trade("enterprise", ("集团", "科技", "汽车部件"), 26, 8, SECTORS[1], 12),
    Trade("enterprise", ("装备", "新材料"), 12, 0, SECTORS[1], 12),
    Trade("social", ("商会", "协会", "民办幼教", "养老服务中心", "社工服务中心"), 32, 1, SECTORS[1], 14),
    Trade("state-enterprise", ("水务", "公交", "粮油", "城建投资", "供销", "燃气"), 26, 10, SECTORS[2], 7),
    Trade("office", ("管理局", "服务局", "事务办公室", "监督所", "研究室"), 74, 18, SECTORS[0], 3),
    Trade("school", ("小学", "中学", "职业学校", "幼儿园"), 76, 18, SECTORS[3], 28),
    Trade("institution-health", ("医院", "卫生院"), 26, 5, SECTORS[4], 25),
    Trade("institution-culture", ("图书馆", "文化馆", "体育馆"), 9, 0, SECTORS[0], 60),
    Trade("cooperative", ("蔬菜合作社", "葡萄合作社", "水产合作社", "苗木合作社"), 48, 0, "", 8),
    Trade("window", ("政务服务大厅", "便民服务站", "营业厅", "车站"), 60, 0, "", 40),
)


def organisations() -> tuple[Organisation, ...]:
    """Return every organisation of the county, sorted by code (which is preorder)."""
    nursery = Nursery()
    county = places()[0]
    nursery.add(Organisation(ROOT, f"中共{county.name}委员会", "", "committee", "county", None, 0, 0, county.code))
    townships = [place for place in places() if place.level == "township"]
    homes = {place.code: _committee(nursery, place.name, place.code) for place in townships}
    for sector in SECTORS:
        homes[sector] = _committee(nursery, sector, county.code)
    for place in places():
        if place.level == "village":
            _council(nursery, homes[place.parent].code, place)
    for place in townships:
        _host(
            nursery, homes[place.code], _Host(f"{place.name}机关", "office", dice("office", place.code), 3), False
        )
    numbers: dict[str, int] = {}
    for trade in TRADES:
        _trade(nursery, homes, townships, trade, numbers)
    _campus(nursery, county.code)
    return _with_sums(sorted(nursery.born, key=lambda born: born.code))


@dataclass(frozen=True)
class _Host:
    """A host organisation before it has a code."""

    name: str
    domain: str
    chance: Random
    per_member: int


def _committee(nursery: Nursery, name: str, place: str) -> Organisation:
    """A township committee, or a working committee of a street or sector."""
    kind: Kind = "committee" if name.endswith("镇") else "working-committee"
    full = "中共" + (name if name.endswith("委员会") else name + _SUFFIX[kind])
    return nursery.add(Organisation(nursery.code_under(ROOT), full, ROOT, kind, "township", None, 0, 0, place))


def _level(kind: Kind) -> Level:
    """The vocabulary puts every branch at the level of branches, and what stands over branches at the village's."""
    return "branch" if kind == "branch" else "village-level"


def _council(nursery: Nursery, parent: str, place: Place) -> None:
    """A village or community: one branch, or a general branch or committee over neighbourhood branches."""
    chance = dice("council", place.code)
    community = place.is_community
    members = log_normal(chance, median=74 if community else 47, high=175 if community else 100)
    served = round(members * chance.uniform(40, 70)) if community else round(chance.gauss(850, 180))
    kind: Kind = "branch"
    if members > MOST_IN_A_BRANCH:
        kind = "grassroots-committee" if members > 110 else "general-branch"
    code = nursery.code_under(parent)
    domain = "community" if community else "village"
    name = place.short_name + _SUFFIX[kind]
    nursery.add(Organisation(code, name, parent, kind, _level(kind), domain, members, max(served, 200), place.code))
    if kind != "branch":
        part = "网格" if community else "片区"
        names = [f"{place.short_name}第{n}{part}" for n in _ORDINALS]
        _branches(nursery, nursery.born[-1], names, None)


def _trade(
    nursery: Nursery,
    homes: dict[str, Organisation],
    townships: list[Place],
    trade: Trade,
    numbers: dict[str, int],
) -> None:
    """All host organisations of one trade; those in townships settle where more people live."""
    crowd = [(place, 1.0 + sum(p.parent == place.code for p in places())) for place in townships]
    for i in range(trade.count):
        word = trade.words[i % len(trade.words)]
        number = numbers.get(word, 0)
        numbers[word] = number + 1
        chance = dice("host", word, number)
        home = homes[trade.under] if trade.under else homes[weighted(chance, crowd).code]
        host = _Host(firm_word((number * 7 + len(word)) % 540) + word, trade.domain, chance, trade.per_member)
        _host(nursery, home, host, i < trade.with_branches)


def _host(nursery: Nursery, home: Organisation, host: _Host, large: bool) -> None:
    """One firm, school or office: a branch, or a general branch or committee over its branches."""
    if large:
        members = log_normal(host.chance, median=70, high=160)
        kind: Kind = "grassroots-committee" if members > 100 else "general-branch"
    else:
        members = max(3, min(log_normal(host.chance, median=12, high=42), MOST_IN_A_BRANCH))
        kind = "branch"
    served = round(members * host.per_member * host.chance.uniform(0.7, 1.4)) + 5
    code = nursery.code_under(home.code)
    # A committee over branches is not graded by the standard of a branch: its branches are.
    domain = host.domain if kind == "branch" else None
    born = Organisation(
        code, host.name + _SUFFIX[kind], home.code, kind, _level(kind), domain, members, served, home.place
    )
    nursery.add(born)
    if kind != "branch":
        _branches(nursery, born, [f"{host.name}第{n}" for n in _ORDINALS], host.domain)


def _branches(nursery: Nursery, above: Organisation, names: list[str], domain: str | None) -> None:
    """Divide the members of ``above`` among its own branches."""
    count = min(len(names), max(2, round(above.members / 29)))
    for i, members in enumerate(_parts(above, count)):
        code = nursery.code_under(above.code)
        served = above.served * members // above.members
        nursery.add(
            Organisation(
                code, names[i] + "党支部", above.code, "branch", "branch", domain, members, served, above.place
            )
        )


def _parts(above: Organisation, count: int) -> list[int]:
    """Divide members unevenly: at least three in each branch, and no member lost."""
    chance = dice("parts", above.code)
    weights = [math.exp(chance.gauss(0.0, 0.5)) for _ in range(count)]
    spare = above.members - 3 * count
    parts = [3 + int(spare * weight / sum(weights)) for weight in weights]
    for _ in range(above.members - sum(parts)):
        parts[parts.index(min(parts))] += 1
    return parts


def _campus(nursery: Nursery, place: str) -> None:
    """The branch campus of a university: its committee, five general branches of departments, their branches."""
    code = nursery.code_under(ROOT)
    campus = Organisation(
        code, "中共甲子大学分校委员会", ROOT, "grassroots-committee", "township", None, 0, 0, place
    )
    nursery.add(campus)
    for i, department in enumerate(("文学院", "理学院", "工学院", "管理学院", "机关后勤")):
        chance = dice("campus", department)
        members = log_normal(chance, median=80, high=120)
        served = members * 9
        born = Organisation(
            nursery.code_under(code), f"{department}党总支", code, "general-branch", "village-level", None, members,
            served, place,
        )  # fmt: skip
        nursery.add(born)
        who = "职工" if i == 4 else "教师"
        _branches(nursery, born, [f"{department}{who}第{n}" for n in _ORDINALS[:4]], "university")
        if i < 4:
            students = Organisation(
                nursery.code_under(code), f"{department}学生党总支", code, "general-branch", "village-level", None,
                members // 2, served, place,
            )  # fmt: skip
            nursery.add(students)
            _branches(nursery, students, [f"{department}学生第{n}" for n in _ORDINALS[:3]], "student-branch")


def _with_sums(born: list[Organisation]) -> tuple[Organisation, ...]:
    """Give the county and its committees the members below them."""
    sums: dict[str, int] = {}
    for one in born:
        if one.kind == "branch":
            for length in (3, 5, 8):
                if len(one.code) > length:
                    sums[one.code[:length]] = sums.get(one.code[:length], 0) + one.members
    return tuple(
        one if one.members else Organisation(**{**one.__dict__, "members": sums[one.code]}) for one in born
    )


_SUFFIX: dict[Kind, str] = {
    "branch": "党支部",
    "general-branch": "党总支",
    "grassroots-committee": "党委",
    "committee": "委员会",
    "working-committee": "工作委员会",
}
_ORDINALS = tuple("一二三四五六七八九十")
