"""``jishi retention``: destroy what has served its purpose."""

from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.units import open_home


@click.command()
@home_option
@click.option("--dry-run", is_flag=True, help="Count only; destroy nothing.")
@json_option
def command(home: Path, dry_run: bool, as_json: bool) -> None:
    """Destroy records whose term is over, by the terms of the pack; `jishi work` does it every night."""
    open_home(home)
    from jishi.actions.people.retention import keep_to_terms
    from jishi.actions.people.terms import terms

    counts = keep_to_terms(terms(), only_count=dry_run)
    if as_json:
        print_json({"dry_run": dry_run, "records": counts})
        return
    for name, count in counts.items():
        click.echo(f"{name}\t{count}")
