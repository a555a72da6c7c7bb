"""The made-up province: as many as was asked for, and nobody who could be real."""

from itertools import chain
from pathlib import Path

import openpyxl

from jishi.core.people import identity, phones
from jishi.sample.province import MEMBER_HEADS, UNIT_HEADS, Province

SMALL = Province(400, 3_000)


def people() -> list[dict[str, str]]:
    rows = chain.from_iterable(SMALL.people(county) for county in range(len(SMALL.counties)))
    return [dict(zip(MEMBER_HEADS, row, strict=True)) for row in rows]


def test_there_are_as_many_units_and_members_as_were_asked_for_and_every_parent_comes_first() -> None:
    known = {""}
    units = list(SMALL.register())
    for row in units:
        assert row[5] in known
        known.add(row[0])

    assert len(units) == len(known) - 1 == 400
    assert sum(SMALL.sizes().values()) == len(people()) == 3_000


def test_every_number_is_one_that_no_person_has_and_no_two_persons_share() -> None:
    found = people()

    assert {identity.fault_of(each["公民身份证号"]) for each in found} == {None}
    assert {each["公民身份证号"][:6] for each in found} == {"000000"}
    assert {phones.fault_of(each["手机号"]) for each in found} == {None}
    assert {each["手机号"][:3] for each in found} == {"000"}
    assert len({each["公民身份证号"] for each in found}) == 3_000
    assert not any(identity.looks_ruined(each["公民身份证号"]) for each in found)
    assert all("某" in each["姓名"] for each in found)


def test_the_same_seed_gives_the_same_province() -> None:
    assert list(Province(400, 3_000).register()) == list(SMALL.register())
    assert list(Province(400, 3_000).people(0)) == list(SMALL.people(0))


def test_each_county_has_a_workbook_of_its_own(tmp_path: Path) -> None:
    register, *rosters = SMALL.books(tmp_path)

    assert register.name == "register.xlsx"
    assert [file.name for file in rosters] == [f"members-{code}.xlsx" for code in SMALL.counties]
    rows = openpyxl.load_workbook(rosters[0]).worksheets[0].max_row
    assert rows == 1 + SMALL.sizes()[SMALL.counties[0]]


def test_every_cell_of_the_register_stands_under_a_head() -> None:
    first = dict(zip(UNIT_HEADS, next(SMALL.register()), strict=True))

    assert (first["组织编码"], first["成立日期"], first["书记任职日期"]) == ("99", "1949-10-01", "2011-01-10")
