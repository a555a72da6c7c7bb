"""``jishi award``: commendation of units: proposed, decided above, put on notice, published."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jishi.cli.context import home_option, json_option, print_json, say_done, write_file
from jishi.cli.named import by_on, unit_named
from jishi.cli.speech import also_option, in_others, language, translator
from jishi.cli.units import open_home
from jishi.core.errors import refuse, sentence

if TYPE_CHECKING:
    from jishi.actions.awards.moving import Rules
    from jishi.actions.publish.notices import Wording
    from jishi.packs.schema.publications import Publication
    from jishi.store.models.assess import Round
    from jishi.store.models.awards import Candidate

_on = click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Day on which it happens; default: today.")
_committee = click.argument("committee")
_title = click.option("--title", help="Heading; default: the pack's.")
_text = click.option("--text", help="Words; default: the pack's.")


@click.group()
def command() -> None:
    """Commendation: who could be proposed, propose, approve in a meeting, reject, publish, decide, announce."""


@command.command("list")
@home_option
@json_option
def list_(home: Path, as_json: bool) -> None:
    """List the candidates of the round, with the quota of each committee."""
    open_home(home)
    from jishi.actions.awards.moving import quotas
    from jishi.core.access import OPERATOR
    from jishi.store.models.org import Unit
    from jishi.store.queries import awards as queries

    round_, found = _ground()
    codes = dict(Unit.objects.values_list("pk", "code"))
    rows = [
        {
            "unit": row.unit.code,
            "proposer": row.proposer.code,
            "state": row.state,
            "grade": row.rests_on.get("grade"),
            "before": row.rests_on.get("before"),
            "score": row.rests_on.get("score"),
            "merits": row.merits,
        }
        for row in queries.candidates(OPERATOR, round_)
    ]
    held = {
        codes[pk]: {"graded": each.graded, "most": each.most, "used": each.used}
        for pk, each in quotas(found, round_).items()
    }
    if as_json:
        print_json({"candidates": rows, "quotas": held})
        return
    for code, each in sorted(held.items()):
        said = sentence("%(code)s: %(used)s proposed, at most %(most)s of %(graded)s graded", code=code, **each)
        click.echo(said.say(translator()))
    for row in rows:
        click.echo(f"{row['unit']}  {row['proposer']}  {row['state']}  {row['grade']}  {row['merits']}")


@command.command("possible")
@_committee
@home_option
@json_option
def possible(committee: str, home: Path, as_json: bool) -> None:
    """List the units that COMMITTEE (its code) could propose, the best score first, with what each rests on."""
    open_home(home)
    from jishi.actions.awards.proposing import possible as able
    from jishi.core.access import OPERATOR

    round_, found = _ground()
    rows = [
        {"unit": each.grade.unit.code, "name": each.grade.unit.name, **each.plain()}
        for each in able(OPERATOR, found, round_, unit_named(committee))
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['unit']}  {row['grade']}  {row['before'] or '-'}  {row['score']}  {row['name']}")


@command.command("propose")
@_committee
@click.argument("unit")
@click.argument("merits")
@home_option
@_on
@json_option
def propose(committee: str, unit: str, merits: str, home: Path, on: datetime | None, as_json: bool) -> None:
    """Propose UNIT (its code) for COMMITTEE; MERITS say why."""
    open_home(home)
    from jishi.actions.awards.proposing import propose as proposed

    round_, found = _ground()
    rows = proposed(by_on(on), found, round_, unit_named(committee), {unit_named(unit).pk: merits})
    say_done({"candidate": rows[0].pk}, sentence("Proposed to %(above)s.", above=rows[0].committee.name), as_json)


@command.command("withdraw")
@click.argument("unit")
@click.option("--reason", required=True, help="Why.")
@home_option
@_on
@json_option
def withdraw(unit: str, reason: str, home: Path, on: datetime | None, as_json: bool) -> None:
    """Take the proposal of UNIT (its code) back."""
    open_home(home)
    from jishi.actions.awards.proposing import withdraw as withdrawn

    round_, found = _ground()
    row = _candidate(round_, unit)
    withdrawn(by_on(on), found, row, row.version, reason)
    say_done({"unit": unit}, sentence("Withdrawn."), as_json)


@command.command("approve")
@_committee
@click.argument("units", nargs=-1, required=True)
@click.option("--minutes", required=True, help="Number of the minutes.")
@home_option
@_on
@json_option
def approve(
    committee: str, units: tuple[str, ...], minutes: str, home: Path, on: datetime | None, as_json: bool
) -> None:
    """Approve the candidates UNITS (codes) as decided in a meeting of COMMITTEE, the one above the proposer."""
    open_home(home)
    from jishi.actions.awards.deciding import approve as approved
    from jishi.store.models.cases import Meeting

    round_, found = _ground()
    meeting = Meeting.objects.filter(committee=unit_named(committee), minute_number=minutes).first()
    if meeting is None:
        raise refuse(minutes, sentence("There are no such minutes."), sentence("Enter the meeting first."))
    rows = [_candidate(round_, code) for code in units]
    done = approved(by_on(on), found, meeting, {row.pk: row.version for row in rows})
    say_done({"approved": len(done)}, sentence("%(count)s units are approved.", count=len(done)), as_json)


@command.command("reject")
@click.argument("unit")
@click.option("--reason", required=True, help="Why.")
@home_option
@_on
@json_option
def reject(unit: str, reason: str, home: Path, on: datetime | None, as_json: bool) -> None:
    """Decide against UNIT (its code)."""
    open_home(home)
    from jishi.actions.awards.deciding import reject as rejected

    round_, found = _ground()
    row = _candidate(round_, unit)
    rejected(by_on(on), found, row, row.version, reason)
    say_done({"unit": unit}, sentence("Decided against, with the reason."), as_json)


@command.command("publish")
@_committee
@_title
@_text
@also_option
@home_option
@_on
@json_option
def publish(
    committee: str,
    title: str | None,
    text: str | None,
    also: tuple[tuple[str, str, str], ...],
    home: Path,
    on: datetime | None,
    as_json: bool,
) -> None:
    """Put the approved candidates of COMMITTEE on notice."""
    open_home(home)
    from jishi.actions.awards.deciding import paper
    from jishi.actions.awards.deciding import publish as published

    round_, found = _ground()
    wording = _wording(paper(found, found.award.notice), title, text, also)
    notice = published(by_on(on), found, round_, unit_named(committee), wording)
    say_done(
        {"notice": notice.pk, "until": notice.until},
        sentence(
            "Notice %(number)s is on the board until %(day)s.", number=notice.pk, day=notice.until.isoformat()
        ),
        as_json,
    )


@command.command("decide")
@click.argument("notice", type=int)
@home_option
@_on
@json_option
def decide(notice: int, home: Path, on: datetime | None, as_json: bool) -> None:
    """Commend the units that remain on NOTICE (its number), when it is over and its objections are answered."""
    open_home(home)
    from jishi.actions.awards.deciding import decide as decided
    from jishi.store.models.publish import Notice

    _round, found = _ground()
    row = Notice.objects.select_related("committee", "round__cycle").filter(pk=notice).first()
    if row is None:
        raise refuse(str(notice), sentence("There is no such notice."), sentence("See the board."))
    done = decided(by_on(on), found, row)
    say_done({"commended": len(done)}, sentence("%(count)s units are commended.", count=len(done)), as_json)


@command.command("announce")
@_committee
@_title
@_text
@also_option
@home_option
@_on
@json_option
def announce(
    committee: str,
    title: str | None,
    text: str | None,
    also: tuple[tuple[str, str, str], ...],
    home: Path,
    on: datetime | None,
    as_json: bool,
) -> None:
    """Publish the list of the units that COMMITTEE has commended."""
    open_home(home)
    from jishi.actions.awards.deciding import announce as announced
    from jishi.actions.awards.deciding import paper

    round_, found = _ground()
    wording = _wording(paper(found, found.award.published), title, text, also)
    notice = announced(by_on(on), found, round_, unit_named(committee), wording)
    say_done(
        {"notice": notice.pk, "until": notice.until},
        sentence(
            "Notice %(number)s is on the board until %(day)s.", number=notice.pk, day=notice.until.isoformat()
        ),
        as_json,
    )


@command.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@home_option
@json_option
def export(file: Path, home: Path, as_json: bool) -> None:
    """Write the candidates into FILE (.xlsx or .csv)."""
    open_home(home)
    from jishi.actions.exports.awards import export as exported
    from jishi.actions.exports.sheet import Style
    from jishi.core.access import OPERATOR
    from jishi.store.queries import awards as queries

    kind = file.suffix.lstrip(".").lower()
    if kind not in ("xlsx", "csv"):
        raise refuse(
            str(file), sentence("A list is no such file."), sentence("Name a file that ends .xlsx or .csv.")
        )
    round_, found = _ground()
    style = Style(kind, language().replace("_", "-"))  # type: ignore[arg-type]
    write_file(file, exported(found, queries.candidates(OPERATOR, round_), style).file(style.format))
    say_done({"file": str(file)}, sentence("Written: %(file)s", file=str(file)), as_json)


def _ground() -> "tuple[Round, Rules]":
    from jishi.actions.awards.moving import rules
    from jishi.actions.programme import pack_of
    from jishi.core.access import OPERATOR
    from jishi.store.queries import rounds

    round_ = rounds.current(OPERATOR)
    if round_ is None:
        raise refuse("--home", sentence("There is no such round."), sentence("Open a cycle first."))
    return round_, rules(pack_of(round_.cycle))


def _candidate(round_: "Round", code: str) -> "Candidate":
    from jishi.core.access import OPERATOR
    from jishi.store.queries import awards as queries

    found = queries.candidates(OPERATOR, round_).filter(unit__code=code).first()
    if found is None:
        raise refuse(code, sentence("This unit is not proposed."), sentence("See: jishi award list"))
    return found


def _wording(
    publication: "Publication", title: str | None, text: str | None, also: tuple[tuple[str, str, str], ...]
) -> "Wording":
    from jishi.actions.publish.notices import Wording

    spoken = language().replace("_", "-")
    said = (title or publication.title.say(spoken), text or publication.wording.say(spoken))
    return Wording(*said, spoken, also=in_others(also))
