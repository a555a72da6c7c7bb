"""The lists of the sample's office: members, posts, workplaces, members away, transfers, grids and area types."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jishi.sample.chance import dice
from jishi.sample.life.life import Life
from jishi.sample.life.members import Somebody
from jishi.sample.life.workplaces import Workplace
from jishi.sample.workbooks import Cell, Words, write_list

_STATUS = {
    "full": "正式党员",
    "probationary": "预备党员",
    "candidate": "发展对象",
    "activist": "入党积极分子",
    "applicant": "入党申请人",
}
_POSTS = {
    "secretary": "书记",
    "deputy-secretary": "副书记",
    "organisation-member": "组织委员",
    "publicity-member": "宣传委员",
    "member": "委员",
}
_CHANNELS = {
    "elected-here": "本组织党员中选举产生",
    "office": "上级党政机关选派",
    "state-enterprise": "国有企事业单位选派",
    "graduate-official": "大学生村官中选拔",
    "open-call": "面向社会选聘",
    "": "",
}
_STATES = {
    "asked": "已申请",
    "released": "已开介绍信",
    "accepted": "已接收",
    "refused": "未同意",
}
_OWNERSHIPS = {
    "state": "国有",
    "collective": "集体",
    "private": "私营",
    "foreign": "外商投资",
    "overseas": "港澳台投资",
}
_SIZES = {"above-scale": "规模以上", "below-scale": "规模以下", "micro": "小微"}
_SITES = {"street": "商业街", "market": "专业市场", "zone": "园区", "building": "商务楼宇"}
_MEMBERS = (
    "姓名", "性别", "民族", "出生日期", "学历", "人员类别", "党支部编码", "进入支部日期", "申请入党日期",
    "确定积极分子日期", "确定发展对象日期", "加入党组织日期", "转为正式党员日期", "工作岗位",
)  # fmt: skip
_WORKPLACES = (
    "单位代码", "单位名称", "单位性质类别", "领域", "所有制", "规模", "所在区域", "属地组织编码", "本单位组织编码",
    "联建组织编码", "从业人数", "党员数", "正式党员数", "有工会", "有共青团", "成立日期", "组建期限",
)  # fmt: skip
_STREETS = ("00101", "00102", "00103", "00104", "00105", "00106")
_OLD_BASES = ("00112", "00113")


@dataclass(frozen=True)
class Books:
    """The files of the office, in the order in which they come in.

    Attributes:
        workplaces, members, posts: registers.
        lists: kind of a list → its file.
    """

    workplaces: Path
    members: Path
    posts: Path
    lists: Mapping[str, Path]


def write(life: Life, folder: Path, words: Words) -> Books:
    """Write every list into a folder."""
    names = {one.code: one.name for one in life.units}
    books = Books(
        folder / "workplaces.xlsx",
        folder / "members.xlsx",
        folder / "posts.xlsx",
        {kind: folder / f"{kind}.xlsx" for kind in ("traits", "grids", "floating", "transfers")},
    )
    write_list(books.workplaces, "单位台账", _WORKPLACES, (_workplace(one, words) for one in life.workplaces))
    write_list(books.members, "党员花名册", _MEMBERS, map(_member, life.people))
    write_list(
        books.posts,
        "职务任职表",
        ("组织编码", "组织名称", "职务", "姓名", "任职日期", "届满日期", "来源渠道"),
        _posts(life, names),
    )
    for kind, (heads, rows) in _lists(life, names).items():
        write_list(books.lists[kind], kind, heads, rows)
    return books


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _yes(known: bool | None) -> str:
    return "" if known is None else "是" if known else "否"


def _member(one: Somebody) -> Sequence[Cell]:
    days = (one.since, one.applied, one.activist, one.candidate, one.joined, one.full)
    return (
        one.name,
        "女" if one.woman else "男",
        "汉族",
        _day(one.born),
        one.schooling,
        _STATUS[one.status],
        one.branch,
        *map(_day, days),
        one.work,
    )


def _workplace(one: Workplace, words: Words) -> Sequence[Cell]:
    return (
        one.code,
        one.name,
        one.kind,
        words.domains[one.domain],
        _OWNERSHIPS.get(one.ownership, ""),
        _SIZES.get(one.size, ""),
        _SITES.get(one.area, ""),
        one.place,
        one.unit,
        one.joint,
        *("" if count is None else count for count in (one.employees, one.members, one.full)),
        _yes(one.union),
        _yes(one.league),
        _day(one.opened),
        _day(one.due),
    )


def _posts(life: Life, names: Mapping[str, str]) -> Iterator[Sequence[Cell]]:
    for code, posts in life.posts.items():
        for held in posts:
            days = (_day(held.since), _day(held.term_end))
            yield code, names[code], _POSTS[held.kind], held.holder, *days, _CHANNELS[held.channel]


Rows = Iterable[Sequence[Cell]]


def _lists(life: Life, names: Mapping[str, str]) -> Mapping[str, tuple[Sequence[str], Rows]]:
    return {
        "traits": (
            ("组织编码", "组织名称", "地区类型", "城市类别", "起始日期"),
            [
                *((code, names[code], "", "县城", "2012-01-01") for code in _STREETS if code in names),
                *((code, names[code], "革命老区", "", "2012-01-01") for code in _OLD_BASES if code in names),
            ],
        ),
        "grids": (("组织编码", "组织名称", "网格名称", "户数", "人口数", "服务团队", "起始日期"), _grids(life)),
        "floating": (
            ("组织编码", "组织名称", "姓名", "流入地", "接收组织编码", "活动证号", "流出日期", "最近联系日期"),
            (
                (
                    each.who.branch, names[each.who.branch], each.who.name, each.place, each.receiving,
                    each.certificate, _day(each.since), _day(each.heard),
                )
                for each in life.away
            ),
        ),
        "transfers": (
            ("组织编码", "组织名称", "姓名", "转入组织编码", "办理情况", "介绍信编号", "原因", "起始日期"),
            (
                (
                    each.who.branch, names[each.who.branch], each.who.name, each.to, _STATES[each.state],
                    each.letter, "工作变动" if each.state != "refused" else "党费未缴清", _day(each.on),
                )
                for each in life.transfers
            ),
        ),
    }  # fmt: skip


def _grids(life: Life) -> Iterator[Sequence[Cell]]:
    for one in life.units:
        if one.domain == "community":
            chance = dice("grids", one.code)
            for number in "一二三":
                residents = one.served // 3 + chance.randint(-60, 60)
                team = f"网格长1人，网格员{chance.randint(2, 4)}人，党员楼栋长{chance.randint(3, 9)}人"
                yield (
                    one.code, one.name, f"第{number}网格", max(20, residents // 3), max(60, residents), team,
                    "2011-06-01",
                )  # fmt: skip
