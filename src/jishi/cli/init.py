"""``jishi init``: make a home."""

from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.speech import translator
from jishi.core.errors import sentence


@click.command()
@home_option
@click.option("--database", metavar="URL", help="postgresql://user:password@host:port/name; default: SQLite.")
@click.option("--demo", is_flag=True, help="A home for trying out, with open accounts; never served to others.")
@json_option
def command(home: Path, database: str | None, demo: bool, as_json: bool) -> None:
    """Make a home: folder, keys, database."""
    from jishi.actions.homes import make_home

    made = make_home(home, database, "demo" if demo else "production")
    if as_json:
        print_json({"home": str(made.path), "mode": made.mode, "database": made.kind})
        return
    say = translator()
    click.echo(sentence("A home was made in %(path)s.", path=made.path).say(say))
    click.echo(sentence("Next: jishi account add NAME, then jishi serve").say(say))
