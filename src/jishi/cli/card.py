"""``jishi card``: cards with a log-in name and a PIN."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jishi.cli.context import home_option, json_option, print_json, write_file
from jishi.cli.speech import translator
from jishi.cli.units import open_home
from jishi.core.errors import refuse, sentence

if TYPE_CHECKING:
    from jishi.actions.cards import Told

_FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
_ADDRESS = click.option("--address", default="", help="Address of the log-in page, for the QR code.")


@click.group()
def command() -> None:
    """Cards with a log-in name and a PIN for secretaries who want one."""


@command.command()
@click.argument("unit")
@click.argument("holder")
@_FILE
@home_option
@_ADDRESS
@json_option
def issue(unit: str, holder: str, file: Path, home: Path, address: str, as_json: bool) -> None:
    """Make a card of UNIT (its code) for HOLDER (a name) and write it into FILE (.pdf)."""
    open_home(home)
    from jishi.actions import cards
    from jishi.cli.named import unit_at
    from jishi.core.access import OPERATOR

    _print(cards.issue(cards.By(None, OPERATOR), unit_at(unit), holder), file, address, as_json)


@command.command()
@click.argument("login")
@_FILE
@home_option
@_ADDRESS
@json_option
def renew(login: str, file: Path, home: Path, address: str, as_json: bool) -> None:
    """Give the card of LOGIN another PIN and write it into FILE (.pdf)."""
    open_home(home)
    from jishi.actions import cards
    from jishi.core.access import OPERATOR

    card = _card(login)
    _print(cards.renew(cards.By(None, OPERATOR), card, card.version), file, address, as_json)


@command.command()
@click.argument("login")
@home_option
@json_option
def withdraw(login: str, home: Path, as_json: bool) -> None:
    """Let nobody log in with the card of LOGIN any more."""
    open_home(home)
    from jishi.actions import cards
    from jishi.core.access import OPERATOR

    card = _card(login)
    cards.withdraw(cards.By(None, OPERATOR), card, card.version)
    if as_json:
        print_json({"login": login, "withdrawn": True})
    else:
        click.echo(sentence("The card of %(holder)s is withdrawn.", holder=card.holder).say(translator()))


@command.command("list")
@home_option
@json_option
def list_(home: Path, as_json: bool) -> None:
    """List the cards, withdrawn ones too."""
    open_home(home)
    from jishi.store.models.paper import Card

    rows = [
        {
            "unit": card.unit.code,
            "holder": card.holder,
            "login": card.account.username,
            "in_force": card.withdrawn_at is None,
        }
        for card in Card.objects.select_related("unit", "account").order_by("unit__code", "pk")
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['unit']}\t{row['login']}\t{row['holder']}\t{'' if row['in_force'] else '-'}")


def _card(login: str) -> Any:
    from jishi.store.models.paper import Card

    found = Card.objects.filter(account__username=login).select_related("account", "unit").first()
    if found is None:
        raise refuse(login, sentence("There is no card of this name."), sentence("See them with: jishi card list"))
    return found


def _print(told: "Told", file: Path, address: str, as_json: bool) -> None:
    from jishi.documents.cards import CardPaper, card
    from jishi.documents.pdf import pdf
    from jishi.store import clock
    from jishi.store.home import current

    made = told.card
    day = clock.today().isoformat()
    paper = CardPaper(made.unit.name, made.holder, made.account.username, told.pin, day, address)
    write_file(file, pdf(card(paper, translator()), fonts=current().fonts))
    if as_json:
        print_json({"login": made.account.username, "unit": made.unit.code, "file": str(file)})
    else:
        click.echo(sentence("Written to %(file)s.", file=file).say(translator()))
