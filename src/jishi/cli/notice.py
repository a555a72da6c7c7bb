"""``jishi notice``: put grades and words on the board, answer objections, lock what is over."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jishi.cli.context import home_option, json_option, print_json, say_done, write_file
from jishi.cli.named import by_on
from jishi.cli.speech import also_option, in_others
from jishi.cli.units import open_home
from jishi.core.errors import refuse, sentence

if TYPE_CHECKING:
    from jishi.store.models.publish import Notice

_on = click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Day on which it happens; default: today.")
_number = click.argument("number", type=int)


@click.group()
def command() -> None:
    """Notices and disclosures: publish, list, take back, answer, decide, poster, public pages on or off."""


@command.command("publish")
@click.argument("committee")
@click.argument("publication")
@click.option("--cycle", required=True, help="Code of the cycle.")
@click.option("--round", "round_number", type=int, default=1, show_default=True, help="Number of the round.")
@click.option("--title", help="Heading; default: the pack's.")
@click.option("--text", help="Words; default: the pack's.")
@click.option("--place", "places", multiple=True, help="A word that looks like a name but is a place; repeatable.")
@click.option("--internet", is_flag=True, help="Also on the public pages, where they are on.")
@click.option("--language", default="zh-Hans", show_default=True, help="zh-Hans, zh-Hant or en.")
@also_option
@home_option
@_on
@json_option
def publish(
    committee: str,
    publication: str,
    cycle: str,
    round_number: int,
    title: str | None,
    text: str | None,
    places: tuple[str, ...],
    internet: bool,
    language: str,
    also: tuple[tuple[str, str, str], ...],
    home: Path,
    on: datetime | None,
    as_json: bool,
) -> None:
    """Put up PUBLICATION (its id in the pack) of COMMITTEE (its code): approved grades, its plan, or words."""
    open_home(home)
    from jishi.actions.cases.ground import opened
    from jishi.actions.programme import pack_of, round_of
    from jishi.actions.publish.notices import Wording, disclose, publish_grades
    from jishi.cli.named import unit_at
    from jishi.core.access import OPERATOR

    round_, unit = round_of(cycle, round_number), unit_at(committee)
    assert unit is not None, "a code was given"
    pack = pack_of(round_.cycle)
    kind = pack.publication_by_id.get(publication)
    if kind is None:
        raise refuse(publication, sentence("The pack has no such paper."), sentence("Choose one of the list."))
    said = (title or kind.title.say(language), text or kind.wording.say(language))
    wording = Wording(*said, language, places, internet, in_others(also))
    if kind.what == "plan":
        from jishi.actions.publish.plans import publish_plan

        found = publish_plan(by_on(on), pack, round_, unit, wording)
    elif kind.what == "grades":
        found = publish_grades(by_on(on), opened(OPERATOR, round_), unit, kind, wording)
    else:
        found = disclose(by_on(on), pack, unit, kind, wording)
    say_done(
        {"notice": found.pk, "until": found.until, "rows": len(found.content["rows"]), "digest": found.digest},
        sentence("Notice %(number)s is on the board until %(day)s.", number=found.pk, day=found.until.isoformat()),
        as_json,
    )


@command.command("list")
@home_option
@click.option("--committee", "code", help="Code of the unit whose papers are listed; default: every one.")
@click.option("--up", is_flag=True, help="Only what hangs on the day.")
@_on
@json_option
def list_(home: Path, code: str | None, up: bool, on: datetime | None, as_json: bool) -> None:
    """List the papers of the board, the latest first, with how many objections wait."""
    open_home(home)
    from jishi.actions.publish.notices import is_up
    from jishi.cli.named import unit_at
    from jishi.core.access import OPERATOR
    from jishi.store.queries import publish as queries

    unit, today = unit_at(code), by_on(on).day
    found = queries.notices(OPERATOR)
    found = found.filter(committee=unit) if unit else found
    papers = list((queries.hanging(found, today) if up else found).defer("content", "text"))
    waiting = queries.objections_waiting(OPERATOR, [row.pk for row in papers])
    rows = [
        {
            "notice": row.pk,
            "committee": row.committee.code,
            "publication": row.publication,
            "from": row.opens_on,
            "until": row.until,
            "state": "up" if is_up(row, today) else "taken back" if row.withdrawn_on else "over",
            "waiting": waiting.get(row.pk, 0),
            "title": row.title,
        }
        for row in papers
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo("\t".join(str(value) for value in row.values()))


@command.command("take-back")
@_number
@click.option("--reason", required=True, help="Why.")
@home_option
@_on
@json_option
def take_back(number: int, reason: str, home: Path, on: datetime | None, as_json: bool) -> None:
    """Take notice NUMBER off the board before its time."""
    open_home(home)
    from jishi.actions.cases.ground import docket
    from jishi.actions.publish.notices import take_back as taken
    from jishi.core.access import OPERATOR

    found = _notice(number)
    before = docket(OPERATOR, found.round) if found.round else None
    taken(by_on(on), before, found, found.version, reason)
    say_done({"notice": number}, sentence("Taken off the board."), as_json)


@command.command("decide")
@_number
@home_option
@_on
@json_option
def decide(number: int, home: Path, on: datetime | None, as_json: bool) -> None:
    """Lock the grades of notice NUMBER, when it is over and its objections are answered."""
    open_home(home)
    from jishi.actions.cases.ground import opened
    from jishi.actions.publish.notices import decide as decided
    from jishi.core.access import OPERATOR

    found = _notice(number)
    if found.round is None:
        raise refuse(
            found.title,
            sentence("Nothing on this notice waits for a decision."),
            sentence("Choose a notice of grades."),
        )
    count = decided(by_on(on), opened(OPERATOR, found.round), found)
    say_done({"decided": count}, sentence("%(count)s grades are decided and locked.", count=count), as_json)


@command.command("objections")
@_number
@home_option
@json_option
def objections(number: int, home: Path, as_json: bool) -> None:
    """List the objections to notice NUMBER, those that wait first."""
    open_home(home)
    from jishi.actions.publish.objections import words_of
    from jishi.store.queries import publish as queries

    rows = [
        {
            "objection": row.pk,
            "unit": row.unit.code if row.unit else None,
            "due": row.due_on,
            "answered": row.answered_on,
            "text": words_of(row, "text"),
        }
        for row in queries.objections(_notice(number))
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(
            f"{row['objection']}  {row['unit'] or '-'}  {row['due']}  {row['answered'] or '-'}  {row['text']}"
        )


@command.command("answer")
@click.argument("objection", type=int)
@click.argument("words")
@click.option("--upheld", is_flag=True, help="It is right: the grade goes back to the committee.")
@home_option
@_on
@json_option
def answer(objection: int, words: str, upheld: bool, home: Path, on: datetime | None, as_json: bool) -> None:
    """Answer OBJECTION (its number) with WORDS."""
    open_home(home)
    from jishi.actions.cases.ground import docket
    from jishi.actions.publish.objections import Reply
    from jishi.actions.publish.objections import answer as answered
    from jishi.core.access import OPERATOR
    from jishi.store.models.publish import NoticeObjection

    row = NoticeObjection.objects.select_related("notice__round__cycle", "notice__committee").filter(pk=objection)
    found = row.first()
    if found is None:
        raise refuse(
            str(objection), sentence("There is no such objection."), sentence("See: jishi notice objections")
        )
    before = docket(OPERATOR, found.notice.round) if found.notice.round else None
    answered(by_on(on), before, found, found.version, Reply(words, upheld))
    say_done({"objection": objection}, sentence("Answered."), as_json)


@command.command("poster")
@_number
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--address", default="", help="Address of the public pages, for the code on the poster.")
@click.option(
    "--language", type=click.Choice(["zh-Hans", "zh-Hant", "en"]), default="zh-Hans", help="Of what is printed."
)
@home_option
@json_option
def poster(number: int, file: Path, address: str, language: Any, home: Path, as_json: bool) -> None:
    """Write notice NUMBER as a poster (PDF) into FILE."""
    open_home(home)
    from jishi.actions.programme import pack_of
    from jishi.actions.publish.poster import poster as made

    found = _notice(number)
    pack = pack_of(found.round.cycle) if found.round else None
    where = f"{address.rstrip('/')}/n/{found.token}"
    write_file(file, made(found, pack, where, online=bool(address), language=language))
    say_done({"file": str(file), "digest": found.digest}, sentence("Written: %(file)s", file=str(file)), as_json)


@command.command("public")
@click.argument("state", type=click.Choice(["on", "off"]))
@home_option
@json_option
def public(state: str, home: Path, as_json: bool) -> None:
    """Switch the public pages on or off."""
    open_home(home)
    from jishi.actions.publish.switching import PUBLIC_PAGES, switch

    switch(by_on(None), PUBLIC_PAGES, on=state == "on")
    words = sentence("The public pages are on.") if state == "on" else sentence("The public pages are off.")
    say_done({"public": state}, words, as_json)


def _notice(number: int) -> "Notice":
    from jishi.store.models.publish import Notice

    found = Notice.objects.select_related("committee", "round__cycle").filter(pk=number).first()
    if found is None:
        raise refuse(str(number), sentence("There is no such notice."), sentence("See the board."))
    return found
