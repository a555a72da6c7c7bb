"""``jishi posts``: which posts are due, who holds them, what is vacant or ends."""

from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json, write_file
from jishi.cli.export import FORMATS
from jishi.cli.speech import language, translator
from jishi.cli.template import LANGUAGES
from jishi.cli.units import Sheet, importing, open_home, pack_for
from jishi.core.errors import refuse, sentence

PACK = click.option("--pack", metavar="ID", help="Pack whose posts count; default: the last cycle's.")
LANG = click.option(
    "--lang", type=click.Choice(list(LANGUAGES.values())), help="Default: the language of the terminal."
)


@click.group()
def command() -> None:
    """Posts of units and who holds them."""


@command.command("require")
@home_option
@PACK
@json_option
def require(home: Path, pack: str | None, as_json: bool) -> None:
    """Open every post that the pack requires by kind and size of the unit and that is missing."""
    open_home(home)
    from jishi.actions.posts.holding import By
    from jishi.actions.posts.requiring import require as open_missing

    done = open_missing(By(), pack_for(pack))
    if as_json:
        print_json({"units": done.units, "posts": done.posts})
        return
    line = sentence("%(units)s units looked at, %(posts)s posts opened.", units=done.units, posts=done.posts)
    click.echo(line.say(translator()))


@command.command("list")
@home_option
@click.option("--unit", "code", help="Code of a unit: it and all below it.")
@click.option("--vacant", is_flag=True, help="Only posts that are due and that nobody holds.")
@click.option("--ending", type=click.IntRange(0), metavar="DAYS", help="Only terms that end within so many days.")
@json_option
def list_(home: Path, code: str | None, vacant: bool, ending: int | None, as_json: bool) -> None:
    """List posts with their holders."""
    open_home(home)
    from jishi.cli.named import unit_at
    from jishi.core.access import OPERATOR
    from jishi.store import clock
    from jishi.store.queries import posts

    on = clock.today()
    rows = posts.listed(OPERATOR, on, unit_at(code))
    rows = posts.vacant(rows, on) if vacant else rows
    rows = posts.ending(rows, on, ending) if ending is not None else rows
    found = [
        {
            "unit": row.unit.code,
            "name": row.unit.name,
            "post": row.kind,
            "holder": row.holder or "",
            "since": row.since.isoformat() if row.since else None,
            "term_end": row.term_end.isoformat() if row.term_end else None,
            "channel": row.channel or "",
        }
        for row in rows.iterator(chunk_size=2000)
    ]
    if as_json:
        print_json(found)
        return
    for one in found:
        click.echo("\t".join(str(one[key] or "") for key in ("unit", "name", "post", "holder", "term_end")))


@command.command("import")
@importing
@PACK
def import_(sheet: Sheet, pack: str | None) -> None:
    """Bring in posts and holders from FILE (.xlsx, .csv or .parquet)."""
    from jishi.actions.imports import posts

    sheet.bring(posts, pack_for(pack))


@command.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@home_option
@PACK
@LANG
@json_option
def export(file: Path, home: Path, pack: str | None, lang: str | None, as_json: bool) -> None:
    """Write all posts into FILE; the format is that of its name."""
    open_home(home)
    from jishi.actions.exports import posts
    from jishi.actions.exports.sheet import Style
    from jishi.core.access import OPERATOR

    kind = file.suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise refuse(
            str(file),
            sentence("The name of the file does not say its format."),
            sentence("Add --format csv, xlsx, parquet or json."),
        )
    style = Style(kind, lang or LANGUAGES[language()])  # type: ignore[arg-type]
    write_file(file, posts.export(OPERATOR, pack_for(pack), style).file(style.format))
    _written(kind, file, as_json)


@command.command("template")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--pack", default="year-2012", show_default=True, metavar="ID", help="Pack, or path of its folder.")
@LANG
@json_option
def template(file: Path, pack: str, lang: str | None, as_json: bool) -> None:
    """Write an empty .xlsx for posts into FILE."""
    from jishi.actions.imports.post_form import post_form
    from jishi.actions.imports.templates import SHIPPED
    from jishi.packs.load import load
    from jishi.sheets.template import write_template

    folder = Path(pack) if (Path(pack) / "pack.yaml").is_file() else SHIPPED / pack
    form = post_form(load(folder, checked=False))
    write_file(file, write_template(form, lang or LANGUAGES[language()]))
    _written("xlsx", file, as_json)


def _written(kind: str, file: Path, as_json: bool) -> None:
    if as_json:
        print_json({"kind": "posts", "format": kind, "file": str(file)})
    else:
        click.echo(sentence("Written to %(file)s.", file=file).say(translator()))
