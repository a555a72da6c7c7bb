"""``jishi consult texts``: what people wrote in their own words, for a purpose that is kept."""

from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json, write_file
from jishi.cli.named import closed_consultation, unit_of
from jishi.cli.speech import translator
from jishi.cli.units import open_home
from jishi.core.errors import sentence

_ROUND = click.option("--round", "round_", type=int, help="Number of the round; default: the last that closed it.")


@click.command("texts")
@click.argument("code")
@click.argument("unit")
@home_option
@_ROUND
@click.option("--purpose", default="", help="What for, in a few words; it is kept with who read it.")
@click.option("--file", type=click.Path(dir_okay=False, path_type=Path), help="Write them into FILE.xlsx.")
@json_option
def texts(
    code: str, unit: str, home: Path, round_: int | None, purpose: str, file: Path | None, as_json: bool
) -> None:
    """Read what people wrote about UNIT, or what came up to it from below; only after the close, for a purpose."""
    open_home(home)
    from jishi.actions.consult.ground import By
    from jishi.actions.consult.own_words_read import read
    from jishi.actions.exports.own_words import export
    from jishi.actions.exports.sheet import Style
    from jishi.actions.people.reading import Purpose
    from jishi.core.names import language_of

    found, pack = closed_consultation(code, round_)
    about, say = unit_of(unit), translator()
    rows = read(By(), found, pack, about, Purpose("other", purpose))
    if file:
        write_file(file, export(about, rows, Style("xlsx", language_of(say))).file("xlsx"))
        click.echo(sentence("Written to %(file)s.", file=file).say(say))
    elif as_json:
        print_json([{"form": str(each.form), "question": str(each.question), "text": each.text} for each in rows])
    elif rows:
        for each in rows:
            click.echo(f"{each.question.say(say)}\t{' / '.join(each.text.splitlines())}")
    else:
        click.echo(sentence("Nothing is to be read here: nobody wrote, or too few could have.").say(say))


@click.command("texts-list")
@click.argument("code")
@click.argument("place")
@home_option
@_ROUND
@json_option
def texts_list(code: str, place: str, home: Path, round_: int | None, as_json: bool) -> None:
    """List the units at or below PLACE where something that people wrote is to be read, and how many texts."""
    open_home(home)
    from jishi.actions.consult.own_words_read import standing
    from jishi.core.access import OPERATOR

    found, _pack = closed_consultation(code, round_)
    rows = [
        {"unit": each.code, "name": each.name, "texts": each.texts}
        for each in standing(OPERATOR, found, unit_of(place)).iterator(chunk_size=2000)
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['unit']}\t{row['texts']}\t{row['name']}")
