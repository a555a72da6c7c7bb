import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.core.text import folded, key, look_alikes, skeleton, tidy


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("　龙泉街道　党工委 ", "龙泉街道 党工委"),
        ("第３支部ＡＢｃ", "第3支部ABc"),
        ("重庆\u200b市\ufeff", "重庆市"),
        ("一\u00a0二\t三\n四", "一 二 三 四"),
        ("城东社区（一），东区：", "城东社区（一），东区："),
        ("a\x00b\x1f", "ab"),
        ("", ""),
    ],
)
def test_kept_text_is_narrow_and_holds_nothing_unseen_but_keeps_its_signs(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@given(st.text())
def test_tidying_folding_and_keying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert folded(folded(text)) == folded(text)
    assert key(key(text)) == key(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("璧山县（机关）", "璧山县(机关)"),
        ("十八大—学习", "十八大-学习"),
        ("阿不都·买买提", "阿不都・买买提"),
        ("“五个好”", '"五个好"'),
        ("ＤＺＢ ０１", "dzb01"),
        ("使用面积㎡", "使用面积m2"),
    ],
)
def test_entries_that_mean_the_same_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_simplified_and_traditional_are_told_apart() -> None:
    assert key("龙泉") != key("龍泉")


@pytest.mark.parametrize(
    ("one", "other"),
    [("DZB001", "DZBOO1"), ("I01", "l01"), ("АB1", "AB1"), ("二〇一二", "二○一二"), ("未庄", "末庄")],
)
def test_letters_that_look_alike_have_one_skeleton(one: str, other: str) -> None:
    assert one != other
    assert skeleton(one) == skeleton(other)


def test_only_different_texts_are_called_look_alikes() -> None:
    assert look_alikes(["A01", "A01", "B02", "AO1", "C0l", "CO1"]) == (("A01", "AO1"), ("C0l", "CO1"))
