"""``jishi paper``: official papers: which are due, printed, made in versions, stamped, handed up."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jishi.cli.context import home_option, json_option, print_json, say_done, write_file
from jishi.cli.named import by_on, round_now, unit_named
from jishi.cli.speech import language, spoken_in, translator
from jishi.cli.units import open_home
from jishi.core.errors import refuse, sentence

if TYPE_CHECKING:
    from jishi.actions.papers.ground import Telling
    from jishi.actions.papers.reading import Read
    from jishi.store.models.assess import Round
    from jishi.store.models.papers import Paper

_KINDS = ("pdf", "docx", "xlsx")
_unit = click.argument("unit")
_form = click.argument("form")
_number = click.option("--version", "number", type=int, default=0, help="Number of the version; default: as now.")
_which = click.argument("number", type=int)
_round = click.option("--round", "round_number", type=int, help="Number of a round of this year; default: as now.")
_on = click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Day on which it happens; default: today.")


@click.group()
def command() -> None:
    """Official papers: which are due, print, make a version, register its stamped original, hand up, answer."""


@command.command("list")
@home_option
@_round
@_on
@json_option
def list_(home: Path, round_number: int | None, on: datetime | None, as_json: bool) -> None:
    """List every paper that is handed up, and how each stands: missing, late, received, sent back."""
    open_home(home)
    from jishi.actions.papers.standing import of_all
    from jishi.actions.programme import pack_of
    from jishi.cli.tables import print_table
    from jishi.core.access import OPERATOR

    round_ = _round_asked(round_number)
    rows = [
        {
            "unit": row.unit.code,
            "form": str(row.form.id),
            "state": row.state,
            "due": row.due_on,
            "version": row.paper.number if row.paper else None,
            "handed": row.paper.handed_on if row.paper else None,
        }
        for row in of_all(OPERATOR, round_, pack_of(round_.cycle), by_on(on).day)
    ]
    if as_json:
        print_json(rows)
        return
    say = translator()
    heads = [say("Unit"), say("Official paper"), say("State"), say("Due"), say("Version"), say("Handed up on")]
    print_table(heads, [["—" if cell is None else str(cell) for cell in row.values()] for row in rows])


@command.command("print")
@_unit
@_form
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_number
@_round
@home_option
@json_option
def print_(
    unit: str, form: str, file: Path, number: int, round_number: int | None, home: Path, as_json: bool
) -> None:
    """Write a paper of UNIT (its code) into FILE (.pdf, .docx or .xlsx); FORM is its id in the pack."""
    open_home(home)
    kind = file.suffix.lstrip(".").lower()
    if kind not in _KINDS:
        raise refuse(
            str(file),
            sentence("A paper is no such file."),
            sentence("Choose one of: %(known)s.", known=", ".join(_KINDS)),
        )
    read = _read(unit, form, number, round_number)
    write_file(file, read.file(kind, named=True))
    say_done({"file": str(file)}, sentence("Written: %(file)s", file=str(file)), as_json)


@command.command("figures")
@_unit
@_form
@_number
@_round
@home_option
@json_option
def figures(unit: str, form: str, number: int, round_number: int | None, home: Path, as_json: bool) -> None:
    """List every figure of a paper with the rows behind it."""
    open_home(home)
    from jishi.core.forms import plain

    rows = plain(_read(unit, form, number, round_number).figures)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        behind = row.get("behind")
        said = f"{behind['kind']} {len(behind['ids'])}" if behind else ""
        click.echo(f"{row['key']}  {row['label'] or row['name']}  {row['text']}  {said}".rstrip())


@command.command("make")
@_unit
@_form
@click.option("--why", default="", help="What a correction is for; the first version needs none.")
@home_option
@_on
@json_option
def make(unit: str, form: str, why: str, home: Path, on: datetime | None, as_json: bool) -> None:
    """Keep the figures of today as a version of a paper of UNIT."""
    open_home(home)
    from jishi.actions.papers.making import Made
    from jishi.actions.papers.making import make as made

    read = _read(unit, form, 0)
    paper = made(by_on(on), read.ground, Made(read.words, why))
    say_done(
        {"paper": paper.pk, "version": paper.number, "digest": paper.digest},
        sentence("Version %(number)s is made: print it now.", number=paper.number),
        as_json,
    )


@command.command("register")
@_unit
@_form
@_which
@click.argument("scan", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--day", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Day that stands on the paper.")
@click.option("--kept-as", required=True, help="Number of the paper.")
@click.option("--brought-by", required=True, help="Who brought it.")
@home_option
@_on
@json_option
def register(
    unit: str,
    form: str,
    number: int,
    scan: Path,
    day: datetime,
    kept_as: str,
    brought_by: str,
    home: Path,
    on: datetime | None,
    as_json: bool,
) -> None:
    """Register SCAN, the stamped original of version NUMBER."""
    open_home(home)
    from jishi.actions.papers.making import Original
    from jishi.actions.papers.making import register as registered
    from jishi.store import evidence

    paper = _paper(unit, form, number)
    kept = evidence.keep(scan.read_bytes(), scan.name)
    registered(by_on(on), paper, paper.version, Original(kept, day.date(), kept_as, brought_by))
    say_done({"paper": paper.pk, "digest": kept.digest}, sentence("The original is registered."), as_json)


@command.command("take-back")
@_unit
@_form
@_which
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@home_option
@_on
@json_option
def take_back(
    unit: str, form: str, number: int, file: Path, home: Path, on: datetime | None, as_json: bool
) -> None:
    """Keep FILE, version NUMBER as edited in Word or Excel, and say what it says otherwise than the record."""
    open_home(home)
    from jishi.actions.papers.edited import take_back as taken_back
    from jishi.store import evidence

    read = _read(unit, form, number)
    assert read.paper is not None, "a version was asked for"
    kept = evidence.keep(file.read_bytes(), file.name)
    paper = taken_back(by_on(on), read, read.paper.version, kept, named=True)
    if as_json:
        print_json({"paper": paper.pk, "departures": paper.departures})
        return
    for row in paper.departures:
        click.echo(f"{row['label']}: {row['record'] or '—'} → {row['file'] or '—'}")
    say_done({}, sentence("The edited text is kept beside the record."), as_json)


@command.command("hand-up")
@_unit
@_form
@_which
@click.option("--why", default="", help="Why it goes up although the edited text says figures otherwise.")
@home_option
@_on
@json_option
def hand_up(unit: str, form: str, number: int, why: str, home: Path, on: datetime | None, as_json: bool) -> None:
    """Hand version NUMBER to the level above; from then on it never changes."""
    open_home(home)
    from jishi.actions.papers.making import hand_up as handed

    paper = _paper(unit, form, number)
    handed(by_on(on), paper, paper.version, why)
    say_done(
        {"paper": paper.pk, "above": paper.above.code if paper.above else None}, sentence("Handed up."), as_json
    )


@command.command("answer")
@_unit
@_form
@_which
@click.option("--back", default="", metavar="WORDS", help="Send it back; WORDS say what must be corrected.")
@_round
@home_option
@_on
@json_option
def answer(
    unit: str,
    form: str,
    number: int,
    back: str,
    round_number: int | None,
    home: Path,
    on: datetime | None,
    as_json: bool,
) -> None:
    """Say that version NUMBER is in order, or send it back."""
    open_home(home)
    from jishi.actions.papers.making import answer as answered

    answered(by_on(on), _paper(unit, form, number, round_number), back, taken=not back)
    words = sentence("Sent back.") if back else sentence("Taken as in order.")
    say_done({"taken": not back}, words, as_json)


@command.command("differences")
@_unit
@_form
@_which
@home_option
@json_option
def differences(unit: str, form: str, number: int, home: Path, as_json: bool) -> None:
    """Say what version NUMBER says otherwise than the one before; of the first, what has changed since."""
    open_home(home)
    from jishi.actions.papers.reading import changed, corrected
    from jishi.core.access import OPERATOR

    paper = _paper(unit, form, number)
    if number > 1:
        found = corrected(_paper(unit, form, number - 1), paper)
    else:
        found = changed(OPERATOR, paper, _telling(paper.language))
    if as_json:
        print_json([{"label": row.label, "before": row.before, "after": row.after} for row in found])
        return
    for row in found:
        click.echo(f"{row.label}: {row.before or '—'} → {row.after or '—'}")


def _round_asked(number: int | None) -> "Round":
    """Return a round of the year that goes on by its number; None = the one that goes on."""
    now = round_now()
    found = now if number is None else now.cycle.rounds.filter(number=number).first()
    if found is None:
        raise refuse(str(number), sentence("There is no such round."), sentence("See: jishi cycle list"))
    return found


def _telling(wanted: str = "") -> "Telling":
    from jishi.actions.papers.ground import Telling

    tag = wanted or language().replace("_", "-")
    return Telling(tag, spoken_in(tag.replace("-", "_")))  # type: ignore[arg-type]


def _read(code: str, form: str, number: int, round_number: int | None = None) -> "Read":
    from jishi.actions.papers import making, reading
    from jishi.actions.programme import pack_of
    from jishi.core.access import OPERATOR

    if number:
        paper = _paper(code, form, number, round_number)
        return reading.stored(OPERATOR, paper, _telling(paper.language))
    round_ = _round_asked(round_number)
    found = making.form_named(pack_of(round_.cycle), form)
    return reading.live(OPERATOR, round_, found, unit_named(code), _telling())


def _paper(code: str, form: str, number: int, round_number: int | None = None) -> "Paper":
    from jishi.store.queries import papers

    rows = papers.of_unit(_round_asked(round_number), unit_named(code), form)
    found = next((row for row in rows if row.number == number), None)
    if found is None:
        raise refuse(code, sentence("There is no such version."), sentence("Make it first: jishi paper make"))
    return found
