"""``jishi visits``: who was visited and who was not, and the records as a file."""

from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json, write_file
from jishi.cli.export import FORMATS
from jishi.cli.named import round_now, unit_of
from jishi.cli.speech import language, translator
from jishi.cli.template import LANGUAGES
from jishi.cli.units import open_home
from jishi.core.errors import refuse, sentence


@click.group()
def command() -> None:
    """Visits to units."""


@command.command("list")
@home_option
@click.option("--due", is_flag=True, help="Only units that were not visited in this round.")
@json_option
def list_(home: Path, due: bool, as_json: bool) -> None:
    """List the units that are graded, each with its survey team and the day of its last visit."""
    open_home(home)
    from jishi.core.access import OPERATOR
    from jishi.store.queries import visits

    rows = visits.to_visit(OPERATOR, round_now())
    rows = rows.filter(visited__isnull=True) if due else rows
    found = [
        {
            "unit": unit.code,
            "name": unit.name,
            "team": unit.team or "",
            "visited": unit.visited.isoformat() if unit.visited else None,
            "meeting": unit.met,
        }
        for unit in rows.iterator(chunk_size=2000)
    ]
    if as_json:
        print_json(found)
        return
    for one in found:
        click.echo("\t".join(str(one[key] or "") for key in ("unit", "name", "team", "visited")))


@command.command("inquiry")
@click.argument("unit")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@home_option
def inquiry(unit: str, file: Path, home: Path) -> None:
    """Write the list of a township for discipline inspection to stamp into FILE.pdf."""
    open_home(home)
    from jishi.actions.consult.ground import By
    from jishi.actions.consult.inquiries import listed
    from jishi.actions.consult.inquiry_paper import Put, inquiry_list
    from jishi.documents.pdf import pdf
    from jishi.store.home import current

    place = unit_of(unit)
    put = Put(place, round_now(), listed(By(), place))
    made = inquiry_list(put, LANGUAGES[language()], translator())  # type: ignore[arg-type]
    content = pdf(made, fonts=current().fonts)
    write_file(file, content)
    click.echo(sentence("Written to %(file)s.", file=file).say(translator()))


@command.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@home_option
@click.option("--lang", type=click.Choice(list(LANGUAGES.values())), help="Default: the language of the terminal.")
@json_option
def export(file: Path, home: Path, lang: str | None, as_json: bool) -> None:
    """Write the visits of the round into FILE; the format is that of its name."""
    open_home(home)
    from jishi.actions.exports import visits as exported
    from jishi.actions.exports.sheet import Style
    from jishi.core.access import OPERATOR
    from jishi.store.queries import visits

    kind = file.suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise refuse(
            str(file),
            sentence("The name of the file does not say its format."),
            sentence("Add --format csv, xlsx, parquet or json."),
        )
    style = Style(kind, lang or LANGUAGES[language()])  # type: ignore[arg-type]
    write_file(file, exported.export(visits.visits(OPERATOR, round_now()), style).file(style.format))
    if as_json:
        print_json({"kind": "visits", "format": kind, "file": str(file)})
    else:
        click.echo(sentence("Written to %(file)s.", file=file).say(translator()))
