"""The page on coverage computes what it says."""

import re
from pathlib import Path

from jishi.core.coverage import Covering, covered_by, lacks_unit, share

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "coverage.md"
ROW = re.compile(r"^\| ([A-F]) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def _known(cell: str) -> bool | None:
    return {"yes": True, "no": False}.get(cell)


def test_the_six_workplaces_are_covered_as_the_page_says() -> None:
    said = {name: cells for name, *cells in ROW.findall(PAGE.read_text(encoding="utf-8"))}
    places = {
        name: Covering(
            unit != "none", helper == "yes", _known(union), None, int(full) if full.isdecimal() else None
        )
        for name, (unit, helper, union, full, _by) in said.items()
    }

    by = {name: covered_by(place) for name, place in places.items()}

    assert len(said) == 6
    assert by == {name: cells[-1] for name, cells in said.items()}
    counts = list(by.values())
    assert (share(counts.count("organisation"), 6), share(6 - counts.count("nobody"), 6)) == (3333, 6666)
    assert [name for name, place in places.items() if lacks_unit(place)] == ["C", "E"]
    assert [name for name, place in places.items() if lacks_unit(place) is None] == ["F"]
