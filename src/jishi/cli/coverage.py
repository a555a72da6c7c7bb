"""``jishi coverage``: who covers workplaces, who should and does not, and which units nobody manages."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.named import unit_at
from jishi.cli.speech import translator
from jishi.cli.units import open_home, pack_for
from jishi.core.coverage import deadline, share
from jishi.core.errors import Sentence, sentence

DIVISIONS = ("domain", "size_class", "ownership", "kind", "area", "area-type", "tier")


@click.command()
@home_option
@click.option("--unit", metavar="CODE", help="Only at or below this unit.")
@click.option("--by", type=click.Choice(DIVISIONS), help="One line for each of these; default: one for all.")
@click.option("--missing", is_flag=True, help="Also list the workplaces that should have a unit and have none.")
@click.option("--pack", metavar="ID", help="Pack whose kinds count; default: the last cycle's.")
@json_option
def command(home: Path, unit: str | None, by: str | None, missing: bool, pack: str | None, as_json: bool) -> None:
    """Tell organisation coverage and work coverage, and the units without one managing body."""
    open_home(home)
    from jishi.store import clock

    found = _found(unit, by or "", pack, clock.today())
    if as_json:
        print_json(found if missing else {key: value for key, value in found.items() if key != "missing"})
        return
    say = translator()
    for line in found["lines"]:
        click.echo(_line(line).say(say))
    for lack, codes in found["managed"].items():
        click.echo(_managed(lack, len(codes)).say(say))
        for code in codes[:20]:
            click.echo(f"  {code}")
    for place in found["missing"] if missing else ():
        click.echo(f"{place['code']}\t{place['name']}\t{place['full_members']}\t{place['due'] or '-'}")


def _found(code: str | None, by: str, pack: str | None, on: Any) -> dict[str, Any]:
    from jishi.actions.org.dividing import in_order
    from jishi.core.access import OPERATOR
    from jishi.store.queries import bodies, coverage

    unit, known = unit_at(code), pack_for(pack)
    tops, least = known.vocabulary.tops, known.vocabulary.least_full_members
    return {
        "on": on.isoformat(),
        "lines": [
            {
                **asdict(line),
                "organised_share": share(line.organised, line.total),
                "worked_share": share(line.worked, line.total),
            }
            for line in in_order(known, by, coverage.table(OPERATOR, on, by, unit, least))
        ],
        "managed": {
            lack: [each.code for each in bodies.units_with(lack, OPERATOR, on, tops)] for lack in bodies.LACKS
        },
        "missing": [
            {
                "code": place.code,
                "name": place.name,
                "place": place.place.code if place.place else None,
                "full_members": place.full_members,
                "since": place.since.isoformat() if place.since else None,
                "due": place.formation_due.isoformat() if place.formation_due else None,
                "deadline": deadline(place.formation_due, on),
            }
            for place in coverage.lacking(OPERATOR, on, unit, least)
        ],
    }


def _line(line: dict[str, Any]) -> Sentence:
    return sentence(
        "%(key)s: %(total)s workplaces; covered by a unit %(organised)s; covered in work %(worked)s; "
        "should have a unit and have none %(lacking)s, overdue %(overdue)s; not known %(unknown)s.",
        **{**line, "key": line["key"] or "—"},
    )


def _managed(lack: str, count: int) -> Sentence:
    return {
        "none": sentence("%(count)s units have no managing body.", count=count),
        "several": sentence("%(count)s units have several managing bodies.", count=count),
        "inactive": sentence("%(count)s units stand below a body that is gone.", count=count),
        "hollow": sentence("%(count)s units stand below a body that nobody answers for.", count=count),
        "gap": sentence("%(count)s units had no managing body for some days.", count=count),
    }[lack]
