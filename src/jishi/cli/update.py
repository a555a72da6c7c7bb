"""``jishi update``: bring a home to the form of this program."""

from pathlib import Path

import click

from jishi.cli.context import home_option
from jishi.cli.speech import translator
from jishi.core.errors import sentence


@click.command()
@home_option
@click.option(
    "--without-answers",
    metavar="REASON",
    help="End consultations whose slips only the program of before can read; nothing is told of them.",
)
def command(home: Path, without_answers: str | None) -> None:
    """Bring a home to the form of this program; refuses while it takes answers in an older form.

    Every other command does the same by itself.
    """
    from jishi.store.home import Home

    opened, say = Home.open(home), translator()
    # Models can be imported only when Django is set up.
    from jishi.actions.updating import update, update_without_answers

    if without_answers:
        for code in update_without_answers(opened, without_answers):
            click.echo(sentence("%(code)s ended without answers; nothing is told of it.", code=code).say(say))
    else:
        update(opened)
    click.echo(sentence("The home has the form of this program.").say(say))
