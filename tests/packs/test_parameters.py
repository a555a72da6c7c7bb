"""Rules with parameters and with a scope of kinds and levels."""

import shutil
from pathlib import Path

import pytest

from jishi.core.errors import Refusal
from jishi.core.formulas import All, Compare, Const, Fact, IfNull
from jishi.packs.load import load
from jishi.packs.lower import core_rules, lower
from jishi.packs.pack import Pack
from jishi.packs.scopes import Standing, scoped, scopes
from tests.packs.folders import LOCAL, MINIMAL

BLOCKING = """
- id: R09
  names: {zh-Hans: 会开得少, zh-Hant: 會開得少, en: Few meetings}
  when: {compare: [meetings-missed, ">", {parameter: most}]}
  severity: block
  message: {zh-Hans: 请补会。, zh-Hant: 請補會。, en: Hold the meetings that are due.}
  source: {own: true, note: points}
  levels: [circle]
  parameters:
    - {id: most, names: {zh-Hans: 至多, zh-Hant: 至多, en: At most}, value: 2}
"""


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """Both packs, with a blocking rule that takes a parameter."""
    for pack in (MINIMAL, LOCAL):
        shutil.copytree(pack, tmp_path / pack.name)
    rules = tmp_path / "minimal" / "rules.yaml"
    rules.write_text(rules.read_text(encoding="utf-8") + BLOCKING, encoding="utf-8")
    return tmp_path


def local(packs: Path, most: int, *, checked: bool = False) -> Pack:
    rules = packs / "local" / "rules.yaml"
    said = f"- id: R09\n  parameters: [{{id: most, value: {most}}}]\n"
    rules.write_text(rules.read_text(encoding="utf-8") + said, encoding="utf-8")
    return load(packs / "local", checked=checked)


def line(pack: Pack) -> int | None:
    """The number with which R09 compares."""
    rule = next(rule for rule in core_rules(pack) if rule.id == "R09")
    assert isinstance(rule.when, All)
    compare = rule.when.args[1]
    assert isinstance(compare, Compare)
    assert isinstance(compare.right, Const)
    return compare.right.value


def test_a_parameter_is_put_into_the_condition(packs: Path) -> None:
    assert line(load(packs / "minimal", checked=False)) == 2


def test_a_local_pack_changes_the_parameter_alone(packs: Path) -> None:
    pack = local(packs, 1)

    assert line(pack) == 1
    assert pack.rule_by_id["R09"].message.en == "Hold the meetings that are due."


def test_a_parameter_of_a_blocking_rule_may_only_tighten(packs: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        local(packs, 3, checked=True)

    told = [str(complaint) for complaint in refusal.value.complaints]
    assert any('"when" of "R09" is not seen to be stricter than before.' in one for one in told)


def test_the_scope_of_a_rule_is_a_fact_that_the_register_gives(packs: Path) -> None:
    pack = load(packs / "minimal", checked=False)
    rule = next(rule for rule in core_rules(pack) if rule.id == "R09")

    assert isinstance(rule.when, All)
    assert rule.when.args[0] == IfNull((Fact("scope:R09"), Const(1)))
    assert list(scopes(pack)) == ["scope:R09"]
    assert lower(pack).bounds["scope:R09"] == (0, 1)


def test_who_is_of_another_level_is_out_of_scope(packs: Path) -> None:
    pack = load(packs / "minimal", checked=False)

    assert scoped(pack, Standing("circle", "circle")) == {"scope:R09": 1}
    assert scoped(pack, Standing(level="county")) == {"scope:R09": 0}
    assert scoped(pack, Standing("circle")) == {}
