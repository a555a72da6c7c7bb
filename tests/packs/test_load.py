"""Reading packs, alone and laid over another."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from jishi.packs.load import load
from tests.packs.folders import LOCAL, MINIMAL, SHIPPED


@pytest.mark.parametrize("folder", SHIPPED, ids=[folder.name for folder in SHIPPED])
def test_every_pack_that_we_ship_passes_all_checks(folder: Path) -> None:
    pack = load(folder)

    assert pack.id == folder.name


def test_values_keep_their_letters_and_their_places() -> None:
    pack = load(MINIMAL)

    meetings = pack.standard_by_id["circles"].indicators[0]
    assert meetings.weight == Decimal(40)
    assert meetings.names.say("zh-Hant") == "按季開會"
    assert str(meetings.position.of("weight")) == "minimal/standards/circles.yaml:15"


def test_a_local_pack_inherits_what_it_does_not_say() -> None:
    local, parent = load(LOCAL), load(MINIMAL)

    weights = {i.id: i.weight for i in local.standard_by_id["circles"].indicators}
    assert weights == {"meetings": 35, "content": 25, "room": 30, "funds": 10}
    assert local.fact_by_id["money"].names == parent.fact_by_id["money"].names
    assert [rule.id for rule in local.rules] == ["R01", "R02", "R03"]
    assert local.parent == parent


def test_worked_examples_are_not_inherited() -> None:
    assert len(load(MINIMAL).worked) == 7
    assert len(load(LOCAL).worked) == 2


def test_a_local_pack_knows_what_is_its_own() -> None:
    own = load(LOCAL).own

    assert ("limits", "not-content") in own
    assert ("indicators", "circles/meetings") in own
    assert ("limits", "vacant") not in own
    assert ("indicators", "circles/room") not in own


def test_an_item_can_be_removed(tmp_path: Path) -> None:
    for pack in (MINIMAL, LOCAL):
        shutil.copytree(pack, tmp_path / pack.name)
    (tmp_path / "local" / "rules.yaml").write_text("- {id: R02, remove: true}\n", encoding="utf-8")

    pack = load(tmp_path / "local", checked=False)

    assert [rule.id for rule in pack.rules] == ["R01"]


def test_a_comment_or_another_order_of_keys_does_not_change_the_digest(tmp_path: Path) -> None:
    copy = tmp_path / "minimal"
    shutil.copytree(MINIMAL, copy)
    levels = copy / "vocabulary.yaml"
    text = levels.read_text(encoding="utf-8")
    turned = text.replace(
        "{id: farm, names: {zh-Hans: 农场, zh-Hant: 農場, en: Farm}}",
        "{names: {en: Farm, zh-Hant: 農場, zh-Hans: 农场}, id: farm}  # east",
    )
    assert turned != text
    levels.write_text(turned, encoding="utf-8")

    assert load(copy).digest == load(MINIMAL).digest


def test_another_weight_is_another_digest() -> None:
    assert load(LOCAL).digest != load(MINIMAL).digest


def test_a_pack_that_fails_its_examples_can_still_be_read_unchecked(tmp_path: Path) -> None:
    copy = tmp_path / "minimal"
    shutil.copytree(MINIMAL, copy)
    (copy / "worked" / "circles.yaml").write_text("[]\n", encoding="utf-8")

    assert load(copy, checked=False).worked == ()


def test_the_nearest_committee_that_grades_is_told_by_kind() -> None:
    pack = load(MINIMAL)

    found = pack.grading_for("circle", "town")
    assert found is not None
    assert found.by_kinds == ("office",)
    assert pack.grading_for("office", None) is None


def test_a_source_leads_to_its_clause_and_an_own_choice_to_its_reason() -> None:
    pack = load(MINIMAL)
    meetings, content, *_ = pack.standard_by_id["circles"].indicators

    cited = pack.clause(meetings.source)
    reason = pack.note(content.source)

    assert cited is not None
    assert cited[1].text.en == "A meeting every quarter."
    assert reason is not None
    assert reason.say("zh-Hant") == "分值自定"


def test_texts_are_told_in_the_script_of_the_reader() -> None:
    names = load(MINIMAL).names

    assert [names.say(tag) for tag in ("zh-Hant", "zh_TW", "zh-hans", "zh", "en", "fr")] == [
        "讀書會",
        "讀書會",
        "读书会",
        "读书会",
        "Reading circles",
        "Reading circles",
    ]
