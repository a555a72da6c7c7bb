"""``jishi supervise``: what a department reminds of, inspects and guides, and what it is answered."""

from datetime import datetime
from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.named import unit_of
from jishi.cli.speech import translator
from jishi.cli.units import open_home
from jishi.core.errors import refuse, sentence

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def command() -> None:
    """The log of reminders, inspections and guidance (D209); as a sheet: jishi sheet export supervision FILE."""


@command.command("say")
@click.argument("department")
@click.argument("unit")
@click.argument("text")
@click.option(
    "--kind", type=click.Choice(["reminder", "inspection", "guidance"]), default="reminder", show_default=True
)
@click.option("--answer-by", type=_DAY, help="Until when an answer is asked for.")
@home_option
@json_option
def say(
    department: str, unit: str, text: str, kind: str, answer_by: datetime | None, home: Path, as_json: bool
) -> None:
    """Note that DEPARTMENT (its code) reminded, inspected or guided UNIT (its code)."""
    open_home(home)
    from jishi.actions.duties.supervising import Word
    from jishi.actions.duties.supervising import say as said
    from jishi.actions.posts.holding import By

    until = answer_by.date() if answer_by else None
    row = said(By(), Word(unit_of(department), unit_of(unit), kind, text, answer_by=until))
    if as_json:
        print_json({"supervision": row.pk})
    else:
        click.echo(sentence("Noted.").say(translator()))


@command.command("answer")
@click.argument("number", type=int)
@click.argument("text")
@home_option
@json_option
def answer(number: int, text: str, home: Path, as_json: bool) -> None:
    """Keep what the unit answers to entry NUMBER."""
    open_home(home)
    from jishi.actions.duties.supervising import answer as answered
    from jishi.actions.posts.holding import By
    from jishi.core.access import OPERATOR
    from jishi.store.models.duties import Supervision
    from jishi.store.queries import duties

    try:
        row = duties.one_word(OPERATOR, number)
    except Supervision.DoesNotExist:
        raise refuse(
            str(number), sentence("There is no such entry."), sentence("See: jishi supervise list")
        ) from None
    answered(By(), row, row.version, text)
    if as_json:
        print_json({"supervision": row.pk})
    else:
        click.echo(sentence("Noted.").say(translator()))


@command.command("list")
@click.option("--open", "waits", is_flag=True, help="Only what waits for an answer.")
@home_option
@json_option
def list_(waits: bool, home: Path, as_json: bool) -> None:
    """List the log, the latest first: number, kind, department, unit, day, answer by, text, answer."""
    open_home(home)
    from jishi.core.access import OPERATOR
    from jishi.store.queries import duties

    rows = duties.supervision(OPERATOR)
    rows = rows.filter(answered_on__isnull=True, answer_by__isnull=False) if waits else rows
    found = [
        {
            "number": row.pk,
            "kind": row.kind,
            "department": row.department.code,
            "unit": row.unit.code,
            "on": row.on.isoformat(),
            "answer_by": row.answer_by.isoformat() if row.answer_by else None,
            "text": row.text,
            "answer": row.answer,
        }
        for row in rows
    ]
    if as_json:
        print_json(found)
        return
    for each in found:
        click.echo("\t".join(str(value or "-") for value in each.values()))
