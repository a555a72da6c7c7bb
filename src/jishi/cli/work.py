"""``jishi work``: do the jobs that are waiting, and ask for those that the clock says are due."""

import logging
import time
from pathlib import Path
from threading import Event, Thread

import click

from jishi.actions.together import end_with
from jishi.cli.context import home_option
from jishi.cli.night import do_it
from jishi.cli.speech import translator
from jishi.core.errors import sentence

HEAD_START = 2.0
TICK_SECONDS = 10.0

_log = logging.getLogger("jishi.night")


@click.command()
@home_option
@click.option("--once", is_flag=True, help="End when nothing is waiting.")
@click.option("--quiet", is_flag=True, help="Say nothing but faults.")
@click.option("--nightly-now", is_flag=True, help="Do the night's work now, then end.")
@click.option("--beside", type=int, hidden=True, help="End when this process ends.")
def command(home: Path, once: bool, quiet: bool, nightly_now: bool, beside: int | None) -> None:
    """Do the jobs that are waiting, until interrupted.

    Rules are checked soon after a change; once a day, at the time that `jishi night` tells, they are checked
    whatever happened, and what has served its purpose is destroyed.
    """
    if beside:
        # The server's first page comes before the first job.
        time.sleep(HEAD_START)
        end_with(beside)
    from jishi.store.home import Home

    Home.open(home)
    from django.core.management import call_command

    from jishi.actions.consult import left_over
    from jishi.actions.jobs import mark_lost

    left_over.destroy()
    lost = mark_lost()
    if lost and not quiet:
        click.echo(sentence("Marked as lost: %(count)s jobs", count=lost).say(translator()), err=True)
    if nightly_now:
        do_it()
        return
    if not once:
        start_clock(Event())
    call_command(
        "db_worker",
        batch=once,
        startup_delay=False,
        reload=False,
        interval=1.0,
        verbosity=0,
    )


def start_clock(stop: Event, every: float = TICK_SECONDS) -> Thread:
    """Let the clock run beside the work until it is told to stop; it ends with the process at the latest."""
    thread = Thread(target=_run, args=(stop, every), daemon=True)
    thread.start()
    return thread


def _run(stop: Event, every: float) -> None:
    from django.db import connection

    from jishi.actions.night import tick
    from jishi.store import clock

    while not stop.wait(every):
        try:
            tick(clock.now())
        except Exception:
            # A busy database, a home whose pack was changed: the next tick looks again.
            _log.warning("the clock could not ask for what is due", exc_info=True)
        finally:
            connection.close()
