"""The made-up answers: near the published shares, inside their bounds, equal on every engine, faulty on purpose."""

from collections import Counter
from functools import cache

import numpy as np
import pytest

from jishi.core import reference
from jishi.core.result import Result
from jishi.engines import duckdb, native
from jishi.sample.answers.shapes import FactShape
from jishi.sample.answers.targets import INFLATED_TOWNSHIP
from jishi.sample.workbooks import written
from tests import county as made


@cache
def _result() -> Result:
    return native.run(made.assessment(), made.snapshot())


def _value(formula: str, code: str) -> int | None:
    column, row = _result().columns[formula], made.row_of(code)
    return int(column.values[row]) if column.valid[row] else None


def _shares(codes: list[str]) -> dict[int | None, float]:
    counts = Counter(_value("proposal", code) for code in codes)
    return {rank: 100 * count / len(codes) for rank, count in counts.items()}


def test_grades_come_near_the_shares_of_one_county_of_2012():
    shares = _shares([one.code for one in made.county().graded])

    assert shares[1] == pytest.approx(10.1, abs=2)
    assert shares[2] == pytest.approx(60.6, abs=3)
    assert shares[3] == pytest.approx(20.1, abs=3)
    assert shares[4] == pytest.approx(9.2, abs=2)


def test_more_than_seven_and_a_half_percent_of_villages_are_poor():
    shares = _shares([one.code for one in made.county().graded if one.domain == "village"])

    assert shares[4] > 7.5


def test_one_township_is_inflated():
    inside = [one.code for one in made.county().graded if one.place.startswith(INFLATED_TOWNSHIP)]
    outside = [one.code for one in made.county().graded if not one.place.startswith(INFLATED_TOWNSHIP)]

    assert _shares(inside)[1] > 3 * _shares(outside)[1]
    assert 4 not in _shares(inside)


def test_about_eight_percent_of_the_answers_are_missing():
    asked = answered = 0
    for one in made.county().graded:
        reads = {fact for facts in made.county().rulebook(one.domain or "").reads.values() for fact in facts}
        row = made.row_of(one.code)
        asked += len(reads)
        answered += sum(bool(made.snapshot().facts[fact].valid[row]) for fact in reads)

    assert 4 < 100 * (asked - answered) / asked < 11


def test_every_value_lies_inside_the_bounds_of_its_fact():
    now, before = made.said()

    shapes = {shape.id: shape for shape in made.county().standards.shapes}
    outside = [one for one in [*now, *before] if not shapes[one.fact].least <= one.value <= shapes[one.fact].most]

    assert not outside
    assert all(one.source in shapes[one.fact].sources for one in now)


@pytest.mark.parametrize("engine", [duckdb.run, reference.evaluate], ids=["duckdb", "reference"])
def test_every_engine_grades_the_county_the_same_to_the_bit(engine):
    assert _result().differences(engine(made.assessment(), made.snapshot())) == ()


def _unit(fault: str) -> str:
    return next(one.unit for one in made.county().faults if one.id == fault)


@pytest.mark.parametrize(
    ("fault", "limit"),
    [("secretary-vacant", "secretary-vacant"), ("no-activity", "no-activity")],
)
def test_some_faults_make_a_branch_poor_whatever_its_score(fault, limit):
    unit = _unit(fault)

    assert _value(f"limit:{limit}", unit) == 1
    assert _value("proposal", unit) == 4
    assert (_value("band", unit) or 0) < 4


@pytest.mark.parametrize(
    ("fault", "limit"),
    [("public-at-86-percent", "satisfaction-under-90"), ("term-overdue", "term-overdue")],
)
def test_some_faults_cap_a_good_score_at_average(fault, limit):
    unit = _unit(fault)

    assert _value(f"limit:{limit}", unit) == 1
    assert (_value("band", unit) or 9) <= 2
    assert _value("proposal", unit) == 3


def test_a_branch_that_left_the_five_survey_items_blocks_its_grade():
    assert _value("rule:R06", _unit("survey-not-answered")) == 1


def test_an_office_that_answered_a_third_gets_no_proposal():
    unit = _unit("mostly-unanswered")

    assert _value("proposal", unit) is None
    assert (_value("scoreable", unit) or 0) < 8000


def test_a_tally_of_fewer_than_five_members_is_nobodys_to_see():
    small = [one for one in made.county().graded if one.members < 5]
    column = made.snapshot().facts["members-satisfaction"]

    assert small
    assert not any(column.valid[made.row_of(one.code)] for one in small)


def test_the_answers_of_a_unit_are_the_same_every_time():
    one = made.county().graded[7]

    first, second = made.county().answers(one), made.county().answers(one)

    assert first == second


def test_the_branches_speak_a_little_better_of_themselves_than_the_register():
    now, _ = made.said()
    by_source: dict[tuple[str, str], dict[str, int]] = {}
    for one in now:
        by_source.setdefault((one.unit, one.fact), {})[one.source] = one.value

    both = [found for found in by_source.values() if {"register", "self"} <= set(found)]
    differ = np.mean([found["register"] != found["self"] for found in both])

    assert 0.02 < differ < 0.3


def test_a_share_below_zero_is_written_as_a_clerk_writes_it() -> None:
    growth = FactShape("growth", "share", -100_00, 100_00, ("register",))

    assert written(growth, -192) == "-1.92%"
