"""``jishi account``: who may log in, and what they were given."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.named import unit_named
from jishi.cli.speech import translator
from jishi.core.errors import refuse, sentence

if TYPE_CHECKING:
    from jishi.store.models.office import Grant

# As in jishi.store.models.org, which can be imported only when a home is open.
AXES = ("management", "territory", "industry")
DATE = click.DateTime(["%Y-%m-%d"])


@click.group()
def command() -> None:
    """Accounts and grants."""


@command.command("add")
@home_option
@click.argument("username")
@click.option("--name", default="", help="How pages call the person.")
@click.option("--password-stdin", is_flag=True, help="Read the password from stdin instead of making one.")
@json_option
def add(home: Path, username: str, name: str, password_stdin: bool, as_json: bool) -> None:
    """Make an account; its password is printed once."""
    office = _office(home)
    password = sys.stdin.readline().rstrip("\n") if password_stdin else office.random_password()
    account = office.add_account(None, office.NewAccount(username, name), password)
    _show_password(account.username, None if password_stdin else password, as_json)


@command.command("password")
@home_option
@click.argument("username")
@click.option("--password-stdin", is_flag=True, help="Read the password from stdin instead of making one.")
@json_option
def password(home: Path, username: str, password_stdin: bool, as_json: bool) -> None:
    """Give an account a new password; it is printed once."""
    office = _office(home)
    new = sys.stdin.readline().rstrip("\n") if password_stdin else office.random_password()
    office.set_password(None, _account(username), new)
    _show_password(username, None if password_stdin else new, as_json)


@command.command("close")
@home_option
@click.argument("username")
def close(home: Path, username: str) -> None:
    """Let nobody log in to an account any more."""
    office = _office(home)
    office.close_account(None, _account(username))


@command.command("grant")
@home_option
@click.argument("username")
@click.argument("unit")
@click.argument("role")
@click.option(
    "--duty",
    "duties",
    multiple=True,
    help="enter, import, assess, review, publish, grant, office; may be repeated.",
)
@click.option(
    "--field-class",
    type=click.IntRange(0, 3),
    default=1,
    show_default=True,
    help="Most private class of fields that is read.",
)
@click.option("--axis", type=click.Choice(AXES), default=AXES[0], show_default=True)
@click.option(
    "--until", type=DATE, help="First day on which it does not hold any more; default: until it is ended."
)
def grant(
    home: Path,
    username: str,
    unit: str,
    role: str,
    duties: tuple[str, ...],
    field_class: int,
    axis: str,
    until: datetime | None,
) -> None:
    """Let an account act for a unit (its code) and all below it."""
    office = _office(home)
    from jishi.store import clock

    found = unit_named(unit)
    to_on = until.date() if until else None
    given = office.Given(role, found, clock.today(), frozenset(duties), field_class, axis, to_on)
    made = office.give_grant(None, _account(username), given)
    said = sentence("Grant %(number)s was given; end it with: jishi account revoke %(number)s", number=made.pk)
    click.echo(said.say(translator()))


@command.command("revoke")
@home_option
@click.argument("number", type=int)
@click.option("--on", type=DATE, help="First day on which it does not hold any more; default: today.")
def revoke(home: Path, number: int, on: datetime | None) -> None:
    """End a grant (its number in the list); what was done under it stays."""
    office = _office(home)
    from jishi.store import clock
    from jishi.store.models.office import Grant

    found = Grant.objects.filter(pk=number).first()
    if found is None:
        raise refuse(
            str(number),
            sentence("There is no grant of this number."),
            sentence("See them with: jishi account list"),
        )
    office.end_grant(None, found, on.date() if on else clock.today())
    said = sentence("Grant %(number)s holds until the day before %(on)s.", number=number, on=found.to_on)
    click.echo(said.say(translator()))


@command.command("list")
@home_option
@json_option
def list_(home: Path, as_json: bool) -> None:
    """Show accounts and what they were given."""
    _office(home)
    from jishi.store.models.office import Account

    rows = [
        {
            "account": account.username,
            "active": account.is_active,
            "grants": [_shown(grant) for grant in account.grants.select_related("unit").order_by("id")],
        }
        for account in Account.objects.prefetch_related("grants").order_by("username")
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(row["account"] if row["active"] else f"{row['account']}\t-")
        for given in row["grants"]:
            parts = given | {"duties": " ".join(given["duties"]), "to": given["to"] or ""}
            click.echo("\t".join(["", *map(str, parts.values())]).rstrip())


def _shown(grant: "Grant") -> dict[str, Any]:
    return {
        "number": grant.pk,
        "role": grant.role,
        "unit": grant.unit.code,
        "axis": grant.axis,
        "field_class": grant.field_class,
        "duties": grant.duties.split(),
        "from": grant.from_on,
        "to": grant.to_on,
    }


def _office(home: Path):
    from jishi.store.home import Home

    opened = Home.open(home)
    from jishi.actions.updating import update

    update(opened)
    from jishi.actions import office

    return office


def _account(username: str):
    from jishi.store.models.office import Account

    found = Account.objects.filter(username=username).first()
    if found is None:
        raise refuse(
            username, sentence("There is no account of this name."), sentence("See them with: jishi account list")
        )
    return found


def _show_password(username: str, new: str | None, as_json: bool) -> None:
    if as_json:
        print_json({"account": username} | ({"password": new} if new else {}))
    elif new:
        said = sentence("Password of %(account)s, shown only now: %(password)s", account=username, password=new)
        click.echo(said.say(translator()))
