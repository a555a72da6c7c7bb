"""``jishi promote``: who may rise, what is missing for each, the result on the board, the decision."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jishi.cli.context import home_option, json_option, print_json, say_done, write_file
from jishi.cli.named import by_on
from jishi.cli.speech import also_option, in_others, language, translator
from jishi.cli.template import LANGUAGES
from jishi.cli.units import open_home
from jishi.core.errors import refuse, sentence

if TYPE_CHECKING:
    from jishi.actions.cases.ground import Docket
    from jishi.actions.improve.promoting import Candidate

_on = click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Day on which it happens; default: today.")
_cycle = click.option("--cycle", required=True, help="Code of the cycle.")
_round = click.option("--round", "number", type=int, default=2, show_default=True, help="Number of the round.")
_minutes = click.option("--minutes", required=True, help="Number of the minutes.")


@click.group()
def command() -> None:
    """Promotion: members and public are asked, the result is published, and only then a grade rises (R11)."""


@command.command("list")
@_cycle
@_round
@home_option
@click.option("--missing", is_flag=True, help="Only those for whom something is missing.")
@click.option("--export", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write it as a workbook.")
@_on
@json_option
def list_(
    cycle: str, number: int, home: Path, missing: bool, file: Path | None, on: datetime | None, as_json: bool
) -> None:
    """List the units that are to rise, with what is missing for each."""
    docket, rows = _rising(home, cycle, number, on)
    from jishi.store.models.org import Unit

    rows = [row for row in rows if not (missing and row.may_rise)]
    if file is not None:
        from jishi.actions.exports.promotion import export
        from jishi.actions.exports.sheet import Style

        style = Style("xlsx", LANGUAGES[language()])
        write_file(file, export(docket, rows, style, translator()).file("xlsx"))
    named = Unit.objects.in_bulk([row.unit for row in rows[:900]])
    told = [_told(docket, row, named[row.unit].code) for row in rows if row.unit in named]
    if as_json:
        print_json(told)
        return
    for each in told:
        click.echo("\t".join([each["unit"], each["before"], each["proposed"], " ".join(each["missing"]) or "-"]))
    said = sentence(
        "%(count)s units are to rise; %(open)s may.", count=len(rows), open=sum(row.may_rise for row in rows)
    )
    click.echo(said.say(translator()), err=True)


def _told(docket: "Docket", row: "Candidate", code: str) -> dict[str, Any]:
    say = translator()
    return {
        "unit": code,
        "before": str(docket.pack.grade_at(row.before).id),
        "proposed": str(docket.pack.grade_at(row.proposed).id),
        "may_rise": row.may_rise,
        "missing": [complaint.what.say(say) for complaint in row.missing],
        "said": {ask: [band.state, band.low, band.high] for ask, band in row.bands.items()},
        "notice": row.notice.pk if row.notice else None,
        "step": row.step,
    }


@command.command("publish")
@click.argument("committee")
@_cycle
@_round
@click.option("--title", help="Heading; default: the pack's.")
@click.option("--text", help="Words; default: the pack's.")
@click.option("--place", "places", multiple=True, help="A word that looks like a name but is a place; repeatable.")
@click.option("--internet", is_flag=True, help="Also on the public pages, where they are on.")
@also_option
@home_option
@_on
@json_option
def publish(
    committee: str,
    cycle: str,
    number: int,
    title: str | None,
    text: str | None,
    places: tuple[str, ...],
    internet: bool,
    also: tuple[tuple[str, str, str], ...],
    home: Path,
    on: datetime | None,
    as_json: bool,
) -> None:
    """Put on the board what members and public said of the units that COMMITTEE (its code) grades."""
    docket = _docket(home, cycle, number)
    from jishi.actions.publish.notices import Wording
    from jishi.actions.publish.saying import publish_result
    from jishi.cli.named import unit_at

    unit = unit_at(committee)
    assert unit is not None, "a code was given"
    kind = next((each for each in docket.pack.publications if each.what == "satisfaction"), None)
    if kind is None:
        raise refuse(docket.pack.id, sentence("The pack has no such paper."), sentence("Choose one of the list."))
    lang = LANGUAGES[language()]
    said = (title or kind.title.say(lang), text or kind.wording.say(lang))
    wording = Wording(*said, lang, places, internet, in_others(also))
    found = publish_result(by_on(on), docket, unit, kind, wording)
    say_done(
        {"notice": found.pk, "until": found.until, "rows": len(found.content["rows"])},
        sentence("Notice %(number)s is on the board until %(day)s.", number=found.pk, day=found.until.isoformat()),
        as_json,
    )


@command.command("approve")
@click.argument("committee")
@click.argument("units", nargs=-1)
@_minutes
@_cycle
@_round
@home_option
@_on
@json_option
def approve(
    committee: str,
    units: tuple[str, ...],
    minutes: str,
    cycle: str,
    number: int,
    home: Path,
    on: datetime | None,
    as_json: bool,
) -> None:
    """Let UNITS (codes) rise as decided in a meeting of COMMITTEE; without UNITS all for whom the gate is open."""
    docket, rows = _rising(home, cycle, number, on)
    from jishi.actions.cases.reviewing import approve as approved
    from jishi.cli.review import meeting_of

    held = meeting_of(committee, minutes)
    own = [row for row in rows if row.waits and row.committee == held.committee]
    wanted = _named(own, units) if units else [row for row in own if row.may_rise]
    count = approved(by_on(on), docket, held, _seen(docket, wanted)) if wanted else 0
    say_done({"approved": count}, sentence("%(count)s proposals are approved.", count=count), as_json)


@command.command("keep")
@click.argument("committee")
@click.argument("units", nargs=-1)
@click.option("--reason", required=True, help="Why.")
@_minutes
@_cycle
@_round
@home_option
@_on
@json_option
def keep(
    committee: str,
    units: tuple[str, ...],
    reason: str,
    minutes: str,
    cycle: str,
    number: int,
    home: Path,
    on: datetime | None,
    as_json: bool,
) -> None:
    """Let UNITS (codes) keep the grade of the round before; without UNITS all for whom the gate is shut."""
    docket, rows = _rising(home, cycle, number, on)
    from jishi.actions.cases.reviewing import keep as kept
    from jishi.cli.review import meeting_of

    held = meeting_of(committee, minutes)
    own = [row for row in rows if row.waits and row.committee == held.committee]
    wanted = _named(own, units) if units else [row for row in own if not row.may_rise]
    count = kept(by_on(on), docket, held, _seen(docket, wanted), reason) if wanted else 0
    say_done({"kept": count}, sentence("%(count)s units keep their grade.", count=count), as_json)


def _named(rows: "Sequence[Candidate]", codes: Sequence[str]) -> "list[Candidate]":
    from jishi.store.models.org import Unit

    by_code = dict(Unit.objects.filter(code__in=codes).values_list("code", "pk"))
    by_unit = {row.unit: row for row in rows}
    for code in codes:
        if by_code.get(code) not in by_unit:
            raise refuse(
                code,
                sentence("This unit is not to rise, or it does not wait for this committee."),
                sentence("See: jishi promote list"),
            )
    return [by_unit[by_code[code]] for code in codes]


def _seen(docket: "Docket", rows: "Sequence[Candidate]") -> Any:
    from jishi.actions.cases.reviewing import Seen

    return Seen(docket.opening.run_id, {row.unit: row.row.version if row.row else 0 for row in rows})


def _docket(home: Path, cycle: str, number: int) -> "Docket":
    open_home(home)
    from jishi.actions.cases.ground import opened
    from jishi.actions.programme import round_of
    from jishi.core.access import OPERATOR

    return opened(OPERATOR, round_of(cycle, number))


def _rising(home: Path, cycle: str, number: int, on: datetime | None) -> "tuple[Docket, list[Candidate]]":
    docket = _docket(home, cycle, number)
    from jishi.actions.improve.promoting import candidates

    return docket, candidates(docket, by_on(on).day)
