"""Every planted fault is named in the documentation, at the unit where it is."""

from pathlib import Path

import pytest

from jishi.sample.answers.targets import INFLATED_TOWNSHIP
from jishi.sample.county import FAULTY_REGISTER
from jishi.sample.places import places
from tests import county as made

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "the-sample-county.md"


@pytest.fixture(scope="module")
def text() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_each_fault_is_named_with_its_unit(text: str) -> None:
    names = {unit.code: unit.name for unit in made.county().units}

    for fault in made.county().faults:
        assert f"| `{fault.id}` | {names[fault.unit]} ({fault.unit}) |" in text


def test_the_inflated_township_and_the_faulty_register_are_named(text: str) -> None:
    township = next(place.name for place in places() if place.code == INFLATED_TOWNSHIP)

    assert f"| an inflated township | {township} |" in text
    assert FAULTY_REGISTER in text


def test_the_page_gives_the_true_size_of_the_county(text: str) -> None:
    units = made.county().units

    assert f"| {len(units):,} organisations, {units[0].members:,} members |" in text


def test_the_page_says_that_only_the_places_are_real(text: str) -> None:
    assert "**Only the places\nare real." in text
