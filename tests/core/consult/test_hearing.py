"""What a record of a visit must say."""

from datetime import date

import pytest

from jishi.core.consult.hearing import LONGEST, Heard, check, missing_parts
from jishi.core.errors import Refusal, sentence

TODAY, FIRST = date(2012, 4, 1), date(2012, 1, 1)


def heard(on: date = date(2012, 3, 1), **texts: str) -> Heard:
    must = {"visitors": sentence("Nobody says who went.")}
    return Heard("石桥村 (C11)", on, {"visitors": "甲一", **texts}, {"faces": None}, must, {"visitors": 200})


@pytest.mark.parametrize(
    ("talk", "life", "faces", "missing"),
    [
        ("谈了班子", "主题党日", 3, ()),
        ("  ", "主题党日", 3, ("talk",)),
        ("谈了班子", "", None, ("life", "faces")),
        ("谈了班子", "主题党日", 0, ("faces",)),
    ],
)
def test_a_visit_tells_which_of_its_three_parts_were_not_done(
    talk: str, life: str, faces: int | None, missing: tuple[str, ...]
) -> None:
    assert missing_parts(talk, life, faces) == missing


def test_a_whole_record_is_kept() -> None:
    check(heard(talk="x" * LONGEST), TODAY, FIRST)


@pytest.mark.parametrize(
    ("record", "says"),
    [
        (heard(date(2012, 4, 2)), "in the future"),
        (heard(date(2011, 12, 31)), "first day of the cycle"),
        (heard(visitors=" "), "Nobody says who went"),
        (heard(visitors="甲" * 201), "201 letters; 200 fit"),
        (heard(talk="x" * (LONGEST + 1)), "4001 letters; 4000 fit"),
    ],
)
def test_what_is_no_record_is_refused_with_its_reason(record: Heard, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        check(record, TODAY, FIRST)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(Refusal) as refused:
        check(heard(date(2012, 4, 2), visitors="", talk="x" * 5000), TODAY, FIRST)

    assert len(refused.value.complaints) == 3
