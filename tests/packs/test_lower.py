"""What a pack becomes for the engines, against numbers worked out by hand."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.core.reference import Evaluator, Program, UnitFacts
from jishi.packs.load import load
from jishi.packs.lower import core_rules, lower
from tests.packs.folders import MINIMAL
from tests.packs.units import ASSESSMENT, alone, values

PACK = load(MINIMAL)
PROGRAM = Program.of(ASSESSMENT)
OWN, SHARED, NONE = 0, 1, 2


def test_the_formulas_have_the_names_that_everybody_relies_on() -> None:
    names = {formula.id for formula in ASSESSMENT.formulas if formula.domain == "town"}

    assert names == {
        "indicator:meetings",
        "indicator:content",
        "indicator:room",
        "indicator:funds",
        "dimension:life",
        "dimension-possible:life",
        "dimension:place",
        "dimension-possible:place",
        "scoreable",
        "score",
        "band",
        "limit:not-content",
        "limit:vacant",
        "proposal",
        "view:two:people",
        "view:two:things",
    }
    assert {formula.id for formula in ASSESSMENT.formulas if formula.domain is None} == {"rule:R01", "rule:R02"}


def test_a_full_house_is_hundred_points_everywhere() -> None:
    told = values(
        alone({"meetings-missed": 0, "content-share": 9500, "room": OWN, "money": 500_000, "chair-vacant": 0})
    )

    assert told["score"] == told["scoreable"] == told["view:two:things"] == 10_000
    assert told["dimension:life"] == told["dimension-possible:life"] == 6_000
    assert told["band"] == told["proposal"] == 1


def test_points_won_are_told_in_hundredths_of_a_point() -> None:
    told = values(alone({"meetings-missed": 1, "content-share": 9499, "room": SHARED, "money": 499_999}))

    assert told["dimension:life"] == 40_00
    assert told["dimension:place"] == 27_50
    assert told["score"] == 67_50


def test_what_is_not_scored_leaves_both_sums_and_the_quotient_is_rounded_down() -> None:
    told = values(alone({"meetings-missed": 0, "room": SHARED, "money": 500_000}))

    # (40 + 22.50 + 10) / 80 = 90.625 %
    assert told["scoreable"] == 80_00
    assert told["score"] == 90_62
    assert told["dimension-possible:life"] == 40_00


def test_zero_counts_a_missing_record_as_nothing_earned() -> None:
    told = values(alone({}))

    assert told["indicator:meetings"] == 0
    assert told["indicator:funds"] == 0


def test_a_dimension_of_which_nothing_is_known_has_no_points_rather_than_none() -> None:
    circles = PACK.standard_by_id["circles"]
    open_rows = tuple(replace(row, when_missing="not-scored") for row in circles.indicators)
    pack = replace(PACK, standards=(replace(circles, indicators=open_rows),))

    told = values(alone({"money": 0}), lower(pack))

    assert told["dimension:life"] is None
    assert told["dimension-possible:life"] == 0
    assert told["dimension:place"] == 0
    assert told["dimension-possible:place"] == 10_00
    assert told["view:two:people"] is None


def test_the_last_round_speaks_when_this_one_is_silent() -> None:
    before = {"room": SHARED}

    assert values(alone({}, previous=before))["indicator:room"] == 75_00
    assert values(alone({"room": NONE}, previous=before))["indicator:room"] == 0
    assert values(alone({}))["indicator:room"] is None


def test_under_the_least_number_of_known_points_there_is_no_score_and_no_grade() -> None:
    told = values(alone({"meetings-missed": 0, "money": 500_000}))

    assert told["scoreable"] == 50_00
    assert told["score"] is told["band"] is told["proposal"] is None


# At 80 % content half of 20 points is lost: 90 points, good. Below, all of them: 80 points, fair, capped at plain.
@pytest.mark.parametrize(("share", "band", "proposal"), [(8000, 1, 1), (7999, 2, 3)])
def test_a_cap_holds_below_its_line(share: int, band: int, proposal: int) -> None:
    told = values(alone({"meetings-missed": 0, "content-share": share, "room": OWN, "money": 500_000}))

    assert (told["band"], told["proposal"]) == (band, proposal)


def test_a_unit_of_a_domain_without_standard_has_no_score() -> None:
    told = values(alone({"meetings-missed": 0, "room": OWN, "chair-vacant": 1}, domain=1))

    assert told["score"] is None
    assert told["proposal"] is None
    assert told["rule:R01"] == 0


def test_rules_are_one_where_violated_and_null_where_nobody_knows() -> None:
    assert values(alone({}))["rule:R01"] == 1
    assert values(alone({}))["rule:R02"] is None
    assert values(alone({"money": 0}))["rule:R02"] == 1


def test_a_rule_that_ended_is_not_lowered() -> None:
    later = lower(PACK, date(2011, 12, 31))

    assert not [formula for formula in later.formulas if formula.id.startswith(("indicator:", "limit:"))]


def test_bounds_are_whole_numbers_of_the_smallest_unit() -> None:
    assert ASSESSMENT.bounds == {
        "meetings-missed": (0, 4),
        "content-share": (0, 10_000),
        "room": (0, 2),
        "money": (0, 10_000_000),
        "chair-vacant": (0, 1),
    }


def test_rules_carry_their_message_in_three_languages() -> None:
    answered, _ = core_rules(PACK)

    assert answered.severity == "block"
    assert answered.message["zh-Hant"] == "請回答場地。"
    assert answered.mends == "secretary"


def by_hand(missed: int | None, share: int | None, room: int | None, money: int | None) -> int | None:
    """The score in hundredths, as docs/explanation/scoring.md tells it."""
    rows = [
        (4000, 0 if missed is None else 10_000 - 2_500 * missed),
        (2000, None if share is None else 10_000 if share >= 9500 else 5_000 if share >= 8000 else 0),
        (3000, None if room is None else (10_000, 7_500, 0)[room]),
        (1000, 0 if money is None else 10_000 if money >= 500_000 else 5_000 if money >= 100_000 else 0),
    ]
    known = [(weight, earned) for weight, earned in rows if earned is not None]
    base = sum(weight for weight, _ in known)
    return sum(weight * earned for weight, earned in known) // base if base >= 6000 else None


CORNERS = list(
    product(
        (None, 0, 1, 4),
        (None, 0, 7999, 8000, 9499, 9500, 10_000),
        (None, OWN, SHARED, NONE),
        (None, 0, 99_999, 100_000, 499_999, 500_000),
    )
)


def test_every_boundary_on_both_sides_equals_the_hand_computation() -> None:
    wrong = [corner for corner in CORNERS if scored(corner) != by_hand(*corner)]

    assert wrong == []


def scored(corner: tuple[int | None, ...]) -> int | None:
    """Return the score of a unit with these facts."""
    names = ("meetings-missed", "content-share", "room", "money")
    facts = {name: value for name, value in zip(names, corner, strict=True) if value is not None}
    return Evaluator(PROGRAM, UnitFacts("town", facts)).formula("score")


@given(
    st.none() | st.integers(0, 4),
    st.none() | st.integers(0, 10_000),
    st.none() | st.integers(0, 2),
    st.none() | st.integers(0, 10_000_000),
)
def test_any_facts_equal_the_hand_computation(
    missed: int | None, share: int | None, room: int | None, money: int | None
) -> None:
    corner = (missed, share, room, money)

    assert scored(corner) == by_hand(*corner)


def test_an_alternative_standard_counts_only_when_it_is_chosen() -> None:
    circles = PACK.standard_by_id["circles"]
    only_meetings = replace(
        circles,
        id="other",
        status="alternative",
        dimensions=circles.dimensions[:1],
        indicators=circles.indicators[:1],
        views=(),
    )
    pack = replace(PACK, standards=(circles, only_meetings))
    unit = alone({"meetings-missed": 1, "room": NONE})

    assert values(unit, lower(pack))["scoreable"] == 80_00
    assert values(unit, lower(pack, chosen={"town": "other"}))["scoreable"] == 40_00
