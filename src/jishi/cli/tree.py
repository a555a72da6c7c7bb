"""``jishi tree``: change the tree, and look what became of a unit."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.named import unit_named
from jishi.cli.speech import translator
from jishi.cli.units import open_home, pack_for
from jishi.core.errors import refuse, sentence

if TYPE_CHECKING:
    from jishi.actions.org.order import Order
    from jishi.store.models.org import Unit


@click.group()
def command() -> None:
    """Found, move, merge, split, convert and dissolve units; the past stays as it was."""


def _change(wrapped: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        json_option,
        click.option("--pack", metavar="ID", help="Pack whose kinds count; default: the last cycle's."),
        click.option("--document", default="", help="Number of the decision that it follows."),
        click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="From which day on; default: today."),
        home_option,
    ):
        wrapped = option(wrapped)
    return wrapped


def _order(home: Path, said: dict[str, Any]) -> "Order":
    open_home(home)
    from jishi.actions.org.order import Order
    from jishi.core.access import OPERATOR
    from jishi.store import clock

    day: date = said["on"].date() if said["on"] else clock.today()
    return Order(OPERATOR, pack_for(said["pack"]), day, document=said["document"])


def _told(units: "list[Unit]", as_json: bool) -> None:
    if as_json:
        rows = [{"id": unit.pk, "code": unit.code, "name": unit.name, "kind": unit.kind} for unit in units]
        print_json({"units": rows})
        return
    for unit in units:
        click.echo(f"{unit.code}\t{unit.name}")


@command.command()
@click.argument("code")
@click.argument("name")
@click.option("--below", required=True, metavar="CODE", help="The unit above.")
@click.option("--kind", required=True, help="Kind of the pack, for example branch.")
@click.option("--domain", default="", help="Domain of the pack.")
@click.option("--mode", type=click.Choice(["alone", "area", "industry"]), default="alone", show_default=True)
@click.option("--workplace", "workplaces", multiple=True, metavar="CODE", help="A workplace that it covers.")
@click.option("--industry", metavar="CODE", help="The unit of the industry that sets it up.")
@_change
def found(home: Path, as_json: bool, **said: Any) -> None:
    """Found a unit CODE called NAME."""
    order = _order(home, said)
    from jishi.actions.org.found import Wish
    from jishi.actions.org.found import found as found_
    from jishi.store.models.org import Workplace

    hosts = tuple(Workplace.objects.filter(code__in=said["workplaces"]).order_by("code"))
    if len(hosts) < len(set(said["workplaces"])):
        unknown = sorted(set(said["workplaces"]) - {host.code for host in hosts})
        raise refuse(
            ", ".join(unknown),
            sentence("No workplace has this code."),
            sentence("Bring workplaces in first: jishi workplaces import FILE"),
        )
    wish = Wish(
        said["code"],
        said["name"],
        said["kind"],
        domain=said["domain"],
        mode=said["mode"],
        hosts=hosts,
        industry=unit_named(said["industry"]) if said["industry"] else None,
    )
    _told([found_(order, unit_named(said["below"]), wish)], as_json)


@command.command()
@click.argument("code")
@click.argument("below")
@_change
def move(home: Path, as_json: bool, **said: Any) -> None:
    """Let unit CODE stand below unit BELOW, with its members and all below it."""
    order = _order(home, said)
    from jishi.actions.org.change import move as move_

    unit = unit_named(said["code"])
    _told([move_(order, unit, unit.version, unit_named(said["below"]))], as_json)


@command.command()
@click.argument("codes", nargs=-1, required=True)
@click.option("--into", required=True, metavar="CODE", help="The unit that stays.")
@_change
def merge(home: Path, as_json: bool, **said: Any) -> None:
    """Merge units CODES into one that stays, with their members."""
    order = _order(home, said)
    from jishi.actions.org.join import merge as merge_

    into = unit_named(said["into"])
    _told([merge_(order, [unit_named(code) for code in said["codes"]], into, into.version)], as_json)


@command.command()
@click.argument("code")
@click.argument("new_code")
@click.argument("new_name")
@click.option("--member", "members", multiple=True, type=int, metavar="ID", help="A member who goes there.")
@_change
def split(home: Path, as_json: bool, **said: Any) -> None:
    """Split a new unit off unit CODE, with the members named."""
    order = _order(home, said)
    from jishi.actions.org.join import Part
    from jishi.actions.org.join import split as split_

    unit = unit_named(said["code"])
    part = Part(said["new_code"], said["new_name"], tuple(said["members"]))
    _told(split_(order, unit, unit.version, [part]), as_json)


@command.command()
@click.argument("code")
@click.option("--kind", help="The new kind; default: as it is.")
@click.option("--domain", help="The new domain; default: as it is.")
@click.option("--name", help="The new name; default: as it is.")
@_change
def convert(home: Path, as_json: bool, **said: Any) -> None:
    """Give unit CODE another kind, domain or name; it stays the same unit."""
    order = _order(home, said)
    from jishi.actions.org.change import convert as convert_
    from jishi.actions.org.found import Wish

    unit = unit_named(said["code"])
    domain = unit.domain if said["domain"] is None else said["domain"]
    wish = Wish(unit.code, said["name"] or unit.name, said["kind"] or unit.kind, domain=domain)
    _told([convert_(order, unit, unit.version, wish)], as_json)


@command.command()
@click.argument("code")
@_change
def dissolve(home: Path, as_json: bool, **said: Any) -> None:
    """Dissolve unit CODE; it must be empty."""
    order = _order(home, said)
    from jishi.actions.org.change import dissolve as dissolve_

    unit = unit_named(said["code"])
    _told([dissolve_(order, unit, unit.version)], as_json)


@command.command()
@click.argument("code")
@click.argument("new_code")
@_change
def recode(home: Path, as_json: bool, **said: Any) -> None:
    """Give unit CODE the code NEW_CODE; everything that is known of it stays."""
    order = _order(home, said)
    from jishi.actions.org.change import recode as recode_

    unit = unit_named(said["code"])
    _told([recode_(order, unit, unit.version, said["new_code"])], as_json)


@command.command()
@click.argument("code")
@click.option("--axis", type=click.Choice(["territory", "industry"]), required=True)
@click.option("--below", metavar="CODE", help="The unit above on this axis; default: it stands there no more.")
@_change
def stand(home: Path, as_json: bool, **said: Any) -> None:
    """Let unit CODE stand in a territory or an industry besides its managing body, or no more."""
    order = _order(home, said)
    from jishi.actions.org.axes import stand as stand_

    unit = unit_named(said["code"])
    above = unit_named(said["below"]) if said["below"] else None
    _told([stand_(order, unit, unit.version, said["axis"], above)], as_json)


@command.command()
@click.option("--missing", is_flag=True, help="Only units that nobody above has the duty to grade.")
@click.option("--pack", metavar="ID", help="Pack that says who grades whom; default: the last cycle's.")
@home_option
@json_option
def graders(missing: bool, pack: str | None, home: Path, as_json: bool) -> None:
    """Tell which committee grades each unit, as the pack says it: not simply the superior."""
    open_home(home)
    from jishi.actions.org.grading import graders as graders_
    from jishi.store import clock

    found = [each for each in graders_(pack_for(pack), clock.today()) if not (missing and each.grader)]
    if as_json:
        print_json([{"code": each.code, "name": each.name, "grader": each.grader or None} for each in found])
        return
    for each in found:
        click.echo(f"{each.code}\t{each.name}\t{each.grader or '-'}")


@command.command()
@click.argument("code")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day that is counted.")
@home_option
@json_option
def statistics(code: str, on: datetime, home: Path, as_json: bool) -> None:
    """Count units and members of a day below unit CODE: as it was then, and by today's tree."""
    open_home(home)
    from jishi.actions.org.standing import stood
    from jishi.core.access import OPERATOR

    was, now = stood(OPERATOR, unit_named(code), on.date())
    if as_json:
        told = {name: {"kinds": each.kinds, "members": each.members} for name, each in (("was", was), ("is", now))}
        print_json({"unit": code, "on": on.date().isoformat(), **told})
        return
    say = translator()
    values = {"units": was.units, "members": was.members, "units_now": now.units, "members_now": now.members}
    line = sentence(
        "As it was: %(units)s units, %(members)s members. Counted by today’s tree: %(units_now)s units, "
        "%(members_now)s members.",
        **values,
    )
    click.echo(line.say(say))


@command.command()
@click.argument("code")
@home_option
@json_option
def history(code: str, home: Path, as_json: bool) -> None:
    """Tell what unit CODE came from and became, the newest first."""
    open_home(home)
    from jishi.core.access import OPERATOR
    from jishi.store.queries import lineage

    steps = [
        {
            "on": step.on.isoformat(),
            "kind": step.kind,
            "before": step.was.get("code"),
            "after": step.became.get("code"),
            "members": step.members,
            "document": step.document,
        }
        for step in lineage.of_unit(OPERATOR, unit_named(code))
    ]
    if as_json:
        print_json({"unit": code, "steps": steps})
        return
    for step in steps:
        click.echo(f"{step['on']}\t{step['kind']}\t{step['before'] or '-'} → {step['after'] or '-'}")
    if not steps:
        click.echo(sentence("Nothing is recorded of it yet.").say(translator()))
