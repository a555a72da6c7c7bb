"""``jishi explain``: why a unit has its grade, down to who said what."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.core.errors import refuse, sentence

if TYPE_CHECKING:
    from jishi.actions.explained import Explained


@click.command()
@click.argument("unit")
@home_option
@click.option(
    "--run", "number", type=click.IntRange(1), help="Number of the run in its round; default: the newest."
)
@click.option("--purpose", default="jishi explain", show_default=True, help="Why sensitive facts are read.")
@json_option
def command(unit: str, home: Path, number: int | None, purpose: str, as_json: bool) -> None:
    """Explain the grade of a unit (its code) down to who said what, and what would lift it."""
    from jishi.store.home import Home

    Home.open(home)
    from jishi.cli.explaining import document, print_explained

    found = _explained(unit, number, purpose)
    if as_json:
        print_json(document(found))
    else:
        print_explained(found)


def _explained(code: str, number: int | None, purpose: str) -> "Explained":
    from jishi.actions.explained import Looking, explained
    from jishi.actions.overview import newest_results
    from jishi.actions.people.reading import Purpose
    from jishi.actions.results import of_run
    from jishi.core.access import OPERATOR
    from jishi.store.models.assess import Run
    from jishi.store.models.org import Unit

    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise refuse(
            code, sentence("There is no unit of this code."), sentence("Look for it with: jishi units list")
        )
    results = newest_results()
    if number is not None and number != results.run.number:
        run = Run.objects.filter(round=results.run.round, number=number).first()
        if run is None:
            raise refuse(
                f"--run {number}",
                sentence("This round has no run of that number."),
                sentence("Leave out --run for the newest."),
            )
        results = of_run(OPERATOR, run)
    try:
        return explained(OPERATOR, results, unit, Looking(None, Purpose("other", purpose)))
    except Unit.DoesNotExist:
        raise refuse(
            code,
            sentence("The unit was not in the tree on the day of this run."),
            sentence("Assess a round whose date lies after the unit was founded."),
        ) from None
