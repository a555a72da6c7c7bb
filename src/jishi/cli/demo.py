"""``jishi demo``: a home with the sample county, assessed and served."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jishi.cli.speech import translator
from jishi.core.errors import sentence

if TYPE_CHECKING:
    from jishi.store.home import Home

FOLDER = Path(".jishi-demo")
# Everybody knows the passwords of a demo, so it answers this machine only.
HOST = "127.0.0.1"


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
    from jishi.actions.demo_home import fresh, is_ready
    from jishi.cli.serve import refuse_taken, run_server, start_worker

    if serve:
        refuse_taken(HOST, port)
    if is_ready(home):
        from jishi.store.home import Home

        opened = Home.open(home)
        if not serve:
            opened.migrate()
            _show()
    else:
        opened = fresh(home)
        _set_up(opened)
    _address(port, serve=serve)
    if serve:
        worker = start_worker(opened.path)
        try:
            run_server(HOST, port)
        finally:
            worker.terminate()
            worker.wait(timeout=10)


def _set_up(opened: "Home") -> None:
    from jishi.actions.demo import set_up
    from jishi.cli.progress import bar

    with bar() as tell:
        set_up(opened, tell)
    _show()


def _show() -> None:
    from jishi.actions.overview import by_domain, newest_results, plausibility
    from jishi.actions.programme import pack_of
    from jishi.cli.tables import print_grades, print_plausibility

    results = newest_results()
    pack = pack_of(results.run.round.cycle)
    groups = by_domain(results, pack)
    print_grades(groups, pack)
    print_plausibility(list(plausibility(groups, pack)))


def _address(port: int, *, serve: bool) -> None:
    from jishi.actions.demo import PASSWORD

    say = translator()
    address = f"http://{HOST}:{port}/"
    click.echo(sentence("All organisations, persons and grades of the demo are made up.").say(say))
    click.echo(
        sentence(
            "Log in as county, head, township, village or discipline; the password of each is %(password)s.",
            password=PASSWORD,
        ).say(say)
    )
    if serve:
        click.echo(sentence("The pages are at %(address)s", address=address).say(say))
    else:
        click.echo(sentence("Serve the pages with: ./jishi demo  (at %(address)s)", address=address).say(say))
