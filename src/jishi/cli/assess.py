"""``jishi assess``: the main job."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.speech import translator
from jishi.core.errors import sentence

if TYPE_CHECKING:
    from jishi.store.models.assess import Run


@click.command()
@home_option
@click.option("--cycle", required=True, metavar="CODE", help="Code of the cycle, e.g. 2012.")
@click.option("--round", "number", required=True, type=click.IntRange(1), help="Number of the round.")
@click.option("--engine", default="native", show_default=True, help="native or duckdb; both give the same.")
@json_option
def command(home: Path, cycle: str, number: int, engine: str, as_json: bool) -> None:
    """Score and grade every unit of a round; the run is written once and never changed."""
    from jishi.store.home import Home

    Home.open(home)
    from jishi.actions.jobs import run_now
    from jishi.actions.programme import round_of
    from jishi.cli.progress import bar
    from jishi.store.models.assess import Run

    with bar(quiet=as_json) as tell:
        done = run_now("assess", {"round": round_of(cycle, number).pk, "engine": engine}, None, tell)
    run = Run.objects.get(pk=done.result["run"])
    if as_json:
        print_json(document(run))
        return
    _show(run)


def document(run: "Run") -> dict[str, object]:
    """Return what is said of a run in JSON."""
    return {
        "cycle": run.round.cycle.code,
        "round": run.round.number,
        "run": run.number,
        "engine": run.engine,
        "pack": {"id": run.pack, "version": run.pack_version, "digest": run.pack_digest},
        "tree_on": run.tree_on.isoformat(),
        "units": run.units,
        "snapshot": run.snapshot_digest,
        "result": run.result_digest,
        **run.summary,
    }


def _show(run: "Run") -> None:
    from jishi.actions.overview import by_domain, plausibility
    from jishi.actions.programme import pack_of
    from jishi.actions.results import of_run
    from jishi.cli.tables import print_grades, print_plausibility
    from jishi.core.access import OPERATOR

    results, pack = of_run(OPERATOR, run), pack_of(run.round.cycle)
    groups = by_domain(results, pack)
    print_grades(groups, pack)
    print_plausibility(list(plausibility(groups, pack)))
    line = sentence(
        "Run %(run)s of %(round)s: %(units)s units, result %(digest)s",
        run=run.number,
        round=str(run.round),
        units=run.units,
        digest=run.result_digest[:16],
    )
    click.echo(line.say(translator()))
