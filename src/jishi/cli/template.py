"""``jishi template``: an empty workbook to fill in."""

from pathlib import Path

import click

from jishi.cli.context import json_option, print_json, write_file
from jishi.cli.speech import language, translator
from jishi.core.errors import sentence

LANGUAGES = {"zh_Hans": "zh-Hans", "zh_Hant": "zh-Hant", "en": "en"}


@click.command()
@click.argument("kind", type=click.Choice(["units", "members", "ledger", "facts", "facts-tall"]))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--pack", default="year-2012", show_default=True, metavar="ID", help="Pack, or path of its folder.")
@click.option(
    "--lang", type=click.Choice(list(LANGUAGES.values())), help="Language; default: that of the terminal."
)
@json_option
def command(kind: str, file: Path, pack: str, lang: str | None, as_json: bool) -> None:
    """Write an empty .xlsx for the register (units), members, the ledger of problems, or facts, into FILE."""
    from jishi.actions.imports.templates import template_of

    write_file(file, template_of(kind, pack, lang or LANGUAGES[language()]))
    if as_json:
        print_json({"kind": kind, "file": str(file)})
    else:
        click.echo(sentence("The template was written to %(file)s.", file=file).say(translator()))
