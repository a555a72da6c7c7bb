"""``jishi movement``: what became of units from one round to the next."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.speech import translator
from jishi.cli.units import open_home
from jishi.core.errors import refuse, sentence

if TYPE_CHECKING:
    from jishi.actions.improve.moving import Moved

#: Units are named up to this number; more would not be read, and SQLite asks for fewer at a time.
TOLD = 900


@click.command()
@home_option
@click.option("--unit", "code", help="Code of a unit: it and all below it.")
@click.option("--stuck", is_flag=True, help="List the codes of the units that did not move.")
@json_option
def command(home: Path, code: str | None, stuck: bool, as_json: bool) -> None:
    """Compare the two latest rounds: transformed, lifted, consolidated, fallen, not moved; share improved (R13)."""
    open_home(home)
    from jishi.actions.improve.moving import compared
    from jishi.cli.rules import unit_at
    from jishi.core.access import OPERATOR

    moved = compared(OPERATOR, unit_at(code))
    if moved is None:
        raise refuse(
            "rounds",
            sentence("There are no two rounds that could be compared."),
            sentence("Compute a second round first: jishi assess --cycle C --round R"),
        )
    still = _codes(moved)
    if stuck and not as_json:
        click.echo("\n".join(still))
        return
    found = moved.found
    if as_json:
        print_json({**_told(moved), "stuck": still})
        return
    line = sentence(
        "%(before)s → %(after)s: %(transformed)s transformed, %(lifted)s lifted, %(consolidated)s consolidated, "
        "%(fallen)s fallen, %(unmoved)s not moved.",
        before=moved.before.round,
        after=moved.after.round,
        transformed=found.transformed,
        lifted=found.lifted,
        consolidated=found.consolidated,
        fallen=found.fallen,
        unmoved=found.unmoved,
    )
    click.echo(line.say(translator()))
    for grade, row in zip(moved.pack.rank_by_grade, found.matrix.tolist(), strict=True):
        click.echo("\t".join([grade, *map(str, row)]))


def _codes(moved: "Moved") -> list[str]:
    from jishi.store.models.org import Unit

    wanted = moved.stuck.tolist()[:TOLD]
    codes = Unit.objects.in_bulk(wanted)
    return [codes[unit].code for unit in wanted if unit in codes]


def _told(moved: "Moved") -> dict[str, Any]:
    found = moved.found
    return {
        "from": str(moved.before.round),
        "to": str(moved.after.round),
        "grades": list(moved.pack.rank_by_grade),
        "matrix": found.matrix.tolist(),
        "transformed": found.transformed,
        "lifted": found.lifted,
        "consolidated": found.consolidated,
        "fallen": found.fallen,
        "unmoved": found.unmoved,
        "unknown": found.unknown,
        "share_risen": found.share_risen,
        "share_improved": found.share_improved,
        "stuck_count": len(moved.stuck),
    }
