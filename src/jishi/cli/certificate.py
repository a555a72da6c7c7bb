"""``jishi certificate``: HTTPS by the office's own authority, so that phones can keep visits without network."""

from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.speech import translator
from jishi.core.errors import sentence


@click.group()
def command() -> None:
    """The certificates that phones of the office trust."""


@command.command("make")
@home_option
@click.option("--for", "hosts", multiple=True, metavar="HOST", help="Name or address that phones type; repeat it.")
@json_option
def make(home: Path, hosts: tuple[str, ...], as_json: bool) -> None:
    """Make the server's certificate, and the office's authority when there is none."""
    from jishi.store.certificates import make as made
    from jishi.store.certificates import of_home
    from jishi.store.home import Home

    Home(home.resolve()).check()
    found = made(of_home(home.resolve()), hosts)
    if as_json:
        print_json(
            {"authority": str(found.authority), "hosts": list(found.hosts()), "until": f"{found.until():%F}"}
        )
        return
    say = translator()
    click.echo(
        sentence(
            "The server has a certificate for %(hosts)s until %(day)s; start it with: jishi serve",
            hosts=", ".join(found.hosts()),
            day=f"{found.until():%F}",
        ).say(say)
    )
    click.echo(
        sentence(
            "Install %(file)s as a trusted authority on each phone of the office, once.", file=found.authority
        ).say(say)
    )
