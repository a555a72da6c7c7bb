"""``jishi demo``: a home with the sample county, assessed and served."""

import os
from pathlib import Path
from subprocess import Popen
from threading import Timer
from typing import TYPE_CHECKING

import click

from jishi.cli.speech import translator
from jishi.core.errors import sentence

if TYPE_CHECKING:
    from jishi.store.home import Home

FOLDER = Path(".jishi-demo")
# Everybody knows the passwords of a demo, so it answers this machine only.
HOST = "127.0.0.1"
FIRST_PAGE_SECONDS = 4.0


@click.command()
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    default=FOLDER,
    show_default=True,
    help="Folder of the demo.",
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--serve/--no-serve", default=True, show_default=True, help="Serve the pages afterwards.")
def command(home: Path, port: int, serve: bool) -> None:
    """Load the made-up sample county, grade it, show the grades and serve the pages."""
    from jishi.actions.demo.home import fresh, is_current, is_ready, mark_ready
    from jishi.ballotbox.boxes import Boxes
    from jishi.cli.serve import refuse_taken
    from jishi.store.home import Home

    if serve:
        # Before the long part, not after it.
        refuse_taken(HOST, port)
    if not is_ready(home):
        made = fresh(home)
        # Slips are printed before the intake is served.
        Boxes.of_home(made.path).served_at(f"http://{HOST}:{_beside(port)}")
        _set_up(made)
    elif not serve or not is_current(home):
        opened = Home.open(home)
        opened.migrate()
        mark_ready(opened)
        _show()
    _address(port, serve=serve)
    if serve:
        _serve(Home(home.resolve()), port)


def _beside(port: int) -> int:
    """Return the port of the intake."""
    return port % 65535 + 1


def _serve(home: "Home", port: int) -> None:
    """Serve without opening the home in this process too: the server's own process does, and time is short."""
    from jishi.cli.serve import run_server, start_intake, start_worker
    from jishi.store.home import SETTINGS

    os.environ |= {"JISHI_HOME": str(home.path), "DJANGO_SETTINGS_MODULE": SETTINGS}
    workers: list[Popen[bytes]] = []

    def help_out() -> None:
        workers.extend((start_worker(home.path), start_intake(home.path, HOST, _beside(port))))

    # Jobs and slips can wait until the first page was shown.
    timer = Timer(FIRST_PAGE_SECONDS, help_out)
    timer.daemon = True
    timer.start()
    try:
        run_server(HOST, port)
    finally:
        timer.cancel()
        for worker in workers:
            worker.terminate()
            worker.wait(timeout=15)


def _set_up(opened: "Home") -> None:
    from jishi.actions.demo.setting_up import set_up
    from jishi.cli.progress import bar

    with bar() as tell:
        set_up(opened, tell)
    _show()


def _show() -> None:
    from jishi.actions.overview import by_domain, first_results, plausibility
    from jishi.actions.programme import pack_of
    from jishi.cli.movement import print_movement
    from jishi.cli.tables import print_grades, print_plausibility

    results = first_results()
    pack = pack_of(results.run.round.cycle)
    groups = by_domain(results, pack)
    print_grades(groups, pack)
    print_plausibility(list(plausibility(groups, pack)))
    print_movement()


def _address(port: int, *, serve: bool) -> None:
    from jishi.actions.demo.home import PASSWORD

    say = translator()
    address = f"http://{HOST}:{port}/"
    click.echo(sentence("All organisations, persons and grades of the demo are made up.").say(say))
    click.echo(
        sentence(
            "Log in as county, head, township, village or discipline; the password of each is %(password)s.",
            password=PASSWORD,
        ).say(say)
    )
    if not serve:
        click.echo(sentence("Serve the pages with: ./jishi demo  (at %(address)s)", address=address).say(say))
