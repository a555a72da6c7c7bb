"""Sheets of slips: every code is read back, and a thousand are not held at once."""

import pytest

from jishi.documents import slips
from jishi.documents.slips import About, Group, Slip, slip_sheets
from tests.documents.reading import LANGUAGES, codes, embedded, pages, say

ABOUT = About("重庆市某县某街道石桥村第一党支部", "2012年第1轮", "党员测评", 1, "2012年4月30日", "jishi.example/s")


def some(count: int) -> list[Slip]:
    return [Slip(f"ABCD-EFGH-JK00-{n:05d}", f"HTTPS://JISHI.EXAMPLE/S/ABCDEFGHJK{n:04d}") for n in range(count)]


def test_every_code_of_a_page_is_read_back() -> None:
    printed = next(slip_sheets([Group(ABOUT, some(10))], say("zh_Hans")))

    assert sorted(codes(printed)) == [slip.address for slip in some(10)]


def test_ten_slips_make_a_page_and_the_last_page_may_have_fewer() -> None:
    printed = next(slip_sheets([Group(ABOUT, some(23))], say("zh_Hans")))

    assert [page.count("jishi.example/s") for page in pages(printed)] == [10, 10, 3]
    assert len(codes(printed, 3)) == 3


def test_the_code_stands_below_as_it_is_typed() -> None:
    printed = next(slip_sheets([Group(ABOUT, some(1))], say("zh_Hans")))

    assert "ABCD-EFGH-JK00-00000" in pages(printed)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slip_says_that_and_why_nobody_can_link_it_to_whom(language: str) -> None:
    text = say(language)
    promise = text("Your answer cannot be linked to you.")
    why = text("Slips are shuffled, and nobody notes who took which; each counts once.")

    printed = next(slip_sheets([Group(ABOUT, some(1))], text))

    assert "".join((promise + why).split()) in pages(printed)[0]
    assert set(promise + why + ABOUT.unit) - {" "} <= embedded(printed)


def test_what_a_unit_is_called_is_never_markup() -> None:
    about = About('#import "x" *石桥村*', "$1$", "党员")

    assert '#import"x"*石桥村*' in pages(next(slip_sheets([Group(about, some(1))], say("zh_Hans"))))[0]


def test_slips_of_several_electorates_lie_in_one_file_each_beginning_on_a_page_of_its_own() -> None:
    other = About("石桥村第二党支部", "2012年第1轮", "群众测评", site="jishi.example/s")
    groups = [Group(ABOUT, some(11)), Group(other, some(2))]

    (printed,) = slip_sheets(groups, say("zh_Hans"))

    found = pages(printed)
    assert [page.count("ABCD-EFGH-JK00") for page in found] == [10, 1, 2]
    assert [("第二党支部" in page, "第一党支部" in page) for page in found] == [
        (False, True),
        (False, True),
        (True, False),
    ]


def test_a_slip_shows_its_own_code_beside_its_own_square() -> None:
    slips_ = [Slip(f"ABCD-EFGH-JK00-{n:05d}", f"HTTPS://JISHI.EXAMPLE/S/ABCDEFGHJK{n:04d}") for n in range(300)]
    (printed,) = slip_sheets([Group(ABOUT, slips_)], say("zh_Hans"))

    assert "ABCD-EFGH-JK00-00297" in pages(printed)[29]
    assert sorted(codes(printed, 30)) == [slip.address for slip in slips_[290:]]


def test_slips_are_printed_as_a_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slips, "IN_FILE", 4)
    read, told = [], []
    waiting = (read.append(slip.code) or slip for slip in some(10))
    files = slip_sheets(
        [Group(ABOUT, waiting)], say("zh_Hans"), progress=lambda done, total: told.append((done, total))
    )

    first = next(files)

    assert len(codes(first)) == 4
    assert len(read) == 4
    assert len(list(files)) == 2
    assert told == [(4, 0), (8, 0), (10, 0)]
