"""The benchmark of imports: two ways that must write the same rows, or it tells no time."""

import json
import subprocess
from pathlib import Path

import pytest

from jishi.cli.bench.imports import rival
from jishi.cli.bench.imports.seen import seen
from jishi.sample.province import Province
from jishi.store.vault import keys
from tests.cli.test_serve import environment, line
from tests.web.ground import pack


@pytest.mark.long
def test_both_ways_write_the_same_rows_and_the_whole_province_is_counted() -> None:
    sizes = ("--units", 60, "--members", 300, "--slice", 30, "--rounds", 1)
    words = line("bench", "import", *sizes, "--json")

    done = subprocess.run(words, env=environment(), capture_output=True, text=True, timeout=600)

    report = json.loads(done.stdout)
    assert report["name"] == "import"
    assert [each["goal"] for each in report["results"]][:2] == [">= 12 x openpyxl, a commit for each row"] * 2
    assert "by digest" in report["results"][0]["details"]
    assert [each["what"] for each in report["results"]][2:] == [
        "whole province: register, 60 rows",
        "whole province: members, county by county, 300 rows",
        "whole province: peak memory",
    ]


@pytest.mark.store
def test_the_other_way_reads_every_column_of_the_workbooks_it_is_measured_with(tmp_path: Path) -> None:
    register, roster, *_ = Province(12, 20).books(tmp_path)

    rival.units(register, pack().vocabulary)
    rival.members(roster, keys())

    found = {name: count for name, (count, _) in seen().items()}
    assert found == {"units": 12, "links": 12, "paths": 12, "posts": 12, "tenures": 12, "members": 20}
