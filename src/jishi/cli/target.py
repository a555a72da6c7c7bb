"""``jishi target``: what units are to reach, and who is behind."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.named import unit_at, unit_of
from jishi.cli.speech import translator
from jishi.cli.units import open_home
from jishi.core.errors import refuse, sentence

if TYPE_CHECKING:
    from jishi.actions.targets.ground import Asked


@click.group()
def command() -> None:
    """Targets of units, broken down level by level; the registers tell what was reached (D101).

    A whole breakdown comes in and goes out with: jishi sheet import targets FILE, jishi sheet export targets FILE.
    """


@command.command("kinds")
@home_option
@json_option
def kinds(home: Path, as_json: bool) -> None:
    """List the targets that the pack of the cycle knows, with their periods."""
    open_home(home)
    found = [
        {"id": str(kind.id), "from": kind.since.isoformat(), "until": kind.until.isoformat()}
        for kind in _about().pack.targets
    ]
    if as_json:
        print_json(found)
        return
    for row in found:
        click.echo("\t".join(row.values()))


@command.command("set")
@click.argument("unit")
@click.argument("kind")
@click.argument("number", type=click.IntRange(min=0))
@click.option("--domain", default="", help="Only for this domain; default: all together.")
@click.option("--document", default="", help="Number of the paper that sets it.")
@home_option
@json_option
def set_(unit: str, kind: str, number: int, domain: str, document: str, home: Path, as_json: bool) -> None:
    """Let UNIT (its code) and all below it reach NUMBER of KIND."""
    _set(home, unit, (kind, number, domain, document), as_json)


@command.command("take-back")
@click.argument("unit")
@click.argument("kind")
@click.option("--domain", default="", help="The one of this domain.")
@home_option
@json_option
def take_back(unit: str, kind: str, domain: str, home: Path, as_json: bool) -> None:
    """Take the target KIND of UNIT (its code) back."""
    _set(home, unit, (kind, None, domain, ""), as_json)


def _set(home: Path, unit: str, asked: tuple[str, int | None, str, str], as_json: bool) -> None:
    open_home(home)
    from jishi.actions.posts.holding import By
    from jishi.actions.targets.setting import Wish, set_target

    place = unit_of(unit)
    kind, number, domain, document = asked
    row = set_target(By(), _about(), place, Wish(kind, number, domain, document))
    if as_json:
        print_json({"target": row.pk, "unit": place.code, "kind": kind, "number": number})
        return
    told = (
        sentence("%(unit)s has no target %(kind)s any more.", unit=place.code, kind=kind)
        if number is None
        else sentence("%(unit)s is to reach %(number)s of %(kind)s.", unit=place.code, kind=kind, number=number)
    )
    click.echo(told.say(translator()))


@command.command("list")
@click.option("--kind", help="Only this target.")
@click.option("--unit", "code", metavar="CODE", help="Only this unit and what is below it.")
@click.option("--behind", is_flag=True, help="Only those behind, who lack most first.")
@home_option
@json_option
def list_(kind: str | None, code: str | None, behind: bool, home: Path, as_json: bool) -> None:
    """List every target: unit, kind, domain, to reach, reached, standing."""
    open_home(home)
    from jishi.actions.targets.ground import kind_of
    from jishi.actions.targets.standing import lines
    from jishi.core.targets import STATES
    from jishi.store.models.org import Unit

    about, place = _about(), unit_at(code)
    wanted = (kind_of(about.pack, kind),) if kind else about.kinds(place)
    codes = dict(Unit.objects.values_list("pk", "code"))
    rows = []
    for each in wanted:
        found = lines(about, each, place)
        found = found.behind() if behind else found
        columns = (found.unit, found.domain, found.wanted, found.done, found.state)
        for unit, domain, number, done, state in zip(*(column.tolist() for column in columns), strict=True):
            rows.append(
                {
                    "unit": codes[unit],
                    "kind": str(each.id),
                    "domain": domain,
                    "number": number,
                    "done": done,
                    "state": STATES[state],
                }
            )
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo("\t".join(str(value or "-") if key == "domain" else str(value) for key, value in row.items()))


def _about() -> "Asked":
    from jishi.actions.targets.ground import asked
    from jishi.core.access import OPERATOR

    about = asked(OPERATOR)
    if about is None:
        raise refuse(
            "—",
            sentence("No cycle is open, so there is no round to look at."),
            sentence("Open one with: jishi cycle open CODE"),
        )
    return about
