"""The code on a monthly sheet finds its page, and a slip of the hand is told."""

from datetime import date

import pytest

from jishi.core.errors import Refusal
from jishi.core.monthly import coded, decoded, month_of

MAY = date(2012, 5, 1)


@pytest.mark.parametrize("unit", [1, 12, 4567, 5_200_000])
def test_a_code_leads_back_to_its_unit_and_month(unit: int) -> None:
    assert decoded(coded(unit, MAY)) == (unit, MAY)
    assert decoded(coded(unit, date(2199, 12, 1))) == (unit, date(2199, 12, 1))


def test_it_is_short_even_in_a_country() -> None:
    assert len(coded(5_200_000, MAY)) <= 9


def test_small_letters_spaces_and_full_width_letters_are_read() -> None:
    code = coded(4567, MAY)
    wide = "".join(chr(ord(letter) + 0xFEE0) if letter != "-" else " " for letter in code.lower())

    assert decoded(wide) == (4567, MAY)


def test_every_single_wrong_letter_is_told() -> None:
    code = coded(4567, MAY)
    letters = "0123456789ABCDEFGHJKMNPQRTVWXYZ"
    wrong = [
        code[:place] + letter + code[place + 1 :]
        for place in range(len(code))
        for letter in letters
        if code[place] not in ("-", letter)
    ]

    for typed in wrong:
        with pytest.raises(Refusal, match="No sheet has this code"):
            decoded(typed)


def test_two_letters_that_changed_places_are_told() -> None:
    plain = coded(4567, MAY).replace("-", "")
    swapped = [
        plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
        for place in range(len(plain) - 1)
        if plain[place] != plain[place + 1]
    ]

    assert swapped
    for typed in swapped:
        with pytest.raises(Refusal):
            decoded(typed)


@pytest.mark.parametrize("typed", ["", "-", "A", "某某", "x" * 100_000, "ZZZZZZZZZZZZZZZZZZ"])
def test_what_is_no_code_is_told(typed: str) -> None:
    with pytest.raises(Refusal, match="No sheet has this code"):
        decoded(typed)


def test_a_month_is_its_first_day() -> None:
    assert month_of(date(2012, 5, 31)) == MAY
