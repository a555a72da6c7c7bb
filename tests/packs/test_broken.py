"""Every mistake that a pack can hold has a file here, with the sentence that a person is told.

A case changes one place of the minimal pack (or of the local one): ``old`` → ``new`` in ``file``, or the whole
``content`` of it.
"""

import shutil
from pathlib import Path

import pytest
import yaml

from jishi.core.errors import Refusal
from jishi.packs.load import load
from tests.packs.folders import BROKEN, LOCAL, MINIMAL

CASES = sorted(BROKEN.glob("*.yaml"))


def spoil(folder: Path, case: dict[str, str]) -> None:
    """Make the mistake in a copy."""
    target = folder / case.get("pack", "minimal") / case["file"]
    if "content" in case:
        target.parent.mkdir(exist_ok=True)
        target.write_text(case["content"], encoding="utf-8")
        return
    text = target.read_text(encoding="utf-8")
    assert text.count(case["old"]) == 1, f"{case['old']!r} must stand exactly once in {case['file']}"
    target.write_text(text.replace(case["old"], case["new"]), encoding="utf-8")


def complaints(pack: Path) -> list[str]:
    """Return what loading a pack complains about."""
    with pytest.raises(Refusal) as refusal:
        load(pack)
    return [str(complaint) for complaint in refusal.value.complaints]


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_a_mistake_is_refused_with_its_file_its_line_and_what_to_do(path: Path, tmp_path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    for pack in (MINIMAL, LOCAL):
        shutil.copytree(pack, tmp_path / pack.name)
    spoil(tmp_path, case)

    told = complaints(tmp_path / case.get("pack", "minimal"))

    assert told == case["expect"]


def test_there_are_at_least_forty_mistakes() -> None:
    assert len(CASES) >= 40


def test_many_mistakes_in_many_files_are_told_at_once(tmp_path: Path) -> None:
    shutil.copytree(MINIMAL, tmp_path / "minimal")
    for name in ("missing-language", "unknown-word", "unknown-key"):
        spoil(tmp_path, yaml.safe_load((BROKEN / f"{name}.yaml").read_text(encoding="utf-8")))

    told = complaints(tmp_path / "minimal")

    assert sorted(line.split(":")[0] for line in told) == ["minimal/grades.yaml"] + 2 * [
        "minimal/standards/circles.yaml"
    ]


def test_text_in_gbk_is_refused_with_its_line(tmp_path: Path) -> None:
    shutil.copytree(MINIMAL, tmp_path / "minimal")
    rules = tmp_path / "minimal" / "rules.yaml"
    rules.write_bytes(rules.read_text(encoding="utf-8").encode("gbk"))

    told = complaints(tmp_path / "minimal")

    assert told == [
        "minimal/rules.yaml:2: The file is not UTF-8 text. Save it again with the encoding UTF-8.",
    ]


def test_lists_nested_beyond_reason_are_refused(tmp_path: Path) -> None:
    shutil.copytree(MINIMAL, tmp_path / "minimal")
    (tmp_path / "minimal" / "rules.yaml").write_text("[" * 100_000, encoding="utf-8")

    told = complaints(tmp_path / "minimal")

    assert told == [
        "minimal/rules.yaml:1: Lists stand in lists more than 60 deep. Split the expression into named formulas."
    ]


def test_a_folder_without_a_pack_says_what_is_missing(tmp_path: Path) -> None:
    told = complaints(tmp_path)

    assert told == [
        f"{tmp_path}: There is no pack in this folder: pack.yaml is missing. Name the folder that holds pack.yaml."
    ]


def test_a_pack_without_facts_says_which_file_to_write(tmp_path: Path) -> None:
    shutil.copytree(MINIMAL, tmp_path / "minimal")
    shutil.rmtree(tmp_path / "minimal" / "facts")

    told = complaints(tmp_path / "minimal")

    what = "minimal/facts/*.yaml:1: The pack has no facts/*.yaml."
    fix = "Write it; docs/reference/pack-format.md says what belongs into it."
    assert told == [f"{what} {fix}"]
