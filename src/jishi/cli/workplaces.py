"""``jishi workplaces``: bring workplaces in and out as sheets."""

from datetime import datetime
from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json, write_file
from jishi.cli.export import FORMATS
from jishi.cli.speech import language, translator
from jishi.cli.template import LANGUAGES
from jishi.cli.units import Sheet, importing, open_home, pack_for
from jishi.core.errors import refuse, sentence


@click.group()
def command() -> None:
    """Hosts of units: villages, firms, schools, offices, with or without a unit."""


@command.command("import")
@importing
@click.option("--pack", metavar="ID", help="Pack whose domains count; default: the last cycle's.")
def import_(sheet: Sheet, pack: str | None) -> None:
    """Bring in workplaces from FILE (.xlsx, .csv or .parquet)."""
    from jishi.actions.imports import workplaces

    sheet.bring(workplaces, pack_for(pack).vocabulary)


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


@command.command("list")
@home_option
@click.option("--unit", metavar="CODE", help="Only at or below this unit.")
@click.option(
    "--list",
    "which",
    type=click.Choice(["all", "lacking", "overdue", "uncovered", "unknown", "nobody"]),
    default="all",
    show_default=True,
    help="lacking: should have a unit; uncovered: reached by nobody; nobody: no unit answers for them.",
)
@click.option(
    "--pack", metavar="ID", help="Pack that says how many members found a unit; default: the last cycle's."
)
@json_option
def list_(home: Path, unit: str | None, which: str, pack: str | None, as_json: bool) -> None:
    """List workplaces by code, with the unit that answers for them and since when they stand on the list."""
    open_home(home)
    from jishi.cli.named import unit_at
    from jishi.core.access import OPERATOR
    from jishi.store import clock
    from jishi.store.queries import coverage

    least = pack_for(pack).vocabulary.least_full_members
    found = coverage.cut(OPERATOR, clock.today(), which, unit_at(unit), least)  # type: ignore[arg-type]
    rows = [
        {
            "code": each.code,
            "name": each.name,
            "place": each.place.code if each.place else None,
            "full_members": each.full_members,
            "since": each.since.isoformat() if each.since else None,
            "due": each.formation_due.isoformat() if each.formation_due else None,
        }
        for each in found
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo("\t".join(str(row[key] if row[key] is not None else "-") for key in row))


@command.command("deadline")
@click.argument("unit")
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The last day.")
@click.option("--anew", is_flag=True, help="Also where a deadline was set before.")
@home_option
@click.option(
    "--pack", metavar="ID", help="Pack that says how many members found a unit; default: the last cycle's."
)
@json_option
def deadline(unit: str, due: datetime, anew: bool, home: Path, pack: str | None, as_json: bool) -> None:
    """Set until when every workplace at or below UNIT (its code) that lacks a unit must have one."""
    open_home(home)
    from jishi.actions.org.deadlines import Deadline, set_deadline
    from jishi.actions.org.order import Order
    from jishi.cli.named import unit_at
    from jishi.core.access import OPERATOR
    from jishi.store import clock

    place = unit_at(unit)
    assert place is not None
    count = set_deadline(Order(OPERATOR, pack_for(pack), clock.today()), place, Deadline(due.date(), anew))
    if as_json:
        print_json({"set": count})
    else:
        click.echo(sentence("%(count)s workplaces got the deadline.", count=count).say(translator()))


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
