"""``jishi cycle``: open a year with a pack, and see which there are."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.speech import translator
from jishi.cli.units import open_home
from jishi.core.errors import sentence

if TYPE_CHECKING:
    from jishi.store.models.assess import Cycle

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def command() -> None:
    """Years of a programme; each pins the pack that it is run by."""


@command.command("open")
@click.argument("code")
@home_option
@click.option("--pack", default="year-2012", show_default=True, metavar="ID", help="Id of the pack.")
@click.option(
    "--round",
    "rounds",
    type=(_DAY, _DAY),
    multiple=True,
    metavar="OPENS CUTOFF",
    help="Dates of a round; may be repeated. Default: the rounds of the pack.",
)
@json_option
def open_(code: str, home: Path, pack: str, rounds: tuple[tuple[datetime, datetime], ...], as_json: bool) -> None:
    """Open a cycle, e.g. 2012, after checking its pack; a copy of the pack is kept in the home."""
    open_home(home)
    from jishi.actions.programme import RoundDates, folder_of, open_cycle, rounds_of
    from jishi.packs.load import load

    read = load(folder_of(pack))
    dates = tuple(RoundDates(opens.date(), cutoff.date()) for opens, cutoff in rounds)
    opened = open_cycle(None, code, read, dates or rounds_of(read))
    _show([opened], as_json)


@command.command("list")
@home_option
@json_option
def list_(home: Path, as_json: bool) -> None:
    """Show the cycles and their rounds."""
    open_home(home)
    from jishi.store.models.assess import Cycle

    _show(list(Cycle.objects.order_by("starts_on", "code")), as_json)


def _show(cycles: "list[Cycle]", as_json: bool) -> None:
    rows = [
        {
            "cycle": cycle.code,
            "pack": cycle.pack,
            "version": cycle.pack_version,
            "rounds": [
                {"round": one.number, "opens_on": one.opens_on.isoformat(), "tree_on": one.tree_on.isoformat()}
                for one in cycle.rounds.order_by("number")
            ],
        }
        for cycle in cycles
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        for one in row["rounds"]:
            line = sentence(
                "%(cycle)s round %(round)s: facts and tree of %(day)s, pack %(pack)s %(version)s",
                cycle=row["cycle"],
                round=one["round"],
                day=one["tree_on"],
                pack=row["pack"],
                version=row["version"],
            )
            click.echo(line.say(translator()))
