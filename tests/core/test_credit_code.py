import pytest

from jishi.core.credit_code import check_letter, is_credit_code


def test_the_example_of_the_standard_fits() -> None:
    assert check_letter("91350100M000100Y4") == "3"
    assert is_credit_code("91350100M000100Y4" + "3")


@pytest.mark.parametrize("code", ["", "91350100M000100Y4", "91350100M000100Y44", "91350100M000100YI3", "示" * 18])
def test_another_letter_a_short_one_and_letters_that_do_not_occur_are_no_code(code: str) -> None:
    assert not is_credit_code(code)
