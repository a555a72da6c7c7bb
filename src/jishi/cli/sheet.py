"""``jishi sheet``: lists that come in and go out as sheets, each row with the checks of its page."""

from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json, write_file
from jishi.cli.export import FORMATS
from jishi.cli.speech import language, translator
from jishi.cli.template import LANGUAGES
from jishi.cli.units import asked_of, import_options, open_home, pack_for, tell
from jishi.core.errors import refuse, sentence

_LANG = click.option(
    "--lang", type=click.Choice(list(LANGUAGES.values())), help="Default: the language of the terminal."
)
_PACK = click.option("--pack", metavar="ID", help="Pack whose words count; default: the last cycle's.")
_KIND = click.argument("kind")


@click.group()
def command() -> None:
    """Lists as sheets: each row does what its page does.

    \b
    In and out: changes, stands, traits, grids, grid-teams, grid-requests (of the tree);
    transfers, floating, lost, care (of members; the last two restricted, with a purpose);
    helpers, teams, logs, evaluations, pairings (of those sent to help);
    targets (of units); electorates (of consultations); branch-sheets (which branch has its sheet);
    monthly (sheets of the month, typed in);
    searches (that nobody suitable was found);
    partnerships (of exemplary and weak units);
    tasks, responsibilities, supervision (of units).

    \b
    Out only: doubles, weak (weak units and helpers), coverage,
    care-totals (of a unit); secretary-reviews (restricted, with a purpose).
    """


@command.command("import")
@_KIND
@click.argument("file", type=click.Path(path_type=Path))
@home_option
@import_options
@_PACK
@json_option
def import_(
    kind: str,
    file: Path,
    home: Path,
    dry_run: bool,
    rows: str,
    errors: Path | None,
    pack: str | None,
    as_json: bool,
) -> None:
    """Bring the list KIND in from FILE (.xlsx, .csv or .parquet)."""
    open_home(home)
    from jishi.actions.lists.frame import bring

    listing = _listing(kind)
    outcome = bring(listing, asked_of(file, rows), pack_for(pack), only_try=dry_run)
    tell(outcome, errors, stops=rows == "all", as_json=as_json)


@command.command("export")
@_KIND
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@home_option
@_PACK
@_LANG
@click.option(
    "--unit",
    "code",
    metavar="CODE",
    help="Only this unit and what is below it (doubles, coverage, targets, care-totals).",
)
@click.option(
    "--purpose", default="", help="What for; a restricted list asks for it: care, search, record, other …"
)
@click.option("--words", default="", help="The purpose in a few words; those concerned can read it.")
@json_option
def export(
    kind: str, file: Path, home: Path, pack: str | None, lang: str | None, as_json: bool, **asked: str
) -> None:
    """Write the list KIND as it stands into FILE; the format is that of its name."""
    open_home(home)
    from jishi.actions.exports.sheet import Style
    from jishi.actions.lists.frame import Leaving, sheet
    from jishi.actions.people.reading import Purpose
    from jishi.cli.named import unit_at
    from jishi.core.access import OPERATOR

    suffix = file.suffix.lower().removeprefix(".")
    if suffix not in FORMATS:
        raise refuse(
            str(file),
            sentence("The name of the file does not say its format."),
            sentence("Add --format csv, xlsx, parquet or json."),
        )
    style = Style(suffix, lang or LANGUAGES[language()])  # type: ignore[arg-type]
    purpose = Purpose(asked["purpose"], asked["words"])
    leaving = Leaving(OPERATOR, pack_for(pack), unit=unit_at(asked["code"]), purpose=purpose)
    content = sheet(_listing(kind), leaving, style).file(style.format)
    write_file(file, content)
    _written(kind, suffix, file, as_json)


@command.command("template")
@_KIND
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@home_option
@_PACK
@_LANG
@json_option
def template(kind: str, file: Path, home: Path, pack: str | None, lang: str | None, as_json: bool) -> None:
    """Write an empty .xlsx for the list KIND into FILE."""
    open_home(home)
    from jishi.sheets.template import write_template

    form = _listing(kind).form(pack_for(pack))
    write_file(file, write_template(form, lang or LANGUAGES[language()]))
    _written(kind, "xlsx", file, as_json)


def _listing(kind: str):  # type: ignore[no-untyped-def]  # the class needs Django, which is set up later
    from jishi.actions.lists.registry import LISTINGS

    if kind not in LISTINGS:
        raise refuse(
            kind,
            sentence("There is no list of this kind."),
            sentence("Choose one of: %(known)s.", known=", ".join(LISTINGS)),
        )
    return LISTINGS[kind]


def _written(kind: str, suffix: str, file: Path, as_json: bool) -> None:
    if as_json:
        print_json({"kind": kind, "format": suffix, "file": str(file)})
    else:
        click.echo(sentence("Written to %(file)s.", file=file).say(translator()))
