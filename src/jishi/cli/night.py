"""``jishi night``: what is done every night, when, and when it was done last."""

from datetime import time
from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.speech import translator
from jishi.cli.units import open_home
from jishi.core.errors import refuse, sentence


@click.command()
@home_option
@click.option("--at", metavar="HH:MM", help="Set the time of the day at which the night's work begins.")
@click.option("--now", is_flag=True, help="Do the night's work now, whatever the time.")
@json_option
def command(home: Path, at: str | None, now: bool, as_json: bool) -> None:
    """Say when the night's work is done and what came of it last; `jishi work` does it once a day."""
    open_home(home)
    from jishi.actions.night import last_night, parsed
    from jishi.store.home import current

    if at is not None:
        wanted = parsed(at)
        if wanted is None:
            raise refuse(at, sentence("This is no time of the day."), sentence("Write it like this: --at 02:30"))
        current().set_night(wanted)
    if now:
        do_it()
    begins, last = current().night, last_night()
    if as_json:
        print_json(
            {
                "at": _clock(begins),
                "last": None
                if last is None
                else {"state": last.state, "finished": last.finished_at, "result": last.result},
            }
        )
        return
    say = translator()
    click.echo(sentence("The night's work begins at %(time)s.", time=_clock(begins)).say(say))
    if last is None:
        click.echo(sentence("It was not done yet; `jishi work` or `jishi serve` must be running.").say(say))
        return
    ended = last.finished_at.isoformat(" ", "minutes") if last.finished_at else "—"
    click.echo(sentence("Last time: %(state)s, %(moment)s", state=last.state, moment=ended).say(say))
    for name, value in last.result.items():
        click.echo(f"{name}\t{value}")


def do_it() -> None:
    """Do the night's work in this process."""
    from jishi.actions.jobs import run_now
    from jishi.actions.night import NIGHT
    from jishi.store import clock

    run_now(NIGHT, {"day": clock.today().isoformat()}, None)


def _clock(begins: time) -> str:
    return begins.strftime("%H:%M")
