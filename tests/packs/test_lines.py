"""Both sides of every line on which a grade can turn are shown by a worked example."""

import shutil
from pathlib import Path

import pytest

from jishi.packs.lines import Line, unshown_lines
from jishi.packs.load import load
from jishi.packs.worked import Workbench
from tests.packs.folders import SHIPPED


def unshown(folder: Path) -> tuple[Line, ...]:
    pack = load(folder, checked=False)
    workbench = Workbench(pack)
    return unshown_lines(pack, [workbench.run(example) for example in pack.worked])


@pytest.mark.parametrize("folder", SHIPPED, ids=[folder.name for folder in SHIPPED])
def test_every_line_of_a_row_a_limit_and_a_rule_is_shown_from_both_sides(folder: Path) -> None:
    assert unshown(folder) == ()


def test_a_line_moved_by_one_is_no_longer_shown(tmp_path: Path) -> None:
    """Given 12 months as the line of the full row, when it becomes 13, then 13 is shown by nothing."""
    shutil.copytree(next(folder for folder in SHIPPED if folder.name == "chapters"), tmp_path / "chapters")
    standard = tmp_path / "chapters" / "standards" / "chapter.yaml"
    text = standard.read_text(encoding="utf-8")
    assert text.count("at_least: 9,") == 1
    standard.write_text(text.replace("at_least: 9,", "at_least: 10,"), encoding="utf-8")

    pack = load(tmp_path / "chapters", checked=False)

    assert [line.said(pack) for line in unshown(tmp_path / "chapters")] == [
        "town indicator:services: service-months 10"
    ]


def test_a_local_pack_shows_only_what_it_changes() -> None:
    folder = next(folder for folder in SHIPPED if folder.name == "longquan")

    assert len(load(folder, checked=False).worked) < 20
    assert unshown(folder) == ()
