"""Whom a rule is about: kinds, levels, areas, tiers; and whether it is switched on at all."""

import dataclasses
import shutil
from pathlib import Path

import pytest

from jishi.core.derivations import Exists, Filter, Rows
from jishi.core.errors import Refusal
from jishi.packs.diff import diff
from jishi.packs.load import load
from jishi.packs.lower import core_rules
from jishi.packs.pack import Pack
from jishi.packs.scopes import Standing, scoped, scopes
from jishi.packs.worked import Workbench
from tests.packs.folders import LOCAL, MINIMAL, SHIPPED

WORDS = """
areas:
  - {id: border, names: {zh-Hans: 边疆, zh-Hant: 邊疆, en: Border}}
  - {id: poor, names: {zh-Hans: 贫困, zh-Hant: 貧困, en: Poor}}
tiers:
  - {id: capital, names: {zh-Hans: 省会, zh-Hant: 省會, en: Capital}}
"""


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """Both packs, the upper one with words for areas and tiers."""
    for pack in (MINIMAL, LOCAL):
        shutil.copytree(pack, tmp_path / pack.name)
    vocabulary = tmp_path / "minimal" / "vocabulary.yaml"
    vocabulary.write_text(vocabulary.read_text(encoding="utf-8") + WORDS, encoding="utf-8")
    return tmp_path


def say(packs: Path, pack: str, line: str, rule: str = "R02") -> None:
    """Add a line to a rule: in the upper pack to its own, in the local one to the inherited."""
    rules = packs / pack / "rules.yaml"
    text = rules.read_text(encoding="utf-8")
    if pack == "minimal":
        text = text.replace(f"- id: {rule}\n", f"- id: {rule}\n  {line}\n")
    else:
        text += f"\n- id: {rule}\n  {line}\n"
    rules.write_text(text, encoding="utf-8")


def breaks(pack: Pack, standing: Standing, rule: str = "R02") -> bool:
    """Whether a unit that lies so and has no money breaks the rule."""
    example = next(each for each in pack.worked if each.name == "A vacant chair decides alone")
    here = dataclasses.replace(example, areas=tuple(standing.areas), tier=standing.tier)
    return Workbench(pack).run(here).value(f"rule:{rule}") == 1


def test_a_rule_for_areas_is_about_units_that_are_known_to_lie_there(packs: Path) -> None:
    say(packs, "minimal", "areas: [border, poor]")
    pack = load(packs / "minimal", checked=False)

    assert breaks(pack, Standing(areas=("poor",)))
    assert not breaks(pack, Standing())


def test_a_rule_for_tiers_is_about_units_that_are_known_to_lie_there(packs: Path) -> None:
    say(packs, "minimal", "tiers: [capital]")
    pack = load(packs / "minimal", checked=False)

    assert breaks(pack, Standing(tier="capital"))
    assert not breaks(pack, Standing())


def test_where_a_unit_lies_is_said_of_it_or_of_a_unit_above(packs: Path) -> None:
    say(packs, "minimal", "areas: [border]")
    where = (Filter("kind", "=", ("area",)), Filter("value", "in", ("border",)))

    found = scopes(load(packs / "minimal", checked=False))

    assert found == {"area:R02": Exists(Rows("traits", filters=where, axis="above"))}


def test_whoever_lies_in_one_of_the_areas_is_in_scope(packs: Path) -> None:
    say(packs, "minimal", "areas: [border]")
    pack = load(packs / "minimal", checked=False)

    assert scoped(pack, Standing(areas=("poor", "border"))) == {"area:R02": 1}
    assert scoped(pack, Standing(areas=("poor",))) == {"area:R02": 0}


def test_an_area_that_the_pack_does_not_know_is_refused(packs: Path) -> None:
    say(packs, "minimal", "areas: [islands]")

    with pytest.raises(Refusal) as refusal:
        load(packs / "minimal")

    assert any('"islands" is not among the areas' in str(each) for each in refusal.value.complaints)


def test_a_rule_that_is_switched_off_is_not_computed(packs: Path) -> None:
    say(packs, "local", "on: false")
    pack = load(packs / "local")

    assert "R02" not in [rule.id for rule in core_rules(pack)]
    assert pack.rule_by_id["R02"].on is False


def test_a_blocking_rule_cannot_be_switched_off_by_a_local_pack(packs: Path) -> None:
    say(packs, "local", "on: false", "R01")

    with pytest.raises(Refusal) as refusal:
        load(packs / "local")

    assert any('"on" of "R01" is not seen to be stricter' in str(each) for each in refusal.value.complaints)


def test_a_rule_that_is_off_above_may_be_switched_on_below(packs: Path) -> None:
    say(packs, "minimal", "on: false")
    say(packs, "local", "on: true")
    upper, local = load(packs / "minimal", checked=False), load(packs / "local", checked=False)

    assert "R02" not in [rule.id for rule in core_rules(upper)]
    assert "R02" in [rule.id for rule in core_rules(local)]


def test_a_comparison_of_packs_tells_that_a_rule_was_switched_off_and_which_way_that_goes(packs: Path) -> None:
    say(packs, "local", "on: false")

    changes = {each.path: each for each in diff(load(packs / "minimal"), load(packs / "local"))}

    assert changes["rules/R02/on"].after is False
    assert changes["rules/R02/on"].direction == "loosens"


def test_a_blocking_rule_may_not_be_confined_to_areas_by_a_local_pack(packs: Path) -> None:
    say(packs, "local", "areas: [border]", "R01")

    with pytest.raises(Refusal) as refusal:
        load(packs / "local")

    assert any('"areas" of "R01" is not seen to be stricter' in str(each) for each in refusal.value.complaints)


def test_the_shipped_rules_are_all_switched_on() -> None:
    for folder in SHIPPED:
        assert all(rule.on is None for rule in load(folder, checked=False).rules)
