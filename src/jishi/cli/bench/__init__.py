"""``jishi bench``: measured claims about speed, each beside what a good analyst would run instead."""

import click

from jishi.cli.context import json_option, print_json


@click.group()
def command() -> None:
    """Measure speed beside other engines; never fails, only tells."""


@command.command()
@click.option("--units", type=click.IntRange(min=1000), default=5_200_000, show_default=True, help="Size of it.")
@click.option("--rounds", type=click.IntRange(min=1), default=5, show_default=True, help="Rounds of each rivalry.")
@json_option
def national(units: int, rounds: int, as_json: bool) -> None:
    """Score, grade and roll up a made-up country beside DuckDB and Polars."""
    # Engines are loaded only when something is measured.
    from jishi.cli.bench.national import measure

    report = measure(units, rounds, lambda text: click.echo(text, err=True))
    if as_json:
        print_json(report.document())
    else:
        click.echo(report.text())
