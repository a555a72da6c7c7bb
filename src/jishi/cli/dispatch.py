"""``jishi dispatch``: who is sent to help, and which weak units wait for somebody."""

from datetime import date
from pathlib import Path

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.speech import translator
from jishi.cli.units import open_home, pack_for
from jishi.core.errors import refuse, sentence

_DAY = click.DateTime(["%Y-%m-%d"])
KINDS = (
    "first-secretary",
    "instructor",
    "liaison",
    "contact",
    "work-team",
    "survey-team",
    "graduate-official",
    "stationed-team",
    "office-cadre",
)


@click.group()
def command() -> None:
    """First secretaries, instructors, liaisons, contacts and teams who are sent to help."""


@command.command("send")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("name")
@click.argument("units", nargs=-1)
@home_option
@click.option(
    "--workplace", "workplaces", multiple=True, help="Code of a workplace without a unit; may be repeated."
)
@click.option("--from", "since", type=_DAY, required=True, help="First day.")
@click.option("--ends", type=_DAY, help="End of the term.")
@click.option("--sending", help="Code of the unit that the person or team comes from.")
@click.option("--member", "members", multiple=True, help="A person of the team, the leader first; may be repeated.")
@click.option("--channel", default="", help="Where the person was found, as the pack calls it.")
@click.option("--contract", default="", help="Number or words of the contract.")
@json_option
def send(
    kind: str,
    name: str,
    units: tuple[str, ...],
    home: Path,
    since: date,
    ends: date | None,
    sending: str | None,
    members: tuple[str, ...],
    channel: str,
    contract: str,
    as_json: bool,
    **places: tuple[str, ...],
) -> None:
    """Send NAME (a person, or a team) to the units of these codes, or an instructor or liaison to workplaces."""
    open_home(home)
    from jishi.actions.dispatch.sending import Sending
    from jishi.actions.dispatch.sending import send as sent_to
    from jishi.actions.lists.sent import workplace_of
    from jishi.actions.posts.holding import By
    from jishi.cli.named import unit_at
    from jishi.core.access import OPERATOR
    from jishi.store.transact import action

    targets = [*((code, True) for code in units), *((code, False) for code in places["workplaces"])]
    if not targets:
        raise refuse(name, sentence("Nobody says where to."), sentence("Name one unit or one workplace."))
    with action(None, "dispatch.send-all", name, content={"kind": kind, "to": targets}):
        done = [
            sent_to(
                By(),
                Sending(
                    kind,
                    name,
                    since.date(),  # type: ignore[attr-defined]
                    unit=unit_at(code) if to_unit else None,
                    workplace=None if to_unit else workplace_of(OPERATOR, code),
                    sending=unit_at(sending),
                    members=members,
                    term_ends_on=ends.date() if ends else None,  # type: ignore[attr-defined]
                    channel=channel,
                    contract=contract,
                ),
            ).pk
            for code, to_unit in targets
        ]
    if as_json:
        print_json({"sent": done})
        return
    click.echo(sentence("%(name)s is sent to %(count)s places.", name=name, count=len(done)).say(translator()))


@command.command("assign")
@click.argument("unit")
@home_option
@click.option("--from", "since", type=_DAY, help="First day; default: today.")
@click.option("--pack", metavar="ID", help="Pack that says who is graded, and how many a team takes.")
@click.option("--dry-run", is_flag=True, help="Count only; form and send nobody.")
@json_option
def assign(unit: str, home: Path, since: date | None, pack: str | None, dry_run: bool, as_json: bool) -> None:
    """Give every graded unit at and below UNIT a survey team, about as many units each as the pack says."""
    open_home(home)
    from jishi.actions.dispatch import assigning
    from jishi.actions.posts.holding import By
    from jishi.cli.named import unit_at
    from jishi.store import clock

    place, words = unit_at(unit), pack_for(pack)
    assert place is not None
    if dry_run:
        done = assigning.plan(words, place)
    else:
        day = since.date() if since else clock.today()  # type: ignore[attr-defined]
        done = assigning.assign(By(), words, place, day)
    counts = {"units": done.units, "teams": len(done.shares), "formed": done.formed}
    if as_json:
        print_json({**counts, "dry_run": dry_run})
        return
    line = sentence("%(units)s units, %(teams)s teams, %(formed)s of them newly formed.", **counts)
    click.echo(line.say(translator()))


@command.command("end")
@click.argument("number", type=int)
@home_option
@click.option("--on", type=_DAY, required=True, help="First day without it.")
@click.option("--outcome", default="", help="returned, renewed, secretary, civil-service, left, done …")
def end(number: int, home: Path, on: date, outcome: str) -> None:
    """End the assignment NUMBER."""
    open_home(home)
    from jishi.actions.dispatch.sending import end as ended
    from jishi.actions.posts.holding import By
    from jishi.core.access import OPERATOR
    from jishi.store.models.posts import Dispatch
    from jishi.store.queries import dispatch

    try:
        found = dispatch.one(OPERATOR, number)
    except Dispatch.DoesNotExist:
        raise refuse(
            str(number), sentence("There is no such assignment."), sentence("Look for it: jishi dispatch list")
        ) from None
    ended(By(), found, found.version, on.date(), outcome)  # type: ignore[attr-defined]
    click.echo(sentence("Ended.").say(translator()))


@command.command("list")
@home_option
@click.option("--unit", "code", help="Code of a unit: it and all below it.")
@click.option("--kind", type=click.Choice(KINDS), help="Only these.")
@json_option
def list_(home: Path, code: str | None, kind: str | None, as_json: bool) -> None:
    """List everybody who was sent, with number, place and dates."""
    open_home(home)
    from jishi.actions.dispatch.sending import who
    from jishi.cli.named import unit_at
    from jishi.core.access import OPERATOR
    from jishi.store.queries import dispatch

    rows = dispatch.listed(OPERATOR, unit_at(code))
    rows = rows.filter(kind=kind) if kind else rows
    found = [
        {
            "number": row.pk,
            "kind": row.kind,
            "who": who(row),
            "unit": row.unit.code if row.unit else None,
            "workplace": row.workplace.code if row.workplace else None,
            "from": row.from_on.isoformat(),
            "to": row.to_on.isoformat() if row.to_on else None,
            "outcome": row.outcome,
        }
        for row in rows
    ]
    if as_json:
        print_json(found)
        return
    for one in found:
        click.echo("\t".join(str(one[key] or "") for key in ("number", "kind", "who", "unit", "from", "to")))


@command.command("coverage")
@home_option
@click.option("--pack", metavar="ID", help="Pack that names the helpers; default: the last cycle's.")
@json_option
def coverage(home: Path, pack: str | None, as_json: bool) -> None:
    """Tell for each domain how many weak units there are, and how many have the helper that the pack names."""
    open_home(home)
    from jishi.actions.dispatch.covering import matrix, share
    from jishi.actions.results import latest
    from jishi.core.access import OPERATOR
    from jishi.store import clock

    results = latest(OPERATOR)
    lines = matrix(results, pack_for(pack), clock.today()) if results else []
    if as_json:
        print_json(
            {
                "share": share(lines),
                "domains": [
                    {"domain": line.domain, "weak": line.weak, "helped": line.helped, **line.by_kind}
                    for line in lines
                ],
            }
        )
        return
    for line in lines:
        click.echo(f"{line.domain}\t{line.helped}/{line.weak}")
