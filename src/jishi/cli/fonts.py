"""``jishi fonts``: which letters papers are printed in."""

from dataclasses import asdict
from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.speech import translator
from jishi.core.errors import Refusal, Sentence, sentence


@click.command()
@home_option
@json_option
def command(home: Path, as_json: bool) -> None:
    """Say which fonts papers are printed in; the home's folder "fonts" takes the office's own."""
    from jishi.documents.fonts import used
    from jishi.store.home import Home

    opened = Home(home.resolve())
    opened.check()
    found = used(opened.fonts)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        said = _own(one.font) if one.own else _other(one.wanted, one.font, opened.fonts)
        click.echo(said.say(translator()))


def tell_at_start(folder: Path) -> None:
    """Say on stderr what papers are printed in, where that is not what an office would use."""
    from jishi.documents.fonts import used

    try:
        lacking = [one for one in used(folder) if not one.own]
    except Refusal as refusal:
        # Pages are served all the same; whoever prints is told again.
        click.echo(refusal.complaints[0].say(translator()), err=True)
        return
    if lacking:
        wanted, other = lacking[0].wanted, lacking[0].font
        click.echo(_other(wanted, other, folder).say(translator()), err=True)


def _own(font: str) -> Sentence:
    return sentence("Papers are printed in %(font)s.", font=font)


def _other(wanted: str, font: str, folder: Path) -> Sentence:
    return sentence(
        "Papers are printed in %(font)s instead of %(wanted)s; put its file into %(folder)s to use it.",
        font=font,
        wanted=wanted,
        folder=folder,
    )
