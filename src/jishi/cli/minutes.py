"""``jishi minutes``: minutes of committees, corrected under a number; who leaves while a unit is decided."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jishi.cli.context import home_option, json_option, print_json, say_done
from jishi.cli.named import by_on, round_now, unit_named
from jishi.cli.review import meeting_of
from jishi.cli.units import open_home
from jishi.core.errors import refuse, sentence

if TYPE_CHECKING:
    from jishi.store.models.people import Person

_DAY = click.DateTime(["%Y-%m-%d"])
_committee = click.argument("committee")
_minutes = click.argument("minutes")
_reason = click.option("--reason", required=True, help="Why.")


@click.group()
def command() -> None:
    """Minutes of meetings: show them with their corrections, correct, let somebody leave, lift that."""


@command.command("show")
@_committee
@_minutes
@home_option
@json_option
def show(committee: str, minutes: str, home: Path, as_json: bool) -> None:
    """Show the meeting of COMMITTEE (its code) under the number MINUTES, with what it said before."""
    open_home(home)
    from jishi.actions.cases.correcting import facts_of

    found = meeting_of(committee, minutes)
    corrections = [
        {
            "number": row.number,
            "on": row.on,
            "reason": row.reason,
            "was": row.was,
            "now": row.now,
            "digest": row.digest,
        }
        for row in found.corrections.order_by("number")
    ]
    document: dict[str, Any] = {**facts_of(found), "corrections": corrections}
    if as_json:
        print_json(document)
        return
    click.echo(f"{found.held_on}  {found.minute_number}  {found.present}/{found.entitled}  {found.place}")
    for row in corrections:
        click.echo(f"{row['number']}  {row['on']}  {row['reason']}  {row['digest'][:16]}")


@command.command("correct")
@_committee
@_minutes
@_reason
@click.option("--held", type=_DAY, help="Day of the meeting.")
@click.option("--number", help="Number of the minutes.")
@click.option("--entitled", type=int, help="How many members the committee has.")
@click.option("--place", help="Where it was held.")
@click.option("--present", "names", multiple=True, help="Everybody who was there; repeated; default: as it stands.")
@home_option
@json_option
def correct(committee: str, minutes: str, reason: str, home: Path, as_json: bool, **asked: Any) -> None:
    """Correct the minutes MINUTES of COMMITTEE (its code); what is not named stays as it is."""
    open_home(home)
    from jishi.actions.cases.correcting import correct as corrected
    from jishi.actions.cases.meeting import Sitting, members_of
    from jishi.store.queries import cases

    found = meeting_of(committee, minutes)
    there = [row.person for row in cases.attendances(found)]
    held = asked["held"].date() if asked["held"] else found.held_on
    known: dict[str, list[Person]] = {}
    for person in {each.pk: each for each in [*members_of(found.committee, held), *there]}.values():
        known.setdefault(person.name, []).append(person)
    names = asked["names"]
    if twice := [name for name in names if len(known.get(name, ())) > 1]:
        raise refuse(
            ", ".join(twice),
            sentence("Several people here are called so."),
            sentence("Correct these minutes on their page, where each is ticked."),
        )
    sitting = Sitting(
        held_on=held,
        minute_number=asked["number"] or found.minute_number,
        entitled=found.entitled if asked["entitled"] is None else asked["entitled"],
        people=tuple(known[name][0] for name in names if name in known) if names else tuple(there),
        names=tuple(name for name in names if name not in known),
        place=found.place if asked["place"] is None else asked["place"],
    )
    row = corrected(by_on(None), found, found.version, sitting, reason)
    say_done(
        {"correction": row.number, "digest": row.digest},
        sentence("Correction %(number)s is entered.", number=row.number),
        as_json,
    )


@command.command("leave")
@_committee
@_minutes
@click.argument("unit")
@click.argument("person")
@_reason
@home_option
@click.option("--on", type=_DAY, help="Day on which it happens; default: today.")
@json_option
def leave(committee: str, minutes: str, home: Path, on: datetime | None, as_json: bool, **asked: str) -> None:
    """Write down that PERSON (a name) asks to leave while UNIT (its code) is decided."""
    open_home(home)
    from jishi.actions.cases.recusing import ask

    docket, found, leaving = _leaving(committee, minutes, **asked)
    row = ask(by_on(on), docket, found, leaving)
    say_done({"wish": row.pk}, sentence("Written down: one leaves while this unit is decided."), as_json)


@command.command("stay")
@_committee
@_minutes
@click.argument("unit")
@click.argument("person")
@_reason
@home_option
@click.option("--on", type=_DAY, help="Day on which it happens; default: today.")
@json_option
def stay(committee: str, minutes: str, home: Path, on: datetime | None, as_json: bool, **asked: str) -> None:
    """Say, for the committee one level up, that PERSON (a name) need not leave while UNIT (its code) is decided."""
    open_home(home)
    from jishi.actions.cases.recusing import lift

    docket, found, leaving = _leaving(committee, minutes, **asked)
    row = lift(by_on(on), docket, found, leaving)
    say_done({"lift": row.pk}, sentence("Lifted: nobody need leave because of this."), as_json)


def _leaving(committee: str, minutes: str, *, unit: str, person: str, reason: str) -> Any:
    from jishi.actions.cases.ground import opened
    from jishi.actions.cases.recusing import Leaving
    from jishi.core.access import OPERATOR
    from jishi.store.queries import cases

    found = meeting_of(committee, minutes)
    who = next((row.person for row in cases.attendances(found) if row.person.name == person), None)
    if who is None:
        raise refuse(
            person,
            sentence("This person was not at the meeting."),
            sentence("Choose somebody who was there, or correct the minutes."),
        )
    return opened(OPERATOR, round_now()), found, Leaving(unit_named(unit), who, reason)
