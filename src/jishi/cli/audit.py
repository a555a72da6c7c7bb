"""``jishi audit``: what was done, by whom."""

from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json


@click.command()
@home_option
@click.option("--subject", help="Only about this row, like grant:12 or unit:7.")
@click.option("--actor", help="Only by this account.")
@click.option("--last", default=50, show_default=True, type=click.IntRange(1), help="So many, the latest last.")
@json_option
def command(home: Path, subject: str | None, actor: str | None, last: int, as_json: bool) -> None:
    """List events, the latest last."""
    from jishi.store.home import Home

    Home.open(home)
    from django.utils import timezone

    from jishi.core.access import OPERATOR
    from jishi.store.queries import events

    rows = events.told(events.listed(OPERATOR, subject=subject, actor=actor)[:last])
    if as_json:
        print_json(rows)
        return
    for row in reversed(rows):
        at = timezone.localtime(row["at"]).strftime("%Y-%m-%d %H:%M:%S")
        click.echo(
            f"{row['number']}\t{at}\t{row['actor'] or '-'}\t{row['name']}\t{row['subject']}\t{row['details']}"
        )
