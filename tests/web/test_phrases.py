"""Rules of a pack in words, as the pack browser and the why page say them."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from jishi.packs.load import load
from jishi.packs.pack import Pack
from jishi.web.phrases import Phrases
from tests.packs.folders import SHIPPED

YEAR = next(folder for folder in SHIPPED if folder.name == "year-2012")


@pytest.fixture(scope="module")
def year() -> Pack:
    return load(YEAR, checked=False)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield


def points(pack: Pack, standard: str, row: str) -> str:
    indicator = next(each for each in pack.standard_by_id[standard].indicators if each.id == row)
    return Phrases(pack).score(indicator.score, None)[0]


def test_a_choice_is_said_with_all_its_entries_and_never_as_code(year: Pack) -> None:
    said = Phrases(year).expression(year.rule_by_id["R08"].when.content)

    assert "“Grade decided” [Good: 1; Fairly good: 2; Average: 3; Poor: 4] ≠ the proposed grade" in said
    assert "lookup" not in said


def test_hundredths_of_a_row_are_said_in_percent(year: Pack) -> None:
    assert points(year, "community", "plan-done") == (
        "the greatest of (“Plan items done”; “Plan items done” [≥ 90%: 100%; otherwise 0])"
    )


def test_what_is_taken_together_stands_in_brackets(year: Pack) -> None:
    """Given 100 % less a sum divided by 12, the sum needs brackets: without them only its last part is divided."""
    assert points(year, "community", "meetings") == (
        "100% − (2 × “Members’ meetings and lectures missing” + “Committee and group meetings missing”) × 100% ÷ 12"
    )


def test_what_stands_in_for_the_unknown_is_said(year: Pack) -> None:
    assert "(“Collective petitions upheld” > 0) (0 where not known)" in points(year, "community", "petitions")


def test_no_row_of_the_year_is_said_as_code(year: Pack) -> None:
    said = [line for s in year.standards for row in s.indicators for line in Phrases(year).score(row.score, None)]

    assert not [line for line in said if "lookup(" in line or "table(" in line or "if null(" in line]
