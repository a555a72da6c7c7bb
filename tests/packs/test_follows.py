"""What follows from other facts: the first case that holds, and nothing where an earlier one is not known."""

import shutil
from pathlib import Path

import pytest

from jishi.core.errors import Refusal
from jishi.packs.follows import Following, inputs
from jishi.packs.load import load
from tests.packs.folders import MINIMAL

CASES = """[{when: {compare: [money, ">=", "5000 yuan"]}, is: own},
      {when: {compare: [money, ">=", "1000 yuan"]}, is: shared}, {when: chair-vacant, is: none}]"""
SHOWN = """
- name: Much money
  domain: town
  facts: {money: 5000}
  expect: {hall: own}
- name: Some money
  domain: town
  facts: {money: 1000}
  expect: {hall: shared}
- name: Little money and nobody in the chair
  domain: town
  facts: {money: 999.99, chair-vacant: "yes"}
  expect: {hall: none}
"""


HALL = """
  - id: hall
    names: {zh-Hans: 会堂, zh-Hant: 會堂, en: Hall}
    type: level
    choices:
      - {id: own, names: {zh-Hans: 自有, zh-Hant: 自有, en: Own}}
      - {id: shared, names: {zh-Hans: 共用, zh-Hant: 共用, en: Shared}}
      - {id: none, names: {zh-Hans: 没有, zh-Hant: 沒有, en: None}}
    sources: [visit, register]
    privacy: 0
    source: {own: true, note: points}
    follows: %s
"""


def a_pack(folder: Path, cases: str = CASES, shown: str = SHOWN) -> Path:
    """The minimal pack with a hall, which follows from money and chair."""
    pack = folder / "minimal"
    shutil.copytree(MINIMAL, pack)
    life = pack / "facts" / "life.yaml"
    life.write_text(life.read_text(encoding="utf-8").rstrip() + HALL % cases, encoding="utf-8")
    (pack / "worked" / "follows.yaml").write_text(shown, encoding="utf-8")
    return pack


def told(pack: Path) -> list[str]:
    with pytest.raises(Refusal) as refusal:
        load(pack)
    return [str(complaint) for complaint in refusal.value.complaints]


def test_the_first_case_that_holds_gives_the_answer(tmp_path: Path) -> None:
    following = Following(load(a_pack(tmp_path), checked=False))

    halls = [following.filled({"money": fen, "chair-vacant": 1}).get("hall") for fen in (500000, 499999, 99999)]

    assert halls == [0, 1, 2]


def test_where_an_earlier_case_is_not_known_nothing_follows(tmp_path: Path) -> None:
    following = Following(load(a_pack(tmp_path), checked=False))

    assert "hall" not in following.filled({"chair-vacant": 1})


def test_a_later_case_need_not_be_known(tmp_path: Path) -> None:
    following = Following(load(a_pack(tmp_path), checked=False))

    assert following.filled({"money": 500000})["hall"] == 0


def test_where_no_case_holds_nothing_follows(tmp_path: Path) -> None:
    following = Following(load(a_pack(tmp_path), checked=False))

    assert "hall" not in following.filled({"money": 0, "chair-vacant": 0})


def test_what_was_said_stays_as_it_was_said(tmp_path: Path) -> None:
    following = Following(load(a_pack(tmp_path), checked=False))

    assert following.filled({"money": 500000, "hall": 2})["hall"] == 2


def test_it_is_known_what_an_answer_follows_from(tmp_path: Path) -> None:
    assert inputs(load(a_pack(tmp_path), checked=False)) == {"hall": ("money", "chair-vacant")}


def test_every_answer_that_follows_is_shown_by_an_example(tmp_path: Path) -> None:
    some = SHOWN.replace("expect: {hall: shared}", "expect: {hall: own}").replace("money: 1000}", "money: 6000}")

    complaints = told(a_pack(tmp_path, shown=some))

    assert [each for each in complaints if "hall/shared" in each] == complaints != []


def test_an_example_that_expects_another_answer_is_told_which_follows(tmp_path: Path) -> None:
    wrong = SHOWN.replace("expect: {hall: shared}", "expect: {hall: none}")

    (complaint,) = told(a_pack(tmp_path, shown=wrong))

    assert "expects hall none, but it is shared" in complaint


def test_an_answer_that_the_fact_does_not_have_is_refused(tmp_path: Path) -> None:
    complaints = told(a_pack(tmp_path, CASES.replace("is: shared", "is: hired")))

    assert any('"hall" has no answer "hired"' in each for each in complaints)


def test_a_fact_cannot_follow_from_the_score_or_from_itself(tmp_path: Path) -> None:
    from_score = told(a_pack(tmp_path / "one", '[{when: {compare: [score, ">=", "80 points"]}, is: own}]'))
    from_itself = told(a_pack(tmp_path / "two", "[{when: {is_null: hall}, is: own}]"))

    for complaints in (from_score, from_itself):
        assert any("follows from more than facts that are said or counted" in each for each in complaints)


def test_only_a_level_that_a_register_may_say_can_follow(tmp_path: Path) -> None:
    pack = a_pack(tmp_path)
    life = pack / "facts" / "life.yaml"
    life.write_text(
        life.read_text(encoding="utf-8").replace("sources: [visit, register]", "sources: [visit]"), encoding="utf-8"
    )

    assert any('"hall" cannot follow from other facts as it stands' in each for each in told(pack))
