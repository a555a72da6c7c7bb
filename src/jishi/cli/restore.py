"""``jishi restore FILE``: a home made of a backup."""

from pathlib import Path

import click

from jishi.cli.backup import first_line, passphrase_option
from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.speech import translator
from jishi.core.errors import Refusal, sentence


@click.command()
@home_option
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--database", metavar="URL", help="An empty PostgreSQL database; default: SQLite.")
@passphrase_option
@json_option
def command(
    home: Path, file: Path, database: str | None, passphrase_file: click.utils.LazyFile | None, as_json: bool
) -> None:
    """Make a home of FILE in the folder --home and verify it; either database reads backups of both."""
    from jishi.actions.restoring import restore

    made = restore(file, home, database, first_line(passphrase_file))
    from jishi.actions.verify import verify

    found = [complaint for complaints in verify().values() for complaint in complaints]
    if found:
        raise Refusal(found)
    if as_json:
        print_json({"home": str(made.path), "database": made.kind, "verified": True})
        return
    said = sentence("Restored to %(path)s; everything in it holds.", path=made.path)
    click.echo(said.say(translator()))
