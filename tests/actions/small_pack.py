"""A pack of a few words and facts: enough to bring sheets in and out."""

from dataclasses import replace
from datetime import date

from jishi.packs.load import load
from jishi.packs.pack import Pack
from jishi.packs.schema.facts import Choice, Fact
from jishi.packs.schema.fields import Amount, Source, Texts
from jishi.packs.schema.pack import Heading
from jishi.packs.schema.vocabulary import Domain, Kind, Level, Vocabulary
from jishi.store.models.assess import Cycle, Round
from tests.packs.folders import MINIMAL

OWN = Source(own=True, note="for tests")


def names(hans: str, en: str) -> Texts:
    return Texts(hans, hans, en)


VOCABULARY = Vocabulary(
    levels=(
        Level("county", names("县", "County")),
        Level("township", names("乡镇", "Township")),
        Level("branch", names("支部", "Branch")),
    ),
    kinds=(
        Kind("committee", names("党委", "Committee"), parents=("committee",)),
        Kind("branch", names("党支部", "Branch"), parents=("committee",), level="branch"),
        Kind("group", names("党小组", "Group"), parents=("branch",), level="branch"),
    ),
    domains=(Domain("village", names("村", "Village")), Domain("enterprise", names("企业", "Enterprise"))),
)


def fact(name: str, hans: str, type_: str, **more: object) -> Fact:
    said = {"sources": ("register", "self"), "privacy": 0, **more}
    return Fact(id=name, names=names(hans, name), type=type_, source=OWN, **said)  # type: ignore[arg-type]


FACTS = (
    fact("members", "党员数", "count", range=(Amount("0"), Amount("2000")), unit=names("人", "people")),
    fact("trained", "培训比例", "share", range=(Amount("0"), Amount("100"))),
    fact("venue", "有场所", "yes-no"),
    fact("income", "集体收入", "money", range=(Amount("0"), Amount("1000000"))),
    fact("area", "场所面积", "area", range=(Amount("0"), Amount("5000"))),
    fact("elected", "换届日期", "date"),
    fact(
        "opinion",
        "纪检意见",
        "level",
        choices=(
            Choice("none", names("无意见", "No objection")),
            Choice("objection", names("有意见", "Objection")),
        ),
        sources=("discipline",),
        privacy=3,
    ),
)

PACK: Pack = replace(
    load(MINIMAL, checked=False),
    heading=Heading(id="small", version="1.0", names=names("小包", "Small"), since=date(2012, 1, 1)),
    vocabulary=VOCABULARY,
    facts=FACTS,
    digest="0" * 64,
)

HEADS = ("组织编码", "组织名称", "组织类别", "层级", "领域", "上级组织编码", "成立日期", "单位名称", "书记姓名")
COUNTY = (
    ("C", "某县委", "党委", "县", "", "", "1949-12-01", "", ""),
    ("C1", "甲乡党委", "党委", "乡镇", "", "C", "", "", ""),
    ("C2", "乙乡党委", "党委", "乡镇", "", "C", "", "", ""),
    ("C101", "东村支部", "党支部", "", "村", "C1", "200203", "东村", "李某"),
    ("C102", "西村支部", "党支部", "", "村", "C1", "2001年2月7日", "西村", ""),
    ("C201", "某厂支部", "党支部", "", "企业", "C2", "2010.5", "某厂", "王某"),
)


def open_round(number: int = 1) -> Round:
    """Open a round of the small pack."""
    day = date(2012, 6, 30)
    cycle, _ = Cycle.objects.get_or_create(
        code="2012",
        defaults={
            "name": "小包",
            "pack": "small",
            "pack_version": "1.0",
            "pack_digest": PACK.digest,
            "starts_on": date(2012, 1, 1),
            "ends_on": date(2012, 12, 31),
        },
    )
    return Round.objects.create(
        cycle=cycle, number=number, opens_on=day, entry_deadline=day, closes_on=day, tree_on=day
    )
