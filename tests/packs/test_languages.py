"""Letters of the other script are found, and letters that both scripts share are left alone."""

import pytest

from jishi.packs.check.languages import TO_SIMPLIFIED, TO_TRADITIONAL, foreign_letters


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("黨員滿意率低於90%", ""),
        ("党員滿意率", "党"),
        ("公里、批准、皇后、群眾、台灣、裡面、裏面", ""),
        ("组织和組織", "组织"),
    ],
)
def test_simplified_letters_in_traditional_text(text: str, found: str) -> None:
    assert foreign_letters(text, TO_TRADITIONAL) == found


@pytest.mark.parametrize(
    ("text", "found"), [("党员满意率低于90%", ""), ("著名的乾坤", ""), ("党員满意", "員"), ("後進支部", "後進")]
)
def test_traditional_letters_in_simplified_text(text: str, found: str) -> None:
    assert foreign_letters(text, TO_SIMPLIFIED) == found
