"""Values as written and the whole numbers that they are."""

from dataclasses import replace
from datetime import date

import pytest

from jishi.packs.amounts import Unfit, bounds, to_integer, to_text
from jishi.packs.load import load
from tests.packs.folders import MINIMAL

WIDEN = "Correct the value, or widen the range of the fact."
FACTS = load(MINIMAL).fact_by_id


@pytest.mark.parametrize(
    ("fact", "written", "whole"),
    [
        ("content-share", "95", 9500),
        ("content-share", "94.99", 9499),
        ("money", "0.01", 1),
        ("money", "100000", 10_000_000),
        ("room", "shared", 1),
        ("chair-vacant", "yes", 1),
        ("chair-vacant", "false", 0),
        ("meetings-missed", "4", 4),
    ],
)
def test_a_written_value_is_kept_exactly(fact: str, written: str, whole: int) -> None:
    assert to_integer(FACTS[fact], written) == whole


@pytest.mark.parametrize(
    ("fact", "written", "told"),
    [
        ("content-share", "94.995", '94.995 has more decimals than "content-share" keeps. Use at most 2 decimals.'),
        ("meetings-missed", "1.5", '1.5 has more decimals than "meetings-missed" keeps. Use at most 0 decimals.'),
        ("room", "rented", '"rented" is not an answer of "room". Write one of: own, shared, none.'),
        ("chair-vacant", "maybe", '"maybe" is not an answer of "chair-vacant". Write yes or no.'),
        ("money", "many", '"many" is not a number, and "money" is one. Write digits only, without its unit.'),
        ("meetings-missed", "-1", f'-1 is outside the range of "meetings-missed", 0 to 4. {WIDEN}'),
    ],
)
def test_an_unfit_value_is_told_with_what_to_write(fact: str, written: str, told: str) -> None:
    with pytest.raises(Unfit) as unfit:
        to_integer(FACTS[fact], written)

    assert str(unfit.value) == told


def test_whole_numbers_are_written_back_in_the_unit_of_the_fact() -> None:
    assert to_text(FACTS["content-share"], 9499) == "94.99"
    assert to_text(FACTS["room"], 1) == "shared"
    assert to_text(FACTS["chair-vacant"], 0) == "no"
    assert to_text(FACTS["meetings-missed"], 3) == "3"


def test_a_day_without_range_lies_in_two_centuries() -> None:
    founded = replace(FACTS["meetings-missed"], type="date", range=None)

    assert bounds(founded) == (date(1900, 1, 1).toordinal(), date(2100, 12, 31).toordinal())
    assert to_integer(founded, "2012-03-31") == date(2012, 3, 31).toordinal()
