"""A made-up province as workbooks: one register, and the members of each county in a workbook of their own.

Everything follows from the seed. Rows are made while they are written, so a province of four million members never
stands in memory. Nobody can take it for a real one: places are numbered by the calendar's cycle, persons are called
某, identity numbers begin with a division code that no place has, telephones with an area code that no place has.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import chain, pairwise
from pathlib import Path

import numpy as np
import xlsxwriter
from numpy.typing import NDArray

from jishi.core.people.identity import check_digit
from jishi.sample.names import CYCLE, person_name
from jishi.sample.workbooks import REGISTER_HEADS

UNITS, MEMBERS = 186_000, 4_000_000
REGISTER = "register.xlsx"
# A register as offices keep it names the secretary beside each unit.
UNIT_HEADS = (*REGISTER_HEADS, "书记姓名", "书记任职日期")
MEMBER_HEADS = (
    "姓名",
    "性别",
    "公民身份证号",
    "民族",
    "学历",
    "人员类别",
    "党支部编码",
    "入党时间",
    "转正时间",
    "手机号",
)
# Units that are not branches, for each unit of a province of the full size: cities, counties, townships.
_ABOVE = (20, 125, 3_000)
_TOP = "99"
# No place has this division code, none this area code.
_NOWHERE, _NO_AREA = "000000", "000"
_DOMAINS = ("村", "社区", "机关", "非公有制企业", "中小学", "村", "国有企业", "村", "社会组织", "村")
_PEOPLE = ("汉族", "汉族", "汉族", "土家族", "汉族", "苗族")
_SCHOOLS = ("初中", "高中", "大专", "本科", "小学")


@dataclass(frozen=True)
class Province:
    """What a province is made of.

    Attributes:
        units: how many, all levels together.
        members: how many, over all branches.
        seed: from which everything follows.
    """

    units: int = UNITS
    members: int = MEMBERS
    seed: int = 2012

    @cached_property
    def levels(self) -> tuple[NDArray[np.int64], ...]:
        """The parent of each city, county, township and branch: its place in the level above."""
        chance = np.random.default_rng(self.seed)
        above = [max(1, number * self.units // UNITS) for number in _ABOVE]
        sizes = (1, *above, max(above[-1], self.units - 1 - sum(above)))
        found = []
        for parents, count in pairwise(sizes):
            weights = chance.lognormal(sigma=0.4, size=parents)
            children = 1 + chance.multinomial(count - parents, weights / weights.sum())
            found.append(np.repeat(np.arange(parents), children))
        return tuple(found)

    @cached_property
    def in_branch(self) -> NDArray[np.int64]:
        """How many members each branch has."""
        branches = len(self.levels[-1])
        weights = np.random.default_rng([self.seed, 1]).lognormal(sigma=0.6, size=branches)
        return np.random.default_rng([self.seed, 2]).multinomial(self.members, weights / weights.sum())

    @cached_property
    def codes(self) -> tuple[tuple[str, ...], ...]:
        """The code of every unit, level by level; a code begins with that of the unit above."""
        found: list[tuple[str, ...]] = [(_TOP,)]
        for place, parents in enumerate(self.levels):
            width = (2, 2, 3, 4)[place]
            starts = np.searchsorted(parents, parents)
            numbers = np.arange(len(parents)) - starts + 1
            above = found[-1]
            found.append(tuple(f"{above[p]}{n:0{width}d}" for p, n in zip(parents, numbers, strict=True)))
        return tuple(found)

    @property
    def counties(self) -> tuple[str, ...]:
        """The codes of the counties."""
        return self.codes[2]

    def register(self) -> Iterator[tuple[str, ...]]:
        """Yield the row of every unit, those above before those below."""
        yield (_TOP, "甲子省委（虚构）", "地方党委", "省", "", "", "1949-10-01", person_name(0), "2011-01-10")
        kinds = (("地方党委", "市（地、州、盟）"), ("地方党委", "县（市、区、旗）"), ("基层党委", "乡镇（街道）"))
        words = ("市委", "县委", "镇党委")
        number = 0
        for place, parents in enumerate(self.levels[:-1]):
            for at, parent in enumerate(parents):
                number += 1
                name = f"{_word(at)}{words[place]}（虚构）"
                yield self._unit(place, at, (int(parent), number), (name, *kinds[place], ""))
        for at, parent in enumerate(self.levels[-1]):
            number += 1
            domain = _DOMAINS[at % len(_DOMAINS)]
            yield self._unit(3, at, (int(parent), number), (f"{_word(at)}{domain}党支部", "党支部", "支部", domain))

    def _unit(self, place: int, at: int, where: tuple[int, int], said: Sequence[str]) -> tuple[str, ...]:
        parent, number = where
        founded = date(1980, 1, 1) + timedelta(days=number * 37 % 11_000)
        since = date(2010, 1, 1) + timedelta(days=number % 600)
        codes = self.codes
        # Every fortieth branch has no secretary.
        led = ("", "") if number % 40 == 0 else (person_name(number % 5_000), since.isoformat())
        return (codes[place + 1][at], *said, codes[place][parent], founded.isoformat(), *led)

    def people(self, county: int) -> Iterator[tuple[str, ...]]:
        """Yield the row of every member of a county, by branch."""
        townships = np.flatnonzero(self.levels[2] == county)
        first, last = np.searchsorted(self.levels[3], [townships[0], townships[-1] + 1])
        number = int(self.in_branch[:first].sum())
        for branch in range(int(first), int(last)):
            code = self.codes[4][branch]
            for _ in range(int(self.in_branch[branch])):
                yield _member(number, code)
                number += 1

    def sizes(self) -> dict[str, int]:
        """Return county → how many members it has."""
        county = self.levels[2][self.levels[3]]
        totals = np.bincount(county, weights=self.in_branch, minlength=len(self.counties))
        return {code: int(total) for code, total in zip(self.counties, totals, strict=True)}

    def books(self, folder: Path) -> Iterator[Path]:
        """Write the register, then one workbook of members for each county; yield each when it is written."""
        folder.mkdir(parents=True, exist_ok=True)
        _book(folder / REGISTER, "登记册", UNIT_HEADS, self.register())
        yield folder / REGISTER
        for number, code in enumerate(self.counties):
            self.write_people(folder / f"members-{code}.xlsx", [number])
            yield folder / f"members-{code}.xlsx"

    def write_people(self, path: Path, counties: Iterable[int]) -> None:
        """Write the members of counties into one workbook."""
        _book(path, "党员花名册", MEMBER_HEADS, chain.from_iterable(self.people(county) for county in counties))


def _word(number: int) -> str:
    """Return a made-up place name: two words of the cycle, then a number."""
    rest, first = divmod(number, 60)
    again, second = divmod(rest, 60)
    return f"{CYCLE[first]}{CYCLE[second]}{again or ''}"


def _member(number: int, code: str) -> tuple[str, ...]:
    # 17,000 days with 990 numbers each, none of which ends with two zeros, as if a sheet had ruined it.
    day, place = divmod(number, 990)
    serial = place + place // 99 + 1
    born = date(1940, 1, 1) + timedelta(days=day % 17_000)
    first = f"{_NOWHERE}{born:%Y%m%d}{serial:03d}"
    joined = date(1970, 1, 1) + timedelta(days=max(0, (born - date(1952, 1, 1)).days) + number % 3_000)
    full = joined + timedelta(days=365)
    probationary = number % 50 == 0
    return (
        person_name(number % 5_000),
        "男" if serial % 2 else "女",
        first + check_digit(first),
        _PEOPLE[number % len(_PEOPLE)],
        _SCHOOLS[number % len(_SCHOOLS)],
        "预备党员" if probationary else "正式党员",
        code,
        joined.isoformat(),
        "" if probationary else full.isoformat(),
        f"{_NO_AREA}{number:08d}",
    )


def _book(path: Path, tab: str, heads: Sequence[str], rows: Iterator[tuple[str, ...]]) -> None:
    # Rows go to the disk as they come; codes and numbers stay text, so that their zeros stay.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"created": date(2012, 4, 10), "title": "虚构示例"})
        sheet = book.add_worksheet(tab)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head)
        for number, cells in enumerate(rows, start=1):
            for column, (_, cell) in enumerate(zip(heads, cells, strict=True)):
                if cell:
                    sheet.write_string(number, column, cell)
