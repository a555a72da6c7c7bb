"""``jishi bench``: measured claims about speed, each beside what a good analyst would run instead."""

from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json


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


@command.command()
@click.option("--seconds", type=click.FloatRange(0.5, 60), default=5.0, show_default=True, help="Of each turn.")
@click.option("--rounds", type=click.IntRange(1, 20), default=3, show_default=True, help="Turns of each server.")
@click.option("--connections", type=click.IntRange(1, 512), default=256, show_default=True, help="Kept busy.")
@click.option("--answers", type=click.IntRange(100, 100_000), default=80_000, show_default=True, help="At most.")
@click.option(
    "--database", metavar="URL", envvar="JISHI_BENCH_DATABASE", help="A PostgreSQL to measure on as well."
)
@json_option
def intake(
    seconds: float, rounds: int, connections: int, answers: int, database: str | None, as_json: bool
) -> None:
    """Count answers over HTTP beside one transaction of Django's ORM each; this machine only."""
    from jishi.cli.bench.intake.measure import measure
    from jishi.cli.bench.intake.rounds import Bounds

    bounds = Bounds(seconds, connections, answers)
    report = measure(bounds, rounds, database, lambda text: click.echo(text, err=True))
    if as_json:
        print_json(report.document())
    else:
        click.echo(report.text())


@command.command("intake-beside-import")
@click.option(
    "--rows", type=click.IntRange(min=100), default=1_000_000, show_default=True, help="Members imported."
)
@click.option("--seconds", type=click.FloatRange(0.5, 60), default=10.0, show_default=True, help="Of each turn.")
@click.option("--connections", type=click.IntRange(1, 512), default=64, show_default=True, help="Kept busy.")
@click.option("--database", metavar="URL", envvar="JISHI_BENCH_DATABASE", help="A PostgreSQL that holds both.")
@json_option
def intake_beside_import(rows: int, seconds: float, connections: int, database: str | None, as_json: bool) -> None:
    """Count answers over HTTP while our own import brings in a million members; tell the longest wait."""
    from jishi.cli.bench.intake.beside import measure
    from jishi.cli.bench.intake.rounds import Bounds

    bounds = Bounds(seconds, connections, 80_000)
    report = measure(rows, bounds, database, lambda text: click.echo(text, err=True))
    if as_json:
        print_json(report.document())
    else:
        click.echo(report.text())


@command.command("import")
@click.option("--units", type=int, default=186_000, show_default=True, help="Of the province; 0 = the slice only.")
@click.option("--members", type=int, default=4_000_000, show_default=True, help="Of the province.")
@click.option("--slice", "part", type=int, default=2_000, show_default=True, help="Units that both ways bring in.")
@click.option("--rounds", type=click.IntRange(0, 20), default=3, show_default=True, help="Turns; 0 = no rival.")
@click.option(
    "--database",
    metavar="URL",
    envvar="JISHI_BENCH_DATABASE",
    help="A database of a PostgreSQL where others may be made and dropped; default: SQLite.",
)
@click.option("--keep", type=click.Path(path_type=Path), help="Leave the home there, in its folder “whole”.")
@json_option
def import_(
    units: int, members: int, part: int, rounds: int, database: str | None, keep: Path | None, as_json: bool
) -> None:
    """Bring in a made-up province from workbooks, and a slice of it beside openpyxl and a commit for each row."""
    from jishi.cli.bench.imports.measure import Wish, measure

    wish = Wish(units, members, part, rounds, database, keep)
    report = measure(wish, lambda text: click.echo(text, err=True))
    if as_json:
        print_json(report.document())
    else:
        click.echo(report.text())


@command.command("pages")
@home_option
@click.option("--rounds", type=click.IntRange(1, 200), default=20, show_default=True, help="Requests of each page.")
@click.option("--midyear", is_flag=True, help="Fill every list meanwhile, as half way through a round.")
@json_option
def pages_(home: Path, rounds: int, midyear: bool, as_json: bool) -> None:
    """Ask a home for its pages as readers of four depths of the tree would; nothing of it stays."""
    from jishi.store.home import Home

    # As `jishi serve` does: pages ask for what this program knows.
    Home.open(home).migrate()
    from jishi.cli.bench.pages import measure

    report = measure(rounds, lambda text: click.echo(text, err=True), midyear=midyear)
    if as_json:
        print_json(report.document())
    else:
        click.echo(report.text())
