"""``jishi intake``: take the answers of slips, in the office or alone on a host outside."""

from datetime import datetime
from pathlib import Path

import click

from jishi.ballotbox.boxes import Boxes
from jishi.cli.context import home_option, json_option, print_json
from jishi.cli.intake.opened import boxes_of, days_behind, folder_option
from jishi.cli.named import consultation_of
from jishi.cli.speech import translator
from jishi.cli.units import open_home
from jishi.core.errors import refuse, sentence

_STATES = {
    "prepared": sentence("not open yet"),
    "open": sentence("open"),
    "closed": sentence("closed"),
    "away": sentence("away on a host outside"),
}


@click.group()
def command() -> None:
    """Take the answers of slips, in the office or alone on a host outside."""


@command.command()
@home_option
@folder_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(1, 65535))
@click.option("--certificate", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="For HTTPS.")
@click.option("--key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Of the certificate.")
@click.option("--behind", is_flag=True, help="A server of ours stands in front and sets X-Forwarded-For.")
@click.option("--beside", type=int, hidden=True, help="End when this process ends.")
def serve(
    home: Path,
    folder: Path | None,
    host: str,
    port: int,
    certificate: Path | None,
    key: Path | None,
    behind: bool,
    beside: int | None,
) -> None:
    """Show the forms behind slips and count answers, until interrupted; no access log, no cookie."""
    from jishi.ballotbox.intake.serving import Place
    from jishi.cli.intake.serving import end_beside, run

    boxes = boxes_of(home, folder)
    if beside:
        end_beside(beside)
    run(boxes, Place(host, port, certificate, key, behind, days_behind(home, folder)))


@command.command()
@home_option
@folder_option
@click.argument("address", required=False)
def address(home: Path, folder: Path | None, address: str | None) -> None:
    """Show, or set, the address at which phones reach the intake; slips show it."""
    boxes = boxes_of(home, folder)
    if address:
        boxes.set_address(address)
    click.echo(boxes.address or sentence("Not set yet.").say(translator()))


@command.command()
@home_option
@folder_option
@json_option
def state(home: Path, folder: Path | None, as_json: bool) -> None:
    """Show the rounds that have a box, and how many slips of each were used."""
    boxes = boxes_of(home, folder)
    listed = []
    for name in boxes.rounds():
        box = boxes.box(name)
        issued = box.issued()
        slips, used = sum(each.slips for each in issued), sum(each.used for each in issued)
        listed.append({"round": name, "state": box.state, "until": box.until, "slips": slips, "used": used})
        box.tables.close()
    if as_json:
        print_json(listed)
        return
    for each in listed:
        told = each | {"state": _STATES[str(each["state"])]}
        click.echo(sentence("%(round)s: %(state)s, %(used)s of %(slips)s slips used", **told).say(translator()))


@command.command("pack-out")
@home_option
@click.argument("round", metavar="CONSULTATION")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def pack_out(home: Path, round: str, file: Path, as_json: bool) -> None:
    """At the office: write a prepared consultation into FILE for a host outside; its words are printed once.

    CONSULTATION is its code, or the name of its box as `jishi intake state` shows it.
    """
    open_home(home)
    from jishi.actions.consult import outside
    from jishi.actions.consult.boxes import boxes

    box = round if round in boxes().rounds() else consultation_of(round)[0].box
    packed = outside.pack_out(None, box, file)
    if as_json:
        said = {"file": str(file), "round": box, "words": packed.words}
        print_json(said | {"signer": packed.signer, "slips": packed.slips})
        return
    say = translator()
    click.echo(sentence("On the host the round is called %(box)s.", box=box).say(say))
    click.echo(
        sentence(
            "%(slips)s slips went out. Words that open the file: %(words)s", slips=packed.slips, words=packed.words
        ).say(say)
    )
    click.echo(sentence("The host must show these marks: %(marks)s", marks=packed.signer).say(say))
    click.echo(sentence("Carry words and marks another way than the file; they are not kept here.").say(say))


@command.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@folder_option
@click.option("--words", prompt=True, help="That open the file.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day on which answers are taken.")
def start(file: Path, folder: Path | None, words: str, until: datetime | None) -> None:
    """On the host: open the round that came in FILE; then jishi intake serve --alone FOLDER."""
    from jishi.ballotbox import outside
    from jishi.ballotbox.intake.app import today

    round, marks = outside.start(_alone(folder), file, words, today(), until.date() if until else None)
    say = translator()
    click.echo(sentence("Round %(round)s is open.", round=round).say(say))
    click.echo(
        sentence("Signed with the marks %(marks)s: compare them with what the office wrote.", marks=marks).say(say)
    )


@command.command("hand-in")
@click.argument("round")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@folder_option
def hand_in(round: str, file: Path, folder: Path | None) -> None:
    """On the host: close a round and write its answers into FILE, which only the office can open."""
    from jishi.ballotbox import outside

    count = outside.hand_in(_alone(folder), round, file)
    said = sentence(
        "%(count)s answers are in the file. Clear the round here when the office has them.", count=count
    )
    click.echo(said.say(translator()))


@command.command()
@click.argument("round")
@folder_option
def clear(round: str, folder: Path | None) -> None:
    """On the host: destroy a round whose answers the office has."""
    from jishi.ballotbox import outside

    outside.clear(_alone(folder), round)


@command.command("take-in")
@home_option
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def take_in(home: Path, file: Path) -> None:
    """At the office: put the answers of FILE into their round and close it."""
    open_home(home)
    from jishi.actions.consult import outside

    round, count = outside.take_in(None, file)
    said = sentence("%(count)s answers of round %(round)s were taken in; it is closed.", count=count, round=round)
    click.echo(said.say(translator()))


def _alone(folder: Path | None) -> Boxes:
    if not folder:
        raise refuse(
            "--alone",
            sentence("On a host outside the folder must be named."),
            sentence("Give it with: --alone FOLDER"),
        )
    return Boxes(folder.resolve())
