"""Codes of slips are read as people type them, and a wrong one is told apart from an unknown one."""

from itertools import combinations
from random import Random

import pytest

from jishi.core.consult.codes import ALPHABET, BYTES, coded, grouped, read
from jishi.core.errors import Refusal

CODES = [coded(Random(seed).randbytes(BYTES)) for seed in range(40)]


def wrong(typed: str) -> str:
    """Return what is said to a code that is not read."""
    with pytest.raises(Refusal) as refusal:
        read(typed)
    return str(refusal.value)


def test_a_code_is_read_as_it_is_printed() -> None:
    for code in CODES:
        assert len(code) == 20
        assert grouped(read(code)) == code


def test_every_chance_has_a_code_of_its_own() -> None:
    assert len({coded(number.to_bytes(BYTES, "big")) for number in range(10_000)}) == 10_000


@pytest.mark.parametrize(
    "typed",
    [
        "1000-0000-0000-0000V",
        "looo oooo oooo oooоu",
        "１０００－００００－００００－００００ｖ",
        "  I000–0000—0000−0000v ",
        "|ООО.ООО0.〇〇〇〇.0000U",
        "1000\u200b0000\u00ad00000000V",
    ],
)
def test_letters_that_look_alike_are_read(typed: str) -> None:
    assert read(typed) == "1000000000000000V"


def test_every_single_wrong_letter_is_found() -> None:
    for code in CODES:
        plain = read(code)
        for place, letter in enumerate(plain):
            for other in ALPHABET.replace(letter, ""):
                assert "is wrong" in wrong(plain[:place] + other + plain[place + 1 :])


def test_any_two_letters_that_changed_places_are_found() -> None:
    for code in CODES:
        plain = read(code)
        for left, right in combinations(range(17), 2):
            if plain[left] != plain[right]:
                letters = list(plain)
                letters[left], letters[right] = letters[right], letters[left]
                assert "is wrong" in wrong("".join(letters))


def test_a_code_that_lacks_a_letter_is_told_how_many_there_are() -> None:
    expected = (
        "code: A code has 17 letters and digits. "
        "Type it as it is printed below the square; spaces and dashes do not matter."
    )

    assert wrong(CODES[0][:-1]) == expected
    assert wrong("") == expected
    assert wrong("7" * 1_000_000) == expected


def test_a_sign_that_no_code_has_is_told() -> None:
    assert wrong("?000-0000-0000-00000").startswith("code: This code has a sign that no code has.")
    assert wrong("党" * 17).startswith("code: This code has a sign that no code has.")


def test_another_number_of_bytes_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="10 bytes"):
        coded(bytes(9))
