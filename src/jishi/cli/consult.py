"""``jishi consult``: open a consultation, count the people, print slips, see who is behind, close."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from jishi.cli import own_words, pleas, substitutes
from jishi.cli.context import home_option, json_option, print_json, write_file
from jishi.cli.named import consultation_of, round_now, unit_of
from jishi.cli.speech import language, translator
from jishi.cli.template import LANGUAGES
from jishi.cli.units import open_home
from jishi.core.errors import refuse, sentence

if TYPE_CHECKING:
    from jishi.actions.consult.answers import Answer
    from jishi.store.models.consult import Consultation, Occasion

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def command() -> None:
    """Ask members and the public by slips and on paper."""


@command.command("list")
@home_option
@json_option
def list_(home: Path, as_json: bool) -> None:
    """List the consultations of the round: held, open or still to come."""
    open_home(home)
    from jishi.actions.consult.occasions import of_round
    from jishi.actions.consult.opening import of_people
    from jishi.actions.programme import pack_of
    from jishi.core.access import OPERATOR

    round_ = round_now()
    pack = pack_of(round_.cycle)
    held = {each.code: each.state for each in round_.consultations.all()}
    found = [
        {"code": each.id, "name": each.names.say(LANGUAGES[language()]), "state": held.get(each.id, "not opened")}
        for each in pack.consultations
        if of_people(each) and each.occasions == "once"
    ]
    for many in (each for each in pack.consultations if each.occasions == "many"):
        rows = of_round(OPERATOR, round_, many.id)
        found += [{"code": each.code, "name": _held(each.occasion), "state": each.state} for each in rows]
    if as_json:
        print_json(found)
        return
    for one in found:
        click.echo(f"{one['code']}\t{one['state']}\t{one['name']}")


def _held(occasion: "Occasion") -> str:
    return f"{occasion.title} {occasion.on.isoformat()} ({occasion.place.code})"


@command.command("open")
@click.argument("code")
@home_option
@click.option("--until", type=_DAY, help="Last day on which answers are taken; default: until it is closed.")
@click.option(
    "--prepare", is_flag=True, help="Print slips first; take answers later (begin), or on a host outside."
)
@click.option("--occasion", metavar="TITLE", help="What was held, where the pack asks about each thing by itself.")
@click.option("--held-on", type=_DAY, help="The day on which it was held; default: today.")
@click.option("--unit", help="Code of the unit that held it.")
def open_(code: str, home: Path, until: datetime | None, prepare: bool, **about: object) -> None:
    """Open a consultation of the pack in the present round, or about one thing that was held."""
    open_home(home)
    from jishi.actions.consult import opening
    from jishi.actions.consult.ground import By
    from jishi.actions.programme import pack_of

    round_ = round_now()
    pack = pack_of(round_.cycle)
    say = translator()
    if prepare and until:
        raise refuse(
            "--until",
            sentence("A consultation that is only prepared has no last day yet."),
            sentence("Say it when answers are taken: jishi consult begin %(code)s --until DAY", code=code),
        )
    if about["occasion"] or about["unit"]:
        opened = _opened(code, until.date() if until else None, prepare, about)
    elif prepare:
        opened = opening.prepare(By(), round_, pack, code)
    else:
        opened = opening.open_consultation(By(), round_, pack, code, until.date() if until else None)
    if not prepare:
        click.echo(sentence("%(code)s is open in %(round)s.", code=opened.code, round=round_).say(say))
        return
    said = sentence("%(code)s is prepared; its box is called %(box)s.", code=opened.code, box=opened.box)
    then = sentence(
        "Print all slips, then: jishi consult begin %(code)s, or jishi intake pack-out", code=opened.code
    )
    click.echo(f"{said.say(say)} {then.say(say)}")


def _opened(code: str, until: date | None, prepare: bool, about: Mapping[str, object]) -> "Consultation":
    """Open a consultation about what was held; return it."""
    from jishi.actions.consult.ground import By
    from jishi.actions.consult.occasions import Held
    from jishi.actions.consult.opening import open_occasion
    from jishi.actions.programme import pack_of
    from jishi.store import clock

    day, round_ = about["held_on"], round_now()
    held = Held(
        place=unit_of(str(about["unit"] or "")),
        title=str(about["occasion"] or ""),
        on=day.date() if isinstance(day, datetime) else clock.today(),
        until=until,
        later=prepare,
    )
    return open_occasion(By(), round_, pack_of(round_.cycle), code, held)


@command.command("begin")
@click.argument("code")
@home_option
@click.option("--until", type=_DAY, help="Last day on which answers are taken; default: until it is closed.")
def begin(code: str, home: Path, until: datetime | None) -> None:
    """Take the answers of a prepared consultation here from now on, or until another day."""
    open_home(home)
    from jishi.actions.consult import opening
    from jishi.actions.consult.ground import By

    found, _pack = consultation_of(code)
    opening.begin(By(), found, until.date() if until else None)
    click.echo(sentence("%(code)s is open in %(round)s.", code=code, round=found.round).say(translator()))


@command.command("people")
@click.argument("code")
@click.argument("unit")
@click.argument("ask")
@click.argument("number", type=click.IntRange(1))
@home_option
@click.option("--source", required=True, help="Where the number comes from, in words.")
@click.option("--on", type=_DAY, help="The day on which it was true; default: today.")
def people(code: str, unit: str, ask: str, number: int, home: Path, source: str, on: datetime | None) -> None:
    """Say how many people an electorate (ASK: members, public …) of a unit has."""
    open_home(home)
    from jishi.actions.consult.ground import By
    from jishi.actions.consult.opening import Electorate, People, count_people
    from jishi.store import clock

    found, pack = consultation_of(code)
    said = People(number, source, on.date() if on else clock.today())
    count_people(By(), Electorate(found, unit_of(unit), ask, pack), said)


@command.command("slips")
@click.argument("code")
@click.argument("unit")
@click.argument("ask")
@click.argument("count", type=click.IntRange(1, 100_000))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@home_option
@json_option
def slips(code: str, unit: str, ask: str, count: int, file: Path, home: Path, as_json: bool) -> None:
    """Print fresh slips for a unit into FILE.pdf; with more than a thousand also into FILE-2.pdf and so on."""
    open_home(home)
    from jishi.actions.consult.ground import By
    from jishi.actions.consult.opening import Electorate
    from jishi.actions.consult.printing import Wanted, sheets

    found, pack = consultation_of(code)

    def told(done: int, total: int) -> None:
        click.echo(sentence("%(done)s of %(total)s slips", done=done, total=total).say(translator()), err=True)

    files = []
    people = Electorate(found, unit_of(unit), ask, pack)
    for number, content in enumerate(sheets(By(), people, Wanted(count, told=told), translator()), 1):
        target = file if number == 1 else file.with_stem(f"{file.stem}-{number}")
        write_file(target, content)
        files.append(str(target))
    if as_json:
        print_json({"slips": count, "files": files})
    else:
        click.echo(sentence("Written to %(file)s.", file=", ".join(files)).say(translator()))


@command.command("print")
@click.argument("code")
@click.argument("place")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@home_option
@json_option
def print_(code: str, place: str, folder: Path, home: Path, as_json: bool) -> None:
    """Print the slips that every unit below PLACE lacks whose people were counted; a file for each electorate."""
    open_home(home)
    from jishi.actions.consult.ground import By
    from jishi.actions.consult.printing import Wanted, counted_below, sheets

    found, pack = consultation_of(code)
    wanted = counted_below(found, pack, unit_of(place))
    if not wanted:
        raise refuse(
            place,
            sentence("No electorate here lacks slips: none was counted, or each has its own."),
            sentence("Count the people first; destroy what is left over before printing more."),
        )
    until, files = found.until.isoformat() if found.until else "", []
    # One electorate after the other: what fails costs one of them its codes, not a whole county.
    for asked, count in wanted:
        for number, content in enumerate(sheets(By(), asked, Wanted(count, until), translator()), 1):
            target = folder / f"{asked.unit.code}-{asked.ask}{'' if number == 1 else f'-{number}'}.pdf"
            target.parent.mkdir(parents=True, exist_ok=True)
            write_file(target, content)
            files.append(str(target))
    if as_json:
        print_json({"slips": sum(count for _asked, count in wanted), "files": files})
    else:
        click.echo(sentence("Written to %(file)s.", file=folder).say(translator()))


@command.command("roll")
@click.argument("code")
@click.argument("unit")
@click.argument("file", type=click.File("r", encoding="utf-8-sig"))
@home_option
@click.option("--on", type=_DAY, help="The day of the list; default: today.")
@click.option("--anew", is_flag=True, help="The list replaces what was entered before.")
def roll(code: str, unit: str, file: TextIO, home: Path, on: datetime | None, anew: bool) -> None:
    """Enter the list of members who took part: FILE has a name on each line (- reads the list from stdin).

    Nobody is shown who took part; who is outstanding, the branch secretary sees until the close.
    """
    open_home(home)
    from jishi.actions.consult import roll as rolls
    from jishi.actions.consult.ground import By
    from jishi.actions.consult.opening import Electorate
    from jishi.store import clock

    found, pack = consultation_of(code)
    about = unit_of(unit)
    people = rolls.named(about, [line.strip() for line in file if line.strip()])
    listed = rolls.CrossedOff(people, on.date() if on else clock.today(), anew)
    count = rolls.cross_off(By(), Electorate(found, about, rolls.MEMBERS, pack), listed)
    click.echo(sentence("%(count)s people stand on the list. Destroy the paper.", count=count).say(translator()))


@command.command("board")
@click.argument("code")
@home_option
@click.option("--silent", is_flag=True, help="Only units in which nobody was heard (R01).")
@json_option
def board(code: str, home: Path, silent: bool, as_json: bool) -> None:
    """Show for every unit that is behind how many were heard, and how many must be."""
    open_home(home)
    from jishi.actions.consult import board as boards
    from jishi.actions.consult.opening import of_people, written

    found, pack = consultation_of(code)
    listed = boards.silent if silent else boards.short
    rows = [
        {
            "ask": ask.id,
            "unit": unit.code,
            "name": unit.name,
            "people": state.electorate,
            "heard": state.total,
            "needed": state.needed,
        }
        for ask in of_people(written(pack, code))
        for unit, state in listed(found, pack, ask)
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        said = sentence(
            "%(heard)s heard, %(needed)s needed, %(people)s in all",
            heard=row["heard"],
            needed="?" if row["needed"] is None else row["needed"],
            people="?" if row["people"] is None else row["people"],
        )
        click.echo(f"{row['ask']}\t{row['unit']}\t{row['name']}\t{said.say(translator())}")


@command.command("result")
@click.argument("code")
@click.argument("unit", required=False)
@home_option
@click.option("--file", type=click.Path(dir_okay=False, path_type=Path), help="Write all units into FILE.xlsx.")
@json_option
def result(code: str, unit: str | None, home: Path, file: Path | None, as_json: bool) -> None:
    """Show what the close told of every question: of UNIT alone and with all below it, or into a file of all."""
    open_home(home)
    from jishi.actions.consult import answers
    from jishi.actions.exports.answers import export
    from jishi.actions.exports.sheet import Style
    from jishi.core.access import OPERATOR
    from jishi.core.names import language_of

    found, pack = consultation_of(code)
    if file:
        rows = answers.of_all(OPERATOR, found, pack)
        write_file(file, export(rows, Style("xlsx", language_of(translator()))).file("xlsx"))
        click.echo(sentence("Written to %(file)s.", file=file).say(translator()))
        return
    if not unit:
        raise refuse(
            code,
            sentence("No unit was named."),
            sentence("Name one by its code, or write all with: --file FILE.xlsx"),
        )
    here = unit_of(unit)
    told = [(whole, each) for whole in (False, True) for each in answers.of_unit(found, pack, here, whole=whole)]
    if as_json:
        print_json([_plain(whole, each) for whole, each in told])
        return
    for whole, each in told:
        click.echo(_line(whole, each, translator()))


def _plain(whole: bool, each: "Answer") -> dict[str, object]:
    about = {"ask": each.ask, "question": str(each.question), "answers": [str(name) for name in each.choices]}
    return about | {"fact": each.fact, "whole": whole, "low": each.low, "high": each.high}


def _line(whole: bool, each: "Answer", say: Callable[[str], str]) -> str:
    extent = sentence("with all below") if whole else sentence("its own people")
    band = sentence("too few answers")
    if each.low is not None and each.high is not None:
        band = sentence("%(low)s–%(high)s %%", low=each.low // 100, high=each.high // 100)
    choices = " / ".join(name.say(say) for name in each.choices)
    return f"{extent.say(say)}\t{each.people.say(say)}\t{each.question.say(say)}\t{choices}\t{band.say(say)}"


@command.command("close")
@click.argument("code")
@home_option
@json_option
def close(code: str, home: Path, as_json: bool) -> None:
    """Close a consultation for ever: count, tell what may be told, write facts, destroy the answers."""
    open_home(home)
    from jishi.actions.consult.closing import close as close_it
    from jishi.actions.consult.ground import By

    found, pack = consultation_of(code)
    closed = close_it(By(), found, pack)
    if as_json:
        print_json(closed.outcome)
        return
    for ask, numbers in closed.outcome.items():
        said = sentence(
            "%(ask)s: %(heard)s heard of %(people)s, %(behind)s of %(units)s units behind", ask=ask, **numbers
        )
        click.echo(said.say(translator()))


@command.command("void")
@click.argument("code")
@home_option
@click.option("--why", required=True, help="What became of its slips and answers.")
def void(code: str, home: Path, why: str) -> None:
    """End a consultation without answers: a backup brought it here without its slips; nothing is told of it."""
    open_home(home)
    from jishi.actions.consult.ground import By
    from jishi.actions.consult.voiding import end_without_answers

    found, _pack = consultation_of(code)
    end_without_answers(By(), found, why)
    click.echo(sentence("%(code)s ended without answers; nothing is told of it.", code=code).say(translator()))


for each in (
    *(substitutes.pool, substitutes.pools, substitutes.minute, pleas.except_, pleas.exceptions),
    *(own_words.texts, own_words.texts_list),
):
    command.add_command(each)
