"""``jishi circular``: documents that go down the tree, receipts and replies."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jishi.cli.context import home_option, json_option, print_json, say_done, write_file
from jishi.cli.named import by_on, unit_named
from jishi.cli.speech import language
from jishi.cli.units import open_home
from jishi.core.errors import refuse, sentence

if TYPE_CHECKING:
    from jishi.actions.publish.circulars import Asked, Draft
    from jishi.packs.pack import Pack
    from jishi.store.models.circulars import Circular

_DAY = click.DateTime(["%Y-%m-%d"])
_on = click.option("--on", type=_DAY, help="Day on which it happens; default: today.")
_number = click.argument("number", type=int)


@click.group()
def command() -> None:
    """Circulars: draft, rewrite, approve, issue, withdraw, sign, reply; who has not."""


@command.command("list")
@home_option
@json_option
def list_(home: Path, as_json: bool) -> None:
    """List every circular, the newest first, with how many addressees have signed."""
    open_home(home)
    from jishi.core.access import OPERATOR
    from jishi.store.queries import circulars as queries

    rows = [
        {
            "circular": row.pk,
            "sender": row.sender.code,
            "title": row.title,
            "issued": row.issued_on,
            "withdrawn": row.withdrawn_on,
            "addressed": queries.addressees(row, OPERATOR).count(),
            "signed": row.receipts.count(),
        }
        for row in queries.circulars(OPERATOR)
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        signed = f"{row['signed']}/{row['addressed']}"
        click.echo(f"{row['circular']}  {row['sender']}  {row['issued'] or '-'}  {signed}  {row['title']}")


@command.command("draft")
@click.argument("sender")
@click.option("--title", required=True, help="Heading.")
@click.option("--text", required=True, help="Words.")
@click.option("--document-number", default="", help="Number of the document.")
@click.option(
    "--kind", "kinds", multiple=True, help="Kind of units to which it goes; repeatable; default: all below."
)
@click.option("--clause", "clauses", multiple=True, metavar="WHAT|WHO|DAY", help="What is asked; repeatable.")
@click.option("--sign-by", type=_DAY, help="Until when every unit signs.")
@home_option
@_on
@json_option
def draft(
    sender: str,
    title: str,
    text: str,
    document_number: str,
    kinds: tuple[str, ...],
    clauses: tuple[str, ...],
    sign_by: datetime | None,
    home: Path,
    on: datetime | None,
    as_json: bool,
) -> None:
    """Keep a draft of SENDER (its code); nobody else sees it."""
    open_home(home)
    from jishi.actions.publish.circulars import Draft
    from jishi.actions.publish.circulars import draft as drafted

    words = Draft(
        title,
        text,
        document_number,
        kinds,
        tuple(_clause(each) for each in clauses),
        sign_by.date() if sign_by else None,
    )
    found = drafted(by_on(on), unit_named(sender), words)
    say_done({"circular": found.pk}, sentence("Draft %(number)s is kept.", number=found.pk), as_json)


def _clause(text: str) -> "Asked":
    from jishi.actions.publish.circulars import Asked

    what, who, day = (*text.split("|"), "", "")[:3]
    try:
        return Asked(what, who, date.fromisoformat(day.strip()) if day.strip() else None)
    except ValueError:
        raise refuse(text, sentence("This is no day."), sentence("Write it like 2012-05-31.")) from None


@command.command("rewrite")
@_number
@click.option("--title", help="Heading.")
@click.option("--text", help="Words.")
@click.option("--document-number", "number_", help="Number of the document.")
@click.option("--kind", "kinds", multiple=True, help="Kind of units to which it goes; repeatable.")
@click.option("--clause", "clauses", multiple=True, metavar="WHAT|WHO|DAY", help="What is asked; repeatable.")
@click.option("--sign-by", "receipt_due_on", type=_DAY, help="Until when every unit signs.")
@home_option
@_on
@json_option
def rewrite(number: int, home: Path, on: datetime | None, as_json: bool, **said: Any) -> None:
    """Change draft NUMBER: what is not given stays; kinds and clauses that are given replace all of them."""
    open_home(home)
    from jishi.actions.publish.circulars import rewrite as rewritten

    found = _circular(number)
    changed = rewritten(by_on(on), found, found.version, _draft_of(found, said))
    words = sentence("The draft is changed; it is to be approved anew.")
    say_done({"circular": number, "version": changed.version}, words, as_json)


def _draft_of(found: "Circular", said: dict[str, Any]) -> "Draft":
    """Return a draft as it stands, with what was given in place of what was."""
    from jishi.actions.publish.circulars import Asked, Draft

    due: datetime | None = said["receipt_due_on"]
    kept = tuple(Asked(row.text, row.who, row.due_on) for row in found.clauses.order_by("place"))
    return Draft(
        found.title if said["title"] is None else said["title"],
        found.text if said["text"] is None else said["text"],
        found.number if said["number_"] is None else said["number_"],
        said["kinds"] or tuple(found.kinds.split()),
        tuple(_clause(each) for each in said["clauses"]) or kept,
        due.date() if due else found.receipt_due_on,
    )


@command.command("approve")
@_number
@click.option("--by", "approved_by", required=True, help="Who read it and agreed: name and post.")
@home_option
@_on
@json_option
def approve(number: int, approved_by: str, home: Path, on: datetime | None, as_json: bool) -> None:
    """Enter who agreed to draft NUMBER."""
    open_home(home)
    from jishi.actions.publish.circulars import approve as approved

    found = _circular(number)
    approved(by_on(on), found, found.version, approved_by)
    say_done({"circular": number}, sentence("Approved; it can be issued now."), as_json)


@command.command("issue")
@_number
@home_option
@_on
@json_option
def issue(number: int, home: Path, on: datetime | None, as_json: bool) -> None:
    """Send the approved draft NUMBER down the tree."""
    open_home(home)
    from jishi.actions.publish.circulars import issue as issued

    found = _circular(number)
    issued(by_on(on), found, found.version)
    say_done({"circular": number, "issued": found.issued_on}, sentence("Issued."), as_json)


@command.command("withdraw")
@_number
@click.option("--reason", required=True, help="Why.")
@home_option
@_on
@json_option
def withdraw(number: int, reason: str, home: Path, on: datetime | None, as_json: bool) -> None:
    """Say that circular NUMBER no longer holds."""
    open_home(home)
    from jishi.actions.publish.circulars import withdraw as withdrawn

    found = _circular(number)
    withdrawn(by_on(on), found, found.version, reason)
    say_done({"circular": number}, sentence("Withdrawn."), as_json)


@command.command("sign")
@_number
@click.argument("units", nargs=-1, required=True)
@home_option
@_on
@json_option
def sign(number: int, units: tuple[str, ...], home: Path, on: datetime | None, as_json: bool) -> None:
    """Write down that UNITS (codes) have circular NUMBER."""
    open_home(home)
    from jishi.actions.publish.receipts import receive

    count = receive(by_on(on), _circular(number), [unit_named(code) for code in units])
    say_done({"signed": count}, sentence("%(count)s units have signed.", count=count), as_json)


@command.command("reply")
@_number
@click.argument("clause", type=int)
@click.argument("unit")
@click.argument("words", default="")
@click.option(
    "--file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A file that goes along."
)
@home_option
@_on
@json_option
def reply(
    number: int,
    clause: int,
    unit: str,
    words: str,
    file: Path | None,
    home: Path,
    on: datetime | None,
    as_json: bool,
) -> None:
    """Reply WORDS to CLAUSE (its place) of circular NUMBER for UNIT (its code)."""
    open_home(home)
    from jishi.actions.publish.receipts import reply as replied
    from jishi.store import evidence

    found = _circular(number).clauses.filter(place=clause).first()
    if found is None:
        raise refuse(str(clause), sentence("There is no such clause."), sentence("See: jishi circular missing"))
    kept = evidence.keep(file.read_bytes(), file.name) if file else None
    replied(by_on(on), found, unit_named(unit), words, kept)
    say_done({"clause": clause, "unit": unit}, sentence("The reply is kept."), as_json)


@command.command("missing")
@_number
@click.option("--clause", type=int, help="Who has not replied to this clause; default: who has not signed.")
@click.option("--level", help="Only units of this level (its id in the pack).")
@home_option
@json_option
def missing(number: int, clause: int | None, level: str | None, home: Path, as_json: bool) -> None:
    """List who has not signed for circular NUMBER, or not replied to a clause."""
    open_home(home)
    from jishi.core.access import OPERATOR
    from jishi.store.queries import circulars as queries

    found = _circular(number)
    addressed = queries.addressees(found, OPERATOR)
    if level:
        addressed = addressed.filter(level=level)
    asked = found.clauses.filter(place=clause).first() if clause else None
    rows = queries.without_reply(addressed, asked) if asked else queries.without_receipt(addressed, found)
    told = [{"unit": unit.code, "name": unit.name, "level": unit.level} for unit in rows]
    if as_json:
        print_json(told)
        return
    for row in told:
        click.echo(f"{row['unit']}  {row['level']}  {row['name']}")


@command.command("export")
@_number
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@home_option
@json_option
def export(number: int, file: Path, home: Path, as_json: bool) -> None:
    """Write receipts and replies of circular NUMBER into FILE (.xlsx or .csv)."""
    open_home(home)
    from jishi.actions.exports.circulars import export as exported
    from jishi.actions.exports.sheet import Style
    from jishi.core.access import OPERATOR
    from jishi.store.queries import circulars as queries

    kind = file.suffix.lstrip(".").lower()
    if kind not in ("xlsx", "csv"):
        raise refuse(
            str(file), sentence("A list is no such file."), sentence("Name a file that ends .xlsx or .csv.")
        )
    found = _circular(number)
    style = Style(kind, language().replace("_", "-"))  # type: ignore[arg-type]
    write_file(file, exported(found, queries.addressees(found, OPERATOR), _pack(), style).file(style.format))
    say_done({"file": str(file)}, sentence("Written: %(file)s", file=str(file)), as_json)


def _pack() -> "Pack | None":
    from jishi.actions.programme import pack_of
    from jishi.core.access import OPERATOR
    from jishi.store.queries import rounds

    round_ = rounds.current(OPERATOR)
    return pack_of(round_.cycle) if round_ else None


def _circular(number: int) -> "Circular":
    from jishi.store.models.circulars import Circular

    found = Circular.objects.select_related("sender").filter(pk=number).first()
    if found is None:
        raise refuse(str(number), sentence("There is no such document."), sentence("See: jishi circular list"))
    return found
