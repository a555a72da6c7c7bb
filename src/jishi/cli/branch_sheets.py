"""``jishi branch-sheets``: which branch has the sheet of the last survey in its hands, and which has not."""

from datetime import datetime
from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json, say_done
from jishi.cli.named import by_on, unit_at, unit_named
from jishi.cli.units import open_home
from jishi.core.errors import refuse, sentence

_on = click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Day on which it happens; default: today.")


@click.group()
def command() -> None:
    """Sheets that each branch gets within the pack's days after a survey (sheet_days)."""


@command.command("list")
@home_option
@click.option("--unit", "code", help="Code of a unit: it and all below it.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Count the days from this one; default: today.")
@json_option
def list_(home: Path, code: str | None, on: datetime | None, as_json: bool) -> None:
    """List the branches that do not have their sheet, with the days left (below 0: over) and what is open."""
    open_home(home)
    from jishi.actions.improve.handing import due, watched
    from jishi.actions.improve.sheet import due_on
    from jishi.actions.programme import pack_of
    from jishi.core.access import OPERATOR
    from jishi.core.improve.handing import days_left
    from jishi.store import clock
    from jishi.store.queries import branch_sheets

    today = on.date() if on else clock.today()
    round_ = watched(OPERATOR, today)
    if round_ is None:
        raise refuse("—", sentence("No survey is over yet."), sentence("Come back when it has closed."))
    pack = pack_of(round_.cycle)
    until = due_on(pack, round_)
    found = list(branch_sheets.missing(due(OPERATOR, pack, unit_at(code)), round_))
    open_: dict[int, branch_sheets.Open] = {}
    for start in range(0, len(found), 900):
        open_ |= branch_sheets.open_matters(round_, [unit.pk for unit in found[start : start + 900]])
    left, nothing = days_left(until, today), branch_sheets.Open()
    rows = [
        {"unit": unit.code, "name": unit.name, "due": until, "left": left} | open_.get(unit.pk, nothing).__dict__
        for unit in found
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo("\t".join(str(value) for value in row.values()))


@command.command("give")
@click.argument("codes", nargs=-1, required=True)
@home_option
@_on
@json_option
def give(codes: tuple[str, ...], home: Path, on: datetime | None, as_json: bool) -> None:
    """Say that the units of CODES have their sheet."""
    open_home(home)
    from jishi.actions.improve.handing import hand_over, watched

    by = by_on(on)
    round_ = watched(by.scope, by.day)
    if round_ is None:
        raise refuse("—", sentence("No survey is over yet."), sentence("Come back when it has closed."))
    count = hand_over(by, round_, [unit_named(code) for code in codes])
    say_done({"given": count}, sentence("%(count)s branches have their sheet.", count=count), as_json)
