import json
import subprocess

import pytest

from tests.cli.test_serve import environment, line


@pytest.mark.long
def test_the_benchmark_prints_one_document_with_every_goal() -> None:
    words = line("bench", "intake", "--seconds", 1, "--rounds", 1, "--connections", 8, "--answers", 400, "--json")

    done = subprocess.run(words, env=environment(), capture_output=True, text=True, timeout=300)

    report = json.loads(done.stdout)
    assert report["name"] == "intake"
    assert [each["goal"] for each in report["results"]] == [
        ">= 10 x one ORM transaction each",
        "< 300 ms",
        ">= 0.5 x no database",
        "1700 answers a second",
    ]


@pytest.mark.long
def test_answers_are_counted_while_an_import_runs_and_the_longest_wait_is_told() -> None:
    words = line("bench", "intake-beside-import", "--rows", 4000, "--seconds", 0.5, "--connections", 4, "--json")

    done = subprocess.run(words, env=environment(), capture_output=True, text=True, timeout=600)

    (told,) = json.loads(done.stdout)["results"]
    assert told["goal"] == "< 1 s"
    assert told["details"].split()[0] != "0"
