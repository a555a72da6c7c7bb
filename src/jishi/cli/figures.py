"""``jishi figures``: what the registers count, for any part of the tree."""

from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json, write_file
from jishi.cli.speech import language
from jishi.cli.template import LANGUAGES
from jishi.cli.units import open_home, pack_for


@click.command()
@home_option
@click.option("--unit", metavar="CODE", help="Only at or below this unit.")
@click.option("--figure", metavar="ID", help="One figure, divided.")
@click.option(
    "--by", type=click.Choice(["domain", "below"]), default="below", show_default=True, help="With --figure."
)
@click.option("--pack", metavar="ID", help="Pack whose figures count; default: the last cycle's.")
@click.option("--excel", type=click.Path(dir_okay=False, path_type=Path), help="Write all figures by unit (.xlsx).")
@json_option
def command(
    home: Path, unit: str | None, figure: str | None, by: str, pack: str | None, excel: Path | None, as_json: bool
) -> None:
    """Tell the figures that the pack wants counted in the registers."""
    open_home(home)
    from jishi.actions import register_figures
    from jishi.cli.named import unit_at
    from jishi.core.access import OPERATOR
    from jishi.store import clock

    words, today = pack_for(pack), clock.today()
    asked = register_figures.asked_of(OPERATOR, words, today, unit_at(unit))
    if excel:
        write_file(excel, register_figures.sheet(asked, LANGUAGES[language()]).file("xlsx"))
        return
    chosen = [each for each in asked.figures if each.id == figure]
    if chosen:
        rows = [(key, name, number) for key, name, number in register_figures.divided(asked, chosen[0], by)]
    else:
        lang = LANGUAGES[language()]
        rows = [(str(f.id), f.names.say(lang), number) for f, number in register_figures.totals(asked)]
    if as_json:
        print_json([{"id": key, "name": name, "number": number} for key, name, number in rows])
        return
    for key, name, number in rows:
        click.echo(f"{key}\t{name}\t{number}")
