"""Telephone numbers in the shapes that offices type."""

import pytest

from jishi.core.people import phones


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("138 0000 1234", "13800001234"),
        ("１３８００００１２３４", "13800001234"),
        ("'13800001234", "13800001234"),
        ("+86-138-0000-1234", "13800001234"),
        ("(023)68001234", "02368001234"),
        ("0817-680-1234", "08176801234"),
        ("023-68001234-12", "02368001234-12"),
    ],
)
def test_a_number_that_can_be_called_is_read(typed: str, kept: str) -> None:
    assert phones.normal(typed) == kept
    assert phones.fault_of(kept) is None


@pytest.mark.parametrize("typed", ["1380000123", "138000012345", "12800001234", "无", "9"])
def test_what_cannot_be_called_is_refused(typed: str) -> None:
    assert phones.fault_of(phones.normal(typed)) is not None


def test_a_landline_without_its_area_code_is_told_so() -> None:
    fault = phones.fault_of(phones.normal("6800-1234"))

    assert fault is not None
    assert "area code" in str(fault.what)
