"""``jishi facts``: bring in facts of units."""

from datetime import datetime
from pathlib import Path

import click

from jishi.cli.context import home_option, json_option
from jishi.cli.units import asked_of, import_options, open_home, tell


@click.group()
def command() -> None:
    """Facts of units."""


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@home_option
@import_options
@click.option("--cycle", required=True, help="Code of the cycle.")
@click.option("--round", "round_", type=int, required=True, help="Number of the round in the cycle.")
@click.option("--source", default="", help="Who says the values; default: the first source that each fact names.")
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="Date of values that have none; default: the round's."
)
@json_option
def import_(
    file: Path,
    home: Path,
    dry_run: bool,
    rows: str,
    errors: Path | None,
    cycle: str,
    round_: int,
    source: str,
    on: datetime | None,
    as_json: bool,
) -> None:
    """Bring in facts from FILE (.xlsx, .csv or .parquet): a row for each unit, or a row for each value."""
    open_home(home)
    from jishi.actions.imports import facts
    from jishi.actions.programme import pack_of, round_of

    found = round_of(cycle, round_)
    target = facts.Target(found, pack_of(found.cycle), source, on.date() if on else None)
    asked = asked_of(file, rows)
    outcome = facts.check(asked, target) if dry_run else facts.run(asked, target)
    tell(outcome, errors, stops=rows == "all", as_json=as_json)
