"""``jishi movement``: what became of units from one round to the next."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jishi.cli.context import home_option, json_option, print_json, write_file
from jishi.cli.speech import language, translator
from jishi.cli.template import LANGUAGES
from jishi.cli.units import open_home
from jishi.core.errors import refuse, sentence

if TYPE_CHECKING:
    from jishi.actions.improve.moving import Moved
    from jishi.actions.improve.obstacles import Stuck

#: Units are named up to this number; more would not be read, and SQLite asks for fewer at a time.
TOLD = 900


@click.command()
@home_option
@click.option("--unit", "code", help="Code of a unit: it and all below it.")
@click.option("--stuck", is_flag=True, help="List the units that did not move, with what stands in the way.")
@click.option(
    "--export", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write those that did not move."
)
@json_option
def command(home: Path, code: str | None, stuck: bool, file: Path | None, as_json: bool) -> None:
    """Compare the two latest rounds: transformed, lifted, consolidated, fallen, not moved; share improved (R13)."""
    open_home(home)
    from jishi.actions.improve.moving import compared
    from jishi.cli.named import unit_at
    from jishi.core.access import OPERATOR

    moved = compared(OPERATOR, unit_at(code))
    if moved is None:
        raise refuse(
            "rounds",
            sentence("There are no two rounds that could be compared."),
            sentence("Compute a second round first: jishi assess --cycle C --round R"),
        )
    if file is not None:
        _write(moved, file)
    still = _still(moved)
    if stuck and not as_json:
        say = translator()
        for row in still:
            click.echo("\t".join([row.unit.code, " ".join(line.say(say) for line in row.why) or "-"]))
        return
    if as_json:
        print_json({**_told(moved), "stuck": [row.unit.code for row in still]})
        return
    _print(moved)


def print_movement() -> None:
    """Print what became of all units between the two latest rounds; nothing where there is one alone."""
    from jishi.actions.improve.moving import compared
    from jishi.core.access import OPERATOR

    moved = compared(OPERATOR)
    if moved is not None:
        _print(moved)


def _print(moved: "Moved") -> None:
    found = moved.found
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


def _still(moved: "Moved", most: int | None = TOLD) -> "list[Stuck]":
    from jishi.actions.improve.obstacles import stuck
    from jishi.core.access import OPERATOR
    from jishi.store import clock

    return stuck(OPERATOR, moved, clock.today(), most)


def _write(moved: "Moved", file: Path) -> None:
    from jishi.actions.exports.movement import export
    from jishi.actions.exports.sheet import Style

    style = Style("xlsx", LANGUAGES[language()])
    write_file(file, export(moved.pack, _still(moved, None), style, translator()).file("xlsx"))


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
