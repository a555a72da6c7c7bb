"""``jishi work``: do the jobs that are waiting."""

from pathlib import Path

import click

from jishi.cli.context import home_option
from jishi.cli.speech import translator
from jishi.core.errors import sentence


@click.command()
@home_option
@click.option("--once", is_flag=True, help="End when nothing is waiting.")
@click.option("--quiet", is_flag=True, help="Say nothing but faults.")
def command(home: Path, once: bool, quiet: bool) -> None:
    """Do the jobs that are waiting, until interrupted."""
    from jishi.store.home import Home

    Home.open(home)
    from django.core.management import call_command

    from jishi.actions.jobs import mark_lost

    lost = mark_lost()
    if lost and not quiet:
        click.echo(sentence("Marked as lost: %(count)s jobs", count=lost).say(translator()), err=True)
    call_command(
        "db_worker",
        batch=once,
        startup_delay=False,
        reload=False,
        interval=1.0,
        verbosity=0,
    )
