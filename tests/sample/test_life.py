"""The made-up life of the county: as many members as the register of units counts, nobody in two places."""

import re
from collections import Counter
from datetime import date

import pytest

from jishi.core.people.stages import Way, faults
from jishi.sample.life.calendar import KEPT_ON
from jishi.sample.life.life import Life
from jishi.sheets.reading import read
from tests import county as made


@pytest.fixture(scope="module")
def life() -> Life:
    return made.county().life


def test_every_branch_has_the_members_that_the_register_counts(life: Life) -> None:
    found = Counter(one.branch for one in life.people if one.is_member)

    assert found == {one.code: one.members for one in made.county().units if one.kind == "branch"}
    assert found.total() == made.county().units[0].members


def test_people_are_on_every_stage_of_the_way(life: Life) -> None:
    stages = Counter(one.status for one in life.people)

    assert set(stages) == {"full", "probationary", "candidate", "activist", "applicant"}
    assert 0.02 < stages["probationary"] / stages["full"] < 0.04


def test_the_dates_of_nobody_contradict_each_other(life: Life) -> None:
    wrong = [
        one.name
        for one in life.people
        for _fault in faults(
            Way(
                one.status,
                one.since,
                applied_on=one.applied,
                activist_on=one.activist,
                candidate_on=one.candidate,
                joined_on=one.joined,
                full_on=one.full,
                born_on=one.born,
            ),
            KEPT_ON,
        )
    ]

    assert not wrong


def test_every_name_is_made_up_and_given_once(life: Life) -> None:
    names = [one.name for one in life.people]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r".某[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]?", name) for name in names)


def test_nobody_holds_two_posts_and_every_holder_is_a_full_member_below(life: Life) -> None:
    held = [one for posts in life.posts.values() for one in posts if one.holder]
    branch = {one.name: one.branch for one in life.people if one.status == "full"}

    twice = {one.holder for one in life.posts[next(each.also for each in life.planted if each.also)][:1]}
    assert {name for name, count in Counter(one.holder for one in held).items() if count > 1} == twice
    assert all(branch[one.holder].startswith(one.unit) for one in held)


def test_only_planted_posts_are_vacant(life: Life) -> None:
    vacant = {(one.unit, one.kind) for posts in life.posts.values() for one in posts if not one.holder}

    assert vacant == {(one.unit, one.vacant) for one in life.planted if one.vacant}


def test_no_term_ends_in_the_year_unless_it_is_planted(life: Life) -> None:
    ending = {
        one.unit for posts in life.posts.values() for one in posts if one.term_end and one.term_end.year <= 2012
    }

    assert ending == {one.unit for one in life.planted if one.ends}


def test_every_weak_unit_but_one_has_a_helper(life: Life) -> None:
    helped = {sent.unit for sent in life.helpers}

    assert {one.code for one in life.weak} - helped == {one.unit for one in life.planted if one.forgotten}


def test_whoever_is_away_or_moves_holds_no_post(life: Life) -> None:
    gone = {each.who.name for each in (*life.away, *life.transfers)}

    assert not gone & life.busy
    assert all(each.heard <= KEPT_ON and each.since < each.heard for each in life.away)


def test_the_sheets_hold_no_number_that_could_be_somebodys() -> None:
    book = read(made.sheets().life.members)
    texts = {str(cell) for sheet in book.sheets for row in sheet.rows for cell in row}

    assert not any(re.search(r"\d{11}", text) for text in texts)


def test_the_life_is_the_same_every_time(life: Life) -> None:
    again = Life(life.units, life.graded, life.targets, life.faults)

    assert again.people[::997] == life.people[::997]
    assert again.workplaces == life.workplaces
    assert again.helpers == life.helpers


def test_nothing_in_the_registers_lies_after_the_day_they_were_kept(life: Life) -> None:
    days: list[date | None] = [one.since for one in life.people]
    days += [held.since for posts in life.posts.values() for held in posts]
    days += [one.opened for one in life.workplaces]

    assert max(day for day in days if day) <= KEPT_ON
