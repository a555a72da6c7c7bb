"""``jishi task``: tasks of secretaries and joint tasks, followed up and closed."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.named import unit_at, unit_of
from jishi.cli.speech import translator
from jishi.cli.units import open_home
from jishi.core.errors import Sentence, refuse, sentence

if TYPE_CHECKING:
    from jishi.store.models.duties import Task

_DAY = click.DateTime(["%Y-%m-%d"])
_ON = click.option("--on", type=_DAY, help="The day; default: today.")


@click.group()
def command() -> None:
    """Tasks that a unit above gives: to a secretary (D207), or to several units together (D229).

    A whole list comes in and goes out with: jishi sheet import tasks FILE, jishi sheet export tasks FILE.
    """


@command.command("give")
@click.argument("above")
@click.argument("unit")
@click.argument("text")
@click.option("--due", type=_DAY, required=True, help="Until when.")
@click.option("--since", type=_DAY, help="From when; default: today.")
@click.option("--support", "supports", multiple=True, help="Code of a supporting unit; may be repeated.")
@home_option
@json_option
def give(above: str, unit: str, text: str, due: datetime, home: Path, as_json: bool, **more: object) -> None:
    """Let ABOVE (its code) give UNIT the task TEXT; with supporting units it is a joint one."""
    open_home(home)
    from jishi.actions.duties.tasks import Wish
    from jishi.actions.duties.tasks import give as given
    from jishi.actions.posts.holding import By
    from jishi.store import clock

    since, supports = more["since"], more["supports"]
    wish = Wish(
        unit_of(unit),
        unit_of(above),
        text,
        due.date(),
        since.date() if isinstance(since, datetime) else clock.today(),
        [unit_of(code) for code in supports],  # type: ignore[attr-defined]
    )
    _told(given(By(), wish), sentence("The task is given."), as_json)


@command.command("follow")
@click.argument("number", type=int)
@click.argument("text")
@_ON
@home_option
@json_option
def follow(number: int, text: str, on: datetime | None, home: Path, as_json: bool) -> None:
    """Note what the unit above found when it looked at task NUMBER."""
    open_home(home)
    from jishi.actions.duties.tasks import follow as followed
    from jishi.actions.posts.holding import By

    row = _one(number)
    followed(By(), row, text, on.date() if on else None)
    _told(row, sentence("Noted."), as_json)


@command.command("close")
@click.argument("number", type=int)
@click.option("--outcome", required=True, help="What came of it, or why it is dropped.")
@click.option("--drop", is_flag=True, help="It is dropped, not done.")
@_ON
@home_option
@json_option
def close(number: int, outcome: str, drop: bool, on: datetime | None, home: Path, as_json: bool) -> None:
    """Close task NUMBER."""
    open_home(home)
    from jishi.actions.duties.tasks import Closing
    from jishi.actions.duties.tasks import close as closed
    from jishi.actions.posts.holding import By

    row = _one(number)
    closed(By(), row, row.version, Closing(outcome, drop, on.date() if on else None))
    _told(row, sentence("The task is closed."), as_json)


@command.command("list")
@click.option("--unit", "code", metavar="CODE", help="Only those of this unit and what is below it.")
@click.option("--overdue", is_flag=True, help="Only open ones whose day is over.")
@home_option
@json_option
def list_(code: str | None, overdue: bool, home: Path, as_json: bool) -> None:
    """List tasks: number, kind, unit, given by, due, state, text."""
    open_home(home)
    from jishi.core.access import OPERATOR
    from jishi.store import clock
    from jishi.store.queries import duties

    rows = duties.tasks(OPERATOR, unit_at(code))
    rows = duties.overdue(rows, clock.today()) if overdue else rows
    found = [
        {
            "number": row.pk,
            "kind": row.kind,
            "unit": row.unit.code,
            "above": row.set_by.code,
            "due": row.due_on.isoformat(),
            "state": row.state,
            "text": row.text,
        }
        for row in rows
    ]
    if as_json:
        print_json(found)
        return
    for each in found:
        click.echo("\t".join(str(value) for value in each.values()))


def _one(number: int) -> "Task":
    from jishi.core.access import OPERATOR
    from jishi.store.models.duties import Task
    from jishi.store.queries import duties

    try:
        return duties.one_task(OPERATOR, number)
    except Task.DoesNotExist:
        raise refuse(
            str(number), sentence("There is no such task."), sentence("Look for it: jishi task list")
        ) from None


def _told(row: "Task", line: Sentence, as_json: bool) -> None:
    if as_json:
        print_json({"task": row.pk, "state": row.state})
    else:
        click.echo(line.say(translator()))
