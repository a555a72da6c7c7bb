"""``jishi facts``: bring in facts of units."""

from datetime import datetime

import click

from jishi.cli.units import Sheet, importing


@click.group()
def command() -> None:
    """Facts of units."""


@command.command("import")
@importing
@click.option("--cycle", required=True, help="Code of the cycle.")
@click.option("--round", "round_", type=int, required=True, help="Number of the round in the cycle.")
@click.option("--source", default="", help="Who says the values; default: the first source that each fact names.")
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="Date of values that have none; default: the round's."
)
def import_(sheet: Sheet, cycle: str, round_: int, source: str, on: datetime | None) -> None:
    """Bring in facts from FILE (.xlsx, .csv or .parquet): a row for each unit, or a row for each value."""
    from jishi.actions.imports import facts
    from jishi.actions.programme import pack_of, round_of

    found = round_of(cycle, round_)
    sheet.bring(facts, facts.Target(found, pack_of(found.cycle), source, on.date() if on else None))
