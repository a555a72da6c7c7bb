"""``jishi problems``: what was found, what is done about it, what is late, what stands alone."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jishi.cli.context import home_option, json_option, print_json, write_file
from jishi.cli.posts import LANG, PACK
from jishi.cli.speech import language, translator
from jishi.cli.template import LANGUAGES
from jishi.cli.units import Sheet, importing, open_home, pack_for
from jishi.core.errors import refuse, sentence

if TYPE_CHECKING:
    from jishi.store.models.assess import Round

TOLD = 200


@click.group()
def command() -> None:
    """Problems and remedies."""


@command.command("propose")
@home_option
@click.option("--cycle", help="Code of the cycle; default: the one that goes on.")
@click.option("--round", "number", type=int, help="Number of the round; default: the one that goes on.")
@json_option
def propose(home: Path, cycle: str | None, number: int | None, as_json: bool) -> None:
    """Propose problems from what is low in the newest run: of each unit, where it lost most points."""
    open_home(home)
    from jishi.actions.improve.proposing import propose as proposed

    found = proposed(round_of(cycle, number))
    if as_json:
        print_json(found.__dict__)
        return
    line = sentence(
        "%(problems)s problems proposed for %(units)s units; %(known)s were known.",
        problems=found.problems,
        units=found.units,
        known=found.known,
    )
    click.echo(line.say(translator()))


@command.command("list")
@home_option
@click.option("--unit", "code", help="Code of a unit: it and all below it.")
@click.option("--state", type=click.Choice(["proposed", "open", "rejected", "solved"]), help="Only these.")
@json_option
def list_(home: Path, code: str | None, state: str | None, as_json: bool) -> None:
    """List problems, the most pressing first."""
    open_home(home)
    from jishi.cli.named import unit_at
    from jishi.core.access import OPERATOR
    from jishi.store.queries import improve

    rows = improve.problems(OPERATOR, unit_at(code))
    rows = rows.filter(state=state) if state else rows
    _tell(
        [
            {
                "number": row.pk,
                "unit": row.unit.code,
                "priority": row.priority,
                "state": row.state,
                "kind": row.kind,
                "indicator": row.indicator,
                "text": row.text,
                "found": row.found_on.isoformat(),
                "remedies": row.remedy_count,
            }
            for row in (rows if as_json else rows[:TOLD])
        ],
        as_json=as_json,
    )


@command.command("overdue")
@home_option
@click.option("--unit", "code", help="Code of a unit: it and all below it.")
@click.option("--level", help="Only what has climbed to this level by the pack's ladder.")
@json_option
def overdue(home: Path, code: str | None, level: str | None, as_json: bool) -> None:
    """List remedies that are late, with the days and the level that sees them."""
    open_home(home)
    from jishi.actions.improve.ground import pack_now
    from jishi.actions.improve.watching import days_of, late
    from jishi.cli.named import unit_at
    from jishi.core.access import OPERATOR
    from jishi.store import clock
    from jishi.store.queries import improve

    pack, today = pack_now(), clock.today()
    rows = improve.overdue(improve.remedies(OPERATOR, unit_at(code)), today, days_of(pack, level or ""))
    _tell(
        [
            {
                "number": each.remedy.pk,
                "unit": each.remedy.unit.code,
                "days": each.days,
                "level": each.rung.level if each.rung else None,
                "due": each.remedy.due_on.isoformat() if each.remedy.due_on else None,
                "text": each.remedy.text,
            }
            for each in late(pack, list(rows if as_json else rows[:TOLD]), today)
        ],
        as_json=as_json,
    )


@command.command("orphans")
@home_option
@click.option("--unit", "code", help="Code of a unit: it and all below it.")
@json_option
def orphans(home: Path, code: str | None, as_json: bool) -> None:
    """List open problems without a remedy, and remedies without a problem (R09)."""
    open_home(home)
    from jishi.cli.named import unit_at
    from jishi.core.access import OPERATOR
    from jishi.store.queries import improve

    place = unit_at(code)
    alone = [("problem", row) for row in improve.without_remedy(OPERATOR, place)]
    both: list[tuple[str, Any]] = [*alone, *(("remedy", row) for row in improve.without_problem(OPERATOR, place))]
    _tell(
        [
            {"what": what, "number": row.pk, "unit": row.unit.code, "text": row.text or row.indicator}
            for what, row in both
        ],
        as_json=as_json,
    )


@command.command("lacking")
@home_option
@json_option
def lacking(home: Path, as_json: bool) -> None:
    """List units of the lowest grade that lack plan, contact leader or helper, with the days (R12)."""
    open_home(home)
    from jishi.actions.improve.ground import pack_now, round_now
    from jishi.actions.improve.watching import lacking as found
    from jishi.core.access import OPERATOR
    from jishi.store import clock

    rows = found(OPERATOR, pack_now(), round_now(), clock.today())
    _tell(
        [{"unit": row.unit.code, "days": row.days, "lacks": ", ".join(row.lacks)} for row in rows], as_json=as_json
    )


@command.command("sheet")
@click.argument("code")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@home_option
@LANG
def sheet(code: str, file: Path, home: Path, lang: str | None) -> None:
    """Write the one sheet of each unit at or below CODE that has problems into FILE (.pdf), one after the other."""
    open_home(home)
    from jishi.actions.improve.ground import pack_now, round_now
    from jishi.actions.improve.sheet import Telling
    from jishi.actions.improve.sheet import sheet as paper
    from jishi.cli.named import unit_at
    from jishi.core.access import OPERATOR
    from jishi.documents.pdf import pdf
    from jishi.store.home import current
    from jishi.store.queries import units

    pack, round_ = pack_now(), round_now()
    telling = Telling(lang or LANGUAGES[language()], translator())  # type: ignore[arg-type]
    place = unit_at(code)
    assert place is not None, "a code was named"
    found = units.subtree(OPERATOR, place).filter(problems__round=round_).distinct()
    papers = [paper(pack, round_, unit, telling) for unit in found]
    if not papers:
        raise refuse(
            code, sentence("No unit there has a problem in this round."), sentence("Run: jishi problems propose")
        )
    write_file(file, pdf(*papers, fonts=current().fonts))
    click.echo(sentence("Written to %(file)s.", file=file).say(translator()))


@command.command("import")
@importing
@PACK
def import_(sheet: Sheet, pack: str | None) -> None:
    """Bring in a ledger of problems and remedies from FILE (.xlsx, .csv or .parquet)."""
    from jishi.actions.imports import ledger

    sheet.bring(ledger, pack_for(pack))


@command.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@home_option
@click.option("--unit", "code", help="Code of a unit: it and all below it.")
@PACK
@LANG
@json_option
def export(file: Path, home: Path, code: str | None, pack: str | None, lang: str | None, as_json: bool) -> None:
    """Write the ledger into FILE; the format is that of its name."""
    open_home(home)
    from jishi.actions.exports import ledger
    from jishi.actions.exports.sheet import Style
    from jishi.cli.export import format_of
    from jishi.cli.named import unit_at
    from jishi.core.access import OPERATOR

    style = Style(format_of(file, None), lang or LANGUAGES[language()])  # type: ignore[arg-type]
    sheet = ledger.export(OPERATOR, pack_for(pack), style, unit_at(code))
    write_file(file, sheet.file(style.format))
    if as_json:
        print_json({"kind": "ledger", "format": style.format, "file": str(file)})
    else:
        click.echo(sentence("Written to %(file)s.", file=file).say(translator()))


def _tell(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo("\t".join("" if value is None else str(value) for value in row.values()))


def round_of(cycle: str | None, number: int | None) -> "Round":
    """Return the round that was named, else the one that goes on."""
    from jishi.actions.improve.ground import round_now
    from jishi.core.access import OPERATOR
    from jishi.store.models.assess import Round
    from jishi.store.queries import rounds

    if cycle is None and number is None:
        return round_now()
    try:
        return rounds.one(OPERATOR, cycle or round_now().cycle.code, number or 1)
    except Round.DoesNotExist:
        raise refuse(
            f"{cycle or ''}/{number or ''}", sentence("There is no such round."), sentence("Open a cycle first.")
        ) from None
