"""``jishi pairing``: exemplary units bring weak ones along."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jishi.cli.context import home_option, json_option, print_json, write_file
from jishi.cli.named import unit_named
from jishi.cli.speech import language, translator
from jishi.cli.template import LANGUAGES
from jishi.cli.units import open_home
from jishi.core.errors import refuse, sentence

if TYPE_CHECKING:
    from jishi.actions.improve.pairing import Offer


@click.group()
def command() -> None:
    """Pairing of exemplary and weak units (D74, D79)."""


@command.command("suggest")
@home_option
@json_option
def suggest(home: Path, as_json: bool) -> None:
    """List the weak units without a partner, each with those that fit it best."""
    open_home(home)
    rows = [
        {"unit": each.unit.code, "exemplars": [exemplar.code for exemplar in each.exemplars]} for each in _offers()
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo("\t".join([str(row["unit"]), " ".join(row["exemplars"]) or "-"]))


@command.command("begin")
@click.argument("exemplar")
@click.argument("unit")
@click.option("--purpose", default="", help="What for.")
@home_option
@json_option
def begin(exemplar: str, unit: str, purpose: str, home: Path, as_json: bool) -> None:
    """Let EXEMPLAR (its code) bring UNIT (its code) along."""
    open_home(home)
    from jishi.actions.improve.pairing import pair
    from jishi.actions.posts.holding import By

    row = pair(By(), unit_named(exemplar), unit_named(unit), purpose)
    if as_json:
        print_json({"pair": row.pk})
    else:
        words = sentence("%(exemplar)s brings %(unit)s along.", exemplar=exemplar, unit=unit)
        click.echo(words.say(translator()))


@command.command("end")
@click.argument("unit")
@click.option("--outcome", required=True, help="What came of it.")
@home_option
@json_option
def end(unit: str, outcome: str, home: Path, as_json: bool) -> None:
    """End the pairing of UNIT (code of the weak one) with what came of it."""
    open_home(home)
    from jishi.actions.improve.pairing import end as ended
    from jishi.actions.improve.pairing import under_way
    from jishi.actions.posts.holding import By
    from jishi.core.access import OPERATOR
    from jishi.store import clock

    row = under_way(OPERATOR, clock.today()).filter(unit=unit_named(unit)).first()
    if row is None:
        raise refuse(unit, sentence("This unit is not paired."), sentence("See: jishi pairing suggest"))
    ended(By(), row, row.version, outcome)
    if as_json:
        print_json({"pair": row.pk})
    else:
        click.echo(sentence("The pairing has ended.").say(translator()))


@command.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@home_option
def export(file: Path, home: Path) -> None:
    """Write pairings and suggestions into FILE (.xlsx)."""
    open_home(home)
    from jishi.actions.exports.pairing import export as exported
    from jishi.actions.exports.sheet import Style
    from jishi.core.access import OPERATOR
    from jishi.store.queries import practices

    pairs = list(practices.partnerships(OPERATOR))
    write_file(file, exported(pairs, _offers(), Style("xlsx", LANGUAGES[language()])).file("xlsx"))
    click.echo(sentence("Written to %(file)s.", file=file).say(translator()))


def _offers() -> "list[Offer]":
    from jishi.actions.improve.ground import pack_now, round_now
    from jishi.actions.improve.pairing import offers
    from jishi.core.access import OPERATOR
    from jishi.store import clock

    return offers(OPERATOR, pack_now(), round_now(), clock.today())
