"""``jishi who-can-see UNIT``: every grant by which somebody sees a unit."""

from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.named import unit_named


@click.command()
@home_option
@click.argument("unit")
@json_option
def command(home: Path, unit: str, as_json: bool) -> None:
    """List who sees a unit (its code) today, by which grant, and how private the fields are that they read."""
    from jishi.store.home import Home

    Home.open(home)
    from jishi.core.access import OPERATOR
    from jishi.store import clock
    from jishi.store.queries.events import who_sees

    found = unit_named(unit)
    rows = [
        {
            "account": grant.account.username,
            "role": grant.role,
            "by": grant.unit.code,
            "axis": grant.axis,
            "field_class": grant.field_class,
            "duties": grant.duties.split(),
            "from": grant.from_on,
            "to": grant.to_on,
        }
        for grant in who_sees(OPERATOR, found, clock.today())
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo("\t".join(str(row[name]) for name in ("account", "role", "by", "axis", "field_class", "from")))
