"""The how-to page is followed to the letter: what it tells a reader to write is a pack that loads."""

import re
from pathlib import Path

import pytest

from jishi.core.errors import Refusal
from jishi.packs.load import load

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/how-to/add-an-indicator.md"
WRITTEN = re.compile(r"`packs/(my-county/[^`]+)`:\n\n```yaml\n(.*?)```", re.DOTALL)


@pytest.fixture
def followed(tmp_path: Path) -> Path:
    """Write every file of the page beside the Year."""
    (tmp_path / "year-2012").symlink_to(ROOT / "packs/year-2012", target_is_directory=True)
    for name, text in WRITTEN.findall(PAGE.read_text(encoding="utf-8")):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "my-county"


def test_a_reader_who_follows_the_page_has_a_pack_that_loads(followed: Path) -> None:
    pack = load(followed)

    village = pack.standard_by_id["village"]
    assert [i.weight for i in village.indicators if i.id == "reading-room"] == [1]
    assert len(pack.worked) == 5


def test_the_mistake_that_the_page_suggests_is_told_in_the_words_of_the_page(followed: Path) -> None:
    standard = followed / "standards/village.yaml"
    standard.write_text(
        standard.read_text(encoding="utf-8").replace("    weight: 1\n", "    weight: 2\n"), encoding="utf-8"
    )

    with pytest.raises(Refusal) as refused:
        load(followed)

    told = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert str(refused.value.complaints[0]) in told
