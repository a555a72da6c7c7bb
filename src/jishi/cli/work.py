"""``jishi work``: do the jobs that are waiting."""

import time
from pathlib import Path

import click

from jishi.actions.together import end_with
from jishi.cli.context import home_option
from jishi.cli.speech import translator
from jishi.core.errors import sentence

HEAD_START = 2.0


@click.command()
@home_option
@click.option("--once", is_flag=True, help="End when nothing is waiting.")
@click.option("--quiet", is_flag=True, help="Say nothing but faults.")
@click.option("--beside", type=int, hidden=True, help="End when this process ends.")
def command(home: Path, once: bool, quiet: bool, beside: int | None) -> None:
    """Do the jobs that are waiting, until interrupted."""
    if beside:
        # The server's first page comes before the first job.
        time.sleep(HEAD_START)
        end_with(beside)
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
