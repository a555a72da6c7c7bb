"""Whatever line of a pack is lost or spoilt, a person gets sentences, never a traceback."""

import shutil
from pathlib import Path

import pytest

from jishi.core.errors import Refusal
from jishi.packs.load import load
from tests.packs.folders import MINIMAL

FILES = sorted(path.relative_to(MINIMAL) for path in MINIMAL.rglob("*.yaml"))
SPOILT = ("null", "[]", "{}", "-1", "99999999999999999999", "2012-01-01", "{add: [score, 1]}", "{previous: room}")


def told(folder: Path) -> list[str]:
    """Return the complaints of loading; none where the damage did no harm. Anything but a Refusal fails."""
    try:
        load(folder)
    except Refusal as refusal:
        return [str(complaint) for complaint in refusal.complaints]
    return []


@pytest.mark.parametrize("file", FILES, ids=str)
def test_a_lost_or_spoilt_line_is_told_with_its_file_and_line(file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "minimal"
    shutil.copytree(MINIMAL, copy)
    lines = (MINIMAL / file).read_text(encoding="utf-8").splitlines()
    complaints = []

    for number in range(0, len(lines), 3):
        value = SPOILT[number % len(SPOILT)]
        for damaged in ("", f"{lines[number].split(':')[0]}: {value}"):
            (copy / file).write_text("\n".join([*lines[:number], damaged, *lines[number + 1 :]]), encoding="utf-8")
            complaints += told(copy)

    assert complaints
    assert [line for line in complaints if not line.startswith("minimal/")] == []
