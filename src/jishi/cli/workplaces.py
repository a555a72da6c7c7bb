"""``jishi workplaces``: bring workplaces in and out as sheets."""

from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json, write_file
from jishi.cli.export import FORMATS
from jishi.cli.speech import language, translator
from jishi.cli.template import LANGUAGES
from jishi.cli.units import asked_of, import_options, open_home, pack_for, tell
from jishi.core.errors import refuse, sentence


@click.group()
def command() -> None:
    """Hosts of units: villages, firms, schools, offices, with or without a unit."""


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@home_option
@import_options
@click.option("--pack", metavar="ID", help="Pack whose domains count; default: the last cycle's.")
@json_option
def import_(
    file: Path, home: Path, dry_run: bool, rows: str, errors: Path | None, pack: str | None, as_json: bool
) -> None:
    """Bring in workplaces from FILE (.xlsx, .csv or .parquet)."""
    open_home(home)
    from jishi.actions.imports import workplaces

    vocabulary = pack_for(pack).vocabulary
    asked = asked_of(file, rows)
    outcome = workplaces.check(asked, vocabulary) if dry_run else workplaces.run(asked, vocabulary)
    tell(outcome, errors, stops=rows == "all", as_json=as_json)


@command.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@home_option
@click.option("--pack", metavar="ID", help="Pack whose domains count; default: the last cycle's.")
@click.option("--lang", type=click.Choice(list(LANGUAGES.values())), help="Default: the language of the terminal.")
@json_option
def export(file: Path, home: Path, pack: str | None, lang: str | None, as_json: bool) -> None:
    """Write all workplaces into FILE; the format is that of its name."""
    open_home(home)
    from jishi.actions.exports import workplaces
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
    write_file(file, workplaces.export(OPERATOR, pack_for(pack).vocabulary, style).file(style.format))
    _written(kind, file, as_json)


@command.command("template")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--pack", default="year-2012", show_default=True, metavar="ID", help="Pack, or path of its folder.")
@click.option("--lang", type=click.Choice(list(LANGUAGES.values())), help="Default: the language of the terminal.")
@json_option
def template(file: Path, pack: str, lang: str | None, as_json: bool) -> None:
    """Write an empty .xlsx for workplaces into FILE."""
    from jishi.actions.imports.templates import SHIPPED
    from jishi.actions.imports.workplace_form import workplace_form
    from jishi.packs.load import load
    from jishi.sheets.template import write_template

    folder = Path(pack) if (Path(pack) / "pack.yaml").is_file() else SHIPPED / pack
    form = workplace_form(load(folder, checked=False).vocabulary)
    write_file(file, write_template(form, lang or LANGUAGES[language()]))
    _written("xlsx", file, as_json)


def _written(kind: str, file: Path, as_json: bool) -> None:
    if as_json:
        print_json({"kind": "workplaces", "format": kind, "file": str(file)})
    else:
        click.echo(sentence("Written to %(file)s.", file=file).say(translator()))
