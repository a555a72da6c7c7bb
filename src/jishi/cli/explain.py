"""``jishi explain``: why a unit has its grade, down to who said what."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.named import unit_named
from jishi.core.errors import refuse, sentence

if TYPE_CHECKING:
    from jishi.actions.explained import Explained
    from jishi.actions.results import Results


@click.command()
@click.argument("unit")
@home_option
@click.option(
    "--run", "number", type=click.IntRange(1), help="Number of the run in its round; default: the newest."
)
@click.option(
    "--round", "round_", type=click.IntRange(1), help="Number of the round in its cycle; default: the newest."
)
@click.option("--purpose", default="jishi explain", show_default=True, help="Why sensitive facts are read.")
@json_option
def command(unit: str, home: Path, number: int | None, round_: int | None, purpose: str, as_json: bool) -> None:
    """Explain the grade of a unit (its code) down to who said what, and what would lift it."""
    from jishi.store.home import Home

    Home.open(home)
    from jishi.cli.explaining import document, print_explained

    found = _explained(unit, (round_, number), purpose)
    if as_json:
        print_json(document(found))
    else:
        print_explained(found)


def _explained(code: str, wanted: tuple[int | None, int | None], purpose: str) -> "Explained":
    from jishi.actions.explained import Looking, explained
    from jishi.actions.people.reading import Purpose
    from jishi.core.access import OPERATOR
    from jishi.store.models.org import Unit

    unit = unit_named(code)
    results = _results(*wanted)
    try:
        return explained(OPERATOR, results, unit, Looking(None, Purpose("other", purpose)))
    except Unit.DoesNotExist:
        raise refuse(
            code,
            sentence("The unit was not in the tree on the day of this run."),
            sentence("Assess a round whose date lies after the unit was founded."),
        ) from None


def _results(round_: int | None, number: int | None) -> "Results":
    """Return the results of a round and run of the newest run's cycle; None = the newest."""
    from jishi.actions.overview import newest_results
    from jishi.actions.results import of_run
    from jishi.core.access import OPERATOR
    from jishi.store.models.assess import Run

    newest = newest_results()
    found = Run.objects.filter(round__cycle=newest.run.round.cycle, round__number=round_ or newest.run.round.number)
    found = found.filter(number=number) if number is not None else found
    run = found.order_by("number").last()
    if run is None:
        raise refuse(
            " ".join([f"--round {round_}"] * (round_ is not None) + [f"--run {number}"] * (number is not None)),
            sentence("There is no such run."),
            sentence("Leave out --round and --run for the newest."),
        )
    return newest if run == newest.run else of_run(OPERATOR, run)
