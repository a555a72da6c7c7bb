"""``jishi consult except`` and ``exceptions``: who cannot be heard, why, and what of it was approved."""

from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.named import consultation_of, unit_of
from jishi.cli.speech import translator
from jishi.cli.units import open_home
from jishi.core.errors import refuse, sentence


@click.command("except")
@click.argument("code")
@click.argument("unit")
@click.argument("ask")
@click.argument("number", type=click.IntRange(1))
@home_option
@click.option("--why", required=True, help="The reason, without names.")
def except_(code: str, unit: str, ask: str, number: int, home: Path, why: str) -> None:
    """Ask to leave NUMBER people of an electorate out; an account of the committee above approves it."""
    open_home(home)
    from jishi.actions.consult.exceptions import Plea, leave_out
    from jishi.actions.consult.ground import By
    from jishi.store.models.consult import Asked

    found, _pack = consultation_of(code)
    about = unit_of(unit)
    row = (
        Asked.objects.filter(consultation=found, unit=about, ask=ask).select_related("unit", "consultation").first()
    )
    if row is None:
        raise refuse(
            f"{about.name} ({about.code})",
            sentence("Nobody has counted these people yet."),
            sentence("Count them first: jishi consult people"),
        )
    leave_out(By(), row, Plea(number, why))
    click.echo(sentence("Asked for; it counts once the committee above approves it.").say(translator()))


@click.command("exceptions")
@click.argument("code")
@home_option
@click.option("--waiting", is_flag=True, help="Only those that nobody has approved yet.")
@json_option
def exceptions(code: str, home: Path, waiting: bool, as_json: bool) -> None:
    """List the exceptions of a consultation: unit, electorate, people, reason, who approved it."""
    open_home(home)
    from jishi.store.models.consult import LeftOut

    found, _pack = consultation_of(code)
    rows = LeftOut.objects.filter(asked__consultation=found).select_related("asked__unit", "approved_by")
    rows = rows.filter(approved_by__isnull=True) if waiting else rows
    shown = [
        {
            "unit": each.asked.unit.code,
            "ask": each.asked.ask,
            "people": each.people,
            "why": each.why,
            "approved_by": each.approved_by.username if each.approved_by else None,
            "approved_on": each.approved_on.isoformat() if each.approved_on else None,
        }
        for each in rows.order_by("asked__unit__code", "pk")
    ]
    if as_json:
        print_json(shown)
        return
    for row in shown:
        click.echo("\t".join(str(value) for value in row.values() if value is not None))
