"""``jishi rules``: look whether every rule is kept, and say what is not."""

from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.named import unit_at
from jishi.cli.speech import language, translator
from jishi.cli.units import open_home, tell_unanswered
from jishi.core.errors import sentence

TOLD = 200


@click.group()
def command() -> None:
    """The rules of the pack over the whole tree."""


@command.command("run")
@home_option
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Day that is checked; default: today.")
@click.option("--engine", default="native", show_default=True, help="native or duckdb; both give the same.")
@json_option
def run(home: Path, on: object, engine: str, as_json: bool) -> None:
    """Check every rule for every unit; what is mended closes itself."""
    open_home(home)
    from jishi.actions.rules import check

    done = check(None, on.date() if on else None, engine)  # type: ignore[attr-defined]
    if as_json:
        print_json({**done.__dict__, "on": done.on.isoformat()})
        return
    line = sentence(
        "%(rules)s rules, %(units)s units on %(day)s: %(opened)s newly wrong, %(closed)s mended, %(open)s open.",
        rules=done.rules,
        units=done.units,
        day=done.on.isoformat(),
        opened=done.opened,
        closed=done.closed,
        open=done.open,
    )
    click.echo(line.say(translator()))
    tell_unanswered(done.unanswered, translator())


@command.command("list")
@home_option
@click.option("--unit", "code", help="Code of a unit: it and all below it.")
@click.option("--rule", help="Only this rule.")
@click.option("--closed", is_flag=True, help="What was mended instead of what is open.")
@json_option
def list_(home: Path, code: str | None, rule: str | None, closed: bool, as_json: bool) -> None:
    """List what is wrong, with the day since when and who can mend it, and which posts, members … it is about."""
    open_home(home)
    from jishi.actions.rules import pack_of_rules
    from jishi.actions.which import which
    from jishi.core.access import OPERATOR
    from jishi.store.queries import violations

    rows = violations.seen(OPERATOR, unit_at(code)).filter(closed_on__isnull=not closed)
    rows = (rows.filter(rule=rule) if rule else rows).select_related("unit").order_by("rule", "unit__code")
    if as_json:
        print_json(
            [
                {
                    "rule": row.rule,
                    "severity": row.severity,
                    "unit": row.unit.code,
                    "since": row.since.isoformat(),
                    "closed": row.closed_on.isoformat() if row.closed_on else None,
                    "mends": row.mends,
                    "again": row.values.get("again", 0),
                }
                for row in rows
            ]
        )
        return
    shown = list(rows[:TOLD])
    behind = which(OPERATOR, pack_of_rules(), shown)
    for row in shown:
        click.echo(f"{row.rule}\t{row.unit.code}\t{row.unit.name}\t{row.since.isoformat()}\t{row.mends}")
        for each in behind[row.pk].rows if row.pk in behind else ():
            kind = each.kind.say(language()) if each.kind else each.subject
            click.echo(f"\t{kind}\t{each.name}\t{each.since.isoformat()}")
    if rows.count() > TOLD:
        more = sentence("There are %(count)s more; add --json for all of them.", count=rows.count() - TOLD)
        click.echo(more.say(translator()), err=True)
