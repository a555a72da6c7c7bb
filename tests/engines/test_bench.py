"""The benchmark on a small country: that it runs, agrees and reports; never how fast it is."""

import json

from click.testing import CliRunner

from jishi.cli.bench import command


def test_the_national_benchmark_agrees_with_its_rivals_and_reports_what_it_measured() -> None:
    done = CliRunner().invoke(command, ["national", "--units", "3000", "--rounds", "1", "--json"])

    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert report["name"] == "national"
    assert report["size"]["units"] == 3000
    assert report["size"]["figures"] == 50
    assert report["limits"]["read_gb_per_s"] > 0
    measured = {result["what"] for result in report["results"]}
    assert measured == {
        "score and grade",
        "roll-up of resident data",
        "roll-up",
        "what-if",
        "Parquet to Parquet, peak memory",
    }
    rivals = {result["other"] for result in report["results"]}
    assert {"DuckDB", "Polars", "memory limit"} <= rivals
