"""Identity numbers: what offices type, what a sheet ruins, and what no message may say."""

from datetime import date

import pytest

from jishi.core.people import identity
from tests.core.people.numbers import NOWHERE, a_number, a_wrong_number


def test_a_number_typed_with_spaces_full_width_digits_an_apostrophe_and_a_small_x_is_read() -> None:
    spaced = " '" + "９９ ０１０１" + "1956 0701-002x"

    assert identity.normal(spaced) == NOWHERE + "19560701" + "002X"


def test_a_faultless_number_tells_birth_and_sex() -> None:
    number = a_number("19560701", "002")

    assert identity.fault_of(number) is None
    assert identity.born_on(number) == date(1956, 7, 1)
    assert identity.sex_of(number) == "female"
    assert identity.sex_of(a_number(order="003")) == "male"


def test_a_mistyped_digit_is_found_by_the_check_digit_and_the_number_is_not_repeated() -> None:
    wrong = a_wrong_number()

    fault = identity.fault_of(wrong)

    assert fault is not None
    assert "check digit" in str(fault.what)
    assert wrong[:6] not in f"{fault.what}{fault.fix}"


@pytest.mark.parametrize("digit", range(17))
def test_every_single_mistyped_digit_is_found(digit: int) -> None:
    right = a_number("19681112", "041")
    other = str((int(right[digit]) + 1) % 10)

    assert identity.fault_of(right[:digit] + other + right[digit + 1 :]) is not None


def test_fifteen_digits_then_zeros_are_told_as_ruined_by_the_sheet() -> None:
    ruined = a_number("19560701", "112")[:15] + "000"

    fault = identity.fault_of(ruined)

    assert fault is not None
    assert "ruined by the sheet" in str(fault.what)


def test_an_old_number_of_fifteen_digits_is_found_again_in_its_long_form() -> None:
    long = a_number("19560701", "002")
    old = long[:6] + long[8:17]

    assert len(old) == 15
    assert identity.fault_of(old) is None
    assert identity.long_form(old) == long


@pytest.mark.parametrize("text", ["", "123", "9" * 17, "9" * 19, "X" * 18, "9" * 14 + "X"])
def test_what_has_another_shape_is_no_identity_number(text: str) -> None:
    assert identity.fault_of(text) is not None


def test_a_date_of_birth_that_does_not_exist_is_refused() -> None:
    fault = identity.fault_of(a_number("19560231"))

    assert fault is not None
    assert "date of birth" in str(fault.what)


def test_only_the_last_four_letters_are_shown() -> None:
    number = a_number()

    assert identity.masked(number) == "•" * 14 + number[-4:]
    assert identity.masked("1234567") == "•" * 7
