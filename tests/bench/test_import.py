"""The benchmark of imports: two ways that must write the same rows, or it tells no time."""

import json
import subprocess

import pytest

from tests.cli.test_serve import environment, line


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
