"""``jishi export``: the register, facts and results as files."""

from pathlib import Path
from typing import Any

import click

from jishi.cli.context import home_option, json_option, print_json, write_file
from jishi.cli.speech import language, translator
from jishi.cli.template import LANGUAGES
from jishi.cli.units import open_home, pack_for
from jishi.core.errors import refuse, sentence

FORMATS = ("csv", "xlsx", "parquet", "json")
KINDS = ("units", "facts", "grades", "scores", "figures")


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@home_option
@click.option("--format", "format_", type=click.Choice(FORMATS), help="Default: by the name of FILE.")
@click.option("--pack", metavar="ID", help="Pack of the register's words; default: the last cycle's.")
@click.option("--cycle", help="Code of the cycle; default: the last that holds anything.")
@click.option("--round", "round_", type=int, help="Number of the round; default: the last that holds anything.")
@click.option("--lang", type=click.Choice(list(LANGUAGES.values())), help="Default: the language of the terminal.")
@json_option
def command(
    kind: str,
    file: Path,
    home: Path,
    format_: str | None,
    pack: str | None,
    cycle: str | None,
    round_: int | None,
    lang: str | None,
    as_json: bool,
) -> None:
    """Write the register, facts, grades, scores or figures into FILE, in the order of the tree."""
    open_home(home)
    from jishi.actions.exports.sheet import Style

    style = Style(format_of(file, format_), lang or LANGUAGES[language()])  # type: ignore[arg-type]
    sheet = _units(pack, style) if kind == "units" else _of_round(kind, cycle, round_, style)
    write_file(file, sheet.file(style.format))
    if as_json:
        print_json({"kind": kind, "format": style.format, "file": str(file)})
    else:
        click.echo(sentence("Written to %(file)s.", file=file).say(translator()))


def format_of(file: Path, asked: str | None) -> str:
    """Return the format of a file: as asked for, else by its name."""
    found = asked or file.suffix.lower().removeprefix(".")
    if found not in FORMATS:
        raise refuse(
            str(file),
            sentence("The name of the file does not say its format."),
            sentence("Add --format csv, xlsx, parquet or json."),
        )
    return found


def _units(pack: str | None, style: Any) -> Any:
    from jishi.actions.exports import units
    from jishi.core.access import OPERATOR

    return units.export(OPERATOR, pack_for(pack).vocabulary, style)


def _of_round(kind: str, cycle: str | None, number: int | None, style: Any) -> Any:
    from jishi.actions.exports import facts, results
    from jishi.actions.programme import pack_of
    from jishi.actions.results import of_run
    from jishi.core.access import OPERATOR
    from jishi.store.queries import rounds

    found = _round(kind, cycle, number)
    pack = pack_of(found.cycle)
    if kind == "facts":
        return facts.export(OPERATOR, pack, found, style)
    run = rounds.latest_run(OPERATOR, found)
    if run is None:
        raise refuse(
            str(found),
            sentence("Nothing was computed for this round yet."),
            sentence(
                "Run: jishi assess --cycle %(cycle)s --round %(round)s", cycle=found.cycle, round=found.number
            ),
        )
    write = {"grades": results.grades, "scores": results.scores, "figures": results.figures}[kind]
    return write(of_run(OPERATOR, run), pack, style)


def _round(kind: str, cycle: str | None, number: int | None) -> Any:
    """Return the round that was asked for; where nothing was asked, the last that holds anything of the kind."""
    from jishi.store.models.assess import Round

    rounds = Round.objects.select_related("cycle").order_by("-cycle__starts_on", "-number")
    if cycle:
        rounds = rounds.filter(cycle__code=cycle)
    if number:
        rounds = rounds.filter(number=number)
    full = rounds.filter(facts__isnull=False) if kind == "facts" else rounds.filter(runs__state="done")
    found = full.first() or rounds.first()
    if found is None:
        raise refuse(
            f"{cycle or ''}/{number or ''}", sentence("There is no such round."), sentence("Open a cycle first.")
        )
    return found
